import type { Steps } from '../format';
import { continued } from './continued';
import { type Cleaned, Cuts, type Replacement, replaceSteps } from './cuts';
import { breakWidth, joined } from './layout';
import { samePrefix, suffixLength } from './prefix';

// A pasted text whose lines all have something round them, or are not lines at all, can be told as a whole. Nothing of it is certain, so such a text is
// read as it is and without, and the reading that finds more is kept.

/** Another reading of a text. */
export interface Reading {
	readonly cleaned: Steps<Cleaned>;
	/** It is right where both find as much. */
	readonly isLikely: boolean;
}

/** What may have been done to a text, undone, in the order in which it is tried; undefined where nothing shows it. */
export const READINGS: readonly ((text: string) => Reading | undefined)[] = [
	withoutNuls,
	withPlainSigns,
	withoutLostColours,
	decoded,
	fields,
	rejoined,
	refolded,
	(text) => unwrapped(text, true),
	(text) => unwrapped(text, false),
	rejoined,
	refolded,
];

const replaced = (text: string, pattern: RegExp, by: Replacement, isLikely = false): Reading => ({
	cleaned: replaceSteps(text, pattern, by),
	isLikely,
});

/** UTF-16 that was read as bytes: every other one is a NUL. */
function withoutNuls(text: string): Reading | undefined {
	const sample = text.slice(0, 4096);
	return sample.split('\0').length > sample.length / 3 ? replaced(text, /[\0\ufffd]/g, () => '', true) : undefined;
}

/** What word processors, chats and terminals write for blanks, quotation marks and line breaks, and what stands for nothing. */
const SIGNS: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'\u00a0\u2007\u202f': ' ',
		'“”„': '"',
		'‘’': "'",
		'\u0085\u000b␊↵': '\n',
		'\u200b\u2060': '',
	}).flatMap(([signs, plain]) => [...signs].map((sign) => [sign, plain] as const)),
);
const SIGN = new RegExp(`[${[...SIGNS.keys()].join('')}]`, 'g');

function withPlainSigns(text: string): Reading | undefined {
	return [...SIGNS.keys()].some((sign) => text.includes(sign))
		? replaced(text, SIGN, ([sign]) => SIGNS.get(sign))
		: undefined;
}

