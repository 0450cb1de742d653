import { type Cleaned, Cuts } from './cuts';

// Traces inside JSON strings. A line break is written `\n`, and `\\n` in a JSON string inside a JSON string. How a text is written is
// decided where a trace is recognised, from what stands right beside it, so that a line of megabytes need not be read for it.

/** How a line's text is written: as it is, or as JSON strings write it, once or twice over. */
export type Escaping = 0 | 1 | 2;

/** Units between a line's break and its first word that are looked back over. */
const MAX_INDENT = 160;

/** Units to a line's ends that are looked for; longer lines in JSON are cut. */
const MAX_REACH = 8192;

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;

/** How the text is written right behind the break that `offset`, where a frame begins, is indented from; 0 where none is near. */
export function escapingBefore(text: string, offset: number): Escaping {
	let i = offset;
	const limit = Math.max(0, offset - MAX_INDENT);
	while (i > limit) {
		const code = text.charCodeAt(i - 1);
		if (code === 0x20 || code === 0x09 || code === 0x7c || code === 0x3e) {
			i--; // indentation, and the bars of a Python group
		} else if (code === LETTER_T && text.charCodeAt(i - 2) === BACKSLASH) {
			i -= 1 + Math.min(2, slashesBefore(text, i - 1));
		} else if (code === LETTER_N && text.charCodeAt(i - 2) === BACKSLASH) {
			return depthOf(slashesBefore(text, i - 1));
		} else {
			return 0;
		}
	}
	return 0;
}

/** How the break behind `colon`, where a heading ends, is written. */
export function escapingBehind(text: string, colon: number): Escaping {
	let i = colon + 1;
	while (text.charCodeAt(i) === BACKSLASH && i - colon < 16) {
		i++;
	}
	return text.charCodeAt(i) === LETTER_N ? depthOf(i - colon - 1) : 0;
}

const depthOf = (slashes: number): Escaping => (slashes % 4 === 2 ? 2 : slashes % 2 === 1 ? 1 : 0);

/** Backslashes right before `end`. */
function slashesBefore(text: string, end: number): number {
	let count = 0;
	while (count < 16 && text.charCodeAt(end - 1 - count) === BACKSLASH) {
		count++;
	}
	return count;
}

/** Whether a run of backslashes before an `n` is a line break, or before a quotation mark lets it end the string. */
const isBreak = (slashes: number, escaping: Escaping) => depthOf(slashes) === escaping;
const isDelimiter = (slashes: number, escaping: Escaping) => (escaping === 1 ? slashes % 2 === 0 : slashes % 4 !== 3);

/** Where the line that holds `offset` begins: behind a break, or where the string or the text's own line begins. */
export function lineStart(text: string, offset: number, escaping: Escaping): number {
	const limit = Math.max(0, offset - MAX_REACH);
	for (let i = offset; i > limit; i--) {
		const code = text.charCodeAt(i - 1);
		if (code === 0x0a || code === 0x0d) {
			return i;
		}
		if (code === LETTER_N && text.charCodeAt(i - 2) === BACKSLASH) {
			if (isBreak(slashesBefore(text, i - 1), escaping)) {
				return i;
			}
		} else if (code === QUOTE) {
			const slashes = slashesBefore(text, i - 1);
			if (isDelimiter(slashes, escaping) && isOpening(text, i - 1 - slashes)) {
				return i;
			}
		}
	}
	return limit;
}

/** Where the line that holds `offset` ends: before a break, the quotation mark that ends the string, or the end of the text's own line. */
export function lineEnd(text: string, offset: number, escaping: Escaping): number {
	const limit = Math.min(text.length, offset + MAX_REACH);
	for (let i = offset; i < limit; i++) {
		const code = text.charCodeAt(i);
		if (code === 0x0a || code === 0x0d) {
			return i;
		}
		if (code !== BACKSLASH && code !== QUOTE) {
			continue;
		}
		const from = i;
		while (text.charCodeAt(i) === BACKSLASH && i < limit) {
			i++;
		}
		const last = text.charCodeAt(i);
		if (last === LETTER_N && isBreak(i - from, escaping)) {
			return i - escaping;
		}
		if (last === QUOTE && isDelimiter(i - from, escaping) && isClosing(text, i + 1)) {
			return from;
		}
	}
	return limit;
}

/** Where the line behind the one that ends at `end` begins; undefined at the end of the string. */
export function nextLineStart(text: string, end: number, escaping: Escaping): number | undefined {
	const behind = end + escaping;
	return text.charCodeAt(end) === BACKSLASH && text.charCodeAt(behind) === LETTER_N ? behind + 1 : undefined;
}

/** Where the line before the one that begins at `start` ends; undefined at the beginning of the string. */
export function previousLineEnd(text: string, start: number, escaping: Escaping): number | undefined {
	const end = start - 1 - escaping;
	return text.charCodeAt(start - 1) === LETTER_N && text.charCodeAt(end) === BACKSLASH ? end : undefined;
}

/** A quotation mark opens a string behind a colon, a comma or a bracket; `File "a.py"` has a word before it. */
function isOpening(text: string, before: number): boolean {
	const i = text.charCodeAt(before - 1) === 0x20 ? before - 1 : before;
	return i <= 0 || ':,[{(=\n\r'.includes(text.charAt(i - 1));
}

/** It ends one before a comma, a bracket or the end of the line; `", line 3` goes on. */
function isClosing(text: string, behind: number): boolean {
	const i = text.charCodeAt(behind) === 0x20 ? behind + 1 : behind;
	return i >= text.length || (',]})\n\r\\'.includes(text.charAt(i)) && !text.startsWith(', line ', i));
}

const ESCAPED: Readonly<Record<string, string>> = {
	t: '\t',
	n: ' ',
	r: ' ',
	b: ' ',
	f: ' ',
	'"': '"',
	'/': '/',
	'\\': '\\',
};

/** Undoes JSON escapes. One that JSON does not know stands for itself. */
export function unescaped(raw: string, escaping: Escaping): Cleaned {
	const cuts = new Cuts();
	let text = '';
	let from = 0;
	for (let i = raw.indexOf('\\'); i >= 0; i = raw.indexOf('\\', i)) {
		const found = escapeAt(raw, i, escaping);
		if (!found) {
			i++;
			continue;
		}
		text += raw.slice(from, i) + found.character;
		i += found.length;
		from = i;
		cuts.add(text.length, i - text.length);
	}
	return { text: text + raw.slice(from), cuts };
}

/** The character that the escape at `i` stands for, and its length in `raw`. */
function escapeAt(
	raw: string,
	i: number,
	escaping: Escaping,
): { readonly character: string; readonly length: number } | undefined {
	// Escaped twice, `\t` is written `\\t`, a quotation mark `\\\"`, and a backslash `\\\\`.
	const isTwice = escaping === 2 && raw.charCodeAt(i + 1) === BACKSLASH;
	const width = isTwice ? (raw.charCodeAt(i + 2) === BACKSLASH ? 3 : 2) : 1;
	const letter = raw.charAt(i + width);
	if (letter === 'u') {
		const digits = raw.slice(i + width + 1, i + width + 5);
		return /^[0-9a-fA-F]{4}$/.test(digits)
			? { character: String.fromCharCode(Number.parseInt(digits, 16)), length: width + 5 }
			: undefined;
	}
	const character = ESCAPED[letter];
	return character === undefined ? undefined : { character, length: width + 1 };
}
