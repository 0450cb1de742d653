import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incident/record';
import { faultline, listening, setting } from './support';

describe('an incident from a failure', () => {
	before(() => setting('analyzeOnCreate', false));
	after(() => setting('analyzeOnCreate', undefined));

	const createdBy = async (command: string, argument?: unknown): Promise<Incident | undefined> => {
		const { incidents } = await faultline();
		const before = new Set(incidents.list().map(({ id }) => id));
		await vscode.commands.executeCommand(command, argument);
		return incidents.get(incidents.list().find(({ id }) => !before.has(id))?.id ?? '');
	};
	const fromTest = (message: vscode.TestMessage) =>
		createdBy('faultline.createIncidentFromTestFailure', { test: { label: 'adds two prices' }, message });

	it('of a test keeps the trace that the test runner printed', async () => {
		const said = 'AssertionError: expected 3 to equal 4\n    at total (/srv/shop/src/price.js:4:8)';
		const incident = await fromTest(new vscode.TestMessage(said));
		assert.equal(incident?.evidence[0]?.text, said);
		assert.match(incident?.title ?? '', /expected 3 to equal 4 in total/);
	});

	it('of a test is put together from the calls that the runner told VS Code', async () => {
		const message = new vscode.TestMessage(new vscode.MarkdownString('expected 3 to equal 4'));
		message.stackTrace = [
			new vscode.TestMessageStackFrame('total', vscode.Uri.file('/srv/shop/price.go'), new vscode.Position(3, 7)),
		];
		const incident = await fromTest(message);
		assert.match(incident?.title ?? '', /adds two prices: expected 3 to equal 4 in total \(price\.go:4\)/);
	});

	it('of a test is where the message stands, where no calls are known', async () => {
		const message = new vscode.TestMessage('expected 3 to equal 4');
		message.location = new vscode.Location(vscode.Uri.file('/srv/shop/price_test.py'), new vscode.Position(8, 0));
		const incident = await fromTest(message);
		assert.match(incident?.title ?? '', /price_test\.py:9/);
	});

	it('is not made from an argument that is no test’s message', async () => {
		let incident: Incident | undefined;
		const [said] = await listening(async () => {
			incident = await createdBy('faultline.createIncidentFromTestFailure', { message: 7 });
		});
		assert.equal(incident, undefined);
		assert.match(said?.sentence ?? '', /Test Results/);
	});

	it('says that nothing is debugged', async () => {
		const [said] = await listening(() => createdBy('faultline.createIncidentFromDebugger'));
		assert.match(said?.sentence ?? '', /stands still/);
	});

	it('leaves the clipboard as it was when nothing is selected in a terminal', async () => {
		await vscode.env.clipboard.writeText('mine');
		const [said] = await listening(() => createdBy('faultline.createIncidentFromTerminal'));
		assert.match(said?.sentence ?? '', /Nothing is selected/);
		assert.equal(await vscode.env.clipboard.readText(), 'mine');
	});
});
