import { ulid } from 'ulid';
import { openIncidentStore, type StoreNeeds } from '../../src/adapters/projection/incidentStore';
import { createIncidents, type IncidentNeeds } from '../../src/app/createIncidents';
import type { NewIncident } from '../../src/app/incidentChanges';
import { Emitter } from '../../src/base/emitter';
import { FaultlineError } from '../../src/base/errors';
import type { Breather } from '../../src/base/slices';
import { checkEvent } from '../../src/core/incident/checkEvent';
import type { ClosureRules } from '../../src/core/incident/closure';
import type { IncidentEvent } from '../../src/core/incident/event';
import { hybridClock } from '../../src/core/incident/hlc';
import type { PriorityMatrix } from '../../src/core/incident/priority';
import type { Incident } from '../../src/core/incident/record';
import type { Clock, NewId } from '../../src/core/ports/clock';
import type { EventLog } from '../../src/core/ports/eventLog';
import type { IncidentStore } from '../../src/core/ports/incidentStore';
import type { Log } from '../../src/core/ports/log';

/** Nothing has to be verified before an incident is closed. */
export const NO_GATES: ClosureRules = { gates: { P1: [], P2: [], P3: [], P4: [] }, quietMinutes: 30 };

/** Noon, when nothing else is said. */
export const NOON = Date.UTC(2026, 10, 23, 12);

export const silentLog: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export const breather: Breather = {
	now: () => performance.now(),
	pause: () => new Promise((resolve) => setImmediate(resolve)),
};

/** A clock that stands still until it is set. */
export function aClock(now = NOON): Clock & { set(ms: number): void } {
	let time = now;
	return {
		now: () => time,
		set: (ms) => {
			time = ms;
		},
	};
}

/** ULIDs that are the same in each run; mulberry32 is their chance. */
export function someIds(seed = 1, now = NOON): NewId {
	let state = seed;
	const chance = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return () => ulid(now, chance);
}

const newId = someIds(42);
const hybrid = hybridClock(aClock());

/** An event that fits; each call a later one. */
export function anEvent(more: Partial<IncidentEvent> = {}): IncidentEvent {
	return {
		v: 1,
		id: newId(),
		incident: '01KAT2Q5R07F3KQ8ZJ4N6M2W9X',
		type: 'evidence.added',
		at: hybrid.next(),
		actor: 'Ann',
		writer: '01KAT2Q5R0AAAAAAAAAAAAAAAA',
		payload: { text: 'TypeError: x is undefined' },
		...more,
	};
}

export const created = (more: Partial<IncidentEvent> = {}, title = 'Checkout is down') =>
	anEvent({
		type: 'incident.created',
		payload: { title, description: '', category: 'availability', impact: 1, urgency: 2 },
		...more,
	});

export const aNewIncident = (more: Partial<NewIncident> = {}): NewIncident => ({
	title: 'Checkout is down',
	description: '',
	category: 'availability',
	impact: 1,
	urgency: 2,
	evidence: [],
	...more,
});

