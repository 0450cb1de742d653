import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HostToDashboard, Shown } from '../../src/protocol/dashboard';
import { faultline, listening, picking, until } from './support';

describe('the dashboard', () => {
	const told: HostToDashboard[] = [];
	let say: (message: unknown) => void = () => {};
	let panel: vscode.WebviewPanel | undefined;
	const folder = mkdtempSync(join(tmpdir(), 'faultline-dashboard-'));
	const window = vscode.window as unknown as Record<string, unknown>;
	const { createWebviewPanel, showSaveDialog } = window;

	/** The real panel, with what goes over its wire heard and, as the page would, said. */
	const tapped = (real: vscode.WebviewPanel): vscode.WebviewPanel => {
		const webview = new Proxy(real.webview, {
			get: (target, key) => {
				if (key === 'postMessage') {
					return (message: HostToDashboard) => {
						told.push(message);
						return target.postMessage(message);
					};
				}
				if (key === 'onDidReceiveMessage') {
					return (listener: (message: unknown) => void) => {
						say = listener;
						return target.onDidReceiveMessage(listener);
					};
				}
				const value = Reflect.get(target, key, target);
				return typeof value === 'function' ? value.bind(target) : value;
			},
			set: (target, key, value) => Reflect.set(target, key, value, target),
		});
		return new Proxy(real, {
			get: (target, key) => {
				const value = key === 'webview' ? webview : Reflect.get(target, key, target);
				return typeof value === 'function' ? value.bind(target) : value;
			},
			set: (target, key, value) => Reflect.set(target, key, value, target),
		});
	};
	const shown = (fits: (message: Shown) => boolean) =>
		until(() => told.findLast((message): message is Shown => message.type === 'shown' && fits(message)));
	const tile = ({ tiles }: Shown, id: string) => tiles.find((one) => one.id === `tile.${id}`)?.value;

	before(async () => {
		window.createWebviewPanel = (...made: Parameters<typeof vscode.window.createWebviewPanel>) => {
			panel = (createWebviewPanel as typeof vscode.window.createWebviewPanel)(...made);
			return tapped(panel);
		};
		await vscode.commands.executeCommand('faultline.openDashboard');
	});
	after(() => {
		panel?.dispose();
		Object.assign(window, { createWebviewPanel, showSaveDialog });
		rmSync(folder, { recursive: true });
	});

	const create = async (title: string, service: string) => {
		const { incidents } = await faultline();
		const what = { title, service, description: '', category: 'data', impact: 1, urgency: 1, evidence: [] } as const;
		return incidents.create(what);
	};

	it('shows what is recorded while it is open, and only a service where one is chosen', async () => {
		const first = await shown(() => true);
		const before = Number(tile(first, 'incidents'));
		await create('Prices are wrong', '=dashboard()');
		await shown((message) => Number(tile(message, 'incidents')) === before + 1);
		say({ type: 'viewChanged', view: { period: 'days30', service: '=dashboard()', tables: [] } });
		const ofService = await shown(({ summary }) => summary === '1 incident of =dashboard() in the last 30 days');
		assert.equal(tile(ofService, 'open'), '1');
	});

	it('offers the incidents behind a number', async () => {
		const offered = await picking(undefined, async () => {
			say({ type: 'opened', place: { chart: 'open', row: 'P1' } });
			say({ type: 'opened', place: { chart: 'open', row: 'no such row' } });
			await new Promise((resolve) => setImmediate(resolve));
		});
		assert.deepEqual(offered, ['Prices are wrong']);
	});

	it('writes tables without formulas, and pictures that are some', async () => {
		const target = vscode.Uri.file(join(folder, 'tables.csv'));
		window.showSaveDialog = async () => target;
		await listening(async () => {
			say({ type: 'tablesWanted' });
			await until(() => (readable(target.fsPath) ? true : undefined));
		});
		assert.match(readFileSync(target.fsPath, 'utf8'), /\r\nService,Incidents\r\n'=dashboard\(\),1\r\n/);
		const picture = vscode.Uri.file(join(folder, 'picture.png'));
		window.showSaveDialog = async () => picture;
		const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
		await listening(async () => {
			say({ type: 'pictureMade', png: Buffer.from('<svg/>').toString('base64') });
			say({ type: 'pictureMade', png: png.toString('base64') });
			await until(() => (readable(picture.fsPath) ? true : undefined));
		});
		assert.deepEqual(readFileSync(picture.fsPath), png);
	});

	it('drops what fits no message', () => {
		const count = told.length;
		say({ type: 'viewChanged', view: { period: 'for ever' } });
		say('ready');
		assert.equal(told.length, count);
	});
});

function readable(file: string): boolean {
	try {
		return readFileSync(file).length > 0;
	} catch {
		return false;
	}
}
