import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';
import { Reverting } from '../../support/reverting';

const lines = (count: number, change: Readonly<Record<number, string>> = {}, end = '\n') =>
	Array.from({ length: count }, (_, index) => `${change[index + 1] ?? `line ${index + 1}`}${end}`).join('');

describe('reverting in all kinds of repositories', () => {
	let reverting: Reverting;
	let scratch: string;
	beforeEach(() => {
		scratch = mkdtempSync(join(tmpdir(), 'faultline-matrix-'));
	});
	afterEach(() => {
		reverting.remove();
		rmSync(scratch, { recursive: true, force: true });
	});

	/** The tree that `git revert` itself makes of it, in a worktree. */
	const byHand = (built: RepositoryBuilder, ...args: readonly string[]) => {
		const folder = join(scratch, 'by-hand');
		built.git('worktree', 'add', '--quiet', '--detach', folder, 'main');
		const git = (...more: readonly string[]) =>
			execFileSync('git', more, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
		git('revert', '--no-edit', ...args);
		const tree = git('rev-parse', 'HEAD^{tree}');
		built.git('worktree', 'remove', '--force', folder);
		return tree;
	};
	/** Reverts both ways, and holds the trees against each other. */
	const same = async (built: RepositoryBuilder, revisions: readonly string[], ...args: readonly string[]) => {
		reverting = await Reverting.in(built);
		const made = await reverting.reverted(revisions);
		assert.equal(built.git('rev-parse', `${made.tip}^{tree}`), byHand(built, ...args));
		assert.deepEqual(reverting.left(), []);
		return made;
	};
	/** `feature` changes b.txt in two commits while main goes on in a.txt. */
	const branched = () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': lines(9), 'b.txt': lines(9) } });
		built.git('checkout', '--quiet', '-b', 'feature');
		built.commit('Feature one', { files: { 'b.txt': lines(9, { 2: 'two' }) }, tag: 'f1' });
		built.commit('Feature two', { files: { 'b.txt': lines(9, { 2: 'two', 7: 'seven' }) }, tag: 'f2' });
		built.git('checkout', '--quiet', 'main');
		return built.commit('Main goes on', { files: { 'a.txt': lines(9, { 1: 'one' }) } });
	};
	const merge = (built: RepositoryBuilder, ...branches: readonly string[]) =>
		built.git('merge', '--quiet', '--no-ff', '--no-edit', ...branches);

	it('takes a merge out against the branch that it was merged into', async () => {
		const built = branched();
		merge(built, 'feature');
		const merged = built.sha();
		built.commit('Later', { files: { 'a.txt': lines(9, { 1: 'one', 9: 'nine' }) } });
		const { commits } = await same(built, [merged], '-m', '1', merged);
		assert.deepEqual(
			commits.map(({ step }) => step.mainline),
			[1],
		);
		assert.match(commits[0]?.step.message ?? '', /reversing\nchanges made to [0-9a-f]{40}\.\n\nIncident/);
	});

	it('counts a merge that brought a branch up to date against the base branch, not against the branch', async () => {
		const built = branched();
		built.git('checkout', '--quiet', 'feature');
		merge(built, 'main');
		const upToDate = built.sha();
		built.git('checkout', '--quiet', 'main');
		built.commit('Beside', { files: { 'c.txt': 'c\n' } });
		merge(built, 'feature');
		const { commits } = await same(built, [upToDate], '-m', '2', upToDate);
		assert.deepEqual(
			commits.map(({ step }) => step.mainline),
			[2],
		);
	});

	it('takes a squash merge out as the one commit that it is', async () => {
		const built = branched();
		built.git('merge', '--quiet', '--squash', 'feature');
		built.commit('Feature (#12)');
		await same(built, ['main'], 'main');
	});

	it('takes all commits of a rebased pull request out, the last one first', async () => {
		const built = branched();
		built.git('cherry-pick', 'main..feature');
		built.commit('Later', { files: { 'a.txt': lines(9, { 9: 'nine' }) } });
		const { commits } = await same(built, ['main~2', 'main~1'], 'main~1', 'main~2');
		assert.deepEqual(
			commits.map(({ step }) => step.subject),
			['Feature two', 'Feature one'],
		);
	});

	it('takes several suspects out in the order that undoes them, whatever their dates and the order they are named in', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': lines(9) } });
		built.commit('First', { files: { 'a.txt': lines(9, { 5: 'first' }) }, date: '2026-05-03T00:00:00Z' });
		built.commit('Between', { files: { 'b.txt': 'b\n' }, date: '2026-05-02T00:00:00Z' });
		built.commit('Second', {
			files: { 'a.txt': lines(9, { 5: 'second' }), 'b.txt': 'b\n' },
			date: '2026-05-01T00:00:00Z',
		});
		const { commits } = await same(built, ['main~2', 'main'], 'main', 'main~2');
		assert.deepEqual(
			commits.map(({ step }) => step.subject),
			['Second', 'First'],
		);
	});

	it('leaves out a commit that a merge among them brought, and says so', async () => {
		const built = branched();
		merge(built, 'feature');
		reverting = await Reverting.in(built);
		const { steps, skipped } = await reverting.plan(['f1', 'main']);
		assert.deepEqual(
			[steps.map(({ sha }) => sha), skipped],
			[[built.sha()], [{ why: 'broughtBy', sha: built.sha('f1'), by: built.sha() }]],
		);
	});

	it('says what is taken out already, and by what; of what was put back it is not', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': lines(3) } });
		const broken = built.commit('Break', { files: { 'a.txt': lines(3, { 2: 'x' }) } }).sha();
		const revert = built
			.commit(`Revert "Break"\n\nThis reverts commit ${broken}.`, { files: { 'a.txt': lines(3) } })
			.sha();
		reverting = await Reverting.in(built);
		const { steps, skipped } = await reverting.plan([broken]);
		assert.deepEqual([steps, skipped], [[], [{ why: 'alreadyReverted', sha: broken, by: revert }]]);
		assert.equal((await reverting.plan([broken], 'refs/heads/main', true)).steps.length, 1);
		built.commit(`Reapply "Break"\n\nThis reverts commit ${revert}.`, { files: { 'a.txt': lines(3, { 2: 'x' }) } });
		assert.deepEqual((await reverting.plan([broken])).skipped, []);
	});

	it('reapplies what a revert took out', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': lines(3) } });
		const broken = built.commit('Break', { files: { 'a.txt': lines(3, { 2: 'x' }) } }).sha();
		built.commit(`Revert "Break"\n\nThis reverts commit ${broken}.`, { files: { 'a.txt': lines(3) } });
		const { tip } = await same(built, ['main'], 'main');
		assert.equal(built.git('log', '-1', '--format=%s', tip), 'Reapply "Break"');
	});

	it('says of a commit that is not on the base branch that it is not', async () => {
		const built = branched();
		reverting = await Reverting.in(built);
		const { steps, skipped } = await reverting.plan(['f1']);
		assert.deepEqual([steps, skipped], [[], [{ why: 'notOnBase', sha: built.sha('f1') }]]);
	});

	it('takes an octopus merge out', async () => {
		const built = branched();
		built.git('checkout', '--quiet', '-b', 'other', 'main~1');
		built.commit('Other', { files: { 'o.txt': 'o\n' } });
		built.git('checkout', '--quiet', 'main');
		merge(built, 'feature', 'other');
		await same(built, ['main'], '-m', '1', 'main');
	});

	it('takes a change out of a criss-cross history', async () => {
		const built = branched();
		const [one, other] = [built.sha('main'), built.sha('feature')];
		merge(built, other);
		built.git('checkout', '--quiet', 'feature');
		merge(built, one);
		built.git('checkout', '--quiet', 'main');
		built.commit('In main', { files: { 'a.txt': lines(9, { 1: 'one', 5: 'five' }) } });
		merge(built, 'feature');
		await same(built, ['f1'], 'f1');
	});

	it('follows a file that was renamed since', async () => {
		const built = aRepository().commit('Start', { files: { 'old name.txt': lines(30) } });
		const broken = built.commit('Break', { files: { 'old name.txt': lines(30, { 4: 'x' }) } }).sha();
		built.commit('Move', { renames: { 'old name.txt': 'new/näme.txt' } });
		const { tip } = await same(built, [broken], broken);
		assert.equal(built.git('show', `${tip}:new/näme.txt`), lines(30).trim());
	});

	it('keeps the ends of lines, and bytes that are no text', async () => {
		const built = aRepository().commit('Start', {
			files: { 'crlf.txt': lines(9, {}, '\r\n'), '.gitattributes': '*.txt -text\n' },
		});
		writeFileSync(join(built.folder, 'bytes.bin'), Buffer.from([0, 1, 2, 255]));
		built.commit('Bytes');
		writeFileSync(join(built.folder, 'bytes.bin'), Buffer.alloc(3_000_000, 7));
		const broken = built.commit('Break', { files: { 'crlf.txt': lines(9, { 3: 'x' }, '\r\n') } }).sha();
		const { tip } = await same(built, [broken], broken);
		assert.equal(built.git('rev-parse', `${tip}^{tree}`), built.git('rev-parse', `${broken}~^{tree}`));
		const { files } = await reverting.mitigations.preview(await reverting.plan([broken]), never());
		assert.deepEqual(
			files.map(({ path, isLeftOut }) => [path, isLeftOut]),
			[
				['bytes.bin', true],
				['crlf.txt', false],
			],
		);
	});

	it('takes a change out of files that git counts as large, and of those that a filter keeps elsewhere', async () => {
		const bytes = (seed: number) => Buffer.alloc(3 << 20, Buffer.from([seed, 0, 255, 13, 10, seed]));
		const built = aRepository();
		built.git('config', 'core.bigFileThreshold', '1m');
		// As Git LFS does: what is committed names what is kept beside.
		const kept = join(scratch, 'kept');
		mkdirSync(kept);
		const clean = `sh -c 'f=$(mktemp ${kept}/new.XXXXXX); cat > "$f"; n=$(git hash-object --no-filters "$f"); mv "$f" "${kept}/$n"; echo "oid $n"'`;
		built.git('config', 'filter.kept.clean', clean);
		built.git('config', 'filter.kept.smudge', `sh -c 'read -r _ n; cat "${kept}/$n"'`);
		built.git('config', 'filter.kept.required', 'true');
		const put = (subject: string, seed: number) => {
			writeFileSync(join(built.folder, 'big.bin'), bytes(seed));
			writeFileSync(join(built.folder, 'kept.psd'), bytes(seed + 1));
			built.git('add', '--all');
			return built.commit(subject, { files: { 'a.txt': `${seed}\n` } });
		};
		built.commit('Start', { files: { '.gitattributes': '*.psd filter=kept -text\n' } });
		const good = put('Good', 1).sha();
		const bad = put('Bad', 5).sha();
		built.commit('Later', { files: { 'b.txt': 'b\n' } });
		const made = await same(built, [bad], bad);
		for (const path of ['big.bin', 'kept.psd', 'a.txt']) {
			assert.equal(built.git('rev-parse', `${made.tip}:${path}`), built.git('rev-parse', `${good}:${path}`));
		}
		assert.match(built.git('show', `${made.tip}:kept.psd`), /^oid [0-9a-f]{40}$/);
	});

	it('brings a submodule back to the commit that it was at', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': 'a\n' } });
		const mount = (sha: string) => built.git('update-index', '--add', '--cacheinfo', `160000,${sha},lib`);
		mount(built.sha());
		built.git('commit', '--quiet', '--message', 'Mount');
		const [before, after] = [built.sha('HEAD~1'), built.sha()];
		mount(after);
		built.git('commit', '--quiet', '--message', 'Bump');
		const { tip } = await same(built, ['main'], 'main');
		assert.match(built.git('ls-tree', tip, 'lib'), new RegExp(`^160000 commit ${before}`));
		const { files } = await reverting.mitigations.preview(await reverting.plan(['main']), never());
		assert.deepEqual(
			files.map((file) => [file.before, file.after]),
			[[`Subproject commit ${after}\n`, `Subproject commit ${before}\n`]],
		);
	});

	it('takes the first commit of all out', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': 'a\n' } });
		built.commit('More', { files: { 'b.txt': 'b\n' } });
		await same(built, ['main~1'], 'main~1');
	});

	it('uses merge drivers and attributes as git does', async () => {
		const built = aRepository().commit('Start', {
			files: { 'log.txt': 'a\n', '.gitattributes': 'log.txt merge=union\n' },
		});
		const broken = built.commit('Break', { files: { 'log.txt': 'b\n' } }).sha();
		built.commit('Later', { files: { 'log.txt': 'c\n' } });
		await same(built, [broken], broken);
	});

	it('works in a shallow clone, from a worktree with a detached HEAD', async () => {
		const built = branched();
		built.commit('Break', { files: { 'a.txt': lines(9, { 1: 'one', 5: 'x' }) } });
		const clone = join(scratch, 'clone');
		built.git('clone', '--quiet', '--depth=2', `file://${built.folder}`, clone);
		execFileSync('git', ['-C', clone, 'config', 'user.name', 'Robin']);
		execFileSync('git', ['-C', clone, 'config', 'user.email', 'robin@example.com']);
		execFileSync('git', ['-C', clone, 'worktree', 'add', '--quiet', '--detach', '../beside'], { stdio: 'pipe' });
		reverting = await Reverting.in(built, join(scratch, 'beside'));
		const { tip } = await reverting.reverted(['origin/main'], 'refs/remotes/origin/main');
		const show = execFileSync('git', ['-C', clone, 'show', `${tip}:a.txt`], { encoding: 'utf8' });
		assert.equal(show, lines(9, { 1: 'one' }));
		assert.equal(existsSync(join(clone, '.git/faultline')), false);
	});

	it('rolls back to a good revision by one commit, and keeps what came after the deployed one', async () => {
		const built = branched();
		const good = built.sha();
		merge(built, 'feature');
		const deployed = built.commit('Break', { files: { 'a.txt': lines(9, { 1: 'one', 5: 'x' }) } }).sha();
		built.commit('After', { files: { 'c.txt': 'c\n' } });
		reverting = await Reverting.in(built);
		const prepared = await reverting.prepare(await reverting.rollback(good, deployed));
		assert.ok(prepared.kind === 'ready');
		const { tip } = prepared.made;
		assert.deepEqual(built.git('diff', '--name-only', good, tip).split('\n'), ['c.txt']);
		const message = built.git('log', '-1', '--format=%B', tip);
		assert.match(
			message,
			new RegExp(
				`^Roll back to ${good.slice(0, 12)}, before 2 changes\n\nThis reverts commit ${deployed} \\(Break\\)\\.\nThis reverts`,
			),
		);
		await assert.rejects(reverting.rollback(deployed, good), { code: 'revert.notAnAncestor' });
		await assert.rejects(reverting.rollback(good, good), { code: 'revert.nothingSince' });
	});

	it('brings a fix to a release branch as its author’s, and not where it is already', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': lines(9) } });
		built.git('branch', 'release/1.x');
		built.commit('Beside', { files: { 'b.txt': 'b\n' } });
		const fix = built.commit('Fix it', { files: { 'a.txt': lines(9, { 5: 'fixed' }) }, author: 'Mia' }).sha();
		reverting = await Reverting.in(built);
		const prepared = await reverting.prepare(await reverting.pick([fix], 'refs/heads/release/1.x'));
		assert.ok(prepared.kind === 'ready');
		const { tip } = prepared.made;
		assert.equal(built.git('diff', '--name-only', 'release/1.x', tip), 'a.txt');
		assert.equal(
			built.git('log', '-1', '--format=%an %cn %B', tip),
			`Mia Robin Fix it\n\n(cherry picked from commit ${fix})\nIncident: INC-7F3KQ`,
		);
		assert.deepEqual((await reverting.pick([fix], 'refs/heads/main')).skipped, [{ why: 'alreadyThere', sha: fix }]);
	});

	it('writes messages that can be read, whatever encoding the person’s are in', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': 'a\n' } });
		built.commit('Größe “messen”', { files: { 'a.txt': 'b\n' } });
		built.git('config', 'i18n.commitEncoding', 'ISO-8859-1');
		reverting = await Reverting.in(built);
		const { tip } = await reverting.reverted(['main']);
		assert.equal(built.git('log', '-1', '--encoding=UTF-8', '--format=%s', tip), 'Revert "Größe “messen”"');
	});

	it('signs where commits are signed, and says so where the key is not there', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': 'a\n' } });
		const key = join(scratch, 'key');
		execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
		writeFileSync(join(scratch, 'signers'), `robin@example.com ${readFileSync(`${key}.pub`, 'utf8')}`);
		for (const [name, value] of [
			['gpg.format', 'ssh'],
			['user.signingKey', key],
			['commit.gpgSign', 'true'],
			['gpg.ssh.allowedSignersFile', join(scratch, 'signers')],
		] as const) {
			built.git('config', name, value);
		}
		built.commit('Break', { files: { 'a.txt': 'b\n' } });
		reverting = await Reverting.in(built);
		const { tip, branch } = await reverting.reverted(['main']);
		assert.equal(built.git('log', '-1', '--format=%G?', tip), 'G');
		built.git('branch', '-D', branch);
		rmSync(key);
		await assert.rejects(reverting.reverted(['main']), { code: 'revert.signing' });
		assert.deepEqual(reverting.left(), []);
	});

	describe('with hooks', () => {
		const hooked = async (name: string, script: string) => {
			const built = aRepository()
				.commit('Start', { files: { 'a.txt': 'a\n' } })
				.commit('Break', { files: { 'a.txt': 'b\n' } });
			const hook = join(built.folder, '.git/hooks', name);
			writeFileSync(hook, `#!/bin/sh\n${script}\n`);
			chmodSync(hook, 0o755);
			reverting = await Reverting.in(built);
			return built;
		};

		it('lets them see the files, and change the message', async () => {
			const built = await hooked(
				'commit-msg',
				`cat a.txt > "$(git rev-parse --git-common-dir)/seen"; echo "Change-Id: I123" >> "$1"`,
			);
			const { tip } = await reverting.reverted(['main']);
			assert.match(built.git('log', '-1', '--format=%B', tip), /Change-Id: I123$/);
			assert.equal(readFileSync(join(built.folder, '.git/seen'), 'utf8'), 'a\n');
			assert.deepEqual(reverting.left(), []);
		});

		it('waits where one refuses, shows what it said, and goes on without hooks when it is told to', async () => {
			const built = await hooked('pre-commit', 'echo "no reverts on Fridays" >&2; exit 1');
			const prepared = await reverting.prepare(await reverting.plan(['main']));
			assert.ok(prepared.kind === 'hookFailed');
			assert.equal(prepared.output, 'no reverts on Fridays');
			assert.deepEqual(
				(await reverting.mitigations.waiting()).map(({ state }) => state),
				['hook'],
			);
			const again = await reverting.mitigations.resume(prepared.id, {}, reverting.onMade, never());
			assert.equal(again.kind, 'hookFailed');
			const done = await reverting.mitigations.resume(prepared.id, { withoutHooks: true }, reverting.onMade, never());
			assert.ok(done.kind === 'ready');
			assert.equal(built.git('show', `${done.made.tip}:a.txt`), 'a');
			assert.deepEqual(reverting.left(), []);
		});

		for (const [what, path] of [
			['in the repository', 'tools/hooks'],
			['by an absolute path', undefined],
			['in the home', '~/hooks'],
		] as const) {
			it(`finds them where the configuration says that they are, ${what}`, async () => {
				const built = await hooked('commit-msg', 'echo "Of no use: 1" >> "$1"');
				const home = mkdtempSync(join(tmpdir(), 'faultline-home-'));
				const folder = path === 'tools/hooks' ? join(built.folder, path) : join(home, 'hooks');
				mkdirSync(folder, { recursive: true });
				writeFileSync(join(folder, 'commit-msg'), '#!/bin/sh\necho "Change-Id: I456" >> "$1"\n');
				chmodSync(join(folder, 'commit-msg'), 0o755);
				built.git('config', 'core.hooksPath', path ?? folder);
				if (path === 'tools/hooks') {
					built.git('add', path); // from where it is in the worktree, too
					built.git('commit', '--quiet', '--no-verify', '--message', 'Add hooks');
				}
				const before = process.env.HOME;
				process.env.HOME = home;
				try {
					reverting = await Reverting.in(built);
					const { tip } = await reverting.reverted([path === 'tools/hooks' ? 'main~1' : 'main']);
					assert.match(built.git('log', '-1', '--format=%B', tip), /Change-Id: I456$/);
					assert.doesNotMatch(built.git('log', '-1', '--format=%B', tip), /Of no use/);
				} finally {
					process.env.HOME = before;
					rmSync(home, { recursive: true });
				}
			});
		}

		it('runs those that a tool set up beside what is committed, also when it is gone on with', async () => {
			const built = await hooked('commit-msg', 'echo "Of no use: 1" >> "$1"');
			built.commit('Set hooks up', { files: { '.gitignore': '.husky/_\n' } });
			const folder = join(built.folder, '.husky/_');
			mkdirSync(folder, { recursive: true });
			const write = (script: string) => {
				writeFileSync(join(folder, 'commit-msg'), `#!/bin/sh\n${script}\n`);
				chmodSync(join(folder, 'commit-msg'), 0o755);
			};
			write('echo "no ticket in $(pwd -P)" >&2; exit 1');
			built.git('config', 'core.hooksPath', '.husky/_');
			reverting = await Reverting.in(built);
			const prepared = await reverting.prepare(await reverting.plan(['main~1']));
			assert.ok(prepared.kind === 'hookFailed');
			assert.match(prepared.output, /^no ticket in .*faultline-reverts-/); // on the files of the revert, not on the person's
			write('echo "Ticket: 7" >> "$1"');
			const done = await reverting.mitigations.resume(prepared.id, {}, reverting.onMade, never());
			assert.ok(done.kind === 'ready');
			assert.match(built.git('log', '-1', '--format=%B', done.made.tip), /Ticket: 7$/);
			assert.deepEqual(reverting.left(), []);
		});

		it('runs none of a committed folder on a branch that does not have it, as git would not', async () => {
			const built = await hooked('commit-msg', 'echo "Of no use: 1" >> "$1"');
			built.git('branch', 'release');
			built.commit('Add hooks', { files: { 'tools/hooks/commit-msg': '#!/bin/sh\nexit 1\n' } });
			chmodSync(join(built.folder, 'tools/hooks/commit-msg'), 0o755);
			built.git('config', 'core.hooksPath', 'tools/hooks');
			reverting = await Reverting.in(built);
			const { tip } = await reverting.reverted(['release'], 'refs/heads/release');
			assert.equal(built.git('show', `${tip}:a.txt`), 'a');
		});

		it('lets them see the files of a sparse checkout, and no others', async () => {
			const built = await hooked(
				'pre-commit',
				'find . -name "*.txt" | sort > "$(git rev-parse --git-common-dir)/seen"',
			);
			built.commit('Beside', { files: { 'b/b.txt': 'b\n', 'c/c.txt': 'c\n' } });
			built.git('sparse-checkout', 'set', 'b');
			const { tip } = await reverting.reverted(['main~1']);
			assert.equal(readFileSync(join(built.folder, '.git/seen'), 'utf8'), './a.txt\n./b/b.txt\n');
			assert.equal(built.git('show', `${tip}:c/c.txt`), 'c');
			assert.deepEqual(reverting.left(), []);
		});

		it('runs none in a preview', async () => {
			const built = await hooked('pre-commit', 'touch "$(git rev-parse --git-common-dir)/ran"');
			await reverting.mitigations.preview(await reverting.plan(['main']), never());
			assert.equal(existsSync(join(built.folder, '.git/ran')), false);
		});
	});
});
