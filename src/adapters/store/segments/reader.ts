import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncidentEvent } from '../../../core/incident/event';
import type { Log } from '../../../core/ports/log';
import { errorCode } from '../errors';
import { type Limits, type Listed, segmentsIn, withinLimits } from './folder';
import { isWholeLine, readLine } from './lines';
import { beginningOf, fits, type Place, type Places, placeAt } from './place';
import { readLines } from './readLines';
import { type Header, holds, readHeader, wasRead } from './replaced';

interface Gathered {
	readonly events: IncidentEvent[];
	/** Lines that could not be read, or not all of them. */
	readonly damaged: Buffer[];
}

/** What was found behind the places. */
export interface Found extends Gathered {
	/** Last lines that are cut off, those that were before included. */
	readonly torn: readonly Buffer[];
	/** Names of segments that are larger than one is, or than all together may be, and were not read. */
	readonly tooLarge: readonly string[];
	/** Something that was read before is not in the home any more, other than by a clean-up. */
	readonly isReset: boolean;
}

export interface ReaderNeeds {
	/** Absolute. */
	readonly folder: string;
	/** Leaves symbolic links out. */
	readonly refusesLinks: boolean;
	/** So many bytes before a place are looked at to see whether they are what was read. */
	readonly checked: number;
	/** Whether segments say what they replace. Where anybody may put a file into the home, what one says of others counts for nothing. */
	readonly hasHeaders: boolean;
	/** In bytes; no limits where absent. */
	readonly limits?: Limits | undefined;
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
export function readerOf({ folder, refusesLinks, checked, hasHeaders, limits }: ReaderNeeds, log: Log): SegmentReader {
	let places: Places = new Map();
	/** What a segment was like when it was last read. */
	let seen = new Map<string, string>();
	/** Of segments that replaced others. */
	let headers = new Map<string, Header>();
	/** Last lines that are cut off, by the names of their segments. */
	let torn = new Map<string, Buffer>();
	let tooLarge: readonly string[] = [];

	/** The place to which a segment was read, under its own name or, else, another one. */
	const knownIn = async (file: FileHandle, size: number, beginning: string, own: Place | undefined) => {
		for (const place of own ? [own, ...places.values()] : places.values()) {
			if ((place.offset > 0 || place === own) && (await fits(file, size, beginning, place, checked))) {
				return place;
			}
		}
		return undefined;
	};

	/** Reads one segment on. @returns nothing where it vanished meanwhile */
	const readSegment = async (segment: Listed, found: Gathered, signal: AbortSignal): Promise<Step | undefined> => {
		const file = await openIfThere(segment.path, refusesLinks);
		if (!file) {
			return undefined;
		}
		try {
			const beginning = await beginningOf(file);
			const { size } = await file.stat();
			const known = await knownIn(file, size, beginning, places.get(segment.name));
			const header = hasHeaders && mayBeHeader(beginning) ? await headerOf(file, signal) : undefined;
			const isSkipped = !known && header !== undefined && header.copiesEnd <= size && wasRead(header, places);
			const from = known?.offset ?? (isSkipped ? header.copiesEnd : 0);
			const { offset, rest } = await readFrom(file, from, segment.path, found, log, signal);
			return { place: await placeAt(file, offset, beginning, checked), header, known, rest };
		} finally {
			await file.close();
		}
	};

	/** @returns whether something that was read is gone */
	const pass = async (found: Gathered, signal: AbortSignal): Promise<boolean> => {
		const next = {
			places: new Map<string, Place>(),
			seen: new Map<string, string>(),
			headers: new Map<string, Header>(),
			torn: new Map<string, Buffer>(),
		};
		const kept = new Set<Place>();
		let hasVanished = false;
		const within = withinLimits(await segmentsIn(folder, refusesLinks), limits);
		tooLarge = within.tooLarge;
		for (const segment of within.fit) {
			const place = places.get(segment.name);
			const header = headers.get(segment.name);
			const isSame = place && seen.get(segment.name) === segment.state;
			const step: Step | undefined = isSame
				? { place, header, known: place, rest: torn.get(segment.name) }
				: await readSegment(segment, found, signal);
			if (!step) {
				hasVanished = true;
				continue;
			}
			next.places.set(segment.name, step.place);
			next.seen.set(segment.name, segment.state);
			if (step.header) {
				next.headers.set(segment.name, step.header);
			}
			if (step.rest) {
				next.torn.set(segment.name, step.rest);
			}
			if (step.known) {
				kept.add(step.known);
			}
		}
		const isGone = (place: Place) =>
			place.offset > 0 && !kept.has(place) && ![...next.headers.values()].some((header) => holds(header, place));
		const gone = [...places].filter(([, place]) => isGone(place));
		({ places, seen, headers, torn } = next);
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
		torn = new Map();
	};

	return {
		readOn: async (signal) => {
			const before = places;
			const found = { events: [], damaged: [] };
			let isReset = true;
			try {
				for (let round = 1; round <= PASSES && isReset; round++) {
					isReset = await pass(found, signal);
				}
			} catch (error) {
				goTo(before);
				throw error;
			}
			return { ...found, torn: [...torn.values()], tooLarge, isReset };
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
	/** A last line that is cut off. */
	readonly rest?: Buffer | undefined;
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

/** @returns where the last line that is whole ends, and what is behind it */
async function readFrom(
	file: FileHandle,
	from: number,
	path: string,
	found: Gathered,
	log: Log,
	signal: AbortSignal,
): Promise<{ readonly offset: number; readonly rest?: Buffer }> {
	let offset = from;
	const damage = damageIn(path, found.damaged, log);
	for await (const { line, bytes, isEnded } of readLines(file, from, signal)) {
		if (!isEnded && !isWholeLine(line)) {
			found.events.push(...readLine(line).events);
			damage.end();
			return { offset, rest: line }; // it may still be growing, so it is read again when more is there
		}
		offset += bytes;
		if (line.length > 0) {
			const read = readLine(line);
			found.events.push(...read.events);
			if (read.faults.length > 0) {
				damage.add(line, offset, read.faults);
			}
		}
	}
	damage.end();
	return { offset };
}

/** So many damaged lines are told of by themselves, and so many faults of one. */
const TOLD = 20;
/** So many damaged lines become one piece of what is put aside. */
const TOGETHER = 1000;
const NEWLINE = Buffer.from('\n');

/** Gathers the damaged lines of a segment; a file may be nothing but noise, with millions of lines. */
function damageIn(path: string, into: Buffer[], log: Log) {
	let count = 0;
	let waiting: Buffer[] = [];
	return {
		add: (line: Buffer, offset: number, faults: readonly string[]) => {
			count++;
			if (count <= TOLD) {
				const told = faults.slice(0, TOLD).join('; ');
				log.warn(`a line of ${path} that ends at byte ${offset} is damaged: ${told}`);
			}
			waiting.push(line);
			if (waiting.length === TOGETHER) {
				into.push(Buffer.concat(waiting.flatMap((one) => [one, NEWLINE])).subarray(0, -1));
				waiting = [];
			}
		},
		end: () => {
			into.push(...waiting);
			if (count > TOLD) {
				log.warn(`${count - TOLD} more lines of ${path} are damaged`);
			}
		},
	};
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
