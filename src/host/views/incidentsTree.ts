import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FollowedStates } from '../../app/followedPullRequests';
import type { Incidents } from '../../app/incidents';
import type { Deployed, PullRequests } from '../../app/suspectOrigins';
import { Disposables } from '../../base/disposables';
import { FaultlineError, isAbort } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { IncidentSummary } from '../../core/incident/summary';
import type { Arrangement } from '../../core/incident/triage/arrangement';
import { isFiltering } from '../../core/incident/triage/filter';
import type { App, IncidentsView, RunningAnalyses } from '../app';
import type { IncidentClocks } from '../clocks';
import { setContextKey } from '../contextKeys';
import { isInside } from '../editor/insideRepository';
import { onDidChangeSettings, settings } from '../settings';
import type { Arrangements } from './arrangements';
import { filterSentence, groupingName } from './arrangementWords';
import { type AskedNeeds, AskedNodes } from './askedNodes';
import { type Drop, Drops } from './drops';
import { IncidentBranches } from './incidentBranches';
import { incidentDescription, incidentTooltip } from './incidentItems';
import { IncidentList, type Redraw } from './incidentList';
import { itemOf } from './items';
import { childrenOf, incidentChildren } from './nodes';
import type { IncidentNode, Node } from './nodeTypes';
import { isShownWithin } from './whenShown';

/** Ages and clocks in the tree are rewritten this often while it shows. */
const AGE_EVERY_MS = 60_000;

/** How often VS Code is asked to bring an incident into sight. */
const REVEAL_TRIES = 3;
/** How long VS Code may take to show the view that it was asked to. */
const SHOWN_WITHIN_MS = 1000;

type Needs = Pick<App, 'incidents' | 'onDidChangeIncidents' | 'tracesOf' | 'log'> &
	Omit<AskedNeeds, 'whole'> & {
		readonly relocated: (incident: Incident) => Promise<Incident>;
		readonly running: Pick<RunningAnalyses, 'has' | 'soFar'>;
		readonly onDidChangeRunning: (listener: (incidentId: string) => void) => vscode.Disposable;
		readonly pullRequestsOf: (incident: Incident) => PullRequests;
		readonly deployedOf: (incident: Incident) => Deployed;
		readonly followedOf: (incident: Incident) => FollowedStates;
		readonly onDidChangeOrigins: (listener: (incidentId: string) => void) => vscode.Disposable;
		/** How an issue is followed, in words. */
		readonly issueState: (incident: Incident, url: string) => string;
		readonly arrangements: Arrangements;
		readonly clocks: IncidentClocks;
		readonly onDrop: (drop: Drop) => void;
		/** An incident that was to be brought into sight is left out by the filter. */
		readonly onHidden: (incident: IncidentSummary) => void;
	};

