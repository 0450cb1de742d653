import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { faultline, incidentFrom, listening, setting } from './support';

const GOOD = 'function priceOf(item) {\n\treturn rates[item.country];\n}\n';
const BROKEN = GOOD.replace('item.country', 'item.address.country');
const TRACE = `TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:2:27)`;

/** A list that is answered as soon as it is shown and all that belongs to it is there. */
function aQuickPick(answer: (items: readonly vscode.QuickPickItem[]) => vscode.QuickPickItem | undefined) {
	const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
	let [isShown, isBusy, isAnswered] = [false, false, false];
	const pick = {
		...{ items: [] as vscode.QuickPickItem[], activeItems: [], selectedItems: [] as vscode.QuickPickItem[] },
		...{ onDidAccept: accepted.event, onDidHide: hidden.event, hide: () => hidden.fire(), dispose: () => {} },
		show: () => {
			isShown = true;
			setImmediate(look);
		},
		get busy() {
			return isBusy;
		},
		set busy(is: boolean) {
			isBusy = is;
			setImmediate(look);
		},
	};
	const look = () => {
		if (isShown && !isBusy && !isAnswered) {
			isAnswered = true;
			const chosen = answer(pick.items);
			pick.selectedItems = chosen ? [chosen] : [];
			(chosen ? accepted : hidden).fire();
		}
	};
	return pick;
}

