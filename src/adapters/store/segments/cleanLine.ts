import { isTombstone } from '../../../core/incident/events/incidentErased';
import { isWholeLine, lineOfList, listIn, piecesOf, START } from './lines';

/** What of a line stays. */
export interface CleanLine {
	/** Whole lines, each with its end; none where nothing stays. */
	readonly kept: readonly Buffer[];
	/** Stretches that cannot be read and may have held what was erased, so that they are gone as well. */
	readonly unreadable: number;
}

const NEWLINE = Buffer.from('\n');
const INCIDENT = /"incident":"([0-9A-HJKMNP-TV-Z]{26})"/g;
const PAYLOAD = /"payload":/g;
/** Where a ULID's random part starts; what is before it is shared by incidents of the same time. */
const RANDOM_START = 10;
/** Of the sixteen random characters so many stand together however one of them was changed. */
const FRAGMENT = 8;
/** A line that is cut off before it says of which incident it is, is shorter. */
const UNNAMED = 120;

/**
 * A line without the events of erased incidents, but for their tombstones. A line that holds others, too, gets a checksum of its own; every other one stays
 * as it is, byte by byte. In a damaged line what can be read is kept, and what cannot be read goes where it may be of an erased incident.
 *
 * @param line without its end
 * @param says what happened, for the new line of what stays
 * @returns undefined where nothing of the line is of an erased incident
 */
export function cleanLine(
	line: Buffer,
	erased: ReadonlySet<string>,
	says: (list: readonly unknown[]) => string | undefined,
): CleanLine | undefined {
	if (erased.size === 0) {
		return undefined;
	}
	if (isWholeLine(line)) {
		const whole = namesErased(line, erased) ? (listIn(line) ?? []) : [];
		const stays = whole.filter((one) => !isOf(one, erased));
		return stays.length === whole.length ? undefined : { kept: linesOf(stays, says), unreadable: 0 };
	}
	let unreadable = 0;
	let isAltered = false;
	const kept = piecesOf(line).flatMap(({ bytes, list }) => {
		if (!list) {
			const goes = mayHold(bytes, erased);
			unreadable += goes ? 1 : 0;
			return goes ? [] : [Buffer.concat([bytes, NEWLINE])];
		}
		const stays = list.filter((one) => !isOf(one, erased));
		isAltered ||= stays.length < list.length;
		return linesOf(stays, says);
	});
	return isAltered || unreadable > 0 ? { kept, unreadable } : undefined;
}

/**
 * Whether bytes that cannot be read may be of an erased incident: its id is in them, or a part of that, or they hold something without saying of which
 * incident it is.
 */
export function mayHold(bytes: Buffer, erased: ReadonlySet<string>): boolean {
	const text = bytes.toString('latin1');
	for (const id of erased) {
		for (let start = RANDOM_START; start + FRAGMENT <= id.length; start++) {
			if (text.includes(id.slice(start, start + FRAGMENT))) {
				return true;
			}
		}
	}
	const named = [...text.matchAll(INCIDENT)].length;
	const payloads = [...text.matchAll(PAYLOAD)].length;
	// A line that was cut off says in its beginning of which incident it is; what lost its beginning may be of any.
	const begins = text.startsWith(START) || START.startsWith(text);
	const saysNothing = begins && !text.includes('"says":') && text.length <= UNNAMED;
	return named === 0 ? !saysNothing && text.trim() !== '' : payloads > named;
}

function linesOf(list: readonly unknown[], says: (list: readonly unknown[]) => string | undefined): readonly Buffer[] {
	return list.length > 0 ? [lineOfList(list, says(list))] : [];
}

function namesErased(line: Buffer, erased: ReadonlySet<string>): boolean {
	for (const [, id = ''] of line.toString('latin1').matchAll(INCIDENT)) {
		if (erased.has(id)) {
			return true;
		}
	}
	return false;
}

/** Whether it is an event of an erased incident, and no tombstone. */
function isOf(value: unknown, erased: ReadonlySet<string>): boolean {
	if (typeof value !== 'object' || value === null || !('incident' in value) || typeof value.incident !== 'string') {
		return false;
	}
	return (
		erased.has(value.incident) &&
		!('type' in value && typeof value.type === 'string' && isTombstone({ type: value.type }))
	);
}