/** The Incidents tree. A change refreshes its incident's node, or its group where it moved; all is read anew only when groups come or go. */
export class IncidentsTree implements vscode.TreeDataProvider<Node>, IncidentsView, vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly changed = this.owned.add(new vscode.EventEmitter<Node | Node[] | undefined>());
	private readonly list = new IncidentList();
	private readonly view: vscode.TreeView<Node>;
	/** Where the list is from; another one when the home changes. */
	private source: Incidents | undefined;
	private filling: Promise<void> = Promise.resolve();
	private searching = new AbortController();
	private found: ReadonlySet<string> | undefined;
	/** What VS Code was last told to show behind each incident. */
	private readonly described = new Map<string, string>();
	private readonly collapsed = new Set<string>();
	private badge = 0;
	private failure: string | undefined;
	private readonly asked: AskedNodes;
	private readonly branches = new IncidentBranches({
		read: (node) => this.readBranch(node),
		redraw: (nodes) => this.changed.fire([...nodes]),
	});

	readonly onDidChangeTreeData = this.changed.event;

	constructor(private readonly needs: Needs) {
		this.asked = new AskedNodes({ ...needs, whole: (id) => this.whole(id) });
		this.list.arrange(needs.arrangements.get(), this.looker());
		this.view = this.owned.add(
			vscode.window.createTreeView<Node>('faultline.incidents', {
				treeDataProvider: this,
				canSelectMany: true,
				dragAndDropController: new Drops(needs.onDrop),
			}),
		);
		this.owned.add(this.view.onDidCollapseElement(({ element }) => this.opened(element, false)));
		this.owned.add(this.view.onDidExpandElement(({ element }) => this.opened(element, true)));
		this.owned.add(needs.onDidChangeIncidents((ids) => void this.refresh(ids)));
		this.owned.add(needs.onDidChangeRunning((id) => this.redraw(this.nodesOf([id]))));
		this.owned.add(needs.onDidChangeOrigins((id) => this.redraw(this.nodesOf([id]))));
		this.owned.add(onDidChangeSettings('inApp', () => this.rulesChanged()));
		this.owned.add(onDidChangeSettings('pathMappings', () => this.rulesChanged()));
		this.owned.add(onDidChangeSettings('closure', () => this.redraw('all')));
		this.owned.add(needs.clocks.onDidChange(() => this.redraw('all')));
		this.owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.rearrange()));
		const aging = setInterval(() => this.view.visible && this.age(), AGE_EVERY_MS);
		this.owned.add({ dispose: () => clearInterval(aging) });
		this.describe();
	}

	get arrangement(): Arrangement {
		return this.list.arrangement;
	}

	getTreeItem(node: Node): vscode.TreeItem {
		const now = Date.now();
		if (node.kind === 'incident') {
			this.described.set(node.id, this.descriptionOf(node, now));
		}
		const item = itemOf(node, now, (incident, at) => this.needs.clocks.of(incident, at));
		const isOpen = node.kind === 'group' && node.count > 0 ? this.needs.arrangements.isOpen(node) : undefined;
		if (isOpen !== undefined) {
			item.collapsibleState = isOpen
				? vscode.TreeItemCollapsibleState.Expanded
				: vscode.TreeItemCollapsibleState.Collapsed;
		}
		return item;
	}

	async getChildren(node?: Node): Promise<Node[]> {
		if (node === undefined) {
			return [...(await this.rootsOrReason())];
		}
		if (node.kind === 'group') {
			return [...this.list.below(node)];
		}
		if (node.kind === 'secondOpinion' || node.kind === 'earlier') {
			return [...(await this.asked.below(node))];
		}
		return [...(node.kind === 'incident' ? await this.branches.below(node) : childrenOf(node))];
	}

	private async readBranch(node: IncidentNode): Promise<readonly Node[]> {
		const incident = await this.whole(node.incidentId);
		if (!incident) {
			return [];
		}
		const parsed = await this.needs.tracesOf(incident.evidence);
		const shown = await this.needs.relocated(incident);
		const { running } = this.needs;
		const isAnalyzing = running.has(node.incidentId);
		const soFar = running.soFar(node.incidentId);
		const pullRequests = this.needs.pullRequestsOf(incident);
		const deployed = this.needs.deployedOf(incident);
		const issueState = (url: string) => this.needs.issueState(incident, url);
		const followed = this.needs.followedOf(incident);
		const hasOthers = this.list.counts.all > 1;
		const closure = settings.closure();
		const opened = {
			...{ incident, shown, parsed, isAnalyzing, soFar, pullRequests, deployed },
			...{ issueState, followed, hasOthers, closure },
		};
		return incidentChildren(node, opened, settings.inAppRules());
	}

	/** What is told of an incident at length is read when the pointer rests on it. */
	async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
		const incident = node.kind === 'incident' ? await this.whole(node.incidentId) : undefined;
		if (incident) {
			item.tooltip = incidentTooltip(incident, Date.now(), (one, at) => this.needs.clocks.of(one, at));
		}
		return item;
	}

	getParent(node: Node): Node | undefined {
		return node.parent;
	}

	selectedIncident(): string | undefined {
		return this.selectedIncidents()[0];
	}

	selectedIncidents(): readonly string[] {
		return [...new Set(this.view.selection.flatMap(({ incidentId }) => incidentId ?? []))];
	}

	async reveal(incidentId: string): Promise<void> {
		const incidents = await this.fill();
		const place = this.list.find(incidentId);
		const summary = incidents.find(incidentId);
		if (!place && summary && !summary.isDeleted) {
			this.needs.onHidden(summary);
		}
		this.redraw(place?.redraw ?? []);
		for (let tries = 1; place && tries <= REVEAL_TRIES; tries++) {
			try {
				await this.view.reveal(place.node, { select: true, focus: false, expand: true });
				// A view that is only now being shown selects the row, but forgets to open it.
				if (this.view.visible || !(await isShownWithin(SHOWN_WITHIN_MS, this.view))) {
					return;
				}
			} catch (error) {
				// VS Code refuses while it is taking the tree's news in. What the person asked for must not end with it.
				this.needs.log.debug(`${incidentId} could not be brought into sight`, error);
			}
		}
	}

	async arrange(change: Partial<Arrangement>): Promise<void> {
		const arrangement = { ...this.arrangement, ...change };
		await this.needs.arrangements.set(arrangement);
		await this.fill();
		await this.rearrange(arrangement);
	}

	showMore(group: string): void {
		this.redraw(this.list.showMore(group));
	}

	named(field: 'service' | 'assignee'): readonly string[] {
		return this.list.named(field);
	}

	dispose(): void {
		this.searching.abort();
		this.owned.dispose();
	}

	/** What the person opens and closes is kept, so that groups are as they were left. */
	private opened(node: Node, isOpen: boolean): void {
		if (isOpen) {
			this.collapsed.delete(node.id);
		} else {
			this.collapsed.add(node.id);
		}
		if (node.kind === 'incident') {
			this.branches.set(node.incidentId, isOpen);
		}
		if (node.kind === 'group') {
			void this.needs.arrangements.setOpen(node, isOpen);
		}
	}

	private descriptionOf({ summary, parent }: IncidentNode, now: number): string {
		return incidentDescription(summary, parent?.grouping, now, (one, at) => this.needs.clocks.of(one, at));
	}

	/** Draws those incidents anew that VS Code shows and that say something else than a minute ago. */
	private age(): void {
		const now = Date.now();
		const nodes = this.nodesOf(this.described.keys()).filter(
			(node) =>
				!(node.parent && this.collapsed.has(node.parent.id)) &&
				this.descriptionOf(node, now) !== this.described.get(node.id),
		);
		this.redraw(nodes);
	}

	private nodesOf(ids: Iterable<string>): readonly IncidentNode[] {
		return [...ids].flatMap((id) => this.list.shownNode(id) ?? []);
	}

	private redraw(what: Redraw): void {
		if (what === 'all') {
			this.described.clear();
			this.branches.forget();
			this.changed.fire(undefined);
		} else if (what.length > 0) {
			this.branches.redraw(what);
		}
	}

	private rulesChanged(): void {
		this.asked.forget();
		this.redraw('all');
	}

	private async whole(id: string): Promise<Incident | undefined> {
		return (await this.needs.incidents()).get(id);
	}

	/** When the incidents can't be read, the view itself says why: an empty tree would look like none were recorded. */
	private async rootsOrReason(): Promise<readonly Node[]> {
		try {
			await this.fill();
			this.failure = undefined;
		} catch (error) {
			this.needs.log.error(error instanceof Error ? error : String(error), 'incidents view');
			this.failure = FaultlineError.is(error)
				? error.message
				: l10n.t('The incidents could not be read. They are still on disk; the log says more.');
		}
		this.describe();
		return this.failure === undefined ? this.list.roots() : [];
	}

	/** Reads the list where that was not done, or where the incidents are in another home now. */
	private async fill(): Promise<Incidents> {
		const incidents = await this.needs.incidents();
		if (this.source !== incidents) {
			this.source = incidents;
			this.list.fill(incidents.list());
			this.filling = this.begin();
		}
		await this.filling;
		return incidents;
	}

	private async begin(): Promise<void> {
		await Promise.all([this.needs.clocks.ready(), this.lookUp(this.arrangement)]);
		this.list.arrange(this.arrangement, this.looker());
	}

	private async refresh(ids: readonly string[]): Promise<void> {
		const last = this.source;
		const incidents = await this.fill();
		const found = ids.map((id) => [id, incidents.find(id)] as const);
		const redraw = this.list.change(found.map(([id, one]) => [id, one?.id === id ? one : undefined]));
		this.describe();
		this.redraw(last === incidents ? redraw : 'all');
		const before = this.found;
		if (before && (await this.lookUp(this.arrangement)) && !isSame(before, this.found)) {
			this.arrangeAll(this.arrangement);
		}
	}

	private async rearrange(arrangement: Arrangement = this.arrangement): Promise<void> {
		if (await this.lookUp(arrangement)) {
			this.arrangeAll(arrangement);
		}
	}

	private arrangeAll(arrangement: Arrangement): void {
		this.list.arrange(arrangement, this.looker());
		this.describe();
		this.redraw('all');
	}

	/**
	 * Looks for the text of a filter.
	 *
	 * @returns whether this is what counts: not where another one was asked for meanwhile
	 */
	private async lookUp({ filter }: Arrangement): Promise<boolean> {
		this.searching.abort();
		const searching = new AbortController();
		this.searching = searching;
		const text = filter.text.trim();
		let found: ReadonlySet<string> | undefined;
		try {
			found = text === '' ? undefined : await this.source?.matching(text, searching.signal);
		} catch (error) {
			if (!isAbort(error)) {
				this.needs.log.error(error instanceof Error ? error : String(error), 'filter');
				found = new Set();
			}
		}
		if (searching.signal.aborted) {
			return false;
		}
		this.found = found;
		return true;
	}

	private looker() {
		const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
		return {
			me: this.source?.me ?? '',
			isOpen: (repository: string) =>
				folders.some(({ uri }) => isInside(uri.fsPath, repository) || isInside(repository, uri.fsPath)),
			found: this.found,
		};
	}

	/** Says around the tree what is in it. */
	private describe(): void {
		const { all, shown, urgent } = this.list.counts;
		const { grouping, filter } = this.arrangement;
		const isKnown = this.source !== undefined && this.failure === undefined;
		setContextKey('faultline.isFiltered', isFiltering(filter));
		if (isKnown) {
			setContextKey('faultline.noIncidents', all === 0);
			setContextKey('faultline.nothingFits', all > 0 && shown === 0);
		}
		this.view.description =
			grouping === 'none' ? undefined : l10n.t('by {0}', groupingName(grouping).toLocaleLowerCase());
		// Where there is a message, VS Code shows no welcome, which has the button that clears the filter.
		this.view.message = this.failure ?? (shown === 0 ? undefined : filterSentence(filter, shown, all));
		if (urgent !== this.badge) {
			this.badge = urgent;
			this.view.badge = urgent === 0 ? undefined : { value: urgent, tooltip: badgeTooltip(urgent) };
		}
	}
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string> | undefined): boolean {
	return one.size === other?.size && [...one].every((id) => other.has(id));
}

function badgeTooltip(urgent: number): string {
	return urgent === 1
		? l10n.t('1 open incident of priority P1 or P2')
		: l10n.t('{0} open incidents of priority P1 or P2', urgent);
}
