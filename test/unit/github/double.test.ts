import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { OPERATIONS } from '../../../scripts/githubContract.mjs';
import { GitHubDouble } from '../../support/github/double';
import { handlers } from '../../support/github/handlers';
import { aRepository } from '../../support/repository';

describe('the stand-in for GitHub', () => {
	let github: GitHubDouble;

	before(async function () {
		this.timeout(120_000);
		github = await GitHubDouble.start();
	});
	after(() => github.close());

	const ask = async (path: string, init: RequestInit = {}) => {
		const headers = { authorization: `token ${github.token('acme')}`, 'content-type': 'application/json' };
		return fetch(`${github.api}${path}`, { ...init, headers });
	};

	it('answers every operation of its contract', () => {
		assert.deepEqual(Object.keys(handlers).sort(), [...OPERATIONS].sort());
	});

	it('fails a test whose request GitHub would not take', async () => {
		github.state.addRepository('acme', 'shop');
		await ask('/repos/acme/shop/issues', { method: 'POST', body: JSON.stringify({ body: 'no title' }) });
		assert.throws(() => github.check(), /issues\/create.*title/);
		await ask('/repos/acme/shop/nothing');
		assert.throws(() => github.check(), /no such operation/);
	});

	it('fails a test that it answered as GitHub would not', async () => {
		const shop = github.state.addRepository('acme', 'wrong');
		Object.assign(github.state.addIssue(shop, { title: 'Down' }), { updatedAt: 7 });
		await ask('/repos/acme/wrong/issues/1');
		assert.throws(() => github.check(), /issues\/get answered 200.*updated_at/);
	});

	it('takes no offence where who asked hangs up, as somebody who types on does', async () => {
		const own = await GitHubDouble.start();
		const { hostname, port } = new URL(own.origin);
		const socket = connect(Number(port), hostname);
		socket.write('POST /api/graphql HTTP/1.1\r\nHost: github\r\nContent-Length: 100\r\n\r\n{', () => socket.destroy());
		await once(socket, 'close');
		await fetch(own.api); // it has come to that by now
		await own.close();
	});

	it('fails a test whose query GitHub’s schema does not have', async () => {
		const body = JSON.stringify({ query: '{ repository(owner: "acme", name: "shop") { colour } }' });
		await fetch(`${github.origin}/api/graphql`, {
			method: 'POST',
			body,
			headers: { authorization: `bearer ${github.token('acme')}` },
		});
		assert.throws(() => github.check(), /colour/);
	});

	it('serves its repositories to git, takes what is pushed but to protected branches, and merges for real', async () => {
		const work = aRepository().commit('first', { files: { 'a.txt': '1\n' } });
		const shop = github.state.addRepository('acme', 'served', work.folder);
		shop.git.protect('release');
		work.git('remote', 'add', 'origin', `${github.origin}/acme/served.git`);
		work.git('checkout', '--quiet', '-b', 'topic');
		work.commit('second', { files: { 'a.txt': '2\n' } });
		// Beside this process, which answers it.
		const push = (what: string) => promisify(execFile)('git', ['-C', work.folder, 'push', '--quiet', 'origin', what]);
		await push('topic');
		await assert.rejects(push('topic:release'), /GH006/);
		const opened = { title: 'Second', head: 'topic', base: 'main' };
		assert.equal((await ask('/repos/acme/served/pulls', { method: 'POST', body: JSON.stringify(opened) })).status, 201);
		const merged = await ask('/repos/acme/served/pulls/1/merge', { method: 'PUT', body: '{}' });
		const { sha } = (await merged.json()) as { sha: string };
		assert.equal(shop.git.run('show', `${sha}:a.txt`), '2');
		assert.equal(shop.git.sha('main'), sha);
		github.check();
		work.remove();
	});
});
