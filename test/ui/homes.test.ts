import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres, type TestServer } from '../support/postgres';
import { TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

describe('the home of incidents', function () {
	this.timeout(90_000);
	const window = shopWindow();
	let server: TestServer;
	let database: string;

	before(async () => {
		server = await startPostgres();
		database = await server.database();
	});
	after(() => server.remove());

	const incident = () => window.page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'TypeError' }).first();
	const settingsOf = () => JSON.parse(readFileSync(join(window.shop.folder, '.vscode/settings.json'), 'utf8'));

	it('becomes the repository, and what is there is copied and compared', async () => {
		const { app, shop } = window;
		await incidentFrom(window, TRACE);
		await app.workbench.run('Faultline: Change Incident Home…');
		await app.workbench.pick('This Repository');
		await app.workbench.pick('Copy');
		await app.workbench.notification('all of them are in the repository now').waitFor();
		await incident().waitFor();
		assert.deepEqual(settingsOf(), { 'faultline.home': 'repository' });
		const kept = readdirSync(join(shop.folder, '.faultline'));
		assert.ok(kept.some((name) => name.endsWith('.jsonl')) || kept.length > 0, kept.join());
		assert.match(shop.git('status', '--porcelain', '--untracked-files=all'), /\.faultline\/.*\.jsonl/);
	});

	it('follows the branch that is checked out', async () => {
		const { shop } = window;
		shop.git('add', '.faultline');
		shop.git('commit', '--quiet', '--no-verify', '-m', 'Share the incident');
		shop.git('checkout', '--quiet', '-b', 'before', 'HEAD~1');
		await incident().waitFor({ state: 'detached' });
		shop.git('checkout', '--quiet', 'main');
		await incident().waitFor();
	});

	it('says what a server does not take, and keeps nothing of it', async () => {
		const { app, page } = window;
		await app.workbench.run('Faultline: Change Incident Home…');
		await app.workbench.pick('PostgreSQL Server');
		await app.workbench.answer('Connect to PostgreSQL', server.url(database, { password: 'wrong' }));
		await app.workbench.notification('password').waitFor();
		await incident().waitFor();
		assert.deepEqual(settingsOf(), { 'faultline.home': 'repository' });
		await page.keyboard.press('Escape');
	});

	it('becomes a server, on which the incident is then', async () => {
		const { app } = window;
		await app.workbench.run('Faultline: Change Incident Home…');
		await app.workbench.pick('PostgreSQL Server');
		await app.workbench.answer('Connect to PostgreSQL', server.url(database));
		await app.workbench.pick('Copy');
		await app.workbench.notification('all of them are on the server now').waitFor();
		await incident().waitFor();
		assert.deepEqual(settingsOf(), { 'faultline.home': 'postgres' });
		assert.ok(existsSync(join(window.shop.folder, '.faultline')), 'what the team shares stays');
	});

	it('tells what waits while the server is away, and sends it when it is back', async () => {
		const { app, page } = window;
		await server.stop('immediate');
		await page.locator('.statusbar-item', { hasText: 'Incidents: offline' }).waitFor({ timeout: 30_000 });
		await app.workbench.contextMenu(incident(), 'Set Status…');
		await app.workbench.pick('Investigating');
		await page.locator('.statusbar-item', { hasText: '1 to send' }).waitFor();
		await server.start();
		await page.locator('.statusbar-item', { hasText: 'to send' }).waitFor({ state: 'detached', timeout: 30_000 });
	});
});
