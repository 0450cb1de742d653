import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RepositoryBuilder } from '../support/repository';
import { aShop, BREAKING, TRACE } from '../ui/shop';
import { faultline, incidentFrom, listening, picking, setting } from './support';

describe('verdicts on suspects', () => {
	let shop: RepositoryBuilder;

	before(async () => {
		await setting('analyzeOnCreate', false);
		shop = aShop();
	});
	after(async () => {
		shop.remove();
		await setting('analyzeOnCreate', undefined);
	});

	const analyzed = async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		await incidents.edit(id, { repository: shop.folder });
		await vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: 'v1.4.0' });
		const verdicts = async () =>
			(await incidents.get(id))?.verdicts?.map(({ subject, verdict, rank }) => `${subject}: ${verdict}, ${rank}`);
		return { id, verdicts };
	};

	it('are recorded from the tree, and taken back by the button of the message', async () => {
		const { id: incidentId, verdicts } = await analyzed();
		const ref = { incidentId, sha: shop.sha('v1.4.0') };
		const [said] = await listening(() => vscode.commands.executeCommand('faultline.confirmSuspect', ref));
		assert.match(said?.sentence ?? '', /is recorded as the cause of INC-/);
		assert.deepEqual(await verdicts(), [`${BREAKING}: confirmed, 1`]);
		await listening(() => vscode.commands.executeCommand('faultline.dismissSuspect', ref));
		assert.deepEqual(await verdicts(), [`${BREAKING}: dismissed, 1`]);
		await listening(() => vscode.commands.executeCommand('faultline.withdrawVerdict', ref));
		assert.deepEqual(await verdicts(), []);
	});

	it('can be given without the mouse: the suspect is asked for', async () => {
		const { id, verdicts } = await analyzed();
		const offered = await picking('Start the shop', () =>
			listening(() => vscode.commands.executeCommand('faultline.dismissSuspect', id)),
		);
		assert.equal(offered[0], BREAKING);
		assert.match((await verdicts())?.join() ?? '', /^Start the shop: dismissed, \d$/);
	});

	it('may be on a commit of the repository that no analysis named, and on none that is not there', async () => {
		const { id: incidentId, verdicts } = await analyzed();
		const confirm = (sha: string) =>
			listening(() => vscode.commands.executeCommand('faultline.confirmSuspect', { incidentId, sha }));
		await confirm(shop.sha('HEAD'));
		assert.deepEqual(await verdicts(), ['Explain prices: confirmed, null']);
		const [said] = await confirm('0'.repeat(40));
		assert.match(said?.sentence ?? '', /not in this repository/);
		assert.equal((await verdicts())?.length, 1);
	});

	it('count for the next incident that fails in the same way, which says so', async () => {
		const { incidents } = await faultline();
		const first = await analyzed();
		const { key } = (await incidents.get(first.id)) ?? {};
		const ref = { incidentId: first.id, sha: shop.sha('v1.4.0') };
		await listening(() => vscode.commands.executeCommand('faultline.confirmSuspect', ref));
		const { id } = await analyzed();
		const [suspect] = (await incidents.get(id))?.analysis?.commits ?? [];
		assert.equal(suspect?.subject, BREAKING);
		assert.deepEqual(
			suspect?.reasons.flatMap(({ kind, detail }) =>
				kind === 'earlier' && detail.includes(`${key},`) ? [detail] : [],
			),
			[`was confirmed as the cause of ${key}, which failed in the same way`],
		);
	});

	it('say how often the first suspect was it', async () => {
		const { id: incidentId } = await analyzed();
		const sha = shop.sha('v1.4.0');
		await listening(() => vscode.commands.executeCommand('faultline.confirmSuspect', { incidentId, sha }));
		const [said] = await listening(() => vscode.commands.executeCommand('faultline.showSuspectPrecision'));
		assert.match(said?.sentence ?? '', /the first suspect was it in \d.*sent nowhere/);
	});
});
