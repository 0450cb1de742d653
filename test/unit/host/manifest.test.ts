import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const strings: Record<string, string> = JSON.parse(read('package.nls.json'));
const contributed: { command: string; category?: string; title: string }[] = manifest.contributes.commands;

/** Commands whose `async (…, argument)` has nothing to ask for: from the palette they could not work. */
const NEED_AN_ARGUMENT = [
	'cancelRootCauseNoteEdit',
	'compareFrame',
	'completeAction',
	'copyLink',
	'copySha',
	'createActionIssue',
	'createIncidentFromTestFailure',
	'deleteRootCauseNote',
	'detachFile',
	'discardRootCauseNote',
	'editAction',
	'editRootCauseNote',
	'openActionIssue',
	'openAlert',
	'openAttachedFile',
	'openFrame',
	'openFrameAtRevision',
	'openLink',
	'openPullRequest',
	'openSuspectFile',
	'removeAction',
	'removeLink',
	'removeNote',
	'reopenAction',
	'reopenRootCauseNote',
	'replyToRootCauseNote',
	'resolveRootCauseNote',
	'saveRootCauseNote',
	'saveRootCauseNoteEdit',
	'showCommitDiff',
	'showMoreIncidents',
	'showNote',
	'showRootCauseNote',
].map((name) => `faultline.${name}`);

describe('package.json', () => {
	it('contributes exactly the commands of the table', () => {
		// The table imports `vscode`, so it is read, not run.
		const table = [...read('src/host/commands/table.ts').matchAll(/^\t'(faultline\.\w+)':/gm)].map((match) => match[1]);
		assert.deepEqual(contributed.map(({ command }) => command).sort(), table.sort());
	});

	it('gives every command the category and a title', () => {
		for (const { command, category, title } of contributed) {
			assert.equal(category, '%category%', command);
			assert.match(strings[title.replaceAll('%', '')] ?? '', /^[A-Z]/, command);
		}
	});

	it('has a sentence for every key it refers to, and refers to every sentence', () => {
		const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
		assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
	});

	it('names in menus only commands that exist', () => {
		const known = new Set(contributed.map(({ command }) => command));
		const menus: Record<string, { command: string }[]> = manifest.contributes.menus;
		const named = Object.values(menus)
			.flat()
			.map(({ command }) => command);
		const linked = Object.values(strings).flatMap((text) =>
			[...text.matchAll(/command:(faultline\.\w+)\)/g)].map((match) => match[1] ?? ''),
		);
		assert.deepEqual(
			[...named, ...linked].filter((command) => !known.has(command)),
			[],
		);
	});

	it('hides commands that need an argument from the palette', () => {
		const hidden: { command: string; when: string }[] = manifest.contributes.menus.commandPalette;
		assert.deepEqual(hidden.map(({ command }) => command).sort(), NEED_AN_ARGUMENT);
		assert.ok(hidden.every(({ when }) => when === 'false'));
	});

	it('offers nothing that runs a person’s command or starts git on a commit where the workspace is not trusted', () => {
		const enablement = (name: string): string =>
			manifest.contributes.commands.find(({ command }: { command: string }) => command === `faultline.${name}`)
				.enablement;
		for (const name of [
			'bisect',
			'analyzeSuspects',
			'nameCause',
			'whyNotThisCommit',
			'secondOpinion',
			'revertSuspect',
			'rollBack',
			'cherryPickFix',
			'createPullRequest',
			'createIssue',
			'linkIssue',
		]) {
			assert.match(enablement(name), /\bisWorkspaceTrusted\b/, name);
		}
	});

	it('gives every setting a default, an order, a scope and a sentence', () => {
		for (const [key, setting] of Object.entries<Record<string, unknown>>(
			manifest.contributes.configuration.properties,
		)) {
			assert.ok(key.startsWith('faultline.'));
			assert.deepEqual(
				['default', 'order', 'scope', 'markdownDescription'].filter((part) => setting[part] === undefined),
				[],
				key,
			);
		}
	});

	it('activates for what may hold a trace (logs, outputs, terminals) or have a note (files), and not in every window', () => {
		const events: string[] = manifest.activationEvents;
		assert.deepEqual(events.filter((event) => !/^on(?:FileSystem|WebviewPanel):/.test(event)).sort(), [
			'onLanguage', // any file may have a root-cause note
			'onLanguage:Log', // what the Output view shows that is no log
			'onLanguage:log',
			'onLanguage:markdown', // reviews, whose folder a setting names
			'onLanguage:plaintext',
			'onTerminal:*',
			'onTerminalShellIntegration:*', // terminals that outlived a reload of the window
			'onUri',
			'workspaceContains:.faultline/*.jsonl',
			'workspaceContains:FAULTLINE-REVERT.md', // a window of ours, to resolve conflicts in
		]);
	});

	it('activates for the pages that VS Code opens again after a reload', () => {
		const events: string[] = manifest.activationEvents;
		for (const [, type] of read('src/extension.ts').matchAll(/registerWebviewPanelSerializer\('([\w.]+)'/g)) {
			assert.ok(events.includes(`onWebviewPanel:${type}`), type);
		}
	});

	it('activates for the documents it provides, which VS Code opens again after a reload', () => {
		const files = ['editor/gitDocuments', 'editor/sourceDocuments', 'editor/rulesDocument', 'review/reviewUri'];
		const schemes = files.map(
			(file) => /^(?:export )?const (?:REVIEW_)?SCHEME = '([\w-]+)';/m.exec(read(`src/host/${file}.ts`))?.[1],
		);
		const events: string[] = manifest.activationEvents;
		assert.deepEqual(
			events.filter((event) => event.startsWith('onFileSystem:')),
			schemes.map((scheme) => `onFileSystem:${scheme}`),
		);
	});
});
