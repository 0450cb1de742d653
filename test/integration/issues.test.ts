import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incident/record';
import { GitHubDouble } from '../support/github/double';
import type { Repository } from '../support/github/state';
import { faultline, listening, setting } from './support';

const TRACE = 'Error: no country\n    at priceOf (/srv/shop/src/price.js:4:48)';

/** Answers questions of the window in order: an input box with the text, a pick with the items whose labels begin so. */
async function answering(answers: readonly (string | readonly string[])[], act: () => PromiseLike<unknown>) {
	const window = vscode.window as unknown as Record<string, unknown>;
	const originals = { showInputBox: window.showInputBox, showQuickPick: window.showQuickPick };
	const offered: string[][] = [];
	const left = [...answers];
	window.showInputBox = async () => left.shift();
	window.showQuickPick = async (
		items: readonly (vscode.QuickPickItem | string)[],
		options?: vscode.QuickPickOptions & { canPickMany?: boolean },
	) => {
		const labelOf = (item: vscode.QuickPickItem | string) => (typeof item === 'string' ? item : item.label);
		offered.push(items.map(labelOf));
		const wanted = [left.shift() ?? []].flat();
		const found = items.filter((item) => wanted.some((label) => labelOf(item).startsWith(label)));
		return options?.canPickMany ? found : found[0];
	};
	try {
		await act();
	} finally {
		Object.assign(window, originals);
	}
	return offered;
}

describe('issues in the extension host', function () {
	this.timeout(60_000);
	let github: GitHubDouble;
	let shop: Repository;
	let folder: string;

	const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });

	before(async () => {
		github = await GitHubDouble.start();
		shop = github.state.addRepository('acme', 'shop');
		folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
		git('init', '--quiet', '--initial-branch=main');
		git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
		await setting('github.enterpriseUri', github.origin);
		await setting('analyzeOnCreate', false);
		const token = github.token('acme');
		await answering([github.host, token], () => vscode.commands.executeCommand('faultline.setGitHubToken'));
	});
	afterEach(() => github.check());
	after(async () => {
		await answering([github.host], () => vscode.commands.executeCommand('faultline.removeGitHubToken'));
		await setting('github.enterpriseUri', undefined);
		await setting('analyzeOnCreate', undefined);
		await github.close();
		rmSync(join(folder, '.git'), { recursive: true, force: true });
	});

	const linkedTo = async (number: number): Promise<Incident[]> => {
		const { incidents } = await faultline();
		const all = await Promise.all(incidents.list().map(({ id }) => incidents.get(id)));
		return all.flatMap((one) => (one?.links?.some(({ url }) => url.endsWith(`/issues/${number}`)) ? [one] : []));
	};
	const importLabelled = (...answers: (string | readonly string[])[]) =>
		listening(() => answering(answers, () => vscode.commands.executeCommand('faultline.importIssues')));

	it('become incidents, those that are picked, with their traces, linked, and filed as their labels say; never twice', async () => {
		for (const [title, labels] of [
			['Checkout fails', ['incident', 'P1', 'data']],
			['Search is slow', ['incident', 'performance']],
			['Nobody looked', ['question']],
		] as const) {
			github.state.addIssue(shop, { title, labels: [...labels], body: `It fails.\n\n\`\`\`\n${TRACE}\n\`\`\`` });
		}
		shop.labels.set('incident', 'ededed');
		await importLabelled('incident', ['#1 Checkout fails']);
		const [incident, ...others] = await linkedTo(1);
		assert.deepEqual(others, []);
		assert.deepEqual(
			[incident?.title, incident?.description, incident?.priority, incident?.category, incident?.evidence[0]?.text],
			['Checkout fails', 'It fails.', 'P1', 'data', TRACE],
		);
		assert.deepEqual(await linkedTo(2), []);
		const offered = await answering(['incident', ['#1', '#2']], () =>
			vscode.commands.executeCommand('faultline.importIssues'),
		);
		assert.deepEqual(offered.at(-1), ['#2 Search is slow'], 'only what has no incident');
		assert.deepEqual([(await linkedTo(1)).length, (await linkedTo(2)).length], [1, 1]);
		const said = await importLabelled('incident');
		assert.match(said[0]?.sentence ?? '', /All 2 open issues with the label “incident” have an incident already/);
	});
});
