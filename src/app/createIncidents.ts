import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/emitter';
import type { IncidentEvent } from '../core/incident/event';
import { bisectionFinished } from '../core/incident/events/bisectionFinished';
import type { EventOf } from '../core/incident/events/define';
import { evidenceAdded } from '../core/incident/events/evidenceAdded';
import { frameChosen } from '../core/incident/events/frameChosen';
import { incidentCreated } from '../core/incident/events/incidentCreated';
import { incidentDeleted } from '../core/incident/events/incidentDeleted';
import { type Changes, incidentEdited } from '../core/incident/events/incidentEdited';
import { incidentErased, isTombstone } from '../core/incident/events/incidentErased';
import { incidentRestored } from '../core/incident/events/incidentRestored';
import { statusChanged } from '../core/incident/events/statusChanged';
import { suspectConfirmed } from '../core/incident/events/suspectConfirmed';
import { suspectDismissed } from '../core/incident/events/suspectDismissed';
import { suspectsAnalyzed } from '../core/incident/events/suspectsAnalyzed';
import { verdictWithdrawn } from '../core/incident/events/verdictWithdrawn';
import { hybridClock } from '../core/incident/hlc';
import { findByKey, matchingKeys } from '../core/incident/keys';
import type { Incident } from '../core/incident/record';
import { transition } from '../core/incident/status';
import type { IncidentSummary } from '../core/incident/summary';
import type { Clock, NewId } from '../core/ports/clock';
import type { LogDamage } from '../core/ports/eventLog';
import type { IncidentStore, StoreChange } from '../core/ports/incidentStore';
import type { Log } from '../core/ports/log';
import type { Analysis } from '../core/suspects/model';
import { illegalTransition, noteMissing, unknownIncident } from './incidentErrors';
import type { IncidentEdit, Incidents, TakenIn } from './incidents';

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
	/** Told once of each damage found in the log. */
	readonly onDamage?: (damage: LogDamage) => void;
}

type NewEvent = Pick<EventOf<unknown>, 'type' | 'payload'>;

/**
 * Incidents over a store. Changes are made one after the other, each on the state the one before left; they wait for the store to be opened,
 * and show only once they are on disk.
 */
