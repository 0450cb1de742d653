import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mitigationsIn } from '../../../src/adapters/git/revert/mitigations';
import type { Prepared } from '../../../src/core/ports/mitigation';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';
import { INCIDENT, Reverting } from '../../support/reverting';

describe('resolving the conflicts of a revert', () => {
	let reverting: Reverting;
	afterEach(() => reverting.remove());

	const resume = (id: string) => reverting.mitigations.resume(id, {}, reverting.onMade, never());
	const conflictsOf = async (built: RepositoryBuilder, revision: string) => {
		reverting = await Reverting.in(built);
		const prepared = await reverting.prepare(await reverting.plan([revision]));
		assert.ok(prepared.kind === 'conflicts');
		return prepared;
	};
	const inTree = ({ folder }: { readonly folder: string }, ...args: readonly string[]) =>
		execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
	/** A file of three versions, of which the second one is to be taken out. */
	const thrice = (
		path: string,
		texts: readonly [string, string, string],
		more: Readonly<Record<string, string>> = {},
	) =>
		aRepository()
			.commit('Start', { files: { [path]: texts[0], ...more } })
			.commit('Break', { files: { [path]: texts[1] }, tag: 'broken' })
			.commit('Later', { files: { [path]: texts[2] } });
	const open = (prepared: Prepared) =>
		prepared.kind === 'conflicts' ? prepared.files.map(({ path }) => path) : prepared.kind;

	it('takes no file for resolved that nobody has staged, whatever is in it', async () => {
		for (const texts of [
			['one\n', 'two\n', 'three\n'],
			['\0one', '\0two', '\0three'],
		] as const) {
			const prepared = await conflictsOf(thrice('a.txt', texts), 'broken');
			writeFileSync(join(prepared.folder, 'a.txt'), texts[1]); // as VS Code's merge editor does when it opens
			assert.deepEqual(open(await resume(prepared.id)), ['a.txt']);
			writeFileSync(join(prepared.folder, 'a.txt'), texts[0]);
			inTree(prepared, 'add', 'a.txt');
			const done = await resume(prepared.id);
			assert.ok(done.kind === 'ready');
			assert.equal(reverting.built.git('show', `${done.made.tip}:a.txt`), texts[0].trim());
			if (texts[0] === 'one\n') {
				reverting.remove();
			}
		}
	});

	it('works in a sparse checkout, also for files that it leaves out', async () => {
		const built = thrice('far/a.txt', ['one\n', 'two\n', 'three\n'], {
			'near/b.txt': 'b\n',
			'far/c.txt': 'c\n',
		});
		built.git('sparse-checkout', 'set', 'near');
		assert.equal(existsSync(join(built.folder, 'far')), false);
		const prepared = await conflictsOf(built, 'broken');
		writeFileSync(join(prepared.folder, 'far/a.txt'), 'four\n');
		inTree(prepared, 'add', '--sparse', 'far/a.txt');
		const done = await resume(prepared.id);
		assert.ok(done.kind === 'ready');
		assert.equal(built.git('show', `${done.made.tip}:far/a.txt`), 'four');
		assert.equal(built.git('diff', '--name-only', 'main', done.made.tip), 'far/a.txt');
		assert.deepEqual(reverting.left(), []);
	});

	it('leaves nothing where the folder of worktrees is reached by a link', async () => {
		const prepared = await conflictsOf(thrice('a.txt', ['one\n', 'two\n', 'three\n']), 'broken');
		await reverting.mitigations.abort(prepared.id);
		const { built } = reverting;
		const link = `${reverting.homes}-link`;
		symlinkSync(reverting.homes, link);
		try {
			const linked = await mitigationsIn(built.folder, { homes: link }, () => false, silentLog, never());
			const plan = await reverting.plan(['broken']);
			const again = await linked.prepare(
				{ plan, branch: 'faultline/linked', incident: INCIDENT },
				reverting.onMade,
				never(),
			);
			assert.ok(again.kind === 'conflicts');
			await linked.abort(again.id);
			assert.deepEqual(reverting.left(), []);
		} finally {
			rmSync(link);
		}
	});

	it('keeps what opened the window that it is gone on in, until a later start finds that window gone', async () => {
		const prepared = await conflictsOf(thrice('a.txt', ['one\n', 'two\n', 'three\n']), 'broken');
		const { built, homes, onMade } = reverting;
		assert.equal(readFileSync(join(prepared.folder, '../origin'), 'utf8'), reverting.repository.root);
		const where = { homes, openTree: prepared.folder };
		const there = await mitigationsIn(built.folder, where, () => false, silentLog, never());
		writeFileSync(join(prepared.folder, 'a.txt'), 'four\n');
		inTree(prepared, 'add', '--sparse', 'a.txt');
		await there.resume(prepared.id, {}, onMade, never());
		assert.deepEqual(reverting.left(), [prepared.id]);
		assert.deepEqual([existsSync(prepared.folder), existsSync(prepared.workspace)], [false, true]);
		await there.recover(onMade);
		assert.deepEqual(reverting.left(), [prepared.id]);
		const longAgo = new Date(Date.now() - 7_200_000);
		utimesSync(join(homes, prepared.id), longAgo, longAgo);
		await there.recover(onMade);
		assert.deepEqual(reverting.left(), []);
	});

	it('is left to one window at a time', async () => {
		const prepared = await conflictsOf(thrice('a.txt', ['one\n', 'two\n', 'three\n']), 'broken');
		writeFileSync(join(prepared.folder, 'a.txt'), 'four\n');
		inTree(prepared, 'add', '--sparse', 'a.txt');
		const { built, homes, onMade } = reverting;
		const other = await mitigationsIn(built.folder, { homes }, () => false, silentLog, never());
		const both = await Promise.allSettled([resume(prepared.id), other.resume(prepared.id, {}, onMade, never())]);
		assert.deepEqual(both.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)).sort(), [
			'done',
			'revert.busy',
		]);
		assert.deepEqual([reverting.made.length, reverting.left()], [1, []]);
	});

	it('finishes a branch whose window was killed after all was resolved', async () => {
		const prepared = await conflictsOf(thrice('a.txt', ['one\n', 'two\n', 'three\n']), 'broken');
		writeFileSync(join(prepared.folder, 'a.txt'), 'four\n');
		inTree(prepared, 'add', '--sparse', 'a.txt');
		const { built, homes } = reverting;
		const folder = join(built.folder, '.git/refs/heads/faultline');
		mkdirSync(folder, { recursive: true });
		const [name = ''] = [(await reverting.mitigations.waiting())[0]?.branch];
		const lock = join(built.folder, `.git/refs/heads/${name}.lock`);
		writeFileSync(lock, ''); // as a git that is killed leaves it
		await assert.rejects(resume(prepared.id));
		const journals = join(built.folder, '.git/faultline/reverts');
		const [file = ''] = readdirSync(journals);
		const journal = JSON.parse(readFileSync(join(journals, file), 'utf8'));
		writeFileSync(join(journals, file), JSON.stringify({ ...journal, state: 'branch' })); // as it was noted before
		const next = await mitigationsIn(built.folder, { homes }, () => false, silentLog, never());
		await next.recover(reverting.onMade);
		assert.equal(built.git('show', `${name}:a.txt`), 'four');
		assert.deepEqual([reverting.made.length, reverting.left()], [1, []]);
	});
});

