import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/emitter';
import { type Breather, runInSlices } from '../base/slices';
import type { IncidentEvent } from '../core/incident/event';
import { bisectionFinished } from '../core/incident/events/bisectionFinished';
import type { EventOf } from '../core/incident/events/define';
import { evidenceAdded } from '../core/incident/events/evidenceAdded';
import { frameChosen } from '../core/incident/events/frameChosen';
import { incidentCreated } from '../core/incident/events/incidentCreated';
import { incidentDeleted } from '../core/incident/events/incidentDeleted';
import { type Changes, incidentEdited } from '../core/incident/events/incidentEdited';
import { incidentRestored } from '../core/incident/events/incidentRestored';
import { statusChanged } from '../core/incident/events/statusChanged';
import { suspectConfirmed } from '../core/incident/events/suspectConfirmed';
import { suspectDismissed } from '../core/incident/events/suspectDismissed';
import { suspectsAnalyzed } from '../core/incident/events/suspectsAnalyzed';
import { verdictWithdrawn } from '../core/incident/events/verdictWithdrawn';
import { hybridClock } from '../core/incident/hlc';
import type { Incident } from '../core/incident/record';
import { transition } from '../core/incident/status';
import type { Clock, NewId } from '../core/ports/clock';
import type { EventLog, LogDamage } from '../core/ports/eventLog';
import type { Log } from '../core/ports/log';
import type { Analysis } from '../core/suspects/model';
import { illegalTransition, noteMissing, unknownIncident } from './incidentErrors';
import { IncidentSet } from './incidentSet';
import type { IncidentEdit, Incidents } from './incidents';

export interface IncidentNeeds {
	/** Stays the caller's to dispose. */
	readonly events: EventLog;
	readonly log: Log;
	/** Who changes incidents here, as a person would say it. */
	readonly actor: string;
	readonly clock: Clock;
	readonly newId: NewId;
	readonly breather: Breather;
	/** Told once of each damage found in the log. */
	readonly onDamage?: (damage: LogDamage) => void;
}

type NewEvent = Pick<EventOf<unknown>, 'type' | 'payload'>;

/**
 * Incidents over an event log. Changes are made one after the other, each on the state the one before left; they wait for the log to be
 * read, and show only once they are on disk.
 */
export function createIncidents(needs: IncidentNeeds): Incidents & Disposable {
	const { events: eventLog, log, actor, clock, newId, breather } = needs;
	const owned = new Disposables();
	const changed = owned.add(new Emitter<readonly string[]>());
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	const set = new IncidentSet();
	const hybrid = hybridClock(clock);
	const writer = newId();
	let loading: Promise<void> | undefined;
	let lastChange: Promise<unknown> = Promise.resolve();

	const tell = (ids: readonly string[]) => ids.length > 0 && changed.fire(ids);
	/** The latest stamp says all; reading every one of a long log would block. */
	const see = (events: readonly IncidentEvent[]) =>
		hybrid.see(events.reduce((latest, { at }) => (at > latest ? at : latest), ''));

	owned.add(
		eventLog.onDidAppend((events) => {
			see(events);
			tell(set.add(events));
		}),
	);

	const read = async () => {
		const { events, damage } = await eventLog.read(undefined, alive.signal);
		see(events);
		const ids = await runInSlices(set.addSteps(events), breather, alive.signal);
		log.debug(`read ${events.length} events of ${ids.length} incidents`);
		for (const one of damage) {
			log.warn(one.message);
			if (!one.isKnown) {
				needs.onDamage?.(one);
			}
		}
		tell(ids);
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
	const change = (id: string, decide: (incident: Incident | undefined) => readonly NewEvent[]): Promise<Incident> => {
		const work = lastChange.then(async () => {
			await loaded();
			const written = decide(set.get(id)).map(
				({ type, payload }): IncidentEvent => ({
					v: 1,
					id: newId(),
					incident: id,
					type,
					at: hybrid.next(),
					actor,
					writer,
					payload,
				}),
			);
			if (written.length > 0) {
				await eventLog.append(written);
				tell(set.add(written));
			}
			return existing(id, set.get(id));
		});
		lastChange = work.catch(() => {});
		return work;
	};

	return {
		load: (signal) => unlessAborted(loaded(), signal),
		list: () => set.list(),
		find: (idOrKey) => set.find(idOrKey),
		onDidChange: changed.event,
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
		dispose: () => owned.dispose(),
	};
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
