import { PRIORITIES } from '../priority';
import { STATUSES, type Status } from '../status';
import type { IncidentSummary } from '../summary';
import type { Filter, Grouping } from './arrangement';

/** Whether nothing of an incident is pressing any more. */
export const isOver = ({ status }: { readonly status: Status }): boolean =>
	status === 'resolved' || status === 'closed';

/** The group that an incident is in: what it has of what is grouped by, empty where it has none. */
export function groupOf(incident: IncidentSummary, grouping: Grouping): string {
	switch (grouping) {
		case 'status':
			return incident.status;
		case 'priority':
			return incident.priority;
		case 'service':
			return incident.service?.trim() ?? '';
		case 'assignee':
			return incident.assignee?.trim() ?? '';
		default:
			return '';
	}
}

/** Groups that are there also where nothing is in them: one can move incidents into them. Where nothing is grouped, the one that holds all. */
export function standingGroups(grouping: Grouping, { statuses }: Filter): readonly string[] {
	switch (grouping) {
		case 'status':
			return statuses.length > 0 ? STATUSES.filter((status) => statuses.includes(status)) : STATUSES;
		case 'priority':
			return PRIORITIES;
		case 'none':
			return [''];
		default:
			return [];
	}
}

/** Statuses along the lifecycle, priorities from the worst, names by the alphabet; what has none comes last. */
export function compareGroups(grouping: Grouping): (one: string, other: string) => number {
	const places: readonly string[] = grouping === 'status' ? STATUSES : grouping === 'priority' ? PRIORITIES : [];
	if (places.length > 0) {
		return (one, other) => places.indexOf(one) - places.indexOf(other);
	}
	const names = new Intl.Collator(undefined, { numeric: true }); // takes a while to make, so only where there are names
	return (one, other) =>
		Number(one === '') - Number(other === '') || names.compare(one, other) || (one < other ? -1 : Number(one > other));
}
