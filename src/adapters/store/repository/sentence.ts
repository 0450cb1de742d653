import { checkEvent } from '../../../core/incident/checkEvent';
import type { IncidentEvent } from '../../../core/incident/event';
import { eventType } from '../../../core/incident/events/all';
import { keyOf } from '../../../core/incident/keys';

const LENGTH_LIMIT = 300;

/**
 * What happened, for who reads a pull request: `INC-7F3KQ 2026-11-23 13:55 UTC, Ann: Created: Checkout is down; Evidence added`. Nobody reads it back, and
 * where it is cut nothing is lost.
 *
 * @param list events; what is none is left out
 */
export function sentenceOf(list: readonly unknown[]): string {
	const events = list.map(checkEvent).flatMap((one) => ('event' in one ? one.event : []));
	const incidents = [...new Set(events.map(({ incident }) => incident))];
	const text = incidents
		.map((id) => sentenceOfOne(events.filter(({ incident }) => incident === id)))
		.join(' · ')
		.replaceAll(/\s+/g, ' ');
	return text.length > LENGTH_LIMIT ? `${text.slice(0, LENGTH_LIMIT)}…` : text;
}

function sentenceOfOne(events: readonly IncidentEvent[]): string {
	const [first] = events;
	if (!first) {
		return '';
	}
	const time = first.at.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
	const what = events.map(
		(event) =>
			eventType(event.type)
				?.read(event)
				?.sentence(() => undefined) ?? event.type,
	);
	return `${keyOf(first.incident)} ${time} UTC, ${first.actor}: ${what.join('; ')}`;
}
