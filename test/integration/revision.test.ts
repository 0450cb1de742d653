import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incident/record';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { faultline, incidentFrom, listening, picking, setting, until } from './support';

const TRACE = `TypeError: Cannot read properties of undefined (reading 'price')
    at add (/srv/shop/src/cart.js:2:9)`;

describe('the revision that was running', () => {
	let repository: RepositoryBuilder;

	before(async () => {
		await setting('analyzeOnCreate', false);
		repository = aRepository()
			.commit('Add the cart', { files: { 'src/cart.js': 'one\ntwo\nthree\n' } })
			.commit('Change the cart', { files: { 'src/cart.js': 'one\nbroken\nthree\n' } })
			.commit('Say what it is', { files: { 'README.md': '# Shop\n' } });
	});
	after(async () => {
		repository.remove();
		await setting('analyzeOnCreate', undefined);
	});

	const anIncident = async (text: string, folder = repository.folder): Promise<Incident> => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(text);
		return incidents.edit(id, { repository: folder });
	};
	const analyze = (id: string) => vscode.commands.executeCommand('faultline.analyzeSuspects', id);

	it('is offered first where the log names it, with the place, and is not taken without a word', async () => {
		const { incidents } = await faultline();
		const sha = repository.sha('HEAD~1').slice(0, 10);
		const { id } = await anIncident(`2026-01-20 ERROR git_sha=${sha} ${TRACE}`);
		const offered = await picking(undefined, () => analyze(id));
		assert.deepEqual(offered.slice(0, 2), ['In the Evidence', sha]);
		assert.equal((await incidents.get(id))?.analysis, undefined);
		await picking(sha, () => analyze(id));
		assert.equal((await incidents.get(id))?.analysis?.revision, repository.sha('HEAD~1'));
		assert.equal(incidents.find(id)?.release, sha);
	});

	it('may be a branch, or one that has no commits now', async () => {
		const unborn = aRepository().commit('Add the cart', { files: { 'src/cart.js': 'one\ntwo\n' } });
		try {
			unborn.git('checkout', '--quiet', '--orphan', 'empty');
			const { incidents } = await faultline();
			const { id } = await anIncident(TRACE, unborn.folder);
			const offered = await picking('main', () => analyze(id));
			assert.deepEqual(offered, ['Branches', 'main', '', 'Enter another revision…']);
			assert.equal((await incidents.get(id))?.analysis?.revision, unborn.sha('main'));
		} finally {
			unborn.remove();
		}
	});

	it('shows as it is called where its name reads like an icon', async () => {
		const odd = aRepository().commit('Add the cart', { files: { 'src/cart.js': 'one\ntwo\n' }, tag: '$(bug)' });
		try {
			odd.git('branch', '$(trash)');
			const { incidents } = await faultline();
			const { id } = await anIncident(TRACE, odd.folder);
			const offered = await picking('$\u2060(bug)', () => analyze(id));
			assert.ok(offered.includes('$\u2060(trash)'), offered.join('\n'));
			assert.ok(!offered.some((label) => label.includes('$(')));
			assert.equal(incidents.find(id)?.release, '$(bug)');
		} finally {
			odd.remove();
		}
	});

	it('is asked for where a release may be several tags, and the answer stays', async () => {
		const { incidents } = await faultline();
		const two = aRepository()
			.commit('One', { files: { 'src/cart.js': 'one\n' }, tag: 'v1.0.0' })
			.commit('Two', { files: { 'src/cart.js': 'one\ntwo\n' }, tag: 'release-1.0.0' });
		try {
			const { id } = await anIncident(TRACE, two.folder);
			await incidents.edit(id, { release: 'shop@1.0.0' });
			const [said] = await listening(() => analyze(id));
			assert.match(said?.sentence ?? '', /shop@1\.0\.0 may be any of the tags v1\.0\.0, release-1\.0\.0/);
			assert.deepEqual(said?.buttons, ['Choose Revision']);
			const offered = await picking('release-1.0.0', () =>
				vscode.commands.executeCommand('faultline.setDeployedRevision', id),
			);
			assert.deepEqual(offered.slice(0, 3), ['Tags of the Release', 'v1.0.0', 'release-1.0.0']);
			const { release, analysis } = (await incidents.get(id)) ?? {};
			assert.deepEqual([release, analysis?.revision], ['release-1.0.0', two.sha('release-1.0.0')]);
		} finally {
			two.remove();
		}
	});

	it('is read from a partial clone once a person has agreed, and then without asking', async () => {
		repository.git('config', 'uploadpack.allowFilter', 'true');
		const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-partial-')));
		const from = `file://${repository.folder}`;
		execFileSync('git', ['clone', '--quiet', '--no-checkout', '--filter=blob:none', from, folder]);
		try {
			const { incidents } = await faultline();
			const { id } = await anIncident(TRACE, folder);
			const [refused] = await listening(() => analyze(id));
			assert.match(refused?.sentence ?? '', /is a partial clone.* Nothing was fetched/);
			assert.deepEqual(refused?.buttons, ['Fetch Files']);
			assert.equal((await incidents.get(id))?.analysis, undefined);
			await listening(async () => {
				await analyze(id);
				await until(async () => (await incidents.get(id))?.analysis);
			}, 'Fetch Files');
			assert.equal((await incidents.get(id))?.analysis?.commits[0]?.subject, 'Change the cart');
			const { id: later } = await anIncident(TRACE, folder);
			const said = await listening(() => analyze(later));
			assert.deepEqual(
				said.filter(({ buttons }) => buttons.includes('Fetch Files')),
				[],
			);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it('is fetched from the remote that a person chose, which is offered first the next time', async () => {
		const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-remotes-')));
		execFileSync('git', ['clone', '--quiet', `file://${repository.folder}`, folder]);
		execFileSync('git', ['-C', folder, 'remote', 'add', 'upstream', `file://${repository.folder}`]);
		try {
			const { id } = await anIncident(TRACE, folder);
			const fetch = () => vscode.commands.executeCommand('faultline.fetchHistory', id);
			assert.deepEqual((await picking('upstream', fetch)).slice(0, 2), ['origin', 'upstream']);
			assert.deepEqual((await picking(undefined, fetch)).slice(0, 2), ['upstream', 'origin']);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
