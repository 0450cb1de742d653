import { isNestedDeeper } from '../../../base/nesting';
import { DEEPEST } from '../../../core/incident/checkEvent';
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
/** Where a fragment may be. */
const RUNS = /[0-9A-HJKMNP-TV-Z]{8,}/g;
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
		if (stays.length === whole.length) {
			return undefined;
		}
		const fit = stays.filter(canBeWritten);
		return { kept: linesOf(fit, says), unreadable: stays.length - fit.length };
	}
	let unreadable = 0;
	let isAltered = false;
	const kept = piecesOf(line).flatMap(({ bytes, list }) => {
		if (!list) {
			const goes = mayHold(bytes, erased);
			unreadable += goes ? 1 : 0;
			return goes ? [] : [Buffer.concat([bytes, NEWLINE])];
		}
		const stays = list.filter((one) => !isOf(one, erased) && canBeWritten(one));
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
	if (hasFragment(text, fragmentsOf(erased))) {
		return true;
	}
	const named = [...text.matchAll(INCIDENT)].length;
	const payloads = [...text.matchAll(PAYLOAD)].length;
	// A line that was cut off says in its beginning of which incident it is; what lost its beginning may be of any.
	const begins = text.startsWith(START) || START.startsWith(text);
	const saysNothing = begins && !text.includes('"says":') && text.length <= UNNAMED;
	return named === 0 ? !saysNothing && text.trim() !== '' : payloads > named;
}

/** As they were asked for last: one clean-up asks for each damaged line, and there may be many of both. */
let lastFragments:
	| { readonly of: ReadonlySet<string>; readonly size: number; readonly all: ReadonlySet<string> }
	| undefined;

function fragmentsOf(erased: ReadonlySet<string>): ReadonlySet<string> {
	if (lastFragments?.of !== erased || lastFragments.size !== erased.size) {
		const all = new Set<string>();
		for (const id of erased) {
			for (let start = RANDOM_START; start + FRAGMENT <= id.length; start++) {
				all.add(id.slice(start, start + FRAGMENT));
			}
		}
		lastFragments = { of: erased, size: erased.size, all };
	}
	return lastFragments.all;
}

/** Takes as long as the text, however many fragments there are. */
function hasFragment(text: string, fragments: ReadonlySet<string>): boolean {
	for (const { 0: run } of text.matchAll(RUNS)) {
		for (let start = 0; start + FRAGMENT <= run.length; start++) {
			if (fragments.has(run.slice(start, start + FRAGMENT))) {
				return true;
			}
		}
	}
	return false;
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

/** What is nested without end is no event, and nothing that could be written to a line again. */
const canBeWritten = (value: unknown): boolean => !isNestedDeeper(value, DEEPEST + 1);

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
