import type { IncidentEvent } from '../../../core/incident/event';
import { isTombstone } from '../../../core/incident/events/incidentErased';
import type { LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { refusesContent } from './errors';
import type { Queue } from './queue';
import type { Server } from './server';
import { type Added, append, erase } from './statements';

/** Brings events to a server, at once or from the queue. */
export interface Sender {
	/** @throws FaultlineError as `Server.run`; whether the server has the events is not known then */
	send(events: readonly IncidentEvent[]): Promise<Added>;
	/** Sends what waits in the queue, oldest first. @throws FaultlineError where the server takes nothing at the moment */
	drain(): Promise<void>;
}

interface Sending {
	readonly server: Server;
	readonly queue: Queue;
	/** By which a window knows its own notifications. */
	readonly window: string;
	readonly onDamage: (damage: LogDamage) => void;
	readonly log: Log;
}

/** Entries that are sent together, while the server takes them: so many, or what reaches so many bytes. */
const BATCH = 100;
const BATCH_BYTES = 1024 * 1024;
const NOTHING: Added = { first: 0, last: 0, count: 0 };

interface Entry {
	readonly name: string;
	readonly events: readonly IncidentEvent[];
	readonly bytes: number;
	/** Some of it could not be read, nor copied, so it stays. */
	readonly isToStay: boolean;
}

export function senderTo({ server, queue, window, onDamage, log }: Sending): Sender {
	const send = async (events: readonly IncidentEvent[]) => {
		const tombstones = events.filter(isTombstone);
		const others = events.filter((event) => !isTombstone(event));
		let added = NOTHING;
		if (others.length > 0) {
			added = await server.run((session, { canNotify }) => append(session, others, { canNotify, window }));
		}
		for (const tombstone of tombstones) {
			await server.run((session, { canNotify }) => erase(session, tombstone, { canNotify, window }));
		}
		return tombstones.length > 0 ? NOTHING : added;
	};

	const entryOf = async (name: string): Promise<Entry | undefined> => {
		const read = await queue.read(name);
		if (read?.damage && !read.damage.isKnown) {
			log.warn(read.damage.message);
			onDamage(read.damage);
		}
		const isToStay = read?.damage !== undefined && read.damage.kept === undefined;
		return read && { name, events: read.events, bytes: read.bytes, isToStay };
	};

	const sendTogether = async (entries: readonly Entry[]) => {
		await send(entries.flatMap(({ events }) => events));
		await queue.remove(entries.flatMap(({ name, isToStay }) => (isToStay ? [] : name)));
	};

	const sendAlone = async (entry: Entry) => {
		try {
			await sendTogether([entry]);
		} catch (error) {
			if (!refusesContent(error)) {
				throw error;
			}
			log.error('a change from the queue was refused by the server', error);
			onDamage(await queue.refuse(entry.name));
		}
	};

	/** All at once; where the server refuses that, one by one, to find out which it is. */
	const sendBatch = async (entries: readonly Entry[]) => {
		try {
			await sendTogether(entries);
		} catch (error) {
			if (!refusesContent(error)) {
				throw error;
			}
			for (const entry of entries) {
				await sendAlone(entry);
			}
		}
	};

	return {
		send,
		drain: async () => {
			const names = await queue.names();
			let entries: Entry[] = [];
			let bytes = 0;
			for (const [index, name] of names.entries()) {
				const entry = await entryOf(name);
				entries.push(...(entry ? [entry] : []));
				bytes += entry?.bytes ?? 0;
				if (entries.length === BATCH || bytes >= BATCH_BYTES || index === names.length - 1) {
					await sendBatch(entries);
					entries = [];
					bytes = 0;
				}
			}
			if (names.length > 0) {
				log.info(`sent ${names.length} changes that were kept while the server could not be reached`);
			}
		},
	};
}
