import { crc32 } from 'node:zlib';
import { checkEvent } from '../../../core/incident/checkEvent';
import type { IncidentEvent } from '../../../core/incident/event';
import { tooLarge, unfitEvent } from '../errors';

const START = '{"crc":"';
const MIDDLE = '","events":';
const CRC_LENGTH = 8;
const BODY_START = START.length + CRC_LENGTH + MIDDLE.length;

/** A line longer than this is not one of ours; it bounds what is held in memory and how long one line takes to read. */
export const LINE_LIMIT = 8 * 1024 * 1024;

/** What a line holds, and whether some of its bytes say nothing. */
export interface ReadLine {
	readonly events: readonly IncidentEvent[];
	readonly faults: readonly string[];
}

/**
 * One line for one append: JSON with the checksum of the text of its events. It counts as a whole or not at all, so that events which
 * were written together are never half there.
 *
 * @throws FaultlineError `store.failed` when an event fits neither envelope nor payload
 */
export function lineOf(events: readonly IncidentEvent[]): Buffer {
	const body = JSON.stringify(events);
	for (const event of JSON.parse(body)) {
		const checked = checkEvent(event);
		if ('fault' in checked) {
			throw unfitEvent(checked.fault);
		}
	}
	const line = Buffer.from(`${START}${hex(crc32(body))}${MIDDLE}${body}}\n`);
	if (line.length > LINE_LIMIT) {
		throw tooLarge(LINE_LIMIT / 1024 / 1024);
	}
	return line;
}

/**
 * Reads a line, without its end. Of a damaged one, what is still whole is read: a torn write that another process wrote on behind, or
 * two lines whose line end was lost. Never throws.
 */
export function readLine(line: Buffer): ReadLine {
	const whole = readPiece(line);
	if (whole) {
		return whole;
	}
	const pieces = piecesOf(line).map((piece) => readPiece(piece) ?? readPiece(piece.subarray(0, -1)));
	return {
		events: pieces.flatMap((piece) => piece?.events ?? []),
		faults: ['checksum', ...pieces.flatMap((piece) => piece?.faults ?? [])],
	};
}

/** Whether a last line without its end holds all it should. */
export function isWholeLine(line: Buffer): boolean {
	return readPiece(line) !== undefined;
}

/** @returns undefined when the checksum does not fit */
function readPiece(line: Buffer): ReadLine | undefined {
	const head = line.toString('latin1', 0, BODY_START);
	if (!head.startsWith(START) || !head.endsWith(MIDDLE) || line.at(-1) !== CLOSING_BRACE) {
		return undefined;
	}
	const body = line.subarray(BODY_START, -1);
	if (head.slice(START.length, START.length + CRC_LENGTH) !== hex(crc32(body))) {
		return undefined;
	}
	const checked = parsedList(body.toString('utf8')).map(checkEvent);
	return {
		events: checked.flatMap((one) => ('event' in one ? one.event : [])),
		faults: checked.flatMap((one) => ('fault' in one ? one.fault : [])),
	};
}

/** Nobody writes behind so many torn lines; more is noise. */
const PIECES_LIMIT = 100;
const CLOSING_BRACE = '}'.charCodeAt(0);

/** Inside a JSON string quotes are escaped, so what looks like the start of a line is one. */
function piecesOf(line: Buffer): readonly Buffer[] {
	const pieces: Buffer[] = [];
	for (let start = line.indexOf(START); start >= 0 && pieces.length < PIECES_LIMIT; ) {
		const next = line.indexOf(START, start + 1);
		pieces.push(line.subarray(start, next < 0 ? line.length : next));
		start = next;
	}
	return pieces;
}

function parsedList(json: string): readonly unknown[] {
	try {
		const parsed: unknown = JSON.parse(json);
		return Array.isArray(parsed) ? parsed : [parsed];
	} catch {
		return [undefined]; // the checksum fits, yet it is not JSON: told as an event that does not fit
	}
}

function hex(checksum: number): string {
	return checksum.toString(16).padStart(CRC_LENGTH, '0');
}
