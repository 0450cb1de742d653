import type { IncidentSummary } from '../summary';
import type { Sorting } from './arrangement';
import { isOver } from './groups';

type Compare = (one: IncidentSummary, other: IncidentSummary) => number;

const newest: Compare = (one, other) =>
	other.createdAt - one.createdAt || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);

const BY: Readonly<Record<Sorting, Compare>> = {
	priority: (one, other) => (one.priority === other.priority ? 0 : one.priority < other.priority ? -1 : 1),
	newest: () => 0,
	oldest: (one, other) => newest(other, one),
	lastChange: (one, other) => other.lastChangeAt - one.lastChangeAt,
};

/** A total order, so that there is one list for some incidents: what is open before what is over, and the newest first where nothing else decides. */
export function compareBy(sorting: Sorting): Compare {
	const by = BY[sorting];
	return (one, other) => Number(isOver(one)) - Number(isOver(other)) || by(one, other) || newest(one, other);
}
