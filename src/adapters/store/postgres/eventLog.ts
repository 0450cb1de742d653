import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Disposables } from '../../../base/disposables';
import { Emitter, type Listen } from '../../../base/emitter';
import { FaultlineError, isAbort } from '../../../base/errors';
import { unlessAborted } from '../../../base/unlessAborted';
import type { IncidentEvent } from '../../../core/incident/event';
import type { EventLog, LogDamage, LogReading } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { inOrder } from '../inOrder';
import { lineOf } from '../segments/lines';
import { readAddress } from './address';
import { adoptQueued, noteHome } from './adopt';
import { bell } from './bell';
import { needsPerson, refusesContent } from './errors';
import { keepUp } from './keepUp';
import { queueIn } from './queue';
import { readerOf } from './reader';
import { readPlace, START } from './rows';
import { senderTo } from './sender';
import { serverAt } from './server';
import { homeAt } from './statements';

/** How a window stands with its server; `queued` changes wait on disk to be sent. */
export type PostgresState =
	/** `connected`: the server tells of news; `polling`: it is asked for them; `connecting`: it is not known yet whether it tells, or is there at all. */
	| { readonly kind: 'connecting' | 'connected' | 'polling'; readonly queued: number }
	/** It is tried again all the time; where `problem` is no `store.unreachable`, somebody has to do something about it. */
	| { readonly kind: 'offline'; readonly queued: number; readonly problem: FaultlineError };

export interface PostgresNeeds {
	/** `postgresql://user:password@host:5432/database?sslmode=…`; a secret, which is never logged and in no error. */
	readonly connectionString: string;
	/** Absolute; made when there is something to keep: changes that wait to be sent, in a folder for each server, and copies of what was damaged. */
	readonly queueFolder: string;
	/** Told of what is found unreadable, or refused by the server, outside of `read`. */
	readonly onDamage?: (damage: LogDamage) => void;
	/** `poll` where LISTEN must not be tried; else it is found out. */
	readonly follow?: 'auto' | 'poll';
	/** How often the server is asked for news where it does not tell of them. */
	readonly pollMs?: number;
	/** How long the server may take to answer before it counts as unreachable. */
	readonly timeoutMs?: number;
}

/** The event log on a server, and how that is doing. */
export interface PostgresEventLog extends EventLog {
	state(): PostgresState;
	readonly onDidChangeState: Listen<PostgresState>;
}

const POLL_MS = 500;
const TIMEOUT_MS = 10_000;

/**
 * The event log of a team, in a PostgreSQL database or what speaks its protocol. An append is acknowledged when the server has it or, where that cannot be
 * reached, when it is on this disk, from where it is sent as soon as the server is back. Such events are seen by the windows of this machine at once.
 * `read` gives what there is, and says so, while the server cannot be reached; what it has follows by `onDidAppend`.
 *
 * Besides those of the port, `read` throws a FaultlineError `store.signIn`, `store.noDatabase`, `store.noPermission`, `store.tls` or `store.newer` where
 * waiting for the server would not help.
 *
 * @throws FaultlineError `store.address` when the connection string cannot be used
 */
