import { rm } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { Disposables } from '../../base/disposables';
import { Emitter } from '../../base/emitter';
import { lazy } from '../../base/lazy';
import type { IncidentEvent } from '../../core/incident/event';
import { DEFAULT_MATRIX, type PriorityMatrix } from '../../core/incident/priority';
import type { IncidentSummary } from '../../core/incident/summary';
import type { EventLog, LogReading } from '../../core/ports/eventLog';
import type { IncidentStore, StoreChange, StoreContent } from '../../core/ports/incidentStore';
import type { Log } from '../../core/ports/log';
import { type Engine, loadEngine, newSql, openSql, type Sql } from './database';
import { Projection } from './projection';
import { readSnapshot, removeDrafts, type Snapshot, writeSnapshot } from './snapshot';

/** What was appended waits so long until it is taken in, unless something is asked: whoever appends one thing after the other goes first. */
const TAKEN_AFTER_MS = 10;
/** What is new waits so long for its place in the tables, unless it is searched for: whoever makes one change after the other goes first. */
const TABLES_AFTER_MS = 100;
/** The same of all that a start has read: whoever waits for the list gets it first. */
const START_AFTER_MS = 1000;
/** Nothing is written down while changes follow each other more closely than this. */
const SAVED_AFTER_MS = 2000;
/** Writing costs what the database is large, so a large one is only written for more news: an event for each so many bytes. */
const BYTES_FOR_AN_EVENT = 64 * 1024;
/** Events in one batch of an export. */
const BATCH = 500;

export interface StoreNeeds {
	/** Disposed with the store. */
	readonly events: EventLog;
	readonly log: Log;
	/** sql.js's code, absolute. */
	readonly wasmFile: string;
	/** Where the projection is kept between starts, absolute; not kept where absent. */
	readonly snapshot?: string;
	/** Which code makes the projection: what another one made is made anew. */
	readonly build: string;
	/** Of priorities; the usual one where absent. */
	readonly matrix?: PriorityMatrix;
}

/** What is held while the store is open. */
interface Held {
	readonly tables: Sql;
	readonly projection: Projection;
	/** The writing of what is new into the tables, while it goes on. */
	settling?: Promise<void> | undefined;
}

/** How soon it is tried again to read a home that has become another one. */
const READ_AGAIN_MS = 2000;

