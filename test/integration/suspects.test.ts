import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incident/record';
import { anchorOf } from '../../src/core/notes/anchor';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { faultline, incidentFrom, listening, picking, setting, until } from './support';

const GOOD = `const rates = { DE: 0.19 };

function priceOf(item) {
	return item.price * (1 + rates[item.country]);
}

module.exports = { priceOf };
`;
const BROKEN = GOOD.replace('item.country', 'item.address.country');
const CHECKOUT = `const { priceOf } = require('./price');

function checkout(cart) {
	return cart.map(priceOf);
}

module.exports = { checkout };
`;
const TRACE = `TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:4:48)
    at checkout (/srv/shop/src/checkout.js:4:14)
    at legacy (/srv/shop/src/legacy.js:1:10)`;
const PRICE = { trace: 0, exception: 0, frame: 0 };
const LEGACY = { trace: 0, exception: 0, frame: 2 };

describe('from an incident to the change behind it', () => {
	let repository: RepositoryBuilder;

	before(async () => {
		await setting('analyzeOnCreate', false);
		repository = aRepository()
			.commit('Start the shop', {
				files: { 'src/price.js': GOOD, 'src/checkout.js': CHECKOUT, 'src/legacy.js': 'checkout();\n' },
				tag: 'v1.3.0',
			})
			.commit('Say what the shop is', { files: { 'README.md': '# Shop\n' } })
			.commit('Take the country from the delivery address', { files: { 'src/price.js': BROKEN }, tag: 'v1.4.0' })
			.commit('Drop the old cart', { files: { 'src/legacy.js': null } })
			.commit('Explain prices', { files: { 'src/price.js': `// Prices include\n// VAT.\n\n${BROKEN}` } });
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		repository.remove();
		await setting('analyzeOnCreate', undefined);
	});

	const anIncident = async (folder = repository.folder): Promise<Incident> => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		return incidents.edit(id, { repository: folder });
	};
	const analyzed = async (): Promise<Incident> => {
		const { incidents } = await faultline();
		const { id } = await anIncident();
		await vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: 'v1.4.0' });
		const incident = await incidents.get(id);
		assert.ok(incident?.analysis);
		return incident;
	};
	const openFrame = (incident: Incident, frame: object, answer?: string) =>
		listening(
			() => vscode.commands.executeCommand('faultline.openFrame', { incidentId: incident.id, ...frame }),
			answer,
		);

	it('names the change that broke it first, and remembers the revision', async () => {
		const incident = await analyzed();
		assert.equal(incident.analysis?.commits[0]?.subject, 'Take the country from the delivery address');
		assert.equal(incident.release, 'v1.4.0');
	});

	it('tells that another incident’s root-cause note is on a suspect file, none of its words, and suspects the commit that it names', async () => {
		const { incidents } = await faultline();
		const other = await incidentFrom(TRACE);
		const named = repository.sha('v1.4.0~1');
		const anchor = anchorOf({
			...{ commit: repository.sha('v1.3.0'), path: 'src/price.js', committed: GOOD, text: GOOD },
			chosen: { first: 1, last: 1 },
		});
		const text = `Rates lack <b>countries</b>

since ${named.slice(0, 8)}.`;
		const noted = await incidents.addRootCauseNote(other.id, { kind: 'rootCause', text, anchor });
		const reasons = async () => {
			const { analysis } = await analyzed();
			const price = analysis?.files.find(({ path }) => path === 'src/price.js');
			return {
				file: price?.reasons.find(({ kind }) => kind === 'note')?.detail,
				commit: analysis?.commits.find(({ sha }) => sha === named)?.reasons[0]?.detail.replace(/;.*/, ''),
			};
		};
		assert.deepEqual(await reasons(), {
			file: `${other.key}’s root-cause note is on this file, line 1`,
			commit: `is named in ${other.key}’s root-cause note on src/price.js`,
		});
		await incidents.resolveRootCauseNote(other.id, noted.rootCauseNotes?.[0]?.id ?? '', true);
		assert.deepEqual(await reasons(), { file: undefined, commit: undefined });
		await incidents.delete(other.id);
	});

	it('asks once which revision is deployed, tags newest first', async () => {
		const { incidents } = await faultline();
		const { id } = await anIncident();
		const offered = await picking('v1.3.0', () => vscode.commands.executeCommand('faultline.analyzeSuspects', id));
		assert.deepEqual(
			offered.filter((label) => /^(HEAD|v1)/.test(label)),
			['HEAD', 'v1.4.0', 'v1.3.0'],
		);
		assert.equal(incidents.find(id)?.release, 'v1.3.0');
		const again = await picking(undefined, () => vscode.commands.executeCommand('faultline.analyzeSuspects', id));
		assert.deepEqual(again, []);
	});

	it('leaves the incident as it is when the question is answered with Escape', async () => {
		const { incidents } = await faultline();
		const { id } = await anIncident();
		const said = await listening(() =>
			picking(undefined, () => vscode.commands.executeCommand('faultline.analyzeSuspects', id)),
		);
		assert.deepEqual(said, []);
		assert.equal((await incidents.get(id))?.analysis, undefined);
	});

	it('opens a frame on its line, though lines above it were added since', async () => {
		await openFrame(await analyzed(), PRICE);
		const editor = vscode.window.activeTextEditor;
		assert.equal(editor?.document.uri.fsPath, join(repository.folder, 'src/price.js'));
		assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /item\.address\.country/);
	});

	it('follows the line through an edit that is not saved', async () => {
		const incident = await analyzed();
		const document = await vscode.workspace.openTextDocument(join(repository.folder, 'src/price.js'));
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 0), '// One\n// two\n// three\n');
		await vscode.workspace.applyEdit(edit);
		await openFrame(incident, PRICE);
		const editor = vscode.window.activeTextEditor;
		assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /item\.address\.country/);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});

	it('says why a frame is in no file, and offers what may help', async () => {
		const { incidents } = await faultline();
		const text = `${TRACE}\n    at next (/srv/shop/node_modules/express/lib/router.js:7:3)\n    at pay (/srv/shop/src/payment.js:9:1)`;
		const { id: incidentId } = await incidentFrom(text);
		await incidents.edit(incidentId, { repository: repository.folder, release: 'v1.4.0' });
		await vscode.commands.executeCommand('faultline.analyzeSuspects', { incidentId });
		const saidOf = async (frame: number) => {
			const ref = { incidentId, trace: 0, exception: 0, frame };
			const [said] = await listening(() => vscode.commands.executeCommand('faultline.openFrame', ref));
			return [said?.sentence.replace(/[0-9a-f]{7}/, 'SHA'), said?.buttons.join(', ')];
		};
		assert.deepEqual(
			[await saidOf(3), await saidOf(4)],
			[
				[
					'/srv/shop/node_modules/express/lib/router.js is in the package express, which this repository does not publish. If it does, say where its folder is.',
					'Map Frame Path…',
				],
				[
					'/srv/shop/src/payment.js is not in this repository at SHA. Choose the revision that was deployed, or say where its folder is.',
					'Map Frame Path…, Choose Revision',
				],
			],
		);
	});

	it('says which commit edited a frame’s line, and shows the change', async () => {
		const edited = aRepository()
			.commit('Start', { files: { 'src/price.js': BROKEN }, tag: 'v1.0.0' })
			.commit('Guard against no address', {
				files: { 'src/price.js': BROKEN.replace('item.address.country', 'item.address?.country') },
			});
		const { incidents } = await faultline();
		const { id: incidentId } = await incidentFrom(TRACE);
		await incidents.edit(incidentId, { repository: edited.folder, release: 'v1.0.0' });
		await vscode.commands.executeCommand('faultline.analyzeSuspects', { incidentId });
		const open = () => vscode.commands.executeCommand('faultline.openFrame', { incidentId, ...PRICE });
		const [said] = await listening(open, 'Show Change');
		assert.match(said?.sentence ?? '', /^Line 4 was edited in [0-9a-f]+ “Guard against no address”/);
		assert.deepEqual(said?.buttons, ['Show Change', 'Open at Deployed Revision']);
		assert.equal(vscode.window.activeTextEditor?.selection.active.line, 3);
		edited.remove();
	});

	it('says which commit deleted a frame’s file, and opens it as it was', async () => {
		const [said] = await openFrame(await analyzed(), LEGACY, 'Open at Deployed Revision');
		assert.match(said?.sentence ?? '', /src\/legacy\.js was deleted in .*Drop the old cart/);
		const document = await until(() =>
			vscode.workspace.textDocuments.find(
				({ uri }) => uri.scheme === 'faultline-git' && uri.path.endsWith('legacy.js'),
			),
		);
		assert.equal(document.getText(), 'checkout();\n');
	});

	it('opens nothing outside the repository, whatever an analysis says', async () => {
		const { incidents } = await faultline();
		const { id, analysis } = await analyzed();
		assert.ok(analysis);
		const location = { path: '../../../etc/passwd', line: 1, confidence: 1, alternatives: [] };
		const incident = await incidents.recordAnalysis(id, { ...analysis, locations: [[[location]]] });
		const [said] = await openFrame(incident, PRICE);
		assert.match(said?.sentence ?? '', /out of the repository/);
	});

	it('shows a commit’s files side by side, added and deleted ones too', async () => {
		const incident = await analyzed();
		for (const sha of [repository.sha('HEAD~4'), repository.sha('HEAD~1')]) {
			const said = await listening(() =>
				vscode.commands.executeCommand('faultline.showCommitDiff', { incidentId: incident.id, sha }),
			);
			assert.deepEqual(said, []);
			assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith(sha.slice(0, 7)));
		}
	});

	it('says that a revision is unknown, and offers to choose another', async () => {
		const { id } = await anIncident();
		const [said] = await listening(() =>
			vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: 'v9.9.9' }),
		);
		assert.match(said?.sentence ?? '', /v9\.9\.9/);
		assert.deepEqual(said?.buttons, ['Fetch History', 'Choose Revision']);
	});

	it('fetches what a shallow clone lacks when asked to, and goes on by itself', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-shallow-'));
		execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${repository.folder}`, folder]);
		const { incidents } = await faultline();
		const { id } = await anIncident(folder);
		const analyze = () => vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: '1.4.0' });
		const said = await listening(async () => {
			await analyze();
			await until(async () => (await incidents.get(id))?.analysis);
		}, 'Fetch History');
		assert.match(said[0]?.sentence ?? '', /1\.4\.0 is not in this shallow clone/);
		const { analysis } = (await incidents.get(id)) ?? {};
		assert.equal(analysis?.commits[0]?.subject, 'Take the country from the delivery address');
		assert.deepEqual(
			analysis?.problems.filter(({ code }) => code === 'shallowClone'),
			[],
		);
		rmSync(folder, { recursive: true });
	});

	it('makes no link of what somebody wrote into a commit', async () => {
		const subject = 'Fix [it](command:workbench.action.quit)';
		const hostile = aRepository().commit(subject, { files: { 'src/price.js': BROKEN } });
		try {
			const { id } = await anIncident(hostile.folder);
			const said = await listening(() => vscode.commands.executeCommand('faultline.analyzeSuspects', id));
			assert.deepEqual(
				said.filter(({ sentence }) => sentence.includes('](')),
				[],
			);
			assert.equal((await (await faultline()).incidents.get(id))?.analysis?.commits[0]?.subject, subject);
		} finally {
			hostile.remove();
		}
	});

	it('says that the open folder is in no repository', async () => {
		const { id } = await incidentFrom(TRACE); // the tests' own workspace folder is empty
		const [said] = await listening(() => vscode.commands.executeCommand('faultline.analyzeSuspects', id));
		assert.match(said?.sentence ?? '', /not in a git repository/);
	});

	it('says that there are no commits yet', async () => {
		const empty = aRepository();
		try {
			const { id } = await anIncident(empty.folder);
			const [said] = await listening(() => vscode.commands.executeCommand('faultline.analyzeSuspects', id));
			assert.match(said?.sentence ?? '', /no commits yet/);
		} finally {
			empty.remove();
		}
	});

	it('says that no frame is in this repository', async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom('TypeError: x\n    at far (/elsewhere/lib/far.js:3:1)');
		await incidents.edit(id, { repository: repository.folder });
		const [said] = await listening(() =>
			vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: 'v1.4.0' }),
		);
		assert.equal(said?.sentence, (await incidents.get(id))?.analysis?.problems[0]?.message);
	});

	it('reads no repository that this window has nothing to do with', async () => {
		const stranger = mkdtempSync(join(tmpdir(), 'faultline-stranger-'));
		const query = JSON.stringify({ root: stranger, sha: 'a'.repeat(40) });
		try {
			await assert.rejects(
				Promise.resolve(
					vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'faultline-git', path: '/x.js', query })),
				),
			);
		} finally {
			rmSync(stranger, { recursive: true });
		}
	});

	it('reads the history behind the first analysis, so that the next one knows which files change together', async () => {
		const built = aRepository()
			.commit('Start', { files: { 'src/price.js': 'old();\n', 'src/taxes.js': 'old();\n' } })
			.commit('Round taxes', { files: { 'src/price.js': 'older();\n', 'src/taxes.js': 'round();\n' } })
			.commit('Start over', { files: { 'src/price.js': GOOD } })
			.commit('Take the country from the delivery address', { files: { 'src/price.js': BROKEN } });
		try {
			const { incidents, exports } = await faultline();
			const folder = exports.test?.folder ?? '';
			const { id } = await anIncident(built.folder);
			const found = async () => {
				await vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: built.sha() });
				return (await incidents.get(id))?.analysis?.files.map(({ path }) => path);
			};
			const read = () => readdirSync(join(folder, '../projection')).filter((name) => name.endsWith('.commits'));
			const before = read();
			assert.deepEqual(await found(), ['src/price.js']);
			await until(() => read().length > before.length || undefined);
			await until(async () => (await found())?.includes('src/taxes.js') || undefined);
		} finally {
			built.remove();
		}
	});
});
