import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { NamedOpinion } from '../../app/secondOpinion';
import { Disposables } from '../../base/disposables';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { IncidentSummary } from '../../core/incident/summary';
import type { App } from '../app';
import { setContextKey } from '../contextKeys';
import { onDidChangeSettings, settings } from '../settings';
import { incidentTooltip, itemOf } from './items';
import { childrenOf, failureNode, incidentChildren, inTreeOrder, opinionNodes } from './nodes';
import type { IncidentNode, Node, OpinionsNode } from './nodeTypes';

/** Ages in the tree are rewritten this often while it shows. */
const AGE_EVERY_MS = 60_000;

/** How often VS Code is asked to bring an incident into sight. */
const REVEAL_TRIES = 3;

type Needs = Pick<App, 'incidents' | 'onDidChangeIncidents' | 'tracesOf' | 'log'> & {
	readonly relocated: (incident: Incident) => Promise<Incident>;
	readonly secondOpinions: (incident: Incident) => Promise<readonly NamedOpinion[]>;
	readonly isAnalyzing: (incidentId: string) => boolean;
	readonly onDidChangeRunning: (listener: (incidentId: string) => void) => vscode.Disposable;
};

/** The Incidents tree. A change refreshes its incident's node; the list is read anew only when an incident comes, goes or moves. */
export class IncidentsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly changed = this.owned.add(new vscode.EventEmitter<Node | undefined>());
	private readonly nodes = new Map<string, IncidentNode>();
	private readonly view: vscode.TreeView<Node>;
	private shownOrder = '';
	/** Kept while an incident stays as it is: the tree is asked again every minute, and git should not be. */
	private opinionsKept = new WeakMap<Incident, Promise<readonly NamedOpinion[]>>();

	readonly onDidChangeTreeData = this.changed.event;

	constructor(private readonly needs: Needs) {
		this.view = this.owned.add(vscode.window.createTreeView<Node>('faultline.incidents', { treeDataProvider: this }));
		this.owned.add(needs.onDidChangeIncidents((ids) => void this.refresh(ids)));
		this.owned.add(needs.onDidChangeRunning((id) => this.refreshNode(id)));
		this.owned.add(onDidChangeSettings('inApp', () => this.rulesChanged()));
		this.owned.add(onDidChangeSettings('pathMappings', () => this.rulesChanged()));
		const aging = setInterval(() => this.view.visible && this.changed.fire(undefined), AGE_EVERY_MS);
		this.owned.add({ dispose: () => clearInterval(aging) });
	}

	getTreeItem(node: Node): vscode.TreeItem {
		return itemOf(node, Date.now());
	}

	async getChildren(node?: Node): Promise<Node[]> {
		if (node === undefined) {
			return [...(await this.rootsOrReason())];
		}
		if (node.kind === 'secondOpinion') {
			return [...(await this.opinions(node))];
		}
		if (node.kind !== 'incident') {
			return [...childrenOf(node)];
		}
		const incident = await this.whole(node.incidentId);
		if (!incident) {
			return [];
		}
		const parsed = await this.needs.tracesOf(incident.evidence);
		const shown = await this.needs.relocated(incident);
		const isAnalyzing = this.needs.isAnalyzing(node.incidentId);
		return [...incidentChildren(node, { incident, shown, parsed, isAnalyzing }, settings.inAppRules())];
	}

	/** What is told of an incident at length is read when the pointer rests on it. */
	async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
		const incident = node.kind === 'incident' ? await this.whole(node.incidentId) : undefined;
		if (incident) {
			item.tooltip = incidentTooltip(incident, Date.now());
		}
		return item;
	}

	getParent(node: Node): Node | undefined {
		return node.kind === 'incident' ? undefined : node.parent;
	}

	selectedIncident(): string | undefined {
		return this.view.selection[0]?.incidentId;
	}

	async reveal(incidentId: string): Promise<void> {
		await this.roots();
		const node = this.nodes.get(incidentId);
		for (let tries = 1; node && tries <= REVEAL_TRIES; tries++) {
			try {
				return await this.view.reveal(node, { select: true, focus: false, expand: true });
			} catch (error) {
				// VS Code refuses while it is taking the tree's news in. What the person asked for must not end with it.
				this.needs.log.debug(`${incidentId} could not be brought into sight`, error);
			}
		}
	}

	dispose(): void {
		this.owned.dispose();
		this.nodes.clear();
	}

	private rulesChanged(): void {
		this.opinionsKept = new WeakMap();
		this.changed.fire(undefined);
	}

	private async opinions(node: OpinionsNode): Promise<readonly Node[]> {
		const incident = await this.whole(node.incidentId);
		if (!incident) {
			return [];
		}
		const asked = this.opinionsKept.get(incident) ?? this.needs.secondOpinions(incident);
		this.opinionsKept.set(incident, asked);
		try {
			return opinionNodes(node, await asked);
		} catch (error) {
			this.opinionsKept.delete(incident);
			this.needs.log.warn('second opinion', error);
			return [
				failureNode(node, FaultlineError.is(error) ? error.message : l10n.t('It could not be told; the log says why.')),
			];
		}
	}

	private async whole(id: string): Promise<Incident | undefined> {
		return (await this.needs.incidents()).get(id);
	}

	/** When the incidents can't be read, the view itself says why: an empty tree would look like none were recorded. */
	private async rootsOrReason(): Promise<readonly IncidentNode[]> {
		try {
			const roots = await this.roots();
			this.shownOrder = orderOf(roots.map(({ summary }) => summary));
			this.view.message = undefined;
			return roots;
		} catch (error) {
			this.needs.log.error(error instanceof Error ? error : String(error), 'incidents view');
			this.view.message = FaultlineError.is(error)
				? error.message
				: l10n.t('The incidents could not be read. They are still on disk; the log says more.');
			return [];
		}
	}

	private async roots(): Promise<readonly IncidentNode[]> {
		const incidents = inTreeOrder((await this.needs.incidents()).list());
		const known = new Set(incidents.map(({ id }) => id));
		for (const id of this.nodes.keys()) {
			if (!known.has(id)) {
				this.nodes.delete(id);
			}
		}
		this.summarize(incidents);
		return incidents.map((incident) => this.nodeOf(incident));
	}

	private nodeOf(summary: IncidentSummary): IncidentNode {
		const known = this.nodes.get(summary.id);
		if (known) {
			known.summary = summary;
			return known;
		}
		const node: IncidentNode = { kind: 'incident', id: summary.id, incidentId: summary.id, summary };
		this.nodes.set(summary.id, node);
		return node;
	}

	private async refresh(ids: readonly string[]): Promise<void> {
		const incidents = inTreeOrder((await this.needs.incidents()).list());
		this.summarize(incidents);
		if (orderOf(incidents) !== this.shownOrder) {
			this.changed.fire(undefined);
			return;
		}
		const changed = new Set(ids);
		for (const incident of incidents.filter(({ id }) => changed.has(id))) {
			this.changed.fire(this.nodeOf(incident));
		}
	}

	private refreshNode(id: string): void {
		const node = this.nodes.get(id);
		if (node) {
			this.changed.fire(node);
		}
	}

	private summarize(incidents: readonly IncidentSummary[]): void {
		setContextKey('faultline.noIncidents', incidents.length === 0);
		const urgent = incidents.filter(
			({ priority, status }) =>
				(priority === 'P1' || priority === 'P2') && status !== 'resolved' && status !== 'closed',
		).length;
		this.view.badge =
			urgent === 0
				? undefined
				: {
						value: urgent,
						tooltip:
							urgent === 1
								? l10n.t('1 open incident of priority P1 or P2')
								: l10n.t('{0} open incidents of priority P1 or P2', urgent),
					};
	}
}

function orderOf(incidents: readonly IncidentSummary[]): string {
	return incidents.map(({ id }) => id).join();
}
