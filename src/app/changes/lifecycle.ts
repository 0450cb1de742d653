import { type ClosureRules, missingChecks } from '../../core/incident/closure';
import { reviewWritten } from '../../core/incident/events/reviewWritten';
import { statusChanged } from '../../core/incident/events/statusChanged';
import type { Incident } from '../../core/incident/record';
import { type Status, transition } from '../../core/incident/status';
import {
	checksMissing,
	illegalTransition,
	noteMissing,
	reviewChanged,
	reviewIsDraft,
	reviewMissing,
} from '../incidentErrors';
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
 * @throws FaultlineError `incident.illegalTransition`, `incident.noteMissing`, `incident.reviewMissing`, `incident.checksMissing`,
 * `incident.reviewChanged` where a review is said that would take the place of another one
 */
export function movedTo(incident: Incident, to: Status, said: Said, closure: ClosureRules): readonly NewEvent[] {
	const { key, status: from } = incident;
	const note = said.note?.trim() || undefined;
	const review = said.review?.trim() || undefined;
	const step = transition(incident, to, closure);
	if (!step.allowed) {
		throw illegalTransition(key, from, to);
	}
	for (const need of step.needs) {
		if (need === 'checks') {
			throw checksMissing(key, missingChecks(incident, closure), closure);
		}
		if (need === 'review' && incident.review?.text.trim()) {
			throw reviewIsDraft(key);
		}
		if (need === 'review' && review === undefined) {
			throw reviewMissing(key, to);
		}
		if (need !== 'review' && note === undefined) {
			throw noteMissing(key, to, need);
		}
	}
	if (review !== undefined && incident.review?.text.trim()) {
		throw reviewChanged(key);
	}
	const written = review === undefined ? [] : [reviewWritten.of({ text: review, base: '' })];
	return [...written, statusChanged.of({ from, to, note })];
}