export function createIncidents(needs: IncidentNeeds): Incidents & Disposable {
	const { store, log, actor, clock, newId } = needs;
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

	const eventOn = (incident: string, { type, payload }: NewEvent): IncidentEvent => ({
		...{ v: 1, id: newId(), incident, type, at: hybrid.next(), actor, writer, payload },
	});

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

	/** Decides on the state as it is when all earlier changes are done; what it decides is written together. */
	const change = (id: string, decide: (incident: Incident | undefined) => readonly NewEvent[]): Promise<Incident> =>
		inTurn(async () => {
			const written = decide(await get(id)).map((event) => eventOn(id, event));
			if (written.length > 0) {
				await store.append(written);
			}
			return existing(id, await get(id));
		});

	/** What of `events` is not here yet; a tombstone among them, or here, stands for all others of its incident. */
	const takeIn = async (events: readonly IncidentEvent[]): Promise<TakenIn> => {
		const ids = new Set(events.map(({ incident }) => incident));
		const here: IncidentEvent[] = [];
		for await (const batch of store.eventsOf([...ids], alive.signal)) {
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
	};

	return {
		load: (signal) => unlessAborted(loaded(), signal),
		list,
		find: (text) => summaries.get(text) ?? findByKey(list(), text) ?? findByKey([...summaries.values()], text),
		get,
		search: async (text, signal) => {
			const byKey = matchingKeys(list(), text).slice(0, BY_KEY);
			const ids = new Set(byKey.map(({ id }) => id));
			const byText = (await store.search(text, signal)).flatMap(({ id, excerpt }) => {
				const incident = summaries.get(id);
				return incident && !ids.has(id) ? [{ incident, excerpt }] : [];
			});
			return [...byKey.map((incident) => ({ incident, excerpt: '' })), ...byText];
		},
		withFingerprint: async (fingerprint) =>
			(await store.withFingerprint(fingerprint)).flatMap((id) => summaries.get(id) ?? []),
		verdicts: () => store.verdicts(),
		onDidChange: changed.event,
		eventsOf: async function* (ids, signal) {
			await loaded();
			yield* store.eventsOf(ids, signal);
		},
		takeIn: (events) => inTurn(() => takeIn(events)),
		create: ({ evidence, ...fields }) =>
			change(newId(), () => [incidentCreated.of(fields), ...evidence.map((one) => evidenceAdded.of({ ...one }))]),
		edit: (id, changes) =>
			change(id, (incident) => {
				const different = differences(current(id, incident), changes);
				return Object.keys(different).length > 0 ? [incidentEdited.of(different)] : [];
			}),
		setStatus: (id, to, note) =>
			change(id, (incident) => {
				const { key, status: from } = current(id, incident);
				const step = transition(from, to);
				if (!step.allowed) {
					throw illegalTransition(key, from, to);
				}
				const [need] = step.needs;
				if (need !== undefined && !note?.trim()) {
					throw noteMissing(key, to, need);
				}
				return [statusChanged.of({ from, to, note: note?.trim() || undefined })];
			}),
		addEvidence: (id, evidence) =>
			change(id, (incident) => {
				current(id, incident);
				return [evidenceAdded.of({ ...evidence })];
			}),
		recordAnalysis: (id, analysis) =>
			change(id, (incident) => {
				current(id, incident);
				return [suspectsAnalyzed.of(analysis)];
			}),
		chooseFrame: (id, choice) =>
			change(id, (incident) => {
				current(id, incident);
				return [frameChosen.of(choice)];
			}),
		judge: (id, { sha, subject, date, author }, verdict) =>
			change(id, (incident) => {
				const { analysis, verdicts = [] } = current(id, incident);
				const before = verdicts.find((one) => one.sha === sha);
				if ((before?.verdict ?? 'none') === verdict && before?.by !== 'bisection') {
					return [];
				}
				const commit = { sha, subject, date, author };
				if (verdict === 'none') {
					return [verdictWithdrawn.of(commit)];
				}
				const judged = { ...commit, ...(analysis && { rank: rankIn(analysis, sha) }) };
				return [(verdict === 'confirmed' ? suspectConfirmed : suspectDismissed).of(judged)];
			}),
		recordBisection: (id, bisection) =>
			change(id, (incident) => {
				const { analysis } = current(id, incident);
				const { culprit } = bisection;
				const placed = culprit && { ...culprit, ...(analysis && { rank: rankIn(analysis, culprit.sha) }) };
				return [bisectionFinished.of({ ...bisection, ...(placed && { culprit: placed }) })];
			}),
		delete: async (id) => {
			await change(id, (incident) => {
				current(id, incident);
				return [incidentDeleted.of({})];
			});
		},
		restore: (id) => change(id, (incident) => (existing(id, incident).isDeleted ? [incidentRestored.of({})] : [])),
		erase: (id) =>
			inTurn(async () => {
				existing(id, await get(id));
				await store.erase(eventOn(id, incidentErased.of({})));
			}),
		dispose: () => owned.dispose(),
	};
}

function newestFirst(a: IncidentSummary, b: IncidentSummary): number {
	return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}

function existing(id: string, incident: Incident | undefined): Incident {
	if (!incident) {
		throw unknownIncident(id);
	}
	return incident;
}

/** There, and not deleted. */
function current(id: string, incident: Incident | undefined): Incident {
	const found = existing(id, incident);
	if (found.isDeleted) {
		throw unknownIncident(found.key);
	}
	return found;
}

/** Whether an event is of an incident that has a tombstone among `events`. */
function erasedIn(events: readonly IncidentEvent[]): (event: IncidentEvent) => boolean {
	const erased = new Set(events.filter(isTombstone).map(({ incident }) => incident));
	return ({ incident }) => erased.has(incident);
}

/** 1-based; `null` where the analysis does not name the commit. */
function rankIn({ commits }: Analysis, sha: string): number | null {
	const index = commits.findIndex((commit) => commit.sha === sha);
	return index < 0 ? null : index + 1;
}

const EMPTIABLE: ReadonlySet<string> = new Set<keyof Changes>([
	'subcategory',
	'release',
	'lastGood',
	'repository',
	'startedAt',
]);

/** Only what the edit really changes, so that it does not take other people's fields back; an emptied field is `null`. */
function differences(incident: Incident, changes: IncidentEdit): Changes {
	return Object.fromEntries(
		Object.entries(changes).flatMap(([field, value]) =>
			incident[field as keyof IncidentEdit] === value || (value === undefined && !EMPTIABLE.has(field))
				? []
				: [[field, value ?? null]],
		),
	);
}

/** @throws `signal.reason` as soon as it is aborted, while `work` goes on */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	work.catch(() => {}); // nobody may be left to hear of its failure
	signal.throwIfAborted();
	let stop = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		stop = () => reject(signal.reason);
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