/** A home in memory; each `open` is one more window on it, and `replace` puts other events in its place, as checking out another branch does. */
export function memoryHome(): {
	readonly open: () => EventLog;
	readonly replace: (events: readonly IncidentEvent[]) => void;
} {
	/** What was erased leaves its place empty, so that positions stay. */
	let lines: (IncidentEvent | undefined)[] = [];
	/** How often it was replaced: a position from before is of another home. */
	let generation = 0;
	const windows = new Set<Emitter<readonly IncidentEvent[]>>();
	/** Those windows that read what is there now, and not what was there before it was replaced. */
	const current = new Set<Emitter<readonly IncidentEvent[]>>();
	const resets = new Set<Emitter<void>>();
	const countIn = (position: string | undefined) => {
		const [of, count] = (position ?? '').split(':').map(Number);
		return of === generation && count !== undefined && count <= lines.length ? count : undefined;
	};
	return {
		replace: (events) => {
			lines = structuredClone([...events]);
			generation++;
			current.clear();
			for (const reset of resets) {
				reset.fire();
			}
		},
		open: () => {
			const appended = new Emitter<readonly IncidentEvent[]>();
			const reset = new Emitter<void>();
			resets.add(reset);
			const append = async (events: readonly IncidentEvent[]) => {
				const kept: IncidentEvent[] = structuredClone([...events]);
				const unfit = kept.map(checkEvent).find((checked) => 'fault' in checked);
				if (unfit) {
					throw new FaultlineError('store.failed', 'The change was not saved, because it does not fit.');
				}
				lines.push(...kept);
				for (const other of windows) {
					if (other !== appended && kept.length > 0) {
						other.fire(kept);
					}
				}
			};
			return {
				read: async (since, signal) => {
					signal.throwIfAborted();
					windows.add(appended);
					current.add(appended);
					const from = countIn(since);
					const events = lines.slice(from ?? 0).flatMap((event) => event ?? []);
					return { events, damage: [], ...(from !== undefined && { isTail: true }) };
				},
				position: () => (current.has(appended) ? `${generation}:${lines.length}` : ''),
				append,
				erase: async (tombstone) => {
					await append([tombstone]);
					for (const [index, event] of lines.entries()) {
						if (event?.incident === tombstone.incident && event.id !== tombstone.id) {
							lines[index] = undefined;
						}
					}
				},
				onDidAppend: appended.event,
				onDidReset: reset.event,
				dispose: () => {
					windows.delete(appended);
					current.delete(appended);
					resets.delete(reset);
					appended.dispose();
					reset.dispose();
				},
			};
		},
	};
}

let seed = 100;

/** A store in this thread over a log, by default an empty one of its own; nothing of it is kept. */
export function aStore(more: Partial<StoreNeeds> = {}): IncidentStore {
	return openIncidentStore({
		events: memoryHome().open(),
		log: silentLog,
		wasmFile: require.resolve('sql.js/dist/sql-wasm.wasm'),
		build: 'test',
		...more,
	});
}

/** Incidents over a store on a log, by default an empty one of their own; not loaded yet. */
export function someIncidents({
	events,
	matrix,
	...more
}: Partial<IncidentNeeds> & { readonly events?: EventLog; readonly matrix?: PriorityMatrix } = {}) {
	seed++;
	return createIncidents({
		store: aStore({ ...(events && { events }), ...(matrix && { matrix }) }),
		log: silentLog,
		actor: 'Ann',
		clock: aClock(),
		newId: someIds(seed),
		closure: () => NO_GATES,
		...more,
	});
}

/** Waits until `isTrue` holds, looking whenever `listen` tells of news; fails after `deadlineMs`. */
export function until(
	isTrue: () => boolean,
	listen: (look: () => void) => { dispose(): unknown },
	deadlineMs: number,
): Promise<void> {
	return new Promise((resolve, reject) => {
		if (isTrue()) {
			resolve();
			return;
		}
		const deadline = setTimeout(() => {
			listening.dispose();
			reject(new Error(`It did not happen within ${deadlineMs} ms.`));
		}, deadlineMs);
		const listening = listen(() => {
			if (isTrue()) {
				clearTimeout(deadline);
				listening.dispose();
				resolve();
			}
		});
	});
}

/** The state of an incident, without a history. */
export const anIncident = (more: Partial<Incident> = {}): Incident => ({
	...{ id: '01KAT2Q5R07F3KQ8ZJ4N6M2W9X', key: 'INC-7F3KQ', title: 'Checkout is down', description: '' },
	...{ category: 'functionality', impact: 1, urgency: 1, priority: 'P1', status: 'new' },
	...{ createdAt: NOON, startedAt: NOON, detectedAt: NOON, lastChangeAt: NOON, isDeleted: false },
	...{ evidence: [], timeline: [] },
	...more,
});
