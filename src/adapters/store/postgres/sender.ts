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

/** Entries that are sent together, while the server takes them. */
const BATCH = 100;
const NOTHING: Added = { first: 0, last: 0, count: 0 };

interface Entry {
	readonly name: string;
	readonly events: readonly IncidentEvent[];
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
		return read && { name, events: read.events, isToStay: read.damage !== undefined && read.damage.kept === undefined };
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

	return {
		send,
		drain: async () => {
			const names = await queue.names();
			for (let start = 0; start < names.length; start += BATCH) {
				const read = await Promise.all(names.slice(start, start + BATCH).map(entryOf));
				const entries = read.flatMap((entry) => entry ?? []);
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
			}
			if (names.length > 0) {
				log.info(`sent ${names.length} changes that were kept while the server could not be reached`);
			}
		},
	};
}
