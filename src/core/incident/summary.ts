import { plainText } from '../../base/plainText';
import type { Incident, IncidentFacts } from './record';

/** What lists show of an incident: small, so that all of them can be held at once. The rest is read when one is opened. */
export type IncidentSummary = Pick<
	Incident,
	| 'id'
	| 'key'
	| 'title'
	| 'category'
	| 'impact'
	| 'urgency'
	| 'priority'
	| 'status'
	| 'release'
	| 'repository'
	| 'createdAt'
	| 'startedAt'
	| 'isDeleted'
>;

export function summaryOf(incident: IncidentFacts): IncidentSummary {
	const { id, key, title, category, impact, urgency, priority, status, createdAt, startedAt, isDeleted } = incident;
	const { release, repository } = incident;
	return {
		...{ id, key, impact, urgency, priority, status, createdAt, startedAt, isDeleted },
		title: plainText(title),
		category: plainText(category),
		...(release !== undefined && { release: plainText(release) }),
		...(repository !== undefined && { repository: plainText(repository) }),
	};
}
