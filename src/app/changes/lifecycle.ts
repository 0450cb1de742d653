import { reviewWritten } from '../../core/incident/events/reviewWritten';
import { statusChanged } from '../../core/incident/events/statusChanged';
import type { Incident } from '../../core/incident/record';
import { type Status, transition } from '../../core/incident/status';
import { illegalTransition, noteMissing, reviewMissing } from '../incidentErrors';
import type { NewEvent } from './newEvent';

/** What a person says with a change of status, where the step asks for it. */
export interface Said {
	readonly note?: string | undefined;
	/** The post-incident review, in Markdown. */
	readonly review?: string | undefined;
}

/**
 * The one way to another status, whoever asks for it; a review that is said with it is written first.
 *
 * @throws FaultlineError `incident.illegalTransition`, `incident.noteMissing`, `incident.reviewMissing`
 */
export function movedTo(incident: Incident, to: Status, said: Said): readonly NewEvent[] {
	const { key, status: from } = incident;
	const note = said.note?.trim() || undefined;
	const review = said.review?.trim() || undefined;
	const step = transition(incident, to);
	if (!step.allowed) {
		throw illegalTransition(key, from, to);
	}
	for (const need of step.needs) {
		if (need === 'review' && review === undefined) {
			throw reviewMissing(key, to);
		}
		if (need !== 'review' && note === undefined) {
			throw noteMissing(key, to, need);
		}
	}
	const written = review === undefined ? [] : [reviewWritten.of({ text: review })];
	return [...written, statusChanged.of({ from, to, note })];
}
