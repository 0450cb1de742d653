import assert from 'node:assert/strict';
import { type AnalyzeRequest, analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { anchorTracker } from '../../../src/app/followAnchors';
import type { NotesSource } from '../../../src/app/gatherNotes';
import { anchorOf } from '../../../src/core/notes/anchor';
import type { NoteKind, NoteOfIncident, RootCauseNote } from '../../../src/core/notes/note';
import { namedCommits } from '../../../src/core/suspects/notes';
import { breather } from '../../support/incidents';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const PRICE = [
	'function rateOf(item) {',
	'\treturn rates[item.country];',
	'}',
	'',
	'function priceOf(item) {',
	'\treturn item.price * rateOf(item);',
	'}',
	'',
].join('\n');
const CART = 'function total(cart) {\n\treturn cart.map(priceOf);\n}\n';
const TRACE = `TypeError: x is undefined
    at priceOf (/srv/shop/src/price.js:7:22)
    at total (/srv/shop/src/cart.js:2:14)
`;

describe('root-cause notes of other incidents', () => {
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('Start', { files: { 'src/price.js': PRICE, 'src/cart.js': CART, 'src/old.js': PRICE }, tag: 'noted' })
			.commit('Round', { files: { 'src/round.js': 'round();\n' }, tag: 'round' })
			.commit('Say what it is', {
				files: { 'src/price.js': `// Prices.\n${PRICE}`, 'src/old.js': null },
				tag: 'deployed',
			})
			.commit('Later', { files: { 'src/later.js': 'later();\n' }, tag: 'later' });
	});
	after(() => built.remove());

	/** A note of an incident on lines as they were at the first commit. */
	const noted = (
		incident: string,
		text: string,
		[path, first, last = first]: readonly [string, number, number?] = ['src/price.js', 6],
		more: Partial<RootCauseNote> = {},
	): NoteOfIncident => {
		const committed = built.git('show', `noted:${path}`);
		const anchor = anchorOf({ commit: built.sha('noted'), path, committed, text: committed, chosen: { first, last } });
		const kind: NoteKind = 'rootCause';
		return { incident, note: { ...{ id: text, kind, text, anchor, at: 0, actor: 'Ada', replies: [] }, ...more } };
	};
	const sourceOf = (notes: readonly NoteOfIncident[], causes: Readonly<Record<string, string>> = {}): NotesSource => {
		const tracker = anchorTracker(breather);
		return {
			placed: async (repository, revision, wanted, signal) => {
				const some = notes.filter(wanted);
				const anchors = some.map(({ note }) => note.anchor);
				const followed = await tracker.follow(repository, revision, anchors, signal);
				return some.map((one, i) => ({ ...one, followed: followed[i] ?? { kind: 'unknown' } }));
			},
			about: async (key) => {
				const cause = causes[key];
				return { key, ...(cause !== undefined && { cause }) };
			},
		};
	};
	const analyze = async (notes: NotesSource | undefined, more: Partial<AnalyzeRequest> = {}) =>
		analyzeSuspects(
			{ text: TRACE, repository: await built.open(), revision: 'deployed', ...(notes && { notes }), ...more },
			breather,
			() => undefined,
			never(),
		);
	const becauseOf = (commits: Awaited<ReturnType<typeof analyze>>['commits']) =>
		commits.flatMap(({ subject, reasons }) =>
			reasons.flatMap(({ kind, detail, weight }) =>
				kind === 'earlier' ? [`${subject}: ${detail.replace(/;.*/, '')} (${weight})`] : [],
			),
		);

	it('raise the file they are on a little, with their line at the deployed revision, more in the function that failed than elsewhere', async () => {
		const scores = async (source?: NotesSource) => {
			const { files } = await analyze(source);
			const price = files.find(({ path }) => path === 'src/price.js');
			assert.equal(
				price?.score,
				Math.round((price?.reasons ?? []).reduce((sum, { weight }) => sum + weight, 0) * 1000) / 1000,
			);
			return { score: price?.score ?? 0, told: price?.reasons.find(({ kind }) => kind === 'note')?.detail };
		};
		const none = await scores();
		const far = await scores(sourceOf([noted('INC-3', 'Rates may lack a country.', ['src/price.js', 2])]));
		const near = await scores(
			sourceOf([
				noted('INC-3', 'Rates may lack a country.', ['src/price.js', 2], { at: 2 }),
				noted('INC-4', 'An item may have\n\n<b>no</b> price.', undefined, { at: 1 }),
			]),
		);
		assert.equal(none.told, undefined);
		assert.equal(far.told, 'INC-3’s root-cause note is on this file, line 3');
		assert.equal(near.told, 'INC-4’s root-cause note is on this file, line 7, one of 2 there');
		assert.ok(none.score < far.score && far.score < near.score, JSON.stringify([none, far, near]));
		assert.ok(near.score - none.score <= 0.1);
	});

	it('count for no file that the trace does not have, nor where they are on nothing any more', async () => {
		const away = noted('INC-3', 'It was here.', ['src/old.js', 6]);
		const gone = { ...away, note: { ...away.note, anchor: { ...away.note.anchor, commit: 'f'.repeat(40) } } };
		const { files } = await analyze(sourceOf([gone]));
		assert.ok(files.every(({ reasons }) => reasons.every(({ kind }) => kind !== 'note')));
	});

	it('lead to the commits they name, and to the confirmed cause of their incident, each once and for its best reason', async () => {
		const [round, start] = [built.sha('round'), built.sha('noted')];
		const notes = [
			noted('INC-1', `Since ${round.slice(0, 9)} it rounds, and 1234567 or ${'e'.repeat(39)}1 is nothing.`, [
				'src/price.js',
				2,
			]),
			noted('INC-2', 'Rounded.', undefined, {
				replies: [{ id: 'r', text: `See https://example.com/commit/${round}`, at: 0, actor: 'Bob' }],
			}),
			noted('INC-5', `Mended by ${built.sha('deployed')}.`, undefined, { kind: 'guard' }),
			noted('INC-6', `It was ${built.sha('later')}.`),
		];
		assert.deepEqual(becauseOf((await analyze(sourceOf(notes))).commits), [
			'Round: is named in INC-2’s root-cause note on src/price.js (0.1)',
		]);
		const confirmed = await analyze(sourceOf(notes, { 'INC-6': round }));
		assert.deepEqual(becauseOf(confirmed.commits), [
			'Round: was confirmed as the cause of INC-6, whose root-cause note is on src/price.js (0.1)',
		]);
		const known = await analyze(sourceOf(notes, { 'INC-6': round }), {
			earlier: [{ sha: round, incident: 'INC-6', hasSameFailure: true }],
		});
		assert.deepEqual(becauseOf(known.commits), [
			'Round: was confirmed as the cause of INC-6, which failed in the same way (0.3)',
		]);
		const ruledOut = await analyze(sourceOf([noted('INC-1', `It was ${start}.`)]), { lastGood: 'noted' });
		assert.deepEqual(becauseOf(ruledOut.commits), []);
		assert.ok(ruledOut.excluded.some(({ sha }) => sha === start));
	});

	it('name commits by object names, whole or short, that stand alone', () => {
		assert.deepEqual(namedCommits(noted('INC-1', 'deadbeef 1234567 a1b2c3d-e A1B2C3D4 x1234abcd').note), ['a1b2c3d4']);
	});
});