describe('reverting a suspect by command', function () {
	this.timeout(120_000); // many runs of git, on a machine that has other things to do
	let shop: RepositoryBuilder;
	let broken: string;

	before(async () => {
		await setting('analyzeOnCreate', false);
		shop = aRepository().commit('Start', { files: { 'src/price.js': GOOD }, tag: 'v1' });
		broken = shop.commit('Take the country from the address', { files: { 'src/price.js': BROKEN }, tag: 'v2' }).sha();
		shop.commit('Later', { files: { 'other.js': 'x\n' } });
		shop.git('config', 'user.name', 'Robin');
		shop.git('config', 'user.email', 'robin@example.com');
		shop.git('branch', 'release/1', 'v1');
	});
	after(async () => {
		shop.remove();
		await setting('analyzeOnCreate', undefined);
	});

	const anIncident = async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		await incidents.edit(id, { repository: shop.folder, release: 'v2', lastGood: 'v1' });
		return { id, found: async () => incidents.get(id) };
	};
	const branches = () =>
		shop.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/faultline').split('\n').filter(Boolean);
	/** Runs a command, with each question answered by the entry that begins so; what was asked, said and opened. */
	const answering = async (
		command: string,
		about: unknown,
		answers: readonly (string | undefined)[],
		button?: string,
	) => {
		const window = vscode.window as unknown as Record<string, unknown>;
		const api = vscode.commands as unknown as Record<string, unknown>;
		const originals = [window.showQuickPick, window.showInputBox, api.executeCommand, window.createQuickPick] as const;
		const left = [...answers];
		const asked: string[][] = [];
		const opened: { readonly command: string; readonly args: readonly unknown[] }[] = [];
		window.showQuickPick = async (
			offered: PromiseLike<readonly vscode.QuickPickItem[]>,
			options: vscode.QuickPickOptions,
		) => {
			const items = await offered;
			asked.push(items.map(({ label }) => label));
			const answer = left.shift();
			const chosen = answer === undefined ? undefined : items.find(({ label }) => label.startsWith(answer));
			return options.canPickMany ? chosen && [chosen] : chosen;
		};
		window.createQuickPick = () =>
			aQuickPick((items) => {
				asked.push(items.map(({ label }) => label));
				const answer = left.shift();
				return answer === undefined ? undefined : items.find(({ label }) => label.startsWith(answer));
			});
		window.showInputBox = async ({ value = '' }: vscode.InputBoxOptions) => value;
		api.executeCommand = async (name: string, ...args: readonly unknown[]) => {
			if (name === 'vscode.openFolder' || name === 'vscode.changes') {
				opened.push({ command: name, args });
				return undefined;
			}
			return (originals[2] as typeof vscode.commands.executeCommand)(name, ...args);
		};
		try {
			const said = await listening(() => vscode.commands.executeCommand(command, about), button);
			return { asked, said, opened };
		} finally {
			[window.showQuickPick, window.showInputBox, api.executeCommand, window.createQuickPick] = originals;
		}
	};

	it('shows the diff, makes the branch, and records it in the timeline', async () => {
		const { id, found } = await anIncident();
		const { asked, opened, said } = await answering('faultline.revertSuspect', { incidentId: id, sha: broken }, [
			'main',
			'Create Branch',
			'Keep Local',
		]);
		assert.ok(asked[1]?.includes('Revert "Take the country from the address"'));
		const rows = opened[0]?.args[1] as readonly (readonly vscode.Uri[])[];
		const [, before, after] = rows[0] ?? [];
		assert.ok(before && after);
		assert.equal((await vscode.workspace.openTextDocument(before)).getText(), BROKEN);
		assert.equal((await vscode.workspace.openTextDocument(after)).getText(), GOOD);
		const [branch = ''] = branches();
		assert.equal(shop.git('show', `${branch}:src/price.js`), GOOD.trim());
		assert.match(said.at(-1)?.sentence ?? '', /Nothing was pushed/);
		const incident = await found();
		assert.deepEqual(
			incident?.branches?.map((one) => [one.branch, one.kind, one.tip]),
			[[branch, 'revert', shop.sha(branch)]],
		);
		assert.equal(incident?.timeline.at(-1)?.provenance, 'observed');
		shop.git('branch', '-D', branch);
	});

	it('does nothing when the preview is closed', async () => {
		const { id, found } = await anIncident();
		await answering('faultline.revertSuspect', { incidentId: id, sha: broken }, ['main', undefined]);
		assert.deepEqual([branches(), (await found())?.branches], [[], undefined]);
	});

	it('gives the commands instead, and changes nothing', async () => {
		const { id } = await anIncident();
		await answering('faultline.revertSuspect', { incidentId: id, sha: broken }, ['main', 'Copy as Commands']);
		assert.match(
			await vscode.env.clipboard.readText(),
			new RegExp(`^git worktree add -b faultline/.*\n.* revert --no-commit ${broken}\n`),
		);
		assert.deepEqual(branches(), []);
	});

	it('starts from what the remote has now, where it is told to fetch first', async () => {
		const { id, found } = await anIncident();
		const remote = mkdtempSync(join(tmpdir(), 'faultline-remote-'));
		shop.git('clone', '--quiet', '--bare', shop.folder, remote);
		shop.git('remote', 'add', 'origin', `file://${remote}`);
		shop.git('fetch', '--quiet', 'origin');
		const known = shop.sha('refs/remotes/origin/main');
		const inRemote = (...args: string[]) =>
			execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
				...{ cwd: remote, encoding: 'utf8', stdio: 'pipe' },
			}).trim();
		const pushed = inRemote('commit-tree', 'main^{tree}', '-p', 'main', '-m', 'Pushed by Ada since');
		inRemote('update-ref', 'refs/heads/main', pushed);
		try {
			const answers = ['Fetch from origin First', 'origin/main', 'Create Branch', 'Keep Local'];
			const { asked } = await answering('faultline.revertSuspect', { incidentId: id, sha: broken }, answers);
			assert.ok(asked[0]?.includes('origin/main'));
			const [made] = (await found())?.branches ?? [];
			assert.notEqual(known, pushed);
			assert.deepEqual([made?.base.ref, made?.base.sha], ['refs/remotes/origin/main', pushed]);
			assert.equal(shop.sha(`${made?.branch}~1`), pushed);
			shop.git('branch', '-D', made?.branch ?? '');
		} finally {
			shop.git('remote', 'remove', 'origin');
			rmSync(remote, { recursive: true });
		}
	});

	it('rolls back to the last good revision, and brings a fix to a release branch', async () => {
		const { id, found } = await anIncident();
		await answering('faultline.rollBack', id, ['main', 'Create Branch', 'Keep Local']);
		await answering('faultline.cherryPickFix', { incidentId: id, sha: broken }, [
			'release/1',
			'Create Branch',
			'Keep Local',
		]);
		assert.deepEqual(
			(await found())?.branches?.map(({ kind, base }) => [kind, base.ref]),
			[
				['rollback', 'refs/heads/main'],
				['pick', 'refs/heads/release/1'],
			],
		);
		for (const branch of branches()) {
			shop.git('branch', '-D', branch);
		}
	});

	it('leaves conflicts in a worktree, opens it, and goes on when they are resolved, or takes it away', async () => {
		const { id, found } = await anIncident();
		shop.commit('Use the code', { files: { 'src/price.js': BROKEN.replace('address.country', 'address.code') } });
		const begin = () =>
			answering('faultline.revertSuspect', { incidentId: id, sha: broken }, ['main', 'Resolve Conflicts']);
		const { opened, said } = await begin();
		assert.match(said[0]?.sentence ?? '', /One file conflicts/);
		const fileIn = (all: typeof opened) => {
			const [workspace] = all.find(({ command }) => command === 'vscode.openFolder')?.args ?? [];
			return join((workspace as vscode.Uri).fsPath, '../tree/src/price.js');
		};
		const file = fileIn(opened);
		assert.match(readFileSync(file, 'utf8'), /^<<<<<<< /m);
		await answering('faultline.abortRevert', { incidentId: id }, [], 'Abort Revert');
		assert.equal(shop.git('worktree', 'list').split('\n').length, 1);
		const again = await begin();
		const files = vscode.workspace.getConfiguration('files');
		await files.update('autoSave', 'off', vscode.ConfigurationTarget.Global); // which is another one in a browser
		const own = await vscode.workspace.openTextDocument(join(shop.folder, 'other.js'));
		const edit = new vscode.WorkspaceEdit();
		edit.insert(own.uri, new vscode.Position(0, 0), '// not saved\n');
		await vscode.workspace.applyEdit(edit);
		const resolved = fileIn(again.opened);
		writeFileSync(resolved, GOOD);
		execFileSync('git', ['add', resolved], { cwd: join(resolved, '..') });
		await answering('faultline.continueRevert', { incidentId: id }, ['Keep Local']);
		assert.equal(own.isDirty, true, 'what the person has not saved is not saved for them');
		await vscode.window.showTextDocument(own);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		await files.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
		assert.equal((await found())?.branches?.length, 1);
		assert.equal(shop.git('show', `${branches()[0]}:src/price.js`), GOOD.trim());
		assert.equal(shop.git('worktree', 'list').split('\n').length, 1);
	});
});
