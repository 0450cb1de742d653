import { mkdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { IncidentEvent } from '../../../core/incident/event';
import type { LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { putAside } from '../segments/quarantine';
import { type Place, readRows, START } from './rows';
import type { Server } from './server';
import { type Added, homeAt, pageBehind, type Row } from './statements';

/** Reads a home in the order of its numbers, and knows how far it has come. */
export interface Reader {
	place(): Place;
	goTo(place: Place): void;
	/**
	 * Holds the place against the server's home.
	 *
	 * @returns false where the place is none of this home, or of the home before it was restored from a backup; then it goes to the beginning
	 */
	isAtHome(): Promise<boolean>;
	/** The place moves over what was appended here, if it is just before it, so that it is not read back. */
	skip(added: Added, lastId: string): boolean;
	/**
	 * Reads to the end; each page is given as it comes.
	 *
	 * @returns false where the home is another one now, as by `isAtHome`
	 * @throws `signal.reason` between pages
	 */
	readOn(
		give: (events: readonly IncidentEvent[], damage: readonly LogDamage[]) => void,
		signal: AbortSignal,
	): Promise<boolean>;
}

/** Rows that are checked before the event loop gets to breathe. */
const SLICE = 100;

/** @param folder where copies of damaged rows are kept */
export function readerOf(server: Server, folder: string, log: Log): Reader {
	let place = START;

	const read = async (rows: readonly Row[]) => {
		const events: IncidentEvent[] = [];
		const damage: LogDamage[] = [];
		for (let start = 0; start < rows.length; start += SLICE) {
			const { events: fine, damaged } = readRows(rows.slice(start, start + SLICE));
			events.push(...fine);
			if (damaged.length > 0) {
				for (const { row, fault } of damaged) {
					log.warn(`event ${row.number} of the server is damaged: ${fault}`);
				}
				await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {}); // else the copy says what failed
				damage.push(
					await putAside(
						folder,
						damaged.map(({ row }) => Buffer.from(row.body)),
						'damaged',
						log,
					),
				);
			}
			await setImmediate();
		}
		return { events, damage };
	};

	return {
		place: () => place,
		goTo: (next) => {
			place = next;
		},
		isAtHome: async () => {
			const held = place; // it may move on meanwhile
			const found = await server.run((session) => homeAt(session, held.number));
			if (!found) {
				throw new Error('faultline_home is empty.');
			}
			// What is missing was erased; but no home gives a number to another event, or has fewer events than were read from it.
			const fits = held.home === found.home && held.number <= Number(found.last) && (found.id ?? held.id) === held.id;
			if (!fits) {
				place = { ...START, home: found.home };
			}
			return fits || held.home === '';
		},
		skip: ({ first, last, count }, lastId) => {
			const isNext = place.home !== '' && count > 0 && first === place.number + 1 && last - first + 1 === count;
			if (isNext) {
				place = { ...place, number: last, id: lastId };
			}
			return isNext;
		},
		readOn: async (give, signal) => {
			for (;;) {
				signal.throwIfAborted();
				const { home, last, rows } = await server.run((session) => pageBehind(session, place.number));
				if (home !== place.home || last < place.number) {
					place = { ...START, home };
					return false;
				}
				const fresh = rows.filter(({ number }) => Number(number) > place.number); // an append may have been quicker
				const { events, damage } = await read(fresh);
				const end = rows.at(-1);
				if (!end) {
					return true;
				}
				if (Number(end.number) > place.number) {
					place = { ...place, number: Number(end.number), id: end.id };
				}
				give(events, damage);
			}
		},
	};
}
