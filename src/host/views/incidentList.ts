import type { IncidentSummary } from '../../core/incident/summary';
import { type Arrangement, DEFAULT_ARRANGEMENT } from '../../core/incident/triage/arrangement';
import { Board } from '../../core/incident/triage/board';
import { type Looker, shownBy } from '../../core/incident/triage/filter';
import { isOver } from '../../core/incident/triage/groups';
import type { GroupNode, IncidentNode, MoreNode } from './nodeTypes';

/** So many incidents of a group are shown at once, and so many more with each “Show more”: VS Code stays quick with them. */
export const PAGE = 100;
/** Of more changes than this at once, arranging all anew is cheaper than finding each one's place. */
const ANEW = 500;

/** How many incidents there are. */
export interface Counts {
	readonly all: number;
	/** What the filter shows of them. */
	readonly shown: number;
	/** Of priority P1 or P2, neither resolved nor closed. */
	readonly urgent: number;
}

/** What to draw anew: nodes, or everything. */
export type Redraw = readonly (GroupNode | IncidentNode)[] | 'all';

/** The upper levels of the incidents tree: which incidents are in which groups, as nodes that stay the same while incidents change. */
export class IncidentList {
	private readonly known = new Map<string, IncidentSummary>();
	private readonly nodes = new Map<string, IncidentNode>();
	private readonly groupNodes = new Map<string, GroupNode>();
	/** How many incidents of a group are shown; a page where it does not say. */
	private readonly limits = new Map<string, number>();
	private urgent = 0;
	private looker: Looker = { me: '', isOpen: () => false, found: undefined };
	private arranged: Arrangement = DEFAULT_ARRANGEMENT;
	private board = new Board(DEFAULT_ARRANGEMENT, () => true);

	get arrangement(): Arrangement {
		return this.arranged;
	}

	get counts(): Counts {
		return { all: this.known.size, shown: this.board.size, urgent: this.urgent };
	}

	/** Begins anew with these incidents; those that are deleted do not count. They have to be arranged then. */
	fill(incidents: readonly IncidentSummary[]): void {
		this.known.clear();
		this.urgent = 0;
		for (const incident of incidents) {
			this.know(incident.id, incident);
		}
		for (const id of this.nodes.keys()) {
			if (!this.known.has(id)) {
				this.nodes.delete(id);
			}
		}
	}

	/** Groups, sorts and filters anew. */
	arrange(arrangement: Arrangement, looker: Looker): void {
		if (arrangement.grouping !== this.arranged.grouping) {
			this.groupNodes.clear();
			this.limits.clear();
		}
		this.arranged = arrangement;
		this.looker = looker;
		this.board = new Board(arrangement, shownBy(arrangement.filter, looker), this.known.values());
	}

	/** Takes in what became of incidents; `undefined` for one that is no more. */
	change(changes: readonly (readonly [id: string, incident: IncidentSummary | undefined])[]): Redraw {
		const wasEmpty = this.known.size === 0;
		const news = changes.filter(
			([id, incident]) => this.known.get(id) !== (incident?.isDeleted ? undefined : incident),
		);
		for (const [id, incident] of news) {
			this.know(id, incident);
		}
		if (news.length > ANEW || wasEmpty !== (this.known.size === 0)) {
			this.arrange(this.arranged, this.looker);
			return 'all';
		}
		const { incidents, groups, areGroupsOther } = this.board.change(news);
		if (areGroupsOther || (this.arranged.grouping === 'none' && groups.size > 0)) {
			return 'all';
		}
		const changedGroups = [...groups].map((value) => this.groupNode(value));
		const inPlace = [...incidents].flatMap((id) => this.shownNode(id) ?? []);
		return [...changedGroups, ...inPlace.filter(({ parent }) => !parent || !changedGroups.includes(parent))];
	}

	/** The first level: groups, or incidents where nothing is grouped. Nothing where the filter shows none: then the view says so. */
	roots(): readonly (GroupNode | IncidentNode | MoreNode)[] {
		if (this.arranged.grouping === 'none') {
			return this.page('', undefined);
		}
		return this.board.size === 0 ? [] : this.board.groups().map(({ value }) => this.groupNode(value));
	}

