import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Incident } from '../../src/core/incident/record';
import { GitHubDouble } from '../support/github/double';
import type { Repository } from '../support/github/state';
import { faultline, listening, setting, until } from './support';

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
		for (const name of ['.git', '.github', '.faultline']) {
			rmSync(join(folder, name), { recursive: true, force: true });
		}
	});

	const linkedTo = async (number: number): Promise<Incident[]> => {
		const { incidents } = await faultline();
		const all = await Promise.all(incidents.list().map(({ id }) => incidents.get(id)));
		return all.flatMap((one) =>
			one?.links?.some(({ url }) => url.endsWith(`/issues/${number}`) && !url.startsWith('https://example.com/'))
				? [one]
				: [],
		);
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

	const anIncident = async (title: string) => {
		const { incidents } = await faultline();
		const { id } = await incidents.create({
			...{ title, description: '', category: 'data', impact: 2, urgency: 2, evidence: [{ text: TRACE }] },
		});
		return incidents.edit(id, { repository: folder });
	};
	const said = (act: () => PromiseLike<unknown>) => listening(act).then((all) => all.map(({ sentence }) => sentence));

	it('begin with the template that is picked, or with the repository’s own body for incidents', async () => {
		const files = {
			'.github/ISSUE_TEMPLATE/bug.md':
				'---\nname: Bug report\ntitle: "[BUG] "\nlabels: triage\n---\n## What happened\n',
			'.faultline/templates/issue.md': '# Our story of {{key}}\n\n{{trace}}\n',
		};
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(join(folder, path, '..'), { recursive: true });
			writeFileSync(join(folder, path), text);
		}
		git('add', '--all');
		git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message', 'Templates');
		const { id, key } = await anIncident('Totals are off');
		const create = (template: string) =>
			said(() =>
				answering([template, 'Create Issue in'], () => vscode.commands.executeCommand('faultline.createIssue', id)),
			);
		await create('Bug report');
		const [bug] = [...shop.issues.values()].slice(-1);
		assert.deepEqual([bug?.title, bug?.labels], ['[BUG] Totals are off', ['p2', 'data', 'triage']]);
		assert.match(bug?.body ?? '', new RegExp(`^## What happened\\n\\n- Incident: ${key}\\n`));
		assert.match(bug?.body ?? '', /at priceOf/);
		await create('The Incident’s Story');
		const [own] = [...shop.issues.values()].slice(-1);
		assert.equal(own?.body, `# Our story of ${key}\n\n\`\`\`text\n${TRACE}\n\`\`\``);
	});

	it('go to the server of the repository that is chosen at last, with its labels', async () => {
		const other = await GitHubDouble.start();
		const theirs = other.state.addRepository('acme', 'store');
		theirs.labels.set('kind: data', 'ededed');
		git('remote', 'add', 'theirs', `${other.origin}/acme/store.git`);
		const editor = vscode.workspace.getConfiguration('github-enterprise');
		await editor.update('uri', other.origin, vscode.ConfigurationTarget.Global);
		const setToken = [other.host, other.token('acme')];
		try {
			await answering(setToken, () => vscode.commands.executeCommand('faultline.setGitHubToken'));
			const { id } = await anIncident('It goes elsewhere');
			const before = shop.issues.size;
			const answers = [
				`${github.host}/acme/shop`,
				'The Incident’s Story',
				'Repository…',
				`${other.host}/acme/store`,
				'Create Issue in',
			];
			await said(() => answering(answers, () => vscode.commands.executeCommand('faultline.createIssue', id)));
			const [issue] = [...theirs.issues.values()];
			assert.deepEqual([issue?.title, issue?.labels], ['It goes elsewhere', ['p2', 'kind: data']]);
			assert.equal(shop.issues.size, before);
			// The last answer counts from then on, and nobody is asked again.
			const next = await anIncident('It goes there, too');
			let offered: string[][] = [];
			await said(async () => {
				const again = ['The Incident’s Story', 'Create Issue in'];
				offered = await answering(again, () => vscode.commands.executeCommand('faultline.createIssue', next.id));
			});
			assert.deepEqual(
				[...theirs.issues.values()].map(({ title }) => title),
				['It goes elsewhere', 'It goes there, too'],
			);
			assert.ok(!offered.flat().includes(`${github.host}/acme/shop`));
			other.check();
		} finally {
			await answering([other.host], () => vscode.commands.executeCommand('faultline.removeGitHubToken'));
			await editor.update('uri', undefined, vscode.ConfigurationTarget.Global);
			git('remote', 'remove', 'theirs');
			await other.close();
		}
	});

	it('are reached again by who signs in anew, where the host takes the session no more', async () => {
		const editor = vscode.workspace.getConfiguration('github-enterprise');
		await editor.update('uri', github.origin, vscode.ConfigurationTarget.Global);
		const authentication = vscode.authentication as unknown as Record<string, unknown>;
		const original = authentication.getSession;
		const asked: string[] = [];
		let accessToken = github.token('acme');
		github.revoke(accessToken);
		authentication.getSession = async (_provider: string, _scopes: string[], how: Record<string, unknown>) => {
			asked.push(Object.keys(how)[0] ?? '');
			accessToken = how.forceNewSession ? github.token('acme') : accessToken;
			return { accessToken };
		};
		try {
			const sentences = await said(() =>
				answering([github.host], () => vscode.commands.executeCommand('faultline.signInToGitHub')),
			);
			assert.deepEqual(sentences, [`Signed in to ${github.host} as acme.`]);
			assert.deepEqual(
				asked.filter((how) => how !== 'silent'),
				['createIfNone', 'forceNewSession'],
			);
		} finally {
			authentication.getSession = original;
			await editor.update('uri', undefined, vscode.ConfigurationTarget.Global);
			const again = [github.host, github.token('acme')];
			await answering(again, () => vscode.commands.executeCommand('faultline.setGitHubToken'));
		}
	});

	it('give their comments to the incident by command, and get what was seen and picked, and nothing else', async () => {
		const { incidents } = await faultline();
		const issue = github.state.addIssue(shop, { title: 'Orders are lost' });
		const { id } = await anIncident('Orders are lost');
		await incidents.addLink(id, { kind: 'issue', url: `${github.origin}/acme/shop/issues/${issue.number}`, title: '' });
		const at = github.state.time();
		issue.comments.push({ id: github.state.newId(), author: 'bob', body: 'Me too', createdAt: at, updatedAt: at });
		const sync = () => said(() => vscode.commands.executeCommand('faultline.syncIssues', { incidentId: id }));
		await sync();
		assert.deepEqual(
			(await incidents.get(id))?.notes?.map(({ actor, text }) => [actor, text]),
			[['bob', 'Me too']],
		);
		await incidents.addNote(id, 'for everybody');
		await incidents.addNote(id, 'for us');
		assert.match((await sync())[0] ?? '', /Changes that wait to be sent: 2/);
		assert.equal(issue.comments.length, 1, 'nothing was sent');
		const send = (...answers: (string | readonly string[])[]) =>
			said(() => answering(answers, () => vscode.commands.executeCommand('faultline.sendToIssue', { incidentId: id })));
		await send(['Comment: for everybody'], 'Keep the others here for good');
		assert.deepEqual(
			issue.comments.map(({ body }) => /for (?:everybody|us)/.exec(body)?.[0]),
			[undefined, 'for everybody'],
		);
		assert.match((await send())[0] ?? '', /Nothing of INC-.* waits to be sent/);
		assert.match((await sync())[0] ?? '', /and its issue say the same/);
		assert.equal((await incidents.get(id))?.notes?.length, 3, 'what was sent does not come back');
	});

	it('get what changed here by themselves where that is set, but for the first closing', async () => {
		const { incidents } = await faultline();
		const issue = github.state.addIssue(shop, { title: 'Stock is wrong' });
		const { id } = await anIncident('Stock is wrong');
		await incidents.addLink(id, { kind: 'issue', url: `${github.origin}/acme/shop/issues/${issue.number}`, title: '' });
		await said(() => vscode.commands.executeCommand('faultline.syncIssues', { incidentId: id }));
		await setting('github.sync', 'send');
		try {
			await incidents.edit(id, { title: 'Stock is negative' });
			await incidents.setStatus(id, 'resolved');
			await until(() => (issue.title === 'Stock is negative' ? true : undefined));
			assert.equal(issue.state, 'open');
		} finally {
			await setting('github.sync', undefined);
		}
	});
});
