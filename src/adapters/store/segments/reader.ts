import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncidentEvent } from '../../../core/incident/event';
import type { Log } from '../../../core/ports/log';
import { errorCode } from '../errors';
import { type Listed, segmentsIn } from './folder';
import { isWholeLine, readLine } from './lines';
import { beginningOf, fits, type Place, type Places, placeAt } from './place';
import { readLines } from './readLines';
import { type Header, holds, readHeader, wasRead } from './replaced';

/** What one pass over the segments found behind where the last one ended. */
export interface Found {
	readonly events: IncidentEvent[];
	/** Lines that could not be read, or not all of them. */
	readonly damaged: Buffer[];
	/** Last lines that are cut off. */
	readonly torn: Buffer[];
	/** Something that was read before is not in the home any more, other than by a clean-up. */
	readonly isReset: boolean;
}

export interface SegmentReader {
	/**
	 * Reads what came behind the places, and moves them there.
	 *
	 * @throws the file system's error; `signal.reason` when cancelled; then the places are as they were
	 */
	readOn(signal: AbortSignal): Promise<Found>;
	places(): Places;
	/** The next pass starts from there, and looks at every segment. */
	goTo(places: Places): void;
}

/** A listing that was made while files got other names may miss some; a second one tells. */
const PASSES = 3;
/** Behind the name of a place whose segment is not there: no file is called so. */
const GONE = '\0';

/**
 * Reads the segments of a folder, each from the place where it was read to. A segment is known by what is in it, not by its name: one that got another
 * name is read on, one that replaces others is skipped as far as those were read, and one that was rewritten by anybody else is read from its start.
 */
export function readerOf(folder: string, refusesLinks: boolean, log: Log): SegmentReader {
	let places: Places = new Map();
	/** What a segment was like when it was last read. */
	let seen = new Map<string, string>();
	/** Of segments that replaced others. */
	let headers = new Map<string, Header>();

	/** Reads one segment on. @returns nothing where it vanished meanwhile */
	const readSegment = async (segment: Listed, found: Found, signal: AbortSignal): Promise<Step | undefined> => {
		const file = await openIfThere(segment.path, refusesLinks);
		if (!file) {
			return undefined;
		}
		try {
			const beginning = await beginningOf(file);
			const { size } = await file.stat();
			const known = await knownIn(file, size, beginning, segment.name, places);
			const header = mayBeHeader(beginning) ? await headerOf(file, signal) : undefined;
			const isSkipped = !known && header !== undefined && header.copiesEnd <= size && wasRead(header, places);
			const from = known?.offset ?? (isSkipped ? header.copiesEnd : 0);
			const offset = await readFrom(file, from, segment.path, found, log, signal);
			return { place: await placeAt(file, offset, beginning), header, known };
		} finally {
			await file.close();
		}
	};

	/** @returns whether something that was read is gone */
	const pass = async (found: Found, signal: AbortSignal): Promise<boolean> => {
		const next = {
			places: new Map<string, Place>(),
			seen: new Map<string, string>(),
			headers: new Map<string, Header>(),
		};
		const kept = new Set<Place>();
		let hasVanished = false;
		for (const segment of await segmentsIn(folder, refusesLinks)) {
			const place = places.get(segment.name);
			const header = headers.get(segment.name);
			const isSame = place && seen.get(segment.name) === segment.state;
			const step = isSame ? { place, header, known: place } : await readSegment(segment, found, signal);
			if (!step) {
				hasVanished = true;
				continue;
			}
			next.places.set(segment.name, step.place);
			next.seen.set(segment.name, segment.state);
			if (step.header) {
				next.headers.set(segment.name, step.header);
			}
			if (step.known) {
				kept.add(step.known);
			}
		}
		const isGone = (place: Place) =>
			place.offset > 0 && !kept.has(place) && ![...next.headers.values()].some((header) => holds(header, place));
		const gone = [...places].filter(([, place]) => isGone(place));
		({ places, seen, headers } = next);
		if (gone.length > 0 || hasVanished) {
			// What is not there may be found by the next pass, under another name.
			places = new Map([...gone.map(([name, place]) => [`${name}${GONE}`, place] as const), ...places]);
			return true;
		}
		return false;
	};

	const goTo = (target: Places) => {
		places = target;
		seen = new Map();
		headers = new Map();
	};

	return {
		readOn: async (signal) => {
			const before = places;
			const found = { events: [], damaged: [], torn: [], isReset: false };
			try {
				for (let round = 1; round <= PASSES; round++) {
					if (!(await pass(found, signal))) {
						return found;
					}
				}
			} catch (error) {
				goTo(before);
				throw error;
			}
			return { ...found, isReset: true };
		},
		places: () => places,
		goTo,
	};
}

interface Step {
	readonly place: Place;
	readonly header?: Header | undefined;
	/** The place it was read on from. */
	readonly known?: Place | undefined;
}

/** The place to which a segment was read, under this name or, first of all, another one. */
async function knownIn(file: FileHandle, size: number, beginning: string, name: string, places: Places) {
	const own = places.get(name);
	for (const place of own ? [own, ...places.values()] : places.values()) {
		if ((place.offset > 0 || place === own) && (await fits(file, size, beginning, place))) {
			return place;
		}
	}
	return undefined;
}

function mayBeHeader(beginning: string): boolean {
	return Buffer.from(beginning, 'hex').includes('"replaces"');
}

async function headerOf(file: FileHandle, signal: AbortSignal): Promise<Header | undefined> {
	for await (const { line, isEnded } of readLines(file, 0, signal)) {
		return isEnded ? readHeader(line) : undefined;
	}
	return undefined;
}

/** @returns where the last line that is whole ends */
async function readFrom(
	file: FileHandle,
	from: number,
	path: string,
	found: Found,
	log: Log,
	signal: AbortSignal,
): Promise<number> {
	let offset = from;
	for await (const { line, bytes, isEnded } of readLines(file, from, signal)) {
		if (!isEnded && !isWholeLine(line)) {
			// It may still be growing, so it is read again when more is there.
			if (!found.torn.some((known) => known.equals(line))) {
				found.torn.push(line);
			}
			found.events.push(...readLine(line).events);
			break;
		}
		offset += bytes;
		if (line.length > 0) {
			const read = readLine(line);
			found.events.push(...read.events);
			if (read.faults.length > 0) {
				found.damaged.push(line);
				log.warn(`a line of ${path} that ends at byte ${offset} is damaged: ${read.faults.join('; ')}`);
			}
		}
	}
	return offset;
}

async function openIfThere(path: string, refusesLinks: boolean): Promise<FileHandle | undefined> {
	try {
		return await open(path, constants.O_RDONLY | (refusesLinks ? (constants.O_NOFOLLOW ?? 0) : 0));
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return undefined;
		}
		throw error;
	}
}