describe('what is noted of reverts', () => {
	let reverting: Reverting;
	afterEach(() => reverting.remove());
	const journals = () => join(reverting.built.folder, '.git/faultline/reverts');
	const recovered = async () => {
		const { built, homes, onMade } = reverting;
		const next = await mitigationsIn(built.folder, { homes }, () => false, silentLog, never());
		await next.recover(onMade);
		return next;
	};
	const conflicting = async () => {
		reverting = await Reverting.in(
			aRepository()
				.commit('Start', { files: { 'a.txt': 'one\n' } })
				.commit('Break', { files: { 'a.txt': 'two\n' }, tag: 'broken' })
				.commit('Later', { files: { 'a.txt': 'three\n' } }),
		);
		const prepared = await reverting.prepare(await reverting.plan(['broken']));
		assert.ok(prepared.kind === 'conflicts');
		return prepared;
	};

	it('names no folder but ours to be removed or opened, whatever it says', async () => {
		const prepared = await conflicting();
		const theirs = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-theirs-')));
		mkdirSync(join(theirs, 'tree'));
		try {
			const file = join(journals(), `${prepared.id}.json`);
			const journal = JSON.parse(readFileSync(file, 'utf8'));
			for (const state of ['working', 'conflicts'] as const) {
				writeFileSync(file, JSON.stringify({ ...journal, home: theirs, state, pid: 2 ** 30 }));
				const next = await recovered();
				assert.deepEqual(await next.waiting(), []);
				await assert.rejects(next.abort(prepared.id), { code: 'revert.gone' });
				assert.ok(existsSync(join(theirs, 'tree')), state);
			}
			writeFileSync(file, JSON.stringify(journal));
			await reverting.mitigations.abort(prepared.id);
		} finally {
			rmSync(theirs, { recursive: true });
		}
	});

	it('is cleared away where it was not written to its end', async () => {
		const prepared = await conflicting();
		await reverting.mitigations.abort(prepared.id);
		mkdirSync(journals(), { recursive: true });
		const { pid } = await deadProcess();
		writeFileSync(join(journals(), `x.json.${pid}.new`), '{"ver');
		await recovered();
		assert.deepEqual(reverting.left(), []);
	});
});

/** One that has ended. */
async function deadProcess(): Promise<{ readonly pid: number }> {
	const { spawnSync } = await import('node:child_process');
	return { pid: spawnSync(process.execPath, ['--version']).pid };
}
