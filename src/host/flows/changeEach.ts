import type { StatusOutcome } from '../../app/incidentChanges';
import { FaultlineError } from '../../base/errors';
import type { IncidentSummary } from '../../core/incident/summary';
import { outcomeSentence } from '../outcomeSentence';
import type { Run } from '../run';

/** What became of one of several incidents; as `setStatusOf` has it. */
export type Outcome = StatusOutcome;

/** Changes one incident after the other; one that is refused does not keep the others from it. */
export async function changeEach(
	incidents: readonly Pick<IncidentSummary, 'id' | 'key'>[],
	change: (incident: Pick<IncidentSummary, 'id' | 'key'>) => Promise<unknown>,
): Promise<readonly Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const { id, key } of incidents) {
		try {
			await change({ id, key });
			outcomes.push({ id, key });
		} catch (error) {
			if (!FaultlineError.is(error)) {
				throw error;
			}
			outcomes.push({ id, key, refused: error });
		}
	}
	return outcomes;
}

/**
 * Says in one message what became of several incidents. Of a single one nothing is said where it went well, since the tree shows it.
 *
 * @param done what became of `count` incidents that were changed
 * @param whyOf why one was left as it is, where that can be said shorter than its error does
 * @throws FaultlineError of a single one that was refused
 */
export function tellOutcomes(
	run: Run,
	outcomes: readonly Outcome[],
	done: (count: number) => string,
	whyOf?: (outcome: Outcome) => string | undefined,
): void {
	const [only] = outcomes;
	if (outcomes.length > 1) {
		const severity = outcomes.some(({ refused }) => refused) ? 'warning' : 'info';
		run.tell(severity, outcomeSentence(outcomes, done, whyOf));
	} else if (only?.refused) {
		throw only.refused;
	}
}