export function openPostgresEventLog(needs: PostgresNeeds, log: Log): PostgresEventLog {
	const { connectionString, queueFolder, onDamage = () => {}, pollMs = POLL_MS, timeoutMs = TIMEOUT_MS } = needs;
	const address = readAddress(connectionString);
	const folder = join(queueFolder, address.fingerprint);
	const owned = new Disposables();
	const appended = owned.add(new Emitter<readonly IncidentEvent[]>());
	const reset = owned.add(new Emitter<void>());
	const stateChanged = owned.add(new Emitter<PostgresState>());
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	const window = randomUUID();
	const server = owned.add(serverAt(address, timeoutMs, log));
	const queue = queueIn(folder, log);
	const sender = senderTo({ server, queue, window, onDamage, log });
	const reader = readerOf(server, folder, log);
	const news = bell();
	const inWriteOrder = inOrder();
	const inReadOrder = inOrder();
	/** Ids that were written or told here and not met on the server yet. */
	const known = new Set<string>();
	/** Entries of the queue whose events are known here. */
	const seen = new Set<string>();
	let state: PostgresState = { kind: 'connecting', queued: 0 };
	let isReading = false;
	let isKeepingUp = false;
	/** Which home the server has, where it was reached. */
	let home = '';
	/** The one that is noted beside the queue. */
	let noted = '';

	const become = (next: PostgresState) => {
		const before = state;
		state = next;
		if (before.kind !== next.kind) {
			log.info(`${address.name}: ${next.kind}`, ...(next.kind === 'offline' ? [next.problem] : []));
		}
		if (!isSameState(before, next)) {
			stateChanged.fire(next);
		}
	};
	const setState = async (next: Exclude<PostgresState['kind'], 'offline'> | FaultlineError) => {
		const queued = (await queue.names().catch(() => [])).length;
		become(typeof next === 'string' ? { kind: next, queued } : { kind: 'offline', queued, problem: next });
	};

	const tell = (events: readonly IncidentEvent[]) => {
		const foreign = events.filter(({ id }) => !known.delete(id));
		if (foreign.length > 0) {
			appended.fire(foreign);
		}
	};

	const tellDamage = (damage: readonly LogDamage[]) => {
		for (const one of damage.filter(({ isKnown }) => !isKnown)) {
			onDamage(one);
		}
	};

	/** What waits to be sent and was not seen here before: another window on this machine kept it, or this one before it was closed. */
	const newlyQueued = async () => {
		const events: IncidentEvent[] = [];
		const damage: LogDamage[] = [];
		for (const name of await queue.names()) {
			if (!seen.has(name)) {
				seen.add(name);
				const entry = await queue.read(name);
				events.push(...(entry?.events ?? []));
				damage.push(...(entry?.damage ? [entry.damage] : []));
			}
		}
		return { events, damage };
	};

	const tellQueued = () =>
		inReadOrder(async () => {
			const { events, damage } = await newlyQueued();
			const foreign = events.filter(({ id }) => !known.has(id));
			for (const { id } of foreign) {
				known.add(id);
			}
			if (foreign.length > 0 && isReading) {
				appended.fire(foreign);
			}
			tellDamage(damage);
		});

	const start = () => {
		if (isKeepingUp) {
			return;
		}
		isKeepingUp = true;
		keepUp({
			server,
			news,
			window,
			pollMs,
			mayListen: needs.follow !== 'poll',
			signal: alive.signal,
			log,
			turn: async (isNewConnection) => {
				if (isNewConnection) {
					await adopt();
				}
				await sender.drain();
				await inReadOrder(async () => {
					const isSame = () => (isNewConnection ? reader.isAtHome() : Promise.resolve(true));
					if (isReading && !((await isSame()) && (await reader.readOn(give, alive.signal)))) {
						log.warn(`${address.name} is not what it was when it was last read.`);
						isReading = false; // until it is read anew
						known.clear();
						reset.fire();
					}
				});
			},
			setState,
			whileOffline: tellQueued,
		}).catch((error: unknown) => log.error('following the server has ended', error));
	};
	const give = (events: readonly IncidentEvent[], damage: readonly LogDamage[]) => {
		tell(events);
		tellDamage(damage);
	};

	/** What was kept under another address of the same home is sent by this one. */
	const adopt = async () => {
		home = (await server.run((session) => homeAt(session, 0)))?.home ?? '';
		const adopted = home === '' ? 0 : await adoptQueued(queueFolder, folder, home);
		if (adopted > 0) {
			log.info(`${address.name}: took over ${adopted} changes that were kept for another address of it`);
		}
	};

	/** Else nobody can tell for which home it is, once the address is another one. */
	const note = async () => {
		const known = home || reader.place().home;
		if (known !== noted) {
			await noteHome(folder, known).catch((error: unknown) => log.debug('the home of the queue is not noted', error));
			noted = known;
		}
	};

	const keep = async (events: readonly IncidentEvent[]) => {
		seen.add(await queue.add(events));
		await note();
		become({ ...state, queued: state.queued + 1 });
		start();
		news.ring();
	};

	/** With the server, or on this disk: behind what waits there already. */
	const write = async (events: readonly IncidentEvent[]) => {
		if (state.kind === 'offline' || state.queued > 0) {
			await keep(events);
			return;
		}
		try {
			const added = await sender.send(events);
			if (isReading && reader.skip(added, events.at(-1)?.id ?? '')) {
				for (const { id } of events) {
					known.delete(id);
				}
			}
		} catch (error) {
			if (refusesContent(error) || FaultlineError.is(error, 'store.noPermission')) {
				throw error;
			}
			log.debug('the server did not take a change, so it is kept here', error);
			await keep(events);
		}
	};

	const append = (events: readonly IncidentEvent[]) =>
		inWriteOrder(async () => {
			if (events.length === 0) {
				return;
			}
			lineOf(events); // refuses what does not fit, or is too large
			for (const { id } of events) {
				known.add(id);
			}
			try {
				await write(events);
			} catch (error) {
				for (const { id } of events) {
					known.delete(id);
				}
				throw error;
			}
		});

	const readServer = async (since: string | undefined, signal: AbortSignal): Promise<LogReading> => {
		const before = reader.place();
		const from = since === undefined ? undefined : readPlace(since);
		const events: IncidentEvent[] = [];
		const damage: LogDamage[] = [];
		reader.goTo(from ?? START);
		try {
			signal.throwIfAborted();
			const isTail = (await reader.isAtHome()) && from !== undefined;
			const isWhole = await reader.readOn((page, faults) => {
				events.push(...page);
				damage.push(...faults);
			}, signal);
			if (!isWhole) {
				return await readServer(undefined, signal); // it became another one meanwhile
			}
			return { events, damage, ...(isTail && { isTail }) };
		} catch (error) {
			reader.goTo(before);
			if (signal.aborted || isAbort(error) || !FaultlineError.is(error) || needsPerson(error)) {
				throw error;
			}
			reader.goTo(from ?? START);
			return { events: [], damage: [{ message: error.message }], ...(from && { isTail: true }) };
		}
	};

	return {
		read: (since, signal) =>
			unlessAborted(
				inReadOrder(async () => {
					const { events, damage, ...reading } = await readServer(since, signal);
					for (const { id } of events) {
						known.delete(id);
					}
					seen.clear();
					const ids = new Set(events.map(({ id }) => id));
					const waiting = await newlyQueued();
					const queued = waiting.events.filter(({ id }) => !ids.has(id));
					for (const { id } of queued) {
						known.add(id);
					}
					isReading = true;
					start();
					return { events: [...events, ...queued], damage: [...damage, ...waiting.damage], ...reading };
				}),
				signal,
			),
		position: () => (isReading && reader.place().home !== '' ? JSON.stringify(reader.place()) : ''),
		append,
		erase: async (tombstone) => {
			await append([tombstone]);
			await inWriteOrder(() => queue.erase(tombstone));
		},
		onDidAppend: appended.event,
		onDidReset: reset.event,
		state: () => state,
		onDidChangeState: stateChanged.event,
		dispose: () => owned.dispose(),
	};
}

function isSameState(one: PostgresState, other: PostgresState): boolean {
	const problems = [one, other].map((state) => (state.kind === 'offline' ? state.problem.message : ''));
	return one.kind === other.kind && one.queued === other.queued && problems[0] === problems[1];
}
