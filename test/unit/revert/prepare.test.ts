import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aRepository, never } from '../../support/repository';
import { INCIDENT, personsOwn, Reverting } from '../../support/reverting';

const TEN = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n';

describe('preparing a revert', () => {
	let reverting: Reverting;
	afterEach(() => reverting.remove());

	/** Ten lines, of which `Break` changes the second, and `Later` the ninth. */
	const linear = async () => {
		const built = aRepository()
			.commit('Start', { files: { 'a.txt': TEN, 'other.txt': 'x\n' } })
			.commit('Break', { files: { 'a.txt': TEN.replace('two', 'TWO') }, tag: 'broken' })
			.commit('Later', { files: { 'a.txt': TEN.replace('two', 'TWO').replace('nine', 'NINE') } });
		reverting = await Reverting.in(built);
		return built;
	};
	const message = (revision: string) => reverting.built.git('log', '-1', '--format=%B', revision);

	it('makes a branch with one commit that takes the change out, says which, and names the incident', async () => {
		const built = await linear();
		const { branch, tip, base, commits } = await reverting.reverted(['broken']);
		assert.equal(branch, 'faultline/revert-inc-7f3kq-break');
		assert.equal(built.git('rev-parse', branch), tip);
		assert.deepEqual([base.sha, commits.length], [built.sha('main'), 1]);
		assert.equal(built.git('show', `${branch}:a.txt`), TEN.replace('nine', 'NINE').trim());
		const sha = built.sha('broken');
		assert.equal(message(branch), `Revert "Break"\n\nThis reverts commit ${sha}.\n\nIncident: ${INCIDENT.key}`);
		assert.equal(built.git('log', '-1', '--format=%an %cn', branch), 'Robin Robin');
		assert.deepEqual(
			reverting.made.map((one) => one.branch),
			[branch],
		);
		assert.deepEqual(reverting.left(), []);
	});

	it('reads what followed a commit at once, as far as it is asked to', async () => {
		const built = await linear();
		built.git('branch', 'beside', 'broken~1');
		const { history } = reverting.mitigations;
		const since = async (sha: string, tip: string, limit: number) =>
			(await history.since(sha, built.sha(tip), limit, never()))?.map(({ message }) => message.trim());
		assert.deepEqual(await since(built.sha('broken'), 'main', 2), ['Later', 'Break']);
		assert.equal(await since(built.sha('broken'), 'main', 1), undefined);
		assert.equal(await since(built.sha('broken'), 'beside', 9), undefined);
		assert.equal(await since('1'.repeat(40), 'main', 9), undefined);
	});

	it('plans the same for a commit of long ago, and says what took it out', async () => {
		const built = await linear();
		const broken = built.sha('broken');
		built.commit(`Revert "Break"\n\nThis reverts commit ${broken}.`, { files: { 'a.txt': TEN } });
		const by = built.sha();
		const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
		const commits = Array.from(
			{ length: 320 },
			(_, index) =>
				`commit refs/heads/main\ncommitter R <r@e.com> ${1_900_000_000 + index} +0000\n${data(`Later ${index}`)}${index === 0 ? `from ${by}\n` : ''}\n`,
		);
		execFileSync('git', ['fast-import', '--quiet'], { cwd: built.folder, input: commits.join('') });
		const { steps, skipped } = await reverting.plan(['broken']);
		assert.deepEqual([steps, skipped], [[], [{ why: 'alreadyReverted', sha: broken, by }]]);
		assert.equal((await reverting.plan(['broken'], 'refs/heads/main', true)).steps.length, 1);
	});

	it('touches nothing of what the person has: work tree, index, stash, branch, HEAD, configuration', async () => {
		const built = await linear();
		built.write('a.txt', 'stashed\n');
		built.git('-c', 'user.name=A', '-c', 'user.email=a@b.c', 'stash');
		built.write('a.txt', 'edited\n').write('new.txt', 'untracked\n').write('other.txt', 'staged\n');
		built.git('add', 'other.txt');
		const before = personsOwn(built.folder);
		const plan = await reverting.plan(['broken']);
		await reverting.mitigations.preview(plan, never());
		assert.deepEqual(personsOwn(built.folder), before);
		await reverting.prepare(plan);
		assert.deepEqual(personsOwn(built.folder), before);
		assert.ok(Object.keys(before).some((path) => path.endsWith('refs/stash')));
	});

	it('previews what changes without writing into the repository', async () => {
		const built = await linear();
		const objects = () => built.git('count-objects', '-v');
		const before = objects();
		const { files, fileCount, conflict, empty } = await reverting.mitigations.preview(
			await reverting.plan(['broken']),
			never(),
		);
		const after = TEN.replace('nine', 'NINE');
		assert.deepEqual(
			[files, fileCount, conflict, empty],
			[
				[{ path: 'a.txt', status: 'M', before: after.replace('two', 'TWO'), after, isLeftOut: false }],
				1,
				undefined,
				[],
			],
		);
		assert.equal(objects(), before);
		assert.deepEqual(reverting.left(), []);
	});

	it('says that there is nothing to take out, and makes no branch', async () => {
		const built = await linear();
		built.commit('By hand', { files: { 'a.txt': TEN.replace('nine', 'NINE') } });
		assert.deepEqual(await reverting.prepare(await reverting.plan(['broken'])), { kind: 'nothing' });
		assert.equal(built.git('branch', '--list', 'faultline/*'), '');
		assert.deepEqual(reverting.left(), []);
	});

	it('refuses a branch that is there, and a name that is none', async () => {
		const built = await linear();
		const plan = await reverting.plan(['broken']);
		built.git('branch', 'taken');
		await assert.rejects(reverting.prepare(plan, 'taken'), { code: 'revert.branchTaken' });
		await assert.rejects(reverting.prepare(plan, 'taken/below'), { code: 'revert.branchTaken' });
		built.git('pack-refs', '--all');
		await assert.rejects(reverting.prepare(plan, 'taken'), { code: 'revert.branchTaken' });
		await assert.rejects(reverting.prepare(plan, '--force'), { code: 'revert.badBranchName' });
		await assert.rejects(reverting.prepare(plan, 'refs/heads/main'), { code: 'revert.badBranchName' });
		assert.deepEqual(reverting.left(), []);
	});

	it('says who git wants to know about, where it knows no name', async () => {
		const built = await linear();
		for (const [name, value] of [
			['user.name', ''],
			['user.useConfigOnly', 'true'],
			['user.email', ''],
		] as const) {
			built.git('config', name, value);
		}
		await assert.rejects(reverting.prepare(await reverting.plan(['broken'])), { code: 'revert.noIdentity' });
		assert.deepEqual(reverting.left(), []);
	});

	describe('with conflicts', () => {
		const conflicting = async () => {
			const built = await linear();
			built.commit('Round', { files: { 'a.txt': TEN.replace('two', 'Two!').replace('nine', 'NINE') }, author: 'Mia' });
			const prepared = await reverting.prepare(await reverting.plan(['broken']));
			assert.ok(prepared.kind === 'conflicts');
			return { built, prepared, file: join(prepared.folder, 'a.txt') };
		};
		const resume = (id: string) => reverting.mitigations.resume(id, {}, reverting.onMade, never());

		it('leaves the files in a worktree of its own, with a workspace that opens the merge editor', async () => {
			const { built, prepared, file } = await conflicting();
			assert.deepEqual(prepared.files, [{ path: 'a.txt', kind: 'content' }]);
			assert.match(
				readFileSync(file, 'utf8'),
				/^<{7} HEAD\nTwo!\n\|{7} [^\n]*\nTWO\n={7}\ntwo\n>{7} [0-9a-f]+.*\(parent of [0-9a-f]{7} \(Break\)\)$/m,
			);
			const workspace = JSON.parse(readFileSync(prepared.workspace, 'utf8'));
			assert.equal(workspace.settings['git.mergeEditor'], true);
			assert.equal(built.git('branch', '--list', 'faultline/*'), '');
			assert.equal(built.git('status', '--porcelain'), '');
			const [waiting] = await reverting.mitigations.waiting();
			assert.deepEqual([waiting?.id, waiting?.incident, waiting?.state], [prepared.id, INCIDENT, 'conflicts']);
		});

		it('goes on when they are resolved, and leaves nothing but the branch', async () => {
			const { built, prepared, file } = await conflicting();
			const again = await resume(prepared.id);
			assert.ok(again.kind === 'conflicts');
			assert.deepEqual(again.files, prepared.files);
			writeFileSync(file, TEN.replace('two', '2').replace('nine', 'NINE'));
			assert.equal((await resume(prepared.id)).kind, 'conflicts', 'the merge editor leaves no markers either');
			execFileSync('git', ['add', 'a.txt'], { cwd: prepared.folder });
			const done = await resume(prepared.id);
			assert.ok(done.kind === 'ready');
			assert.equal(
				built.git('show', `${done.made.branch}:a.txt`),
				TEN.replace('two', '2').replace('nine', 'NINE').trim(),
			);
			assert.match(message(done.made.branch), /^Revert "Break"\n\nThis reverts commit /);
			assert.deepEqual(reverting.left(), []);
			await assert.rejects(resume(prepared.id), { code: 'revert.gone' });
		});

		it('takes a commit that the person made there for the step', async () => {
			const { built, prepared, file } = await conflicting();
			writeFileSync(file, 'mine\n');
			execFileSync('git', ['commit', '--quiet', '--all', '--message', 'By hand'], { cwd: prepared.folder });
			const done = await resume(prepared.id);
			assert.ok(done.kind === 'ready');
			assert.deepEqual(
				[message(done.made.branch), built.git('show', `${done.made.branch}:a.txt`)],
				['By hand', 'mine'],
			);
		});

		it('is a worktree to git as those are that git makes itself', async () => {
			const { built, prepared } = await conflicting();
			const notes = (tree: string) => {
				const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: tree, encoding: 'utf8' }).trim();
				const folder = git('rev-parse', '--absolute-git-dir');
				const read = (name: string) => readFileSync(join(folder, name), 'utf8').replaceAll(tree, 'TREE');
				return {
					...{
						gitdir: read('gitdir'),
						commondir: read('commondir'),
						head: read('HEAD'),
						link: git('rev-parse', '--git-common-dir'),
					},
					...{
						file: readFileSync(join(tree, '.git'), 'utf8').replace(folder, 'NOTES'),
						isLocked: existsSync(join(folder, 'locked')),
					},
				};
			};
			const own = join(reverting.homes, 'own');
			built.git('worktree', 'add', '--quiet', '--detach', own, 'main');
			assert.deepEqual(notes(prepared.folder), notes(own));
			const listed = built.git('worktree', 'list', '--porcelain').split('\n');
			assert.equal(listed.filter((row) => row === 'detached').length, 2);
			built.git('worktree', 'prune', '--verbose');
			assert.ok(existsSync(join(built.folder, '.git/worktrees/tree')));
			built.git('worktree', 'remove', '--force', own);
		});

		it('is taken away without a trace by abort', async () => {
			const { built, prepared } = await conflicting();
			await reverting.mitigations.abort(prepared.id);
			assert.deepEqual([reverting.left(), existsSync(prepared.folder)], [[], false]);
			assert.equal(built.git('worktree', 'list').split('\n').length, 1);
			assert.deepEqual(await reverting.mitigations.waiting(), []);
		});

		it('wants to be told what becomes of a file that was deleted since', async () => {
			const built = await linear();
			built.commit('Drop it', { files: { 'a.txt': null } });
			const plan = await reverting.plan(['broken']);
			const { conflict } = await reverting.mitigations.preview(plan, never());
			assert.deepEqual(conflict, { step: 0, files: [{ path: 'a.txt', kind: 'modify/delete' }] });
			const prepared = await reverting.prepare(plan);
			assert.ok(prepared.kind === 'conflicts');
			assert.equal((await resume(prepared.id)).kind, 'conflicts');
			execFileSync('git', ['rm', '--quiet', 'a.txt'], { cwd: prepared.folder });
			assert.deepEqual(await resume(prepared.id), { kind: 'nothing' });
			assert.deepEqual(reverting.left(), []);
		});
	});
});
