import fc from 'fast-check';
import { PRIORITIES } from '../../src/core/incident/priority';
import { STATUSES } from '../../src/core/incident/status';
import type { IncidentSummary } from '../../src/core/incident/summary';
import {
	type Arrangement,
	DEFAULT_ARRANGEMENT,
	GROUPINGS,
	NO_FILTER,
	SORTINGS,
} from '../../src/core/incident/triage/arrangement';

export const aSummary = (more: Partial<IncidentSummary> = {}): IncidentSummary => ({
	...{ id: 'one', key: 'INC-1', title: 'Checkout is down', category: 'availability', impact: 2, urgency: 2 },
	...{ priority: 'P2', status: 'new', createdAt: 0, startedAt: 0, detectedAt: 0, lastChangeAt: 0 },
	...{ isDeleted: false, isMajor: false, escalationLevel: 0 },
	...more,
});

export const anArrangement = (more: Partial<Arrangement> = {}): Arrangement => ({ ...DEFAULT_ARRANGEMENT, ...more });

const name = fc.constantFrom(undefined, '', ' ', 'Ann', 'ann ', 'Bob', 'till 2', 'till 10', 'Überlast');

/** A summary of the incident with this id; few values, so that many are alike. */
export const aSummaryOf = (id: string): fc.Arbitrary<IncidentSummary> =>
	fc
		.record({
			priority: fc.constantFrom(...PRIORITIES),
			status: fc.constantFrom(...STATUSES),
			createdAt: fc.nat(3),
			lastChangeAt: fc.nat(3),
			isDeleted: fc.boolean(),
			service: name,
			assignee: name,
			repository: fc.constantFrom(undefined, '/here', '/there'),
		})
		.map(({ service, assignee, repository, ...fields }) =>
			aSummary({
				...{ id, key: `INC-${id}`, ...fields },
				...(service !== undefined && { service }),
				...(assignee !== undefined && { assignee }),
				...(repository !== undefined && { repository }),
			}),
		);

export const someArrangement = (): fc.Arbitrary<Arrangement> =>
	fc.record({
		grouping: fc.constantFrom(...GROUPINGS),
		sorting: fc.constantFrom(...SORTINGS),
		filter: fc.record({
			text: fc.constant(NO_FILTER.text),
			statuses: fc.subarray([...STATUSES]),
			isMine: fc.boolean(),
			isHere: fc.boolean(),
		}),
	});
