import type { IncidentEvent } from '../core/incident/event';
import { isTombstone } from '../core/incident/events/incidentErased';
import type { IncidentStore } from '../core/ports/incidentStore';
import type { TakenIn } from './incidents';

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
	if (others.length > 0) {
		await store.append(others);
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