	/** The incidents of a group, as far as they are shown. */
	below(group: GroupNode): readonly (IncidentNode | MoreNode)[] {
		return this.page(group.value, group);
	}

	/** Shows another page of a group. @returns what to draw anew */
	showMore(group: string): Redraw {
		this.limits.set(group, this.limitOf(group) + PAGE);
		return this.redrawOf(group);
	}

	/**
	 * An incident's node, within what is shown of its group.
	 *
	 * @returns undefined where the filter does not show it; `redraw` where more of its group is shown than before
	 */
	find(id: string): { readonly node: IncidentNode; readonly redraw?: Redraw } | undefined {
		const place = this.board.placeOf(id);
		const summary = this.known.get(id);
		if (!place || !summary) {
			return undefined;
		}
		const node = this.nodeOf(summary, this.parentOf(place.group));
		if (place.index < this.limitOf(place.group)) {
			return { node };
		}
		this.limits.set(place.group, Math.ceil((place.index + 1) / PAGE) * PAGE);
		return { node, redraw: this.redrawOf(place.group) };
	}

	/** The node of an incident that is within what is shown of its group. */
	shownNode(id: string): IncidentNode | undefined {
		const place = this.board.placeOf(id);
		const summary = this.known.get(id);
		return place && summary && place.index < this.limitOf(place.group)
			? this.nodeOf(summary, this.parentOf(place.group))
			: undefined;
	}

	/** Services or people that are named, each once, those of the latest incidents first. */
	named(field: 'service' | 'assignee'): readonly string[] {
		const latest = [...this.known.values()].sort((one, other) => other.createdAt - one.createdAt);
		return [...new Set(latest.flatMap((incident) => incident[field]?.trim() || []))];
	}

	private page(value: string, parent: GroupNode | undefined): readonly (IncidentNode | MoreNode)[] {
		const { incidents } = this.board.group(value);
		const limit = this.limitOf(value);
		const nodes = incidents.slice(0, limit).map((incident) => this.nodeOf(incident, parent));
		const rest = incidents.length - nodes.length;
		return rest === 0
			? nodes
			: [...nodes, { kind: 'moreIncidents', id: `more/${parent?.id ?? ''}`, parent, group: value, rest }];
	}

	private nodeOf(summary: IncidentSummary, parent: GroupNode | undefined): IncidentNode {
		const known = this.nodes.get(summary.id);
		if (known) {
			known.summary = summary;
			known.parent = parent;
			return known;
		}
		const node: IncidentNode = { kind: 'incident', id: summary.id, incidentId: summary.id, summary, parent };
		this.nodes.set(summary.id, node);
		return node;
	}

	private groupNode(value: string): GroupNode {
		const count = this.board.group(value).incidents.length;
		const { grouping } = this.arranged;
		// VS Code opens a node as it is told to only when it sees it first: one that gets its first incident has to be another one.
		const id = `group/${grouping}/${count === 0 ? 'empty' : 'some'}/${value}`;
		const known = this.groupNodes.get(id);
		if (known) {
			known.count = count;
			return known;
		}
		const node: GroupNode = { kind: 'group', id, grouping, value, count };
		this.groupNodes.set(id, node);
		return node;
	}

	private parentOf(group: string): GroupNode | undefined {
		return this.arranged.grouping === 'none' ? undefined : this.groupNode(group);
	}

	private redrawOf(group: string): Redraw {
		const node = this.parentOf(group);
		return node ? [node] : 'all';
	}

	private limitOf(group: string): number {
		return this.limits.get(group) ?? PAGE;
	}

	private know(id: string, incident: IncidentSummary | undefined): void {
		const isUrgent = (one: IncidentSummary) => (one.priority === 'P1' || one.priority === 'P2') && !isOver(one);
		const before = this.known.get(id);
		const after = incident?.isDeleted ? undefined : incident;
		this.urgent += Number(after !== undefined && isUrgent(after)) - Number(before !== undefined && isUrgent(before));
		if (after) {
			this.known.set(id, after);
		} else {
			this.known.delete(id);
		}
	}
}
