import type { IncidentSummary } from '../summary';
import type { Filter } from './arrangement';

/** What a filter has to know besides what it says. */
export interface Looker {
	/** The person who looks, as `Incidents.me`. */
	readonly me: string;
	/** Whether an absolute path is that of a repository that is open. */
	readonly isOpen: (repository: string) => boolean;
	/** Ids of the incidents that the filter's text finds; `undefined` while that is not known. */
	readonly found: ReadonlySet<string> | undefined;
}

/** Whether it leaves anything out. */
export function isFiltering({ text, statuses, isMine, isHere }: Filter): boolean {
	return text.trim() !== '' || statuses.length > 0 || isMine || isHere;
}

/** Whether two names are one person's: they are typed by hand. */
export function isSamePerson(one: string, other: string): boolean {
	return one.trim() !== '' && one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Which incidents a filter shows. */
export function shownBy(filter: Filter, looker: Looker): (incident: IncidentSummary) => boolean {
	const { text, statuses, isMine, isHere } = filter;
	const found = text.trim() === '' ? undefined : looker.found;
	return ({ id, isDeleted, status, assignee, repository }) =>
		!isDeleted &&
		(found === undefined || found.has(id)) &&
		(statuses.length === 0 || statuses.includes(status)) &&
		(!isMine || isSamePerson(assignee ?? '', looker.me)) &&
		(!isHere || (repository !== undefined && looker.isOpen(repository)));
}
