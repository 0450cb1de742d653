import type { IncidentEvent } from '../core/incident/event';
import { isTombstone } from '../core/incident/events/incidentErased';
import type { IncidentStore } from '../core/ports/incidentStore';
import type { TakenIn } from './incidents';

/** Events are appended together up to so many UTF-16 units of JSON: a home takes no line of many megabytes. */
const TOGETHER = 2_000_000;

/** Appends what of `events` is not here yet; a tombstone among them, or here, stands for all others of its incident. */
export async function takeIn(
	store: Pick<IncidentStore, 'eventsOf' | 'append' | 'erase'>,
	events: readonly IncidentEvent[],
	signal: AbortSignal,
): Promise<TakenIn> {
	const ids = new Set(events.map(({ incident }) => incident));
	const here: IncidentEvent[] = [];
	for await (const batch of store.eventsOf([...ids], signal)) {
		here.push(...batch);
	}
	const known = new Set(here.map(({ id }) => id));
	const before = new Set(here.map(({ incident }) => incident));
	const isErased = erasedIn([...here, ...events]);
	const fresh = new Map(
		events
			.filter((event) => !known.has(event.id) && (isTombstone(event) || !isErased(event)))
			.map((one) => [one.id, one]),
	);
	const tombstones = [...fresh.values()].filter(isTombstone);
	const others = [...fresh.values()].filter((event) => !isTombstone(event));
	for (const tombstone of tombstones) {
		await store.erase(tombstone);
	}
	for (const together of appendsOf(others)) {
		await store.append(together);
	}
	const touched = [...new Set(others.map(({ incident }) => incident))];
	return {
		created: touched.filter((id) => !before.has(id)),
		changed: touched.filter((id) => before.has(id)),
		added: fresh.size,
		known: events.filter(({ id }) => known.has(id)).length,
		erased: events.filter((event) => !known.has(event.id) && isErased(event) && !isTombstone(event)).length,
	};
}

/** Whether an event is of an incident that has a tombstone among `events`. */
function erasedIn(events: readonly IncidentEvent[]): (event: IncidentEvent) => boolean {
	const erased = new Set(events.filter(isTombstone).map(({ incident }) => incident));
	return ({ incident }) => erased.has(incident);
}

/** In order; one event that is larger by itself is alone. */
function appendsOf(events: readonly IncidentEvent[]): readonly (readonly IncidentEvent[])[] {
	const appends: IncidentEvent[][] = [];
	let length = 0;
	for (const event of events) {
		const own = JSON.stringify(event).length;
		const last = appends.at(-1);
		length += own;
		if (last && length <= TOGETHER) {
			last.push(event);
		} else {
			appends.push([event]);
			length = own;
		}
	}
	return appends;
}
