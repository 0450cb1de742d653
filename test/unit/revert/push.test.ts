import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitHttp, gitHttp } from '../../support/gitHttp';
import { aRepository, never } from '../../support/repository';
import { personsOwn, Reverting } from '../../support/reverting';

describe('pushing a prepared branch', () => {
	let reverting: Reverting;
	let remotes: string;
	let http: GitHttp | undefined;

	beforeEach(async () => {
		remotes = mkdtempSync(join(tmpdir(), 'faultline-remotes-'));
		execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(remotes, 'shop.git')]);
		const built = aRepository()
			.commit('Start', { files: { 'a.txt': 'a\n' } })
			.commit('Break', { files: { 'a.txt': 'b\n' } });
		reverting = await Reverting.in(built);
	});
	afterEach(async () => {
		await http?.close();
		http = undefined;
		reverting.remove();
		rmSync(remotes, { recursive: true, force: true });
	});

	const there = (...args: readonly string[]) =>
		execFileSync('git', args, { cwd: join(remotes, 'shop.git'), encoding: 'utf8' }).trim();
	const connect = async (kind: 'file' | 'http') => {
		const { built } = reverting;
		built.git('remote', 'add', 'origin', `file://${remotes}/shop.git`);
		built.git('push', '--quiet', 'origin', 'main');
		built.git('fetch', '--quiet', 'origin');
		if (kind === 'http') {
			http = await gitHttp(remotes);
			built.git('remote', 'set-url', 'origin', `${http.origin}/shop.git`);
		}
	};
	const push = (branch: string, tip: string, expected?: string) =>
		reverting.mitigations.push({ remote: 'origin', branch, tip, ...(expected !== undefined && { expected }) }, never());

	for (const kind of ['file', 'http'] as const) {
		it(`sends it to a remote over ${kind}, made from the remote’s branch, and changes no configuration`, async () => {
			await connect(kind);
			const config = personsOwn(reverting.built.folder)['.git/config'];
			const { branch, tip } = await reverting.reverted(['main'], 'refs/remotes/origin/main');
			await push(branch, tip);
			assert.equal(there('rev-parse', branch), tip);
			assert.equal(personsOwn(reverting.built.folder)['.git/config'], config);
			await push(branch, tip, tip); // again, as after an answer that got lost
			assert.equal(there('rev-parse', branch), tip);
		});
	}

	it('sends one branch, and nothing else, from a clone that mirrors its remote', async () => {
		await connect('file');
		const { built } = reverting;
		built.git('config', 'remote.origin.mirror', 'true');
		built.git('branch', 'mine');
		const { branch, tip } = await reverting.reverted(['main']);
		await push(branch, tip);
		const all = there('for-each-ref', '--format=%(refname)').split('\n');
		assert.deepEqual(all.sort(), [`refs/heads/${branch}`, 'refs/heads/main'].sort());
		assert.equal(built.git('config', 'remote.origin.mirror').trim(), 'true');
	});

	it('does not write over a branch that somebody else has there', async () => {
		await connect('file');
		const { branch, tip } = await reverting.reverted(['main']);
		there('update-ref', `refs/heads/${branch}`, there('rev-parse', 'main'));
		await assert.rejects(push(branch, tip), { code: 'revert.pushRejected' });
		assert.equal(there('rev-parse', branch), there('rev-parse', 'main'));
	});

	it('says that a rule of the server forbids it', async () => {
		await connect('file');
		const hook = join(remotes, 'shop.git/hooks/pre-receive');
		writeFileSync(hook, '#!/bin/sh\necho protected\nexit 1\n');
		chmodSync(hook, 0o755);
		const { branch, tip } = await reverting.reverted(['main']);
		await assert.rejects(push(branch, tip), { code: 'revert.pushRejected' });
	});

	it('says that a server cannot be reached, or wants a password, and keeps the branch', async () => {
		await connect('http');
		const { branch, tip } = await reverting.reverted(['main']);
		await http?.close();
		await assert.rejects(push(branch, tip), { code: 'revert.pushFailed' });
		assert.equal(reverting.built.sha(branch), tip);
	});

	it('takes no branch for an option or another ref', async () => {
		await connect('file');
		const tip = reverting.built.sha();
		for (const name of ['--mirror', 'a:refs/heads/main', '+x', '../main', 'HEAD']) {
			const isName = name === '+x'; // odd, but git takes it, and it is quoted by the ref in front of it
			await (isName ? push(name, tip) : assert.rejects(push(name, tip), { code: 'revert.badBranchName' }));
		}
		assert.deepEqual(there('for-each-ref', '--format=%(refname)').split('\n'), ['refs/heads/+x', 'refs/heads/main']);
	});

	it('names where a remote really pushes to, without passwords', async () => {
		const { built, mitigations } = reverting;
		built.git('remote', 'add', 'origin', 'https://robin:secret@example.com/shop.git');
		built.git('remote', 'add', 'fork', 'gh:robin/shop.git');
		built.git('remote', 'add', 'ssh', 'ssh://git@example.com/shop.git');
		built.git('config', 'url.https://github.com/.insteadOf', 'gh:');
		built.git('config', 'remote.ssh.pushurl', 'git@example.com:other.git');
		assert.deepEqual(
			(await mitigations.pushTargets(never())).toSorted((a, b) => a.name.localeCompare(b.name)),
			[
				{ name: 'fork', url: 'https://github.com/robin/shop.git' },
				{ name: 'origin', url: 'https://example.com/shop.git' },
				{ name: 'ssh', url: 'git@example.com:other.git' },
			],
		);
	});
});
