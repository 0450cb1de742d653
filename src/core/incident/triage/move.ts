import { PRIORITIES, type Priority, type PriorityMatrix, priorityOf } from '../priority';
import { STATUSES, type Status } from '../status';
import type { IncidentSummary } from '../summary';
import type { Grouping } from './arrangement';
import { groupOf } from './groups';

/** What an incident becomes when it is moved into a group. */
export type Move =
	| { readonly field: 'status'; readonly to: Status }
	| { readonly field: 'priority'; readonly to: Priority }
	/** `null`: none any more. */
	| { readonly field: 'service'; readonly to: string | null }
	| { readonly field: 'assignee'; readonly to: string | null };

/** @returns undefined where the group stands for nothing that could be changed */
export function moveInto(grouping: Grouping, value: string): Move | undefined {
	switch (grouping) {
		case 'status': {
			const to = STATUSES.find((status) => status === value);
			return to && { field: 'status', to };
		}
		case 'priority': {
			const to = PRIORITIES.find((priority) => priority === value);
			return to && { field: 'priority', to };
		}
		case 'service':
		case 'assignee':
			return { field: grouping, to: value === '' ? null : value };
		default:
			return undefined;
	}
}

/** Those that a move changes: the others are there already. */
export function movedBy<T extends IncidentSummary>(incidents: readonly T[], { field, to }: Move): readonly T[] {
	return incidents.filter((incident) => groupOf(incident, field) !== (to ?? ''));
}

/**
 * What to record so that an incident has a priority.
 *
 * @returns `null` where impact and urgency give it, so that nothing has to be overridden; else the priority itself, which takes a reason
 */
export function overrideFor(
	{ impact, urgency }: Pick<IncidentSummary, 'impact' | 'urgency'>,
	wanted: Priority,
	matrix: PriorityMatrix,
): Priority | null {
	return priorityOf(impact, urgency, matrix) === wanted ? null : wanted;
}
