import assert from 'node:assert/strict';
import { type AnalyzeRequest, analyzeSuspects, subjectOf } from '../../../src/app/analyzeSuspects';
import { anchorTracker } from '../../../src/app/followAnchors';
import { gatherNotes, type NotesSource } from '../../../src/app/gatherNotes';
import { runAtOnce } from '../../../src/base/slices';
import { anchorOf } from '../../../src/core/notes/anchor';
import type { NoteKind, NoteOfIncident, RootCauseNote } from '../../../src/core/notes/note';
import type { Repository } from '../../../src/core/ports/repository';
import type { KeyFrame } from '../../../src/core/suspects/evidence';
import { namedCommits, onTrace } from '../../../src/core/suspects/notes';
import { trained } from '../../../src/core/suspects/trained';
import { parseSteps } from '../../../src/core/trace/parse';
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

/** Files that are removed before the deployed revision. */
const GONE = Array.from({ length: 8 }, (_, i) => `gone/${i}.js`);
const each = (text: string | null) => Object.fromEntries(GONE.map((path) => [path, text && text + path]));

describe('root-cause notes of other incidents', () => {
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('Start', {
				files: { 'src/price.js': PRICE, 'src/cart.js': CART, 'src/old.js': PRICE, ...each('// was in ') },
				tag: 'noted',
			})
			.commit('Round', { files: { 'src/round.js': 'round();\n' }, tag: 'round' })
			.commit('Say what it is', {
				files: { 'src/price.js': `// Prices.\n${PRICE}`, 'src/old.js': null, ...each(null) },
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
			placed: async (repository, revision, chosen, signal, enough) => {
				const some = chosen(notes);
				const anchors = some.map(({ note }) => note.anchor);
				const followed = await tracker.follow(repository, revision, anchors, signal, enough);
				return some.map((one, i) => ({ ...one, followed: followed[i] ?? { kind: 'unknown' } }));
			},
			about: async (key) => {
				const cause = causes[key];
				return { key, ...(cause !== undefined && { cause }) };
			},
			onError: (error) => {
				throw error;
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
		const [sha1, sha256] = ['ab12'.repeat(10), 'ab12'.repeat(16)];
		assert.deepEqual(namedCommits(noted('INC-1', `${sha1} ${sha256} ${sha1}ab ${sha256}ab`).note), [sha1, sha256]);
	});

	/** What notes are gathered for, with git as `changed` has it. */
	const subjectWith = async (changed: Partial<Repository>) => {
		const repository = { ...(await built.open()), ...changed };
		const traces = runAtOnce(parseSteps(TRACE)).traces;
		const request = { repository, revision: 'deployed' };
		return (await subjectOf(traces, request, () => undefined, never())).subject;
	};

	it('are followed from no more than a few files that are gone, those of the newest', async () => {
		const walked: string[] = [];
		const removalOf: Repository['removalOf'] = async (_sha, path) => {
			walked.push(path);
			return undefined;
		};
		const notes = GONE.map((path, at) => noted('INC-3', 'It was here.', [path, 1], { at }));
		const forEver = new Promise(() => undefined);
		const source = sourceOf([...notes, noted('INC-4', 'Rates may lack a country.')]);
		const found = await gatherNotes(await subjectWith({ removalOf }), source, forEver, never());
		assert.deepEqual(walked, GONE.slice(3).reverse());
		assert.deepEqual(
			found.notes.map(({ incident }) => incident),
			['INC-4'],
		);
	});

	it('are counted as far as they are known when looking for the others takes longer than the rest', async () => {
		let end = () => {};
		const rest = new Promise<void>((resolve) => {
			end = resolve;
		});
		let isEnded = false;
		const removalOf: Repository['removalOf'] = (_sha, _path, signal) =>
			new Promise((_, reject) => {
				signal.addEventListener('abort', () => {
					isEnded = true;
					reject(signal.reason);
				});
				end();
			});
		const source = sourceOf([
			noted('INC-3', 'It was here.', ['gone/1.js', 1]),
			noted('INC-4', 'Rates may lack a country.'),
		]);
		const found = await gatherNotes(await subjectWith({ removalOf }), source, rest, never());
		assert.ok(isEnded);
		assert.deepEqual(
			found.notes.map(({ incident, line }) => [incident, line]),
			[['INC-4', 7]],
		);
	});

	it('have all the commits that they name asked for at once', async () => {
		const repository = await built.open();
		const asked: (readonly string[])[] = [];
		const resolved: string[] = [];
		const counting: Repository = {
			...repository,
			named: (names, signal) => {
				asked.push(names);
				return repository.named(names, signal);
			},
			resolve: (revision, signal) => {
				resolved.push(revision);
				return repository.resolve(revision, signal);
			},
		};
		const name = (i: number) => `abcdef${String(i).padStart(3, '0')}`;
		const notes = Array.from({ length: 9 }, (_, i) => noted(`INC-${i}`, `${name(2 * i)} or ${name(2 * i + 1)}`));
		await analyze(sourceOf([...notes, noted('INC-9', built.sha('round'))]), { repository: counting });
		assert.deepEqual(
			asked.map(({ length }) => length),
			[19],
		);
		assert.deepEqual(resolved, ['deployed']);
	});

	it('leave the analysis whole where they, or their incidents, cannot be read, which is told', async () => {
		const source = sourceOf([noted('INC-3', 'Rates may lack a country.'), noted('INC-4', 'It was here.')]);
		const errors: unknown[] = [];
		const onError = (error: unknown) => errors.push(error);
		const damaged = new Error('the store is damaged');
		const [plain, without, withOne] = await Promise.all([
			analyze(undefined),
			analyze({ ...source, onError, placed: () => Promise.reject(damaged) }),
			analyze({
				...source,
				onError,
				about: (id) => (id === 'INC-3' ? Promise.reject(damaged) : source.about(id)),
			}),
		]);
		assert.deepEqual(without, plain);
		assert.deepEqual(errors, [damaged, damaged]);
		assert.deepEqual(
			withOne.files.flatMap(({ reasons }) => reasons.flatMap(({ kind, detail }) => (kind === 'note' ? detail : []))),
			['INC-4’s root-cause note is on this file, line 7'],
		);
	});

	it('are told also on a file that is certain already, where they add nothing', async () => {
		const sureOf = { slope: 0, offset: 20 };
		const { files } = await analyze(sourceOf([noted('INC-3', 'Rates may lack a country.')]), {
			weights: { ...trained, fileCalibration: sureOf },
		});
		const price = files.find(({ path }) => path === 'src/price.js');
		assert.equal(price?.score, 1);
		assert.equal(price?.reasons.find(({ kind }) => kind === 'note')?.weight, 0);
	});

	it('are all counted, and those on one file leave none of another one out', async () => {
		const { note } = noted('', 'Again.');
		const many = Array.from({ length: 100 }, (_, i) => ({ incident: `INC-${i}`, note: { ...note, at: i + 1 } }));
		const { files } = await analyze(sourceOf([...many, noted('INC-900', 'Empty.', ['src/cart.js', 1])]));
		assert.deepEqual(
			files.flatMap(({ reasons }) => reasons.flatMap(({ kind, detail }) => (kind === 'note' ? detail : []))).sort(),
			[
				'INC-900’s root-cause note is on this file, line 1',
				'INC-99’s root-cause note is on this file, line 7, one of 100 there',
			],
		);
	});

	it('are at their function where their lines are gone', () => {
		const path = 'src/price.js';
		const frame: KeyFrame = {
			...{ line: 7, label: 'priceOf', format: 'node', isVendor: false },
			location: { path, confidence: 1, alternatives: [] },
		} as unknown as KeyFrame;
		const gone = { kind: 'gone', path, line: 1, span: { first: 6, last: 8 } } as const;
		const [found] = onTrace([{ ...noted('INC-1', 'Rates.'), followed: gone }], [frame]);
		assert.deepEqual([found?.line, found?.isNear], [6, true]);
	});
});
