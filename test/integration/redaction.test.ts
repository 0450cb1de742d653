import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { faultline, incidentFrom, listening, setting, until } from './support';

/** Put together, so that this file is no leak to those who scan for them. */
const TOKEN = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
const TRACE = `Cookie: sid=31d4d96e407aad42; theme=dark
TypeError: cannot use ${TOKEN} of ann@shop.example
    at priceOf (/srv/shop/src/price.js:4:33)`;

/** All that lies below a folder, as text. */
const contentOf = (folder: string) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
		.join('\n');

describe('secrets in what becomes an incident', () => {
	before(() => setting('analyzeOnCreate', false));
	after(async () => {
		await setting('analyzeOnCreate', undefined);
		await setting('redact.emailAddresses', undefined);
	});

	it('are not stored, in the title neither, and the person is told', async () => {
		const { exports } = await faultline();
		let title = '';
		const said = await listening(async () => {
			const incident = await incidentFrom(TRACE);
			title = incident.title;
			assert.equal(
				incident.evidence[0]?.text,
				TRACE.replace('sid=31d4d96e407aad42; theme=dark', '[redacted: cookie]').replace(
					TOKEN,
					'[redacted: GitHub token]',
				),
			);
		});
		assert.match(title, /^TypeError: cannot use \[redacted: GitHub token\] of ann@shop\.example in priceOf/);
		assert.match(
			said[0]?.sentence ?? '',
			/was stored without secrets\. 2 secrets were removed: cookie, GitHub token\./,
		);
		assert.deepEqual(said[0]?.buttons, ['Show Rules']);
		const stored = contentOf(exports.test?.folder ?? '');
		assert.ok(stored.includes('[redacted: GitHub token]'));
		assert.ok(!stored.includes(TOKEN) && !stored.includes('31d4d96e407aad42'));
	});

	it('are e-mail addresses as well, where the person says so', async () => {
		await setting('redact.emailAddresses', true);
		const incident = await incidentFrom(TRACE);
		assert.match(incident.evidence[0]?.text ?? '', / of \[redacted: e-mail address\]\n/);
	});

	it('are told of by rules that can be read', async () => {
		await vscode.commands.executeCommand('faultline.showRedactionRules');
		const rules = await until(() => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'faultline-rules'));
		assert.match(rules.getText(), /GitHub token/);
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
	});
});
