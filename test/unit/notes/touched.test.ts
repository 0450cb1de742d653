import assert from 'node:assert/strict';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { anchorTracker } from '../../../src/app/followAnchors';
import { touchedNotes } from '../../../src/app/touchedNotes';
import { linesOf } from '../../../src/base/lines';
import type { Breather } from '../../../src/base/slices';
import { anchorOf } from '../../../src/core/notes/anchor';
import { cutSearch } from '../../../src/core/notes/movedOut';
import type { NoteOfIncident } from '../../../src/core/notes/note';
import { breather, silentLog } from '../../support/incidents';
import { aRepository, type RepositoryBuilder } from '../../support/repository';

const FILES = Array.from({ length: 30 }, (_, i) => `src/file${i}.js`);

/** A function of its own for each file, so that its lines are known in another one. */
const bodyOf = (path: string) =>
	[
		`export function total(cart) {`,
		...[1, 2, 3, 4, 5].map((i) => `\tconst part${i} = partOf('${path}', cart, ${i});`),
		'\treturn part1 + part2 + part3 + part4 + part5;',
		'}',
		'',
	].join('\n');

const noteOn = (built: RepositoryBuilder, path: string, text: string, first: number): NoteOfIncident => ({
	incident: 'x',
	note: {
		...{ id: `${built.sha()}/${path}/${first}`, kind: 'rootCause', text: '', at: 0, actor: '', replies: [] },
		anchor: anchorOf({ commit: built.sha(), path, committed: text, text, chosen: { first, last: first + 1 } }),
	},
});

describe('the notes that a change touches', function () {
	this.timeout(120_000);
	let built: RepositoryBuilder;
	const notes: NoteOfIncident[] = [];

	before(() => {
		built = aRepository();
		const files = (text: (path: string) => string | null) =>
			Object.fromEntries(FILES.map((path) => [path, text(path)] as const));
		built.commit('Write', { files: files(bodyOf) });
		notes.push(...FILES.map((path) => noteOn(built, path, bodyOf(path), 3)));
		const headed = (path: string) => `// Parts.\n${bodyOf(path)}`;
		built.commit('Head', { files: files(headed), tag: 'base' });
		notes.push(...FILES.map((path) => noteOn(built, path, headed(path), 5)));
		built.commit('Change', { files: files((path) => headed(path).replace('cart, 2', 'cart, 20')), tag: 'changed' });
		built.git('checkout', '--quiet', '-b', 'moves', 'base');
		const together = FILES.map(bodyOf).join('\n');
		built.commit('Put together', { files: { ...files(() => null), 'src/all.js': together }, tag: 'together' });
	});
	after(() => built.remove());

	async function touchedBy(head: string, waiting: Breather = breather) {
		const calls: string[] = [];
		const log = { ...silentLog, trace: (message: string) => void calls.push(message) };
		const { signal } = new AbortController();
		const repository = await openRepository(built.folder, log, signal);
		const [base, sha] = [built.sha('base'), built.sha(head)];
		const files = await repository.filesBetween(base, sha, signal);
		const texts = (paths: readonly string[]) =>
			repository.readVersions(
				paths.map((path) => ({ sha, path })),
				signal,
			);
		calls.length = 0;
		const tracker = anchorTracker(waiting);
		const touched = await touchedNotes({ repository, base, files, texts, notes, tracker, breather: waiting }, signal);
		return { touched, calls };
	}

	it('are told by two processes of git, whatever commits and files they were written on', async () => {
		const { touched, calls } = await touchedBy('changed');
		assert.equal(touched.filter(({ touch }) => touch.what === 'lines').length, FILES.length);
		assert.deepEqual(
			calls.map((call) => /^git (cat-file --batch(?:-check)?)/.exec(call)?.[1]),
			['cat-file --batch-check', 'cat-file --batch'],
			calls.join('\n'),
		);
	});

	it('are found in the file that a change puts many others into, while others have their turn in between', async () => {
		let [clock, pauses] = [0, 0];
		const slow = { now: () => (clock += 11), pause: async () => void pauses++ }; // each step takes longer than one may
		const { touched } = await touchedBy('together', slow);
		const all = linesOf(FILES.map(bodyOf).join('\n'));
		assert.deepEqual(
			touched.map(({ path, isDeleted, touch: { first } }) => [path, all[first - 1], isDeleted]),
			touched.map(({ movedFrom, note }) => [
				'src/all.js',
				`\tconst part${note.anchor.first === 3 ? 2 : 3} = partOf('${movedFrom}', cart, ${note.anchor.first === 3 ? 2 : 3});`,
				undefined,
			]),
		);
		assert.equal(touched.length, notes.length);
		assert.ok(pauses >= 3 * notes.length, String(pauses)); // followed, held against the change, looked for
	});

	it('are looked for in each file that was changed once, however many are cut', () => {
		let readings = 0;
		const file = {
			...{ path: 'src/other.js', before: '' },
			get after() {
				readings++;
				return bodyOf('src/other.js');
			},
		};
		const cuts = FILES.map((path) => {
			const before = bodyOf(path);
			return { before, old: linesOf(before), range: { first: 3, last: 4 }, isGone: () => true, path };
		});
		const search = cutSearch(cuts);
		search.add(file);
		assert.deepEqual(
			cuts.map((cut) => search.find(cut)),
			cuts.map(() => undefined),
		);
		assert.equal(readings, 1);
	});
});