/** Colours whose control character was lost, or is written as people write it. */
const LOST_COLOUR = /(?:\^|\\033|\\x1b|\\e)?\[(?:\d{1,3}(?:;\d{1,3}){0,5})?[mK]/g;

function withoutLostColours(text: string): Reading | undefined {
	return /\[\d{1,2}(?:;\d{1,3}){0,5}m/.test(text) && !text.includes('\u001b')
		? replaced(text, LOST_COLOUR, () => '', true)
		: undefined;
}

/** Mail in quoted-printable, and what was part of an address. */
function decoded(text: string): Reading | undefined {
	const isAddress = /(?:%[0-9A-F]{2}){2}/.test(text);
	if (!isAddress && !/=(?:\r?\n|[0-9A-F]{2})/.test(text)) {
		return undefined;
	}
	return replaced(text, isAddress ? /(?:%[0-9A-F]{2})+|(\+)/g : /(?:=[0-9A-F]{2})+|(=\r?\n)/g, ([code, sign]) => {
		try {
			return sign === '+'
				? text.includes(' ')
					? undefined
					: ' '
				: sign
					? ''
					: decodeURIComponent(code.replaceAll('=', '%'));
		} catch {
			return undefined;
		}
	});
}

/** Fields that hold what was logged, where each record is spread over lines or several stand on one. */
const FIELD = /"(?:log|message|msg|MESSAGE|textPayload|trace)"\s{0,4}:\s{0,4}(?=")|^[ \t]{0,16}MESSAGE=/gm;

/** Fewer than so many are no list of lines. */
const MIN_FIELDS = 2;

function fields(text: string): Reading | undefined {
	return text.match(FIELD)?.[MIN_FIELDS - 1] === undefined
		? undefined
		: { cleaned: fieldsIn(text), isLikely: text.includes('MESSAGE=') };
}

function* fieldsIn(text: string): Steps<Cleaned> {
	const cuts = new Cuts();
	let made = '';
	FIELD.lastIndex = 0;
	for (let match = FIELD.exec(text), count = 1; match; match = FIELD.exec(text), count++) {
		const start = FIELD.lastIndex;
		const end = text.charCodeAt(start) === 0x22 ? stringEnd(text, start) : lineEnd(text, start);
		cuts.add(made.length, start - made.length);
		made += `${text.slice(start, end)}\n`;
		if (count % 512 === 0) {
			yield;
		}
		FIELD.lastIndex = end;
	}
	return { text: made, cuts };
}

function lineEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}

/** Behind the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
	let end = start + 1;
	for (let code = text.charCodeAt(end); end < text.length && code !== 0x22; code = text.charCodeAt(end)) {
		end += code === 0x5c ? 2 : 1;
	}
	return Math.min(text.length, end + 1);
}

function rejoined(text: string): Reading | undefined {
	const width = breakWidth(text);
	return width === undefined ? undefined : { cleaned: joined(text, width), isLikely: false };
}

function refolded(text: string): Reading | undefined {
	const cleaned = continued(text);
	return cleaned && { cleaned, isLikely: false };
}

/** Lines that are compared, and units of each. */
const MAX_LINES = 60;
const MAX_HEAD = 300;
const MAX_TAIL = 100;

/** Such a share of them has the prefix. */
const MIN_SHARE = 0.8;

/** What a prefix ends in, and what a suffix begins with. */
const PREFIX_END = /[\s:,|>\])"=;$#*+│┃-]/;
const SUFFIX_START = /^(?:[\s"|│$>,↵+]|\\$)/;

/** A frame's number, which counts; not a logger's. */
const NUMBER = /^\s*\W?\d{1,5}\W{0,2}\s*$/;

/** What no prefix holds: frames and records, which are looked into line by line, begin with it. */
const FRAME =
	/(?<=^|[\s|:>\]),;"])(?:\{"|at |File "|#\d{1,3} +\S|from |Raised |Called |Re-raised |\(\w+ [\d.]+\)|frame #)/;

/** A blank that may be one of a path. */
const IN_PATH = /[\\/][\w.][^\s:\])]* $/;

/** Every line without what all of them begin and end with, but for numbers. */
function unwrapped(text: string, hasSuffix: boolean): Reading | undefined {
	const lines: string[] = [];
	for (let from = 0; from < text.length && lines.length < MAX_LINES; ) {
		const end = lineEnd(text, from);
		const line = text.slice(from, end);
		if (line.trim() !== '') {
			lines.push(line.trimEnd());
		}
		from = end + 1;
	}
	const prefix = commonPrefix(lines.map((line) => line.slice(0, MAX_HEAD)));
	const found = lines.length > 1 ? commonSuffix(lines, prefix.endsWith('"') ? /^"/ : SUFFIX_START) : '';
	const suffix = hasSuffix ? found : '';
	// The end of a string is known by its quotation mark.
	const before = suffix === '' ? prefix.replace(/"$/, '') : prefix;
	return (before.trim() === '' && suffix === '') || (found === '' && !hasSuffix)
		? undefined
		: { cleaned: unwrap(text, before, suffix), isLikely: !NUMBER.test(before) };
}

function commonPrefix(lines: readonly string[]): string {
	let best = '';
	let bestCount = lines.length;
	const line = lines[1] ?? '';
	const max = FRAME.exec(line)?.index ?? line.length;
	for (let end = 1; end <= max; end++) {
		const prefix = line.slice(0, end);
		if (PREFIX_END.test(prefix.charAt(end - 1)) && !IN_PATH.test(prefix)) {
			const count = lines.filter((other) => samePrefix(prefix, other) > 0 || other === prefix.trimEnd()).length;
			if (count < MIN_SHARE * lines.length) {
				break;
			}
			// what only some begin with is their indentation
			if (count >= bestCount || best === '' || prefix.trimEnd().length > best.length) {
				best = prefix;
				bestCount = count;
			}
		}
	}
	return best.trim() === '' ? '' : best;
}

function commonSuffix(lines: readonly string[], begin: RegExp): string {
	const line = lines[1] ?? '';
	for (const share of [1, MIN_SHARE]) {
		for (let start = Math.max(0, line.length - MAX_TAIL); start < line.length; start++) {
			const suffix = line.slice(start);
			if (begin.test(suffix) && isShared(lines, share, (other) => suffixLength(suffix, other) > 0)) {
				return suffix;
			}
		}
	}
	return '';
}

/** Whether such a share of the lines has something; asks no more of them than it takes to know. */
function isShared(lines: readonly string[], share: number, has: (line: string) => boolean): boolean {
	let without = 0;
	const mayBeWithout = lines.length - share * lines.length;
	return lines.every((line) => has(line) || ++without <= mayBeWithout);
}

function* unwrap(text: string, prefix: string, suffix: string): Steps<Cleaned> {
	const cuts = new Cuts();
	const parts: string[] = [];
	const quote = prefix.endsWith('"') && suffix.startsWith('"') ? 1 : 0; // a string's, which may have escapes
	let length = 0;
	for (let from = 0, count = 1; from < text.length; count++) {
		const end = lineEnd(text, from);
		const line = text.slice(from, end);
		const has = samePrefix(prefix, line);
		const content = line.trimEnd();
		const start = has > 0 ? has - quote : content === prefix.trimEnd() ? content.length : 0;
		const behind = suffix === '' || (prefix !== '' && has === 0) ? 0 : suffixLength(suffix, content);
		const part = `${behind > 0 ? content.slice(start, content.length - behind + quote) : line.slice(start)}\n`;
		cuts.add(length, from + start - length);
		parts.push(part);
		length += part.length;
		from = end + 1;
		if (count % 512 === 0) {
			yield;
		}
	}
	return { text: parts.join(''), cuts };
}
