import type { IncidentSummary } from '../summary';
import type { Arrangement } from './arrangement';
import { compareGroups, groupOf, standingGroups } from './groups';
import { compareBy } from './sorting';

/** Incidents that belong together, in order. */
export interface Group {
	/** What its incidents have in common: a status, a priority, a name; empty for those without, and where nothing is grouped. */
	readonly value: string;
	readonly incidents: readonly IncidentSummary[];
}

/** What of a board is other than before. */
export interface BoardChange {
	/** Ids of incidents that stayed where they were. */
	readonly incidents: ReadonlySet<string>;
	/** Groups in which incidents came, went or moved. */
	readonly groups: ReadonlySet<string>;
	/** Other groups than before hold some. */
	readonly areGroupsOther: boolean;
}

/**
 * Incidents in groups and in order. A change finds its places by halving, so that it costs nearly the same for ten incidents and for
 * ten thousand; what comes out is what arranging all of them anew would give.
 */
export class Board {
	private readonly members = new Map<string, IncidentSummary[]>();
	/** Each incident as it is on the board, since that says where it is. */
	private readonly placed = new Map<string, IncidentSummary>();
	private readonly compare: (one: IncidentSummary, other: IncidentSummary) => number;
	private readonly standing: readonly string[];

	/**
	 * @param isShown whether an incident is to be on the board
	 */
	constructor(
		private readonly arrangement: Arrangement,
		private readonly isShown: (incident: IncidentSummary) => boolean,
		incidents: Iterable<IncidentSummary> = [],
	) {
		this.compare = compareBy(arrangement.sorting);
		this.standing = standingGroups(arrangement.grouping, arrangement.filter);
		for (const incident of incidents) {
			if (isShown(incident)) {
				this.placed.set(incident.id, incident);
				this.membersOf(this.valueOf(incident)).push(incident);
			}
		}
		for (const members of this.members.values()) {
			members.sort(this.compare);
		}
	}

	get size(): number {
		return this.placed.size;
	}

	/** In order; where nothing is grouped, one that holds all. */
	groups(): readonly Group[] {
		const values = new Set([...this.standing, ...this.members.keys()]);
		return [...values].sort(compareGroups(this.arrangement.grouping)).map((value) => this.group(value));
	}

	group(value: string): Group {
		return { value, incidents: this.members.get(value) ?? [] };
	}

	/** Where an incident is, `index` counted from 0; undefined where it is not on the board. */
	placeOf(id: string): { readonly group: string; readonly index: number } | undefined {
		const incident = this.placed.get(id);
		if (!incident) {
			return undefined;
		}
		const group = this.valueOf(incident);
		return { group, index: this.indexIn(this.membersOf(group), incident) };
	}

	/** Takes in what became of incidents; `undefined` for one that is no more. */
	change(changes: Iterable<readonly [id: string, incident: IncidentSummary | undefined]>): BoardChange {
		const before = new Set(this.members.keys());
		const incidents = new Set<string>();
		const groups = new Set<string>();
		for (const [id, incident] of changes) {
			const from = this.takeOut(id);
			const to = incident && this.isShown(incident) ? this.putIn(incident) : undefined;
			if (from && to && from.group === to.group && from.index === to.index) {
				incidents.add(id);
				continue;
			}
			for (const place of [from, to]) {
				if (place) {
					groups.add(place.group);
				}
			}
		}
		const areGroupsOther =
			before.size !== this.members.size || [...this.members.keys()].some((value) => !before.has(value));
		return { incidents, groups, areGroupsOther };
	}

	private takeOut(id: string) {
		const place = this.placeOf(id);
		if (place) {
			const members = this.membersOf(place.group);
			members.splice(place.index, 1);
			if (members.length === 0) {
				this.members.delete(place.group);
			}
			this.placed.delete(id);
		}
		return place;
	}

	private putIn(incident: IncidentSummary) {
		const group = this.valueOf(incident);
		const members = this.membersOf(group);
		const index = this.indexIn(members, incident);
		members.splice(index, 0, incident);
		this.placed.set(incident.id, incident);
		return { group, index };
	}

	/** Where it is, or would be, among members that are in order. */
	private indexIn(members: readonly IncidentSummary[], incident: IncidentSummary): number {
		let low = 0;
		let high = members.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const other = members[middle];
			if (other && this.compare(other, incident) < 0) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}

	private valueOf(incident: IncidentSummary): string {
		return groupOf(incident, this.arrangement.grouping);
	}

	private membersOf(value: string): IncidentSummary[] {
		const known = this.members.get(value);
		if (known) {
			return known;
		}
		const members: IncidentSummary[] = [];
		this.members.set(value, members);
		return members;
	}
}
