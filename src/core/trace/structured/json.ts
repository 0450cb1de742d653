import type { Steps } from '../format';
import type { Exception, Frame } from '../model';
import { keyOf } from './keys';

// JSON with offsets, in one pass: what a value holds is settled when it ends, and the rest is forgotten. (jsonc-parser does without the settling, and
// is larger than all of this folder.)

export interface Json {
	/** See `keyOf`; an item's is that of its list. */
	readonly key: string;
	/** Offset of the key's quotation mark; of an item, its own. */
	readonly from: number;
	readonly start: number;
	end: number;
	/** How a scalar is written; the bracket of a container. */
	readonly raw: string;
	/** An object's members. */
	readonly fields: Map<string, Json>;
	/** A list's items, as far as they are kept. */
	readonly items: Json[];
	/** Of a stack: innermost call first. */
	frames: readonly Frame[];
	/** Exceptions that hang together, outermost first. */
	chain: readonly Exception[];
}

const NO_FIELDS = new Map<string, Json>();
const NONE: never[] = [];

/** Containers in containers; what is deeper is not read. */
const MAX_DEPTH = 64;

/** Members of one object that are kept. */
const MAX_FIELDS = 1000;

/** Units read between two yields. */
const STEP = 16 * 1024;

/** Braces, and with one bit less brackets. */
const OPENING = 0x7b;
const CLOSING = 0x7d;
const BIT = 0x20;
const QUOTE = 0x22;

/**
 * Reads the object at `start`.
 *
 * @param settle is given each value when it has ended, and says whether a list keeps it
 * @returns the object, up to where it ends, is broken or cut off
 */
export function* readJson(text: string, start: number, settle: (value: Json) => boolean): Steps<Json> {
	const open: Json[] = [];
	let key: string | undefined = '';
	let from = start;
	let breath = start + STEP;
	let i = start;
	const read = (end: number, isContainer: boolean): Json => {
		const value: Json = {
			key: key ?? open.at(-1)?.key ?? '',
			from,
			start: i,
			end,
			raw: text.slice(i, end),
			fields: isContainer ? new Map() : NO_FIELDS,
			items: isContainer ? [] : NONE,
			frames: NONE,
			chain: NONE,
		};
		key = undefined;
		i = end;
		return value;
	};
	const close = (value: Json) => {
		const parent = open.at(-1);
		value.end = i;
		if (settle(value) && parent?.raw === '[') {
			parent.items.push(value);
		} else if (parent && parent.fields.size < MAX_FIELDS) {
			parent.fields.set(value.key, value);
		}
	};
	const root = read(start + 1, true);
	open.push(root);
	for (let parent: Json | undefined = root; parent; parent = open.at(-1)) {
		if (i >= breath) {
			breath = i + STEP;
			yield;
		}
		const code = text.charCodeAt(i);
		const isList = parent.raw === '[';
		if (code <= 0x20 || code === 0x2c || code === 0x3a) {
			i++; // blanks, commas and colons
		} else if (code === (isList ? CLOSING - BIT : CLOSING)) {
			i++;
			open.pop();
			close(parent);
		} else {
			const isName = !isList && key === undefined;
			const isContainer = (code | BIT) === OPENING && !isName && open.length < MAX_DEPTH;
			const end = isContainer ? i + 1 : scalarEnd(text, i);
			if (end === i || end === text.length || (isName && code !== QUOTE)) {
				break;
			}
			from = isList || isName ? i : from;
			if (isName) {
				key = keyOf(text.slice(i, end));
				i = end;
			} else if (isContainer) {
				open.push(read(end, true));
			} else {
				close(read(end, false));
			}
		}
	}
	for (let value = open.pop(); value; value = open.pop()) {
		close(value);
	}
	return root;
}

/** Where the string, number or word at `start` ends; `start` where there is none, or the string does not end on its line. */
function scalarEnd(text: string, start: number): number {
	if (text.charCodeAt(start) !== QUOTE) {
		return start + (/^[\w.+-]*/.exec(text.slice(start, start + 64))?.[0].length ?? 0);
	}
	let quote = start;
	let slashes: number;
	do {
		quote = text.indexOf('"', quote + 1);
		for (slashes = 0; text.charAt(quote - 1 - slashes) === '\\'; slashes++);
	} while (slashes % 2 > 0);
	return quote < 0 || text.slice(start, quote).includes('\n') ? start : quote + 1;
}

/** What a string says; a number as it is written; nothing for anything else. */
export function textOf(value: Json | undefined): string {
	const raw = value?.raw ?? '';
	try {
		return /^["\d]/.test(raw) ? String(JSON.parse(raw)) : '';
	} catch {
		return raw.slice(1, -1);
	}
}

/** The first of the members, named one after the other, that says something. */
export function firstOf(fields: ReadonlyMap<string, Json>, keys: string): Json | undefined {
	return keys
		.split(' ')
		.map((key) => fields.get(key))
		.find((value) => textOf(value) !== '');
}
