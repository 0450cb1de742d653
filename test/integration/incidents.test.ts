import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { never, silentLog } from '../support/repository';
import { faultline, incidentFrom, listening, setting } from './support';

const TRACE = `TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:4:33)
    at checkout (/srv/shop/src/checkout.js:6:12)`;

describe('incidents in the editor', () => {
	before(() => setting('analyzeOnCreate', false));
	after(() => setting('analyzeOnCreate', undefined));

	it('says how long its activation took, which the benchmark watches', async () => {
		const { exports } = await faultline();
		assert.ok(exports.activationMs > 0);
	});

	it('registers every command it contributes', async () => {
		const known = new Set(await vscode.commands.getCommands(true));
		const manifest = vscode.extensions.getExtension('faultline.faultline')?.packageJSON;
		const missing = manifest.contributes.commands.filter(({ command }: { command: string }) => !known.has(command));
		assert.deepEqual(missing, []);
	});

	it('makes an incident of a trace in the clipboard', async () => {
		const incident = await incidentFrom(`2026-11-20T09:14:07Z error ${TRACE}`);
		assert.match(incident.title, /Cannot read properties of undefined/);
		assert.match(incident.evidence[0]?.text ?? '', /priceOf/);
		assert.equal(incident.status, 'new');
	});

	it('has an incident on disk before it says so: another window reads it', async () => {
		const { exports } = await faultline();
		const incident = await incidentFrom(TRACE);
		const events = openUserEventLog(exports.test?.folder ?? '', silentLog);
		try {
			const written = await events.read(undefined, never());
			assert.ok(written.events.some((event) => event.incident === incident.id && event.type === 'incident.created'));
			assert.deepEqual(written.damage, []);
		} finally {
			events.dispose();
		}
	});

	it('makes an incident of what is selected', async () => {
		const { incidents } = await faultline();
		const before = incidents.list().length;
		const document = await vscode.workspace.openTextDocument({ content: `noise\n${TRACE}\nnoise` });
		const editor = await vscode.window.showTextDocument(document);
		editor.selection = new vscode.Selection(1, 0, 3, 80);
		await vscode.commands.executeCommand('faultline.createIncidentFromSelection');
		assert.equal(incidents.list().length, before + 1);
	});

	it('says that the clipboard is empty, and makes nothing', async () => {
		const { incidents } = await faultline();
		const before = incidents.list().length;
		await vscode.env.clipboard.writeText('');
		const said = await listening(() => vscode.commands.executeCommand('faultline.createIncidentFromClipboard'));
		assert.match(said[0]?.sentence ?? '', /clipboard is empty/);
		assert.equal(incidents.list().length, before);
	});

	it('asks before it makes an incident of text without a trace', async () => {
		const { incidents } = await faultline();
		const before = incidents.list().length;
		await vscode.env.clipboard.writeText('The shop is slow since noon.');
		const create = () => vscode.commands.executeCommand('faultline.createIncidentFromClipboard');
		const [question] = await listening(create, 'Cancel');
		assert.match(question?.sentence ?? '', /No stack trace/);
		assert.equal(incidents.list().length, before);
		await listening(create, 'Create Anyway');
		assert.equal(incidents.list().length, before + 1);
	});

	describe('of what a monitor sent, in the clipboard', () => {
		const webhook = JSON.stringify(
			{
				version: '4',
				groupKey: '{}:{alertname="CheckoutErrors"}',
				receiver: 'on-call',
				status: 'firing',
				externalURL: 'http://alertmanager.example:9093',
				alerts: [
					{
						status: 'firing',
						labels: { alertname: 'CheckoutErrors', service: 'checkout', severity: 'critical' },
						annotations: { summary: 'Checkout answers with errors' },
						startsAt: '2026-11-20T09:14:07Z',
						fingerprint: 'c0ffee',
					},
				],
			},
			undefined,
			2,
		);
		const create = () => vscode.commands.executeCommand('faultline.createIncidentFromClipboard');

		it('opens one incident for its alert, however often it is pasted', async () => {
			const { incidents } = await faultline();
			const before = incidents.list().length;
			await vscode.env.clipboard.writeText(`\n${webhook}`);
			const [first] = await listening(create);
			assert.match(first?.sentence ?? '', /was opened for an alert of Alertmanager/);
			const [again] = await listening(create);
			assert.match(again?.sentence ?? '', /has this alert of Alertmanager already/);
			assert.equal(incidents.list().length, before + 1);
			const [opened] = incidents.list();
			assert.equal(opened && (await incidents.get(opened.id))?.alerts?.[0]?.key, 'c0ffee');
		});

		it('may be made an incident of though it says that it is over', async () => {
			const { incidents } = await faultline();
			const before = incidents.list().length;
			await vscode.env.clipboard.writeText(webhook.replaceAll('"firing"', '"resolved"').replace('c0ffee', 'decaf'));
			const [said] = await listening(create);
			assert.match(said?.sentence ?? '', /only what is over/);
			assert.deepEqual([said?.buttons, incidents.list().length], [['Create Incident from Its Text'], before]);
		});

		it('is no reason to lose the trace of a log that is JSON as well', async () => {
			const stack = TRACE.replaceAll('/srv/shop', '/srv/log');
			const { evidence, alerts = [] } = await incidentFrom(
				JSON.stringify({ id: 'r-1', alias: 'x', message: 'boom', stack }),
			);
			assert.match(evidence[0]?.text ?? '', /srv\/log/);
			assert.deepEqual(alerts, []);
		});

		it('says where it breaks off when not all of it was copied, and makes an incident of its text only when told to', async () => {
			const { incidents } = await faultline();
			const before = incidents.list().length;
			await vscode.env.clipboard.writeText(webhook.slice(0, 300));
			const [question] = await listening(create, 'Cancel');
			assert.match(question?.sentence ?? '', /incomplete: it breaks off at line \d+, column \d+/);
			assert.equal(incidents.list().length, before);
			await listening(create, 'Create Anyway');
			assert.equal(incidents.list().length, before + 1);
		});
	});

	it('stays responsive while it reads 50 MB', async function () {
		this.timeout(60_000);
		const line = '2026-11-20T09:14:07Z info checkout request served in 12 ms for customer 42 at /cart/items\n';
		const text = `${line.repeat(Math.ceil(50_000_000 / line.length))}${TRACE}\n`;
		const { incidents } = await faultline();
		const before = incidents.list().length;
		// VS Code itself opens no document of this size, so the editor is a stand-in.
		const editor = { selections: [undefined], document: { getText: () => text } };
		const original = Object.getOwnPropertyDescriptor(vscode.window, 'activeTextEditor');
		assert.ok(original);
		Object.defineProperty(vscode.window, 'activeTextEditor', { configurable: true, get: () => editor });
		let turns = 0; // others get their turn while it reads; how soon, the benchmark says
		const timer = setInterval(() => {
			turns++;
		}, 1);
		try {
			await vscode.commands.executeCommand('faultline.createIncidentFromSelection');
		} finally {
			clearInterval(timer);
			Object.defineProperty(vscode.window, 'activeTextEditor', original);
		}
		assert.equal(incidents.list().length, before + 1);
		assert.ok(
			((await incidents.get(incidents.list()[0]?.id ?? ''))?.evidence[0]?.text.length ?? Number.POSITIVE_INFINITY) <
				5_000_000,
			'not all of it is kept',
		);
		assert.ok(turns > 10, `${turns} turns`);
	});

	it('brings back what was deleted', async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		const [said] = await listening(() => vscode.commands.executeCommand('faultline.deleteIncident', id));
		assert.deepEqual(said?.buttons, ['Undo']);
		assert.ok(!incidents.list().some((incident) => incident.id === id));
		await vscode.commands.executeCommand('faultline.undoDelete');
		assert.ok(incidents.list().some((incident) => incident.id === id));
	});

	it('says that an incident is not there, whoever asks for it', async () => {
		const [said] = await listening(() => vscode.commands.executeCommand('faultline.analyzeSuspects', 'INC-NONE'));
		assert.match(said?.sentence ?? '', /no incident INC-NONE/);
	});
});
