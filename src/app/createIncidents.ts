import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/emitter';
import { unlessAborted } from '../base/unlessAborted';
import { type ClosureRules, DEFAULT_CLOSURE } from '../core/incident/closure';
import type { IncidentEvent } from '../core/incident/event';
import { hybridClock } from '../core/incident/hlc';
import { findByKey, matchingKeys } from '../core/incident/keys';
import type { Incident } from '../core/incident/record';
import type { IncidentSummary } from '../core/incident/summary';
import type { Clock, NewId } from '../core/ports/clock';
import type { LogDamage } from '../core/ports/eventLog';
import type { FoundIncident, IncidentStore, StoreChange } from '../core/ports/incidentStore';
import type { Log } from '../core/ports/log';
import { changesOver } from './changes/changesOver';
import type { NewEvent } from './changes/newEvent';
import type { Found, Incidents } from './incidents';
import { takeIn } from './takeIn';

/** So many whole incidents are kept: the tree asks for those that are open in it each time it is drawn. */
const KEPT = 50;
/** Incidents found by their key. */
const BY_KEY = 10;

export interface IncidentNeeds {
	/** Stays the caller's to dispose. */
	readonly store: IncidentStore;
	readonly log: Log;
	/** Who changes incidents here, as a person would say it. */
	readonly actor: string;
	readonly clock: Clock;
	readonly newId: NewId;
	/** What has to be verified before an incident is closed; as it is by default where absent. */
	readonly closure?: () => ClosureRules;
	/** Told once of each damage found in the log. */
	readonly onDamage?: (damage: LogDamage) => void;
}

/**
 * Incidents over a store. Changes are made one after the other, each on the state the one before left; they wait for the store to be opened,
 * and show only once they are on disk.
 */
export function createIncidents(needs: IncidentNeeds): Incidents & Disposable {
	const { store, log, actor, clock, newId, closure = () => DEFAULT_CLOSURE } = needs;
	const owned = new Disposables();
	const changed = owned.add(new Emitter<readonly string[]>());
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	const summaries = new Map<string, IncidentSummary>();
	let listed: readonly IncidentSummary[] | undefined;
	const wholes = new Map<string, Promise<Incident | undefined>>();
	const hybrid = hybridClock(clock);
	const writer = newId();
	let loading: Promise<void> | undefined;
	let lastChange: Promise<unknown> = Promise.resolve();

	const take = ({ upserted, removed, latest }: StoreChange) => {
		hybrid.see(latest);
		for (const summary of upserted) {
			summaries.set(summary.id, summary);
			wholes.delete(summary.id);
		}
		for (const id of removed) {
			summaries.delete(id);
			wholes.delete(id);
		}
		listed = undefined;
		const ids = [...upserted.map(({ id }) => id), ...removed];
		if (ids.length > 0) {
			changed.fire(ids);
		}
	};
	owned.add(store.onDidChange(take));

	const read = async () => {
		const { summaries: upserted, damage, latest } = await store.open(alive.signal);
		for (const one of damage) {
			log.warn(one.message);
			if (!one.isKnown) {
				needs.onDamage?.(one);
			}
		}
		take({ upserted, removed: [], latest });
	};

	const list = () => {
		listed ??= [...summaries.values()].filter(({ isDeleted }) => !isDeleted).sort(newestFirst);
		return listed;
	};

	const get = (id: string): Promise<Incident | undefined> => {
		const known = wholes.get(id);
		const whole = known ?? store.get(id);
		wholes.delete(id); // put back as the newest
		wholes.set(id, whole);
		if (!known) {
			whole.catch(() => wholes.get(id) === whole && wholes.delete(id));
			const [oldest] = wholes.keys();
			if (wholes.size > KEPT && oldest !== undefined) {
				wholes.delete(oldest);
			}
		}
		return whole;
	};

	/** Behind all of the incident's: what was written by a wrong clock must not have the last word on it for good. */
	const eventOn = (incident: string, { type, payload, id, actor: elsewhere }: NewEvent): IncidentEvent => ({
		...{ v: 1, id: id ?? newId(), incident, type, at: hybrid.next(summaries.get(incident)?.lastChangeAt), writer },
		actor: elsewhere ?? actor,
		payload,
	});

	/** The store, where appended events are in all that is told here once `append` resolves. */
	const writing: Pick<IncidentStore, 'append' | 'erase' | 'eventsOf'> = {
		append: async (events) => {
			await store.append(events);
			for (const { incident } of events) {
				wholes.delete(incident);
			}
			const [first] = events;
			if (first) {
				await get(first.incident); // changes are told before an answer
			}
		},
		erase: (tombstone) => store.erase(tombstone),
		eventsOf: (ids, signal) => store.eventsOf(ids, signal),
	};

	/** Does one thing after the other, once the store is open. */
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const mine = lastChange.then(async () => {
			await loaded();
			return work();
		});
		lastChange = mine.catch(() => {});
		return mine;
	};

	/** One reading for all who wait; it goes on when one of them stops waiting. A failed one is forgotten. */
	const loaded = () => {
		loading ??= read().catch((error: unknown) => {
			loading = undefined;
			throw error;
		});
		return loading;
	};

	const found = (some: readonly FoundIncident[]): readonly Found[] =>
		some.flatMap(({ id, excerpt }) => {
			const incident = summaries.get(id);
			return incident ? [{ incident, excerpt }] : [];
		});

	return {
		me: actor,
		load: (signal) => unlessAborted(loaded(), signal),
		list,
		find: (text) => summaries.get(text) ?? findByKey(list(), text) ?? findByKey([...summaries.values()], text),
		get,
		search: async (text, signal) => {
			const byKey = matchingKeys(list(), text).slice(0, BY_KEY);
			const ids = new Set(byKey.map(({ id }) => id));
			const byText = found(await store.search(text, signal)).filter(({ incident }) => !ids.has(incident.id));
			return [...byKey.map((incident) => ({ incident, excerpt: '' })), ...byText];
		},
		matching: async (text, signal) =>
			new Set([...matchingKeys(list(), text).map(({ id }) => id), ...(await store.matching(text, signal))]),
		similar: async (text, signal) => found(await store.similar(text, signal)),
		earlier: (id, signal) => store.earlier(id, signal),
		withFingerprint: async (fingerprint) =>
			(await store.withFingerprint(fingerprint)).flatMap((id) => summaries.get(id) ?? []),
		verdicts: (selection) => store.verdicts(selection),
		recurring: (selection) => store.recurring(selection),
		onDidChange: changed.event,
		eventsOf: async function* (ids, signal) {
			await loaded();
			yield* store.eventsOf(ids, signal);
		},
		rootCauseNotes: async function* (ids, signal) {
			await loaded();
			yield* store.rootCauseNotes(ids, signal);
		},
		takeIn: (events) => inTurn(() => takeIn(writing, events, alive.signal)),
		...changesOver({ store: writing, get, eventOn, inTurn, newId, now: clock.now, closure }),
		dispose: () => owned.dispose(),
	};
}

function newestFirst(a: IncidentSummary, b: IncidentSummary): number {
	return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}
