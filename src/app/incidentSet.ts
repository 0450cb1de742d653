import type { IncidentEvent } from '../core/incident/event';
import { fold } from '../core/incident/fold';
import { findByKey, keyOf, keysOf } from '../core/incident/keys';
import type { Incident } from '../core/incident/record';

/** Incidents folded from the events seen so far. Its cost for an event is that of its own incident, however many others there are. */
export class IncidentSet {
	private readonly events = new Map<string, Map<string, IncidentEvent>>();
	private readonly incidents = new Map<string, Incident>();
	/** Ids of incidents whose short keys are the same. */
	private readonly sameKey = new Map<string, Set<string>>();
	private listed: readonly Incident[] | undefined;

	get(id: string): Incident | undefined {
		return this.incidents.get(id);
	}

	/** Not deleted, newest first. */
	list(): readonly Incident[] {
		this.listed ??= [...this.incidents.values()].filter(({ isDeleted }) => !isDeleted).sort(newestFirst);
		return this.listed;
	}

	/** By id, or by key or an unambiguous prefix of either; a deleted one only where no other fits. */
	find(text: string): Incident | undefined {
		return this.incidents.get(text) ?? findByKey(this.list(), text) ?? findByKey([...this.incidents.values()], text);
	}

	/** Takes events in; those already known change nothing. @returns ids of the incidents that changed */
	add(events: readonly IncidentEvent[]): readonly string[] {
		return [...new Set(this.note(events).flatMap((id) => this.refold(id)))];
	}

	/** The same in many small steps, for a whole log. */
	*addSteps(events: readonly IncidentEvent[]): Generator<undefined, readonly string[]> {
		const changed = new Set<string>();
		for (let start = 0; start < events.length; start += NOTED_AT_ONCE) {
			for (const id of this.note(events.slice(start, start + NOTED_AT_ONCE))) {
				changed.add(id);
			}
			yield;
		}
		const shown = new Set<string>();
		for (const id of changed) {
			for (const one of this.refold(id)) {
				shown.add(one);
			}
			yield;
		}
		return [...shown];
	}

	private note(events: readonly IncidentEvent[]): readonly string[] {
		const changed = new Set<string>();
		for (const event of events) {
			const known = this.events.get(event.incident) ?? new Map<string, IncidentEvent>();
			this.events.set(event.incident, known);
			if (!known.has(event.id)) {
				known.set(event.id, event);
				changed.add(event.incident);
			}
		}
		return [...changed];
	}

	/** @returns ids of the incidents that look different now: another's key may have grown */
	private refold(id: string): readonly string[] {
		const incident = fold(this.events.get(id)?.values() ?? []);
		if (!incident) {
			return [];
		}
		const shown = [id];
		this.listed = undefined;
		const same = this.sameKey.get(keyOf(id)) ?? new Set<string>();
		this.sameKey.set(keyOf(id), same);
		const isNew = !same.has(id);
		same.add(id);
		const keys = keysOf(same);
		this.incidents.set(id, { ...incident, key: keys.get(id) ?? incident.key });
		for (const other of isNew ? same : []) {
			const known = this.incidents.get(other);
			const key = keys.get(other);
			if (known && key !== undefined && known.key !== key) {
				this.incidents.set(other, { ...known, key });
				shown.push(other);
			}
		}
		return shown;
	}
}

const NOTED_AT_ONCE = 200;

function newestFirst(a: Incident, b: Incident): number {
	return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}
