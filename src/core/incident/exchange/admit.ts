import type { RedactionOptions } from '../../redaction/model';
import { redactValueSteps } from '../../redaction/redactValue';
import type { IncidentEvent } from '../event';
import { isTombstone } from '../events/incidentErased';
import { AHEAD_MS, stampMs } from '../hlc';
import type { ReadExchange } from './read';

export interface AdmitNeeds {
	readonly redaction: RedactionOptions;
	/** Epoch milliseconds. */
	readonly now: number;
	/** Whether there is an incident with this id, one that can be brought back as well. */
	readonly isHere: (id: string) => boolean;
}

/**
 * What of a file may come in: without secrets, for it may be of a version that did not look for them; without events of clocks that are far
 * ahead, which every clock here would follow; and without deleting for good what is here, since nobody was asked. Deletions of what is not here
 * come in, so that an older file brings nothing of it. In small steps.
 */
export function* admitSteps(
	{ incidents, refused }: ReadExchange,
	{ redaction, now, isHere }: AdmitNeeds,
): Generator<undefined, ReadExchange> {
	const admitted: (readonly IncidentEvent[])[] = [];
	const reasons = [...refused];
	for (const events of incidents) {
		const fit: IncidentEvent[] = [];
		for (const event of events) {
			if (stampMs(event.at) > now + AHEAD_MS) {
				reasons.push(`event ${event.id}: its clock, ${event.at}, is more than a day ahead`);
			} else if (isTombstone(event) && isHere(event.incident)) {
				reasons.push(`event ${event.id}: an import deletes nothing for good that is here`);
			} else {
				fit.push({ ...event, payload: (yield* redactValueSteps(event.payload, redaction)).value });
			}
			yield;
		}
		admitted.push(fit);
	}
	return { incidents: admitted, refused: reasons };
}
