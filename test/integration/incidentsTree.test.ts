import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IncidentSummary } from '../../src/core/incident/summary';
import { faultline, listening, picking, setting, until } from './support';

interface Node {
	readonly kind: string;
	readonly value?: string;
	readonly incidentId?: string;
}

describe('the incidents tree', () => {
	before(() => setting('analyzeOnCreate', false));
	after(async () => {
		await arrange('groupBy', 'None');
		await arrange('sortBy', 'Priority');
		await vscode.commands.executeCommand('faultline.clearFilter');
		await setting('analyzeOnCreate', undefined);
	});

	const tree = async () => {
		const { exports } = await faultline();
		assert.ok(exports.test);
		return exports.test.tree as vscode.TreeDataProvider<Node>;
	};
	const below = async (node?: Node) => (await (await tree()).getChildren(node)) ?? [];
	const group = async (value: string) => (await below()).find((node) => node.kind === 'group' && node.value === value);
	const idsIn = async (value: string) => (await below(await group(value))).map(({ incidentId }) => incidentId);
	const arrange = (command: string, label: string) =>
		picking(label, () => vscode.commands.executeCommand(`faultline.${command}`));
	const create = async (more: Partial<IncidentSummary> = {}) => {
		const { incidents } = await faultline();
		const fields = {
			title: 'Checkout is down',
			description: '',
			category: 'availability',
			impact: 2,
			urgency: 2,
		} as const;
		return incidents.create({ ...fields, ...more, evidence: [] });
	};
	const select = (id: string) => ({ incidentId: id });
	/** What the tree fires while something is done; empty arrays of nodes are not fired. */
	const refreshed = async (act: () => Promise<unknown>): Promise<readonly (string | undefined)[]> => {
		const fired: (string | undefined)[] = [];
		const listener = (await tree()).onDidChangeTreeData?.((what) => {
			const nodes = Array.isArray(what) ? what : [what];
			fired.push(...nodes.map((node) => (node ? (node.value ?? node.incidentId) : undefined)));
		});
		await act();
		await until(async () => (fired.length > 0 ? true : undefined));
		listener?.dispose();
		return fired;
	};

	it('groups by status, with what was chosen marked in the list', async () => {
		const { id } = await create();
		assert.deepEqual(await arrange('groupBy', 'Status'), ['None', 'Status', 'Priority', 'Service', 'Assignee']);
		assert.deepEqual(
			(await below()).map(({ value }) => value),
			['new', 'acknowledged', 'investigating', 'mitigated', 'resolved', 'closed'],
		);
		assert.ok((await idsIn('new')).includes(id));
	});

	it('moves an incident between groups and draws nothing else anew', async () => {
		const { id } = await create();
		const { incidents } = await faultline();
		await incidents.setStatus((await create()).id, 'acknowledged'); // else the group would open anew
		await until(async () => ((await idsIn('acknowledged')).length > 0 ? true : undefined));
		assert.deepEqual(await refreshed(() => incidents.setStatus(id, 'acknowledged')), ['new', 'acknowledged']);
		assert.ok((await idsIn('acknowledged')).includes(id));
		assert.deepEqual(await refreshed(() => incidents.edit(id, { title: 'Other' })), [id]);
	});

	it('shows the group and its count, and in an incident what the group does not say', async () => {
		const { id } = await create();
		const provider = await tree();
		const node = await group('new');
		const item = (await provider.getTreeItem(node as Node)) as vscode.TreeItem;
		assert.deepEqual([item.label, item.description], ['New', String((await idsIn('new')).length)]);
		const incident = (await below(node)).find(({ incidentId }) => incidentId === id);
		const { description } = (await provider.getTreeItem(incident as Node)) as vscode.TreeItem;
		assert.match(String(description), /^INC-\w+ · P2 · ack in \d+ min · now$/);
		assert.equal(provider.getParent?.(incident as Node), node);
	});

	it('filters by the text that a search finds, and follows what changes', async () => {
		const { incidents } = await faultline();
		const { id } = await create({ title: 'Quuxery fails' });
		await create({ title: 'Something else' });
		const window = vscode.window as unknown as Record<string, unknown>;
		const original = window.showInputBox;
		window.showInputBox = async () => 'quuxery';
		try {
			await arrange('filterIncidents', '$(search) Text');
		} finally {
			window.showInputBox = original;
		}
		assert.deepEqual(await idsIn('new'), [id]);
		const later = await create({ title: 'Another quuxery' });
		assert.deepEqual(await until(async () => ((await idsIn('new')).length === 2 ? idsIn('new') : undefined)), [
			later.id,
			id,
		]);
		await incidents.edit(id, { title: 'It is something else' });
		await until(async () => ((await idsIn('new')).length === 1 ? true : undefined));
		await vscode.commands.executeCommand('faultline.clearFilter');
		assert.ok((await idsIn('new')).includes(id));
	});

	it('offers to clear the filter for an incident that it hides', async () => {
		const { id } = await create();
		await arrange('filterIncidents', '$(account) Assigned to Me');
		const [said] = await listening(() => vscode.commands.executeCommand('faultline.undoDelete', id));
		assert.match(said?.sentence ?? '', /Nothing was deleted/);
		await listening(() => vscode.commands.executeCommand('faultline.deleteIncident', id));
		const [hidden] = await listening(() => vscode.commands.executeCommand('faultline.undoDelete'), 'Clear Filter');
		assert.match(hidden?.sentence ?? '', /not shown, because it does not fit the filter/);
		assert.ok(await until(async () => ((await idsIn('new')).includes(id) ? true : undefined)));
	});

	it('changes the status of many, and says once which were refused and why', async () => {
		const { incidents } = await faultline();
		const [one, other, over] = [await create(), await create(), await create()];
		await incidents.setStatus(over.id, 'resolved');
		const nodes = [one, other, over].map(({ id }) => select(id));
		const said = await listening(() =>
			picking('Acknowledged', () => vscode.commands.executeCommand('faultline.setStatus', nodes[0], nodes)),
		);
		assert.deepEqual(
			said.map(({ sentence }) => sentence),
			[`2 incidents are acknowledged now. ${over.key}: what is resolved cannot become acknowledged.`],
		);
		assert.deepEqual(
			[one, other, over].map(({ id }) => incidents.find(id)?.status),
			['acknowledged', 'acknowledged', 'resolved'],
		);
	});

	it('deletes many at once, and brings all of them back', async () => {
		const { incidents } = await faultline();
		const nodes = [await create(), await create()].map(({ id }) => select(id));
		const areThere = () => nodes.map(({ incidentId }) => incidents.find(incidentId)?.isDeleted);
		const [said] = await listening(() => vscode.commands.executeCommand('faultline.deleteIncident', nodes[0], nodes));
		assert.deepEqual([said?.sentence, areThere()], ['Deleted 2 incidents.', [true, true]]);
		await vscode.commands.executeCommand('faultline.undoDelete');
		assert.deepEqual(areThere(), [false, false]);
	});

	it('takes an incident on, and shows it under its assignee', async () => {
		const { incidents } = await faultline();
		const { id } = await create();
		await vscode.commands.executeCommand('faultline.assignToMe', select(id));
		await arrange('groupBy', 'Assignee');
		assert.ok((await idsIn(incidents.me)).includes(id));
	});

	it('gives back the priority of impact and urgency without a reason, and asks for one for another', async () => {
		const { incidents } = await faultline();
		const { id } = await create();
		const window = vscode.window as unknown as Record<string, unknown>;
		const original = window.showInputBox;
		const asked: unknown[] = [];
		window.showInputBox = async ({ prompt }: vscode.InputBoxOptions) => {
			asked.push(prompt);
			return 'The board asks';
		};
		try {
			const set = (label: string) =>
				picking(label, () => vscode.commands.executeCommand('faultline.setPriority', select(id)));
			await set('P1');
			const overridden = (await incidents.get(id))?.priorityOverride;
			await set('P2');
			assert.deepEqual(
				[overridden, (await incidents.get(id))?.priorityOverride, asked.length],
				[{ priority: 'P1', reason: 'The board asks' }, undefined, 1],
			);
		} finally {
			window.showInputBox = original;
		}
	});

	it('opens an incident into its links, files and notes, with what can be done with them', async () => {
		const { incidents } = await faultline();
		const { id } = await create();
		await incidents.addLink(id, { kind: 'issue', url: 'https://example.com/issues/1', title: '' });
		await incidents.attachFile(id, { path: 'src/price.js' });
		await incidents.addNote(id, 'Rolled back <b>everything</b> [x](command:y)');
		await arrange('groupBy', 'None');
		const node = (await below()).find(({ incidentId }) => incidentId === id);
		const sections = (await below(node)).filter(({ kind }) =>
			['links', 'attachedFiles', 'timelineNotes'].includes(kind),
		);
		const provider = await tree();
		const items: vscode.TreeItem[] = [];
		for (const section of sections) {
			for (const child of await below(section)) {
				items.push((await provider.getTreeItem(child)) as vscode.TreeItem);
			}
		}
		assert.deepEqual(
			items.map(({ label, contextValue, command }) => [label, contextValue, command?.command]),
			[
				['https://example.com/issues/1', 'link.issue', 'faultline.openLink'],
				['price.js', 'attachedFile', 'faultline.openAttachedFile'],
				['Rolled back <b>everything</b> [x](command:y)', 'timelineNote', 'faultline.showNote'],
			],
		);
		const tooltip = items[2]?.tooltip;
		assert.ok(tooltip instanceof vscode.MarkdownString && !tooltip.isTrusted && !tooltip.supportHtml);
		assert.doesNotMatch(tooltip.value, /\[x\]\(|<b>/);
		for (const [command, index] of [
			['removeLink', 0],
			['detachFile', 1],
			['removeNote', 2],
		] as const) {
			const [about] = items[index]?.command?.arguments ?? [];
			await listening(() => vscode.commands.executeCommand(`faultline.${command}`, about));
		}
		const { links, files, notes } = (await incidents.get(id)) ?? {};
		assert.deepEqual([links ?? [], files ?? [], notes ?? []], [[], [], []]);
	});

	it('tells of an incident at length only when asked, as text that nothing of it runs from', async () => {
		const { id } = await create({ title: '[run](command:workbench.action.reloadWindow) <img src=x>' });
		const provider = await tree();
		const node = (await below()).find(({ incidentId }) => incidentId === id) as Node;
		const item = (await provider.getTreeItem(node)) as vscode.TreeItem;
		assert.equal(item.tooltip, undefined);
		const { token } = new vscode.CancellationTokenSource();
		const tooltip = (await provider.resolveTreeItem?.(item, node, token))?.tooltip;
		assert.ok(tooltip instanceof vscode.MarkdownString && !tooltip.isTrusted && !tooltip.supportHtml);
		assert.doesNotMatch(tooltip.value, /\[run\]\(|<img[\s/>]/);
	});
});
