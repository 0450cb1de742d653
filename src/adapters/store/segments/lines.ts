import { isAscii } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { checkEvent } from '../../../core/incident/checkEvent';
import type { IncidentEvent } from '../../../core/incident/event';
import { tooLarge, unfitEvent } from '../errors';

/** How every line begins. */
export const START = '{"crc":"';
const CRC_LENGTH = 8;
const CRC_END = '",';
const HEAD_LENGTH = START.length + CRC_LENGTH + CRC_END.length;
const EVENTS = '"events":';

/** A line longer than this is not one of ours; it bounds what is held in memory and how long one line takes to read. */
export const LINE_LIMIT = 8 * 1024 * 1024;

/** What a line holds, and whether some of its bytes say nothing. */
export interface ReadLine {
	readonly events: readonly IncidentEvent[];
	readonly faults: readonly string[];
}

/** A stretch of a line between two beginnings of lines: `list` is what it holds, undefined where it cannot be read. */
export interface Piece {
	readonly bytes: Buffer;
	readonly list: readonly unknown[] | undefined;
}

/**
 * One line for one append: JSON with the checksum of what comes behind it. It counts as a whole or not at all, so that events which were
 * written together are never half there.
 *
 *     {"crc":"0a1b2c3d","events":[…]}                           the checksum is of the list
 *     {"crc":"0a1b2c3d","says":"INC-7F3KQ …","events":[…]}      of all from `"says"` to the list's end
 *     {"crc":"0a1b2c3d","replaces":…}                           no events: what a segment says of itself (`replaced.ts`)
 *
 * @param says what happened, for people who see the line in a diff; nobody reads it back
 * @throws FaultlineError `store.failed` when an event fits neither envelope nor payload
 */
export function lineOf(events: readonly IncidentEvent[], says?: string): Buffer {
	const body = JSON.stringify(events);
	for (const event of JSON.parse(body)) {
		const checked = checkEvent(event);
		if ('fault' in checked) {
			throw unfitEvent(checked.fault);
		}
	}
	const line = lineWith(body, says);
	if (line.length > LINE_LIMIT) {
		throw tooLarge(LINE_LIMIT / 1024 / 1024);
	}
	return line;
}

/** A line of what was read from another one, whether it fits this version or not. */
export function lineOfList(list: readonly unknown[], says?: string): Buffer {
	return lineWith(JSON.stringify(list), says);
}

/** A line that holds no events. */
export function markLine(mark: object): Buffer {
	return checkedLine(JSON.stringify(mark).slice(1, -1));
}

/** What such a line says; undefined for lines of events, and for what is no whole line. */
export function readMark(line: Buffer): unknown {
	const rest = textOf(checkedBytes(line));
	return rest === undefined || isListed(rest) ? undefined : parsed(`{${rest}}`);
}

/**
 * Reads a line, without its end. Of a damaged one, what is still whole is read: a torn write that another process wrote on behind, or
 * two lines whose line end was lost. Never throws.
 */
export function readLine(line: Buffer): ReadLine {
	const whole = listIn(line);
	if (whole) {
		return checkedList(whole);
	}
	const pieces = piecesOf(line).map(({ list }) => checkedList(list ?? []));
	return {
		events: pieces.flatMap(({ events }) => events),
		faults: ['checksum', ...pieces.flatMap(({ faults }) => faults)],
	};
}

/** Whether a last line without its end holds all it should. */
export function isWholeLine(line: Buffer): boolean {
	return checkedBytes(line) !== undefined;
}

/** What a whole line lists, unchecked; nothing for a mark. @returns undefined when the checksum does not fit */
export function listIn(line: Buffer): readonly unknown[] | undefined {
	const rest = textOf(checkedBytes(line));
	if (rest === undefined) {
		return undefined;
	}
	if (rest.startsWith(EVENTS)) {
		return parsedList(rest.slice(EVENTS.length));
	}
	const all = parsed(`{${rest}}`);
	return isObject(all) && 'events' in all ? listOf(all.events) : isObject(all) ? [] : [undefined];
}

/** Nobody writes behind so many torn lines; more is noise. */
const PIECES_LIMIT = 100;
const CLOSING_BRACE = '}'.charCodeAt(0);

/** The pieces of a line that is not whole, together all of it. Inside a JSON string quotes are escaped, so what looks like a line's start is one. */
export function piecesOf(line: Buffer): readonly Piece[] {
	const pieces: Piece[] = [];
	const add = (bytes: Buffer) => {
		// A line end that became another character leaves that one behind.
		const list = listIn(bytes) ?? listIn(bytes.subarray(0, -1));
		pieces.push({ bytes, list });
	};
	let start = line.indexOf(START);
	if (start !== 0) {
		pieces.push({ bytes: start < 0 ? line : line.subarray(0, start), list: undefined });
	}
	while (start >= 0) {
		const next = pieces.length < PIECES_LIMIT ? line.indexOf(START, start + 1) : -1;
		add(line.subarray(start, next < 0 ? line.length : next));
		start = next;
	}
	return pieces;
}

/** As UTF-8, which is several times slower than what most lines need. */
function textOf(bytes: Buffer | undefined): string | undefined {
	return bytes?.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

function lineWith(body: string, says: string | undefined): Buffer {
	return says === undefined
		? Buffer.from(`${START}${hex(crc32(body))}${CRC_END}${EVENTS}${body}}\n`)
		: checkedLine(`"says":${JSON.stringify(says)},${EVENTS}${body}`);
}

function checkedLine(rest: string): Buffer {
	return Buffer.from(`${START}${hex(crc32(rest))}${CRC_END}${rest}}\n`);
}

/** What is between the checksum and the closing brace. @returns undefined when the checksum does not fit */
function checkedBytes(line: Buffer): Buffer | undefined {
	const head = line.toString('latin1', 0, HEAD_LENGTH);
	if (!head.startsWith(START) || !head.endsWith(CRC_END) || line.at(-1) !== CLOSING_BRACE) {
		return undefined;
	}
	const rest = line.subarray(HEAD_LENGTH, -1);
	const isList = rest.toString('latin1', 0, EVENTS.length) === EVENTS;
	const sum = hex(crc32(isList ? rest.subarray(EVENTS.length) : rest));
	return head.slice(START.length, START.length + CRC_LENGTH) === sum ? rest : undefined;
}

function isListed(rest: string): boolean {
	return rest.startsWith(EVENTS) || rest.startsWith('"says":');
}

function checkedList(list: readonly unknown[]): ReadLine {
	const events: IncidentEvent[] = [];
	const faults: string[] = [];
	for (const value of list) {
		const checked = checkEvent(value);
		if ('event' in checked) {
			events.push(checked.event);
		} else {
			faults.push(checked.fault);
		}
	}
	return { events, faults };
}

function parsedList(json: string): readonly unknown[] {
	return listOf(parsed(json));
}

/** The checksum fits, yet it is no list: told as an event that does not fit. */
function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [value];
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function hex(checksum: number): string {
	return checksum.toString(16).padStart(CRC_LENGTH, '0');
}
