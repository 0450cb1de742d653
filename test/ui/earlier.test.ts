import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { fingerprintOf } from '../../src/core/trace/fingerprint';
import { parseText } from '../../src/core/trace/parse';
import { aNewIncident } from '../support/incidents';
import { violations } from './axe';
import { incidentsBeside } from './otherWindow';
import { BREAKING, TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

const WEEK_MS = 7 * 86_400_000;

describe('earlier incidents', function () {
	this.timeout(90_000);
	const window = shopWindow();
	let page: FrameLocator;

	before(async () => {
		const { workbench } = window.app;
		const clock = { now: () => Date.now() - WEEK_MS };
		const { incidents, dispose } = await incidentsBeside(window.app, clock);
		const evidence = [{ text: TRACE, fingerprints: parseText(TRACE).traces.map(fingerprintOf) }];
		const { id } = await incidents.create(aNewIncident({ title: 'Carts with an address fail', evidence }));
		await incidents.judge(
			id,
			{ sha: 'c'.repeat(40), subject: BREAKING, author: 'Ada', date: '2026-11-20T12:00:00.000Z' },
			'confirmed',
		);
		await incidents.addLink(id, {
			kind: 'pullRequest',
			url: 'https://github.com/acme/shop/pull/7',
			title: 'Revert the address',
		});
		await incidents.writeReview(id, '# Review\n\nAddresses may lack a country.\n');
		await incidents.setStatus(id, 'resolved', 'Reverted.');
		dispose();
		page = workbench.webview({ extension: 'faultline.faultline' });
		await incidentFrom(window, TRACE);
		await window.page.keyboard.press('Escape');
	});

	it('are in the tree when they are asked for, with the reasons and how they were resolved', async () => {
		const { workbench } = window.app;
		const group = workbench.treeItem('Earlier Incidents');
		await group.click();
		await window.page.keyboard.press('ArrowRight');
		const earlier = window.page.locator('[role="treeitem"][aria-level="3"]', { hasText: 'Carts with an address fail' });
		await earlier.getByText('same stack trace · Resolved').waitFor();
		await earlier.locator('.monaco-tl-twistie').click();
		await workbench.treeItem('Helped: Revert the address').waitFor();
		await workbench.treeItem('Addresses may lack a country.').waitFor();
		if (process.env.FAULTLINE_PICTURES) {
			await window.page.setViewportSize({ width: 1280, height: 1000 });
			await workbench.screenshot(join(process.env.FAULTLINE_PICTURES, 'earlier-tree.png'));
		}
	});

	it('are on the page of the incident, and open from there', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Open Incident');
		await page.getByRole('heading', { level: 1 }).waitFor();
		const section = page.locator('#earlier');
		await section.getByText('same stack trace').waitFor();
		await section.getByText(`Cause: ${BREAKING}`).waitFor();
		assert.deepEqual(await violations(page.locator('body')), []);
		if (process.env.FAULTLINE_PICTURES) {
			await workbench.screenshot(join(process.env.FAULTLINE_PICTURES, 'earlier-page.png'));
		}
		await section.getByRole('button', { name: /Carts with an address fail$/ }).press('Enter');
		await window.page.locator('.tab.active', { hasText: 'Carts with an address fail' }).waitFor();
	});
});