/** A store in this thread, which it holds up while it reads and writes: `storeInWorker` has it elsewhere. */
export function openIncidentStore({ events: eventLog, log, wasmFile, snapshot, ...needs }: StoreNeeds): IncidentStore {
	const { matrix = DEFAULT_MATRIX } = needs;
	/** What another matrix made of the same events does not fit either. */
	const build = `${needs.build} ${JSON.stringify(matrix)}`;
	const owned = new Disposables();
	owned.add(eventLog);
	const changed = owned.add(new Emitter<StoreChange>());
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	const engine = lazy(() => loadEngine(wasmFile));
	let held: Held | undefined;
	let latest = '';
	/** Events that the snapshot on disk has not. */
	let unsaved = 0;
	/** Appends that are in the log perhaps, and not in the projection yet: what `position` says is not true for it meanwhile. */
	let appending = 0;
	/** What was appended and not taken in yet, an append each: whoever waits for it to be on disk goes first. */
	let appended: (readonly IncidentEvent[])[] = [];
	const tablesLater = later(TABLES_AFTER_MS, () => settled().catch(failed));
	const savedLater = later(SAVED_AFTER_MS, () => saveIfWorth());
	owned.add(tablesLater);
	owned.add(savedLater);
	owned.add({ dispose: () => held?.tables.close() });
	let writing: Promise<void> = Promise.resolve();
	/** New in the log while it is read as a whole: taken in afterwards. */
	let early: IncidentEvent[] | undefined = [];

	const catchUp = () => {
		const behind = appended;
		appended = [];
		for (const events of behind) {
			appending--;
			takeOwn(events);
		}
	};

	/** With all that was appended. */
	const opened = (): Held => {
		catchUp();
		if (!held) {
			throw new Error('The store is asked before it was opened.');
		}
		return held;
	};

	const take = (events: readonly IncidentEvent[]) => {
		const change = opened().projection.take(events);
		latest = change.latest > latest ? change.latest : latest;
		if (change.latest === '') {
			return; // nothing that was not known
		}
		unsaved += events.length;
		changed.fire(change);
		settleSoon();
	};

	/** Writes what is new into the tables, a few incidents at a time, so that questions are answered in between. */
	const settle = async (mine: Held) => {
		await breathe(); // whoever waits for an answer goes first, and `settling` is set before it is unset
		const steps = mine.projection.settle();
		while (held === mine && !alive.signal.aborted && !steps.next().done) {
			await breathe();
		}
		mine.settling = undefined; // at once: what is taken in from here on is for the next one
		alive.signal.throwIfAborted();
	};
	const settled = async (): Promise<void> => {
		while (!opened().projection.isSettled) {
			const mine = opened();
			mine.settling ??= settle(mine);
			await mine.settling;
		}
	};
	const settleSoon = (afterMs = TABLES_AFTER_MS) => {
		tablesLater.begin(afterMs);
		savedLater.begin();
	};
	/** The tables are broken then: whoever runs this thread starts it anew, and they are made again from the log. */
	const failed = (error: unknown) => {
		if (!alive.signal.aborted) {
			throw error;
		}
	};

	const saveIfWorth = async () => {
		if (held && (held.projection.hasRemains || unsaved * BYTES_FOR_AN_EVENT >= held.tables.size())) {
			await save();
		}
	};
	const save = (): Promise<void> => {
		writing = writing.then(writeDown).catch((error: unknown) => {
			if (!alive.signal.aborted) {
				log.warn('The incidents could not be written down for a quick start; the log has them.', error);
			}
		});
		return writing;
	};
	const writeDown = async () => {
		catchUp();
		if (snapshot === undefined || unsaved === 0) {
			return;
		}
		await removeDrafts(snapshot);
		// An append that is under way may be behind `position` already and is not in the tables yet.
		while (appending > 0 || !opened().projection.isSettled) {
			await settled();
			await breathe();
			alive.signal.throwIfAborted();
		}
		const { projection, tables } = opened();
		const position = eventLog.position();
		if (position === '') {
			return; // a server that was not reached yet, or a home that has become another one: nothing says what is in here
		}
		const hadRemains = projection.hasRemains;
		projection.clearRemains();
		const taken: Snapshot = { position, latest, database: tables.bytes() };
		unsaved = 0;
		try {
			await writeSnapshot(snapshot, build, taken);
		} catch (error) {
			unsaved ||= 1; // so that it is tried again
			if (hadRemains) {
				await rm(snapshot, { force: true }); // else the one before keeps what was erased
			}
			throw error;
		}
	};

	owned.add(
		eventLog.onDidAppend((events) => {
			if (early) {
				early.push(...events);
			} else {
				take(events);
			}
		}),
	);
	const takeOwn = (events: readonly IncidentEvent[]) => {
		early?.push(...events); // the reading that goes on may have begun before they were written
		take(events);
	};

	/** Summaries after the tail, or everything, was taken in. */
	const content = (before: readonly IncidentSummary[], { events, damage }: LogReading): StoreContent => {
		const summaries = new Map(before.map((summary) => [summary.id, summary]));
		const change = opened().projection.take([...events, ...(early ?? [])]);
		early = undefined;
		for (const summary of change.upserted) {
			summaries.set(summary.id, summary);
		}
		for (const id of change.removed) {
			summaries.delete(id);
		}
		latest = change.latest > latest ? change.latest : latest;
		unsaved += change.latest === '' ? 0 : events.length;
		if (unsaved > 0) {
			settleSoon(START_AFTER_MS);
		}
		log.debug(`read ${events.length} events, ${summaries.size} incidents`);
		return { summaries: [...summaries.values()], damage, latest };
	};

	const hold = (tables: Sql): Projection => {
		held?.tables.close();
		held = { tables, projection: new Projection(tables, matrix) };
		return held.projection;
	};

	/** Makes everything anew from a reading of the whole log. */
	const holdAnew = (loaded: Engine, reading: LogReading): StoreContent => {
		unsaved = 0;
		latest = '';
		hold(newSql(loaded));
		return content([], reading);
	};

	let rereading: Promise<void> = Promise.resolve();
	const readAnew = async (loaded: Engine) => {
		const reading = await eventLog.read(undefined, alive.signal);
		early ??= []; // another reading may have come to its end meanwhile
		const before = opened().projection.ids();
		const { summaries, latest: last } = holdAnew(loaded, reading);
		const ids = new Set(summaries.map(({ id }) => id));
		changed.fire({ upserted: summaries, removed: before.filter((id) => !ids.has(id)), latest: last });
	};
	const readAnewSoon = () => {
		early ??= [];
		rereading = rereading.then(async () => {
			try {
				await readAnew(await engine());
			} catch (error) {
				if (!alive.signal.aborted) {
					log.warn('The home of the incidents has changed and could not be read; it is tried again.', error);
					setTimeout(readAnewSoon, READ_AGAIN_MS).unref();
				}
			}
		});
	};
	owned.add(
		eventLog.onDidReset(() => {
			if (held) {
				log.info('The home of the incidents holds something else now; it is read anew.');
				readAnewSoon();
			}
		}),
	);

	const openSaved = async (loaded: Engine): Promise<{ saved: Snapshot; tables: Sql } | undefined> => {
		if (snapshot === undefined) {
			return undefined;
		}
		void removeDrafts(snapshot);
		const saved = await readSnapshot(snapshot, build);
		if ('unusable' in saved) {
			log.info(`The incidents are read from the log, for there is no snapshot to be used: ${saved.unusable}`);
			return undefined;
		}
		try {
			return { saved, tables: openSql(loaded, saved.database) };
		} catch (error) {
			log.warn('The snapshot of the incidents could not be opened; they are read from the log.', error);
			return undefined;
		}
	};

	const open = async (signal: AbortSignal): Promise<StoreContent> => {
		const loaded = await engine();
		early ??= [];
		unsaved = 0;
		const kept = await openSaved(loaded);
		const reading = await eventLog.read(kept?.saved.position, signal).catch((error: unknown) => {
			kept?.tables.close();
			throw error;
		});
		if (kept && reading.isTail) {
			latest = kept.saved.latest;
			return content(hold(kept.tables).summaries(), reading);
		}
		if (kept) {
			log.info('The snapshot of the incidents is of another log; they are read from this one.');
			kept.tables.close();
		}
		return holdAnew(loaded, reading);
	};

	return {
		open,
		get: async (id) => opened().projection.get(id),
		eventsOf: async function* (ids, signal) {
			await settled();
			const { projection } = opened();
			const batches = ids === 'all' ? projection.allEvents() : batched(ids.flatMap((id) => projection.eventsOf(id)));
			for (const batch of batches) {
				yield batch;
				signal.throwIfAborted();
			}
		},
		append: async (events) => {
			appending++;
			try {
				await eventLog.append(events);
			} catch (error) {
				appending--;
				throw error;
			}
			appended.push(events);
			if (appended.length === 1) {
				setTimeout(() => alive.signal.aborted || catchUp(), TAKEN_AFTER_MS).unref();
			}
		},
		erase: async (tombstone) => {
			appending++;
			try {
				await eventLog.erase(tombstone);
				takeOwn([tombstone]);
			} catch (error) {
				readAnewSoon(); // the tombstone may be there although the rest could not be removed
				throw error;
			} finally {
				appending--;
			}
			await save(); // else what was to go would stay in the snapshot
		},
		search: async (text, signal) => {
			await settled();
			signal.throwIfAborted();
			return opened().projection.search(text);
		},
		matching: async (text, signal) => {
			await settled();
			signal.throwIfAborted();
			return opened().projection.matching(text);
		},
		similar: async (text, signal) => {
			await settled();
			signal.throwIfAborted();
			return opened().projection.similar(text);
		},
		earlier: async (id, signal) => {
			await settled();
			signal.throwIfAborted();
			return opened().projection.earlier(id);
		},
		withFingerprint: async (fingerprint) => {
			await settled();
			return opened().projection.withFingerprint(fingerprint);
		},
		verdicts: async (selection) => {
			await settled();
			return opened().projection.verdicts(selection);
		},
		recurring: async (selection) => {
			await settled();
			return opened().projection.recurring(selection);
		},
		rootCauseNotes: async function* (ids, signal) {
			await settled();
			for (const batch of opened().projection.rootCauseNotes(ids)) {
				yield batch;
				signal.throwIfAborted();
			}
		},
		onDidChange: changed.event,
		flushSnapshot: save,
		dispose: () => owned.dispose(),
	};
}

/** Does something once nothing has begun it anew for a while. */
function later(
	ms: number,
	work: () => unknown,
): { readonly begin: (afterMs?: number) => void; readonly dispose: () => void } {
	let timer: ReturnType<typeof setTimeout> | undefined;
	return {
		begin: (afterMs = ms) => {
			clearTimeout(timer);
			timer = setTimeout(work, afterMs);
			timer.unref();
		},
		dispose: () => clearTimeout(timer),
	};
}

function* batched(events: readonly IncidentEvent[]): Generator<readonly IncidentEvent[]> {
	for (let start = 0; start < events.length; start += BATCH) {
		yield events.slice(start, start + BATCH);
	}
}
