import type { Finder, Removed } from './model';

const rule = 'privateKey';
/** So far the end of a block is looked for: an RSA key of 16,384 bits is 13,000 characters. */
const FARTHEST_END = 32_768;
const FARTHEST_BEGINNING = 4096;
const END_MARK = '-----END ';
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
/** All that is between the ends of a block: base64, line breaks (escaped ones, too), quotes of those who join lines in a program. */
const BODY = /(?:[A-Za-z0-9+/=\s"'`,]|\\+[nrt"'])+/y;
/** `Proc-Type: 4,ENCRYPTED`, `DEK-Info: …`, `Version: …` before it. */
const HEAD = /(?:\s|\\+[nrt]){0,8}[A-Z][A-Za-z-]{2,20}: [^\r\n\\]{1,200}/y;
const HEADS = 8;
/** The next line of a block whose end is missing. */
const NEXT_LINE = /(?:\s|\\+[nrt]){1,8}[A-Za-z0-9+/]{16,100}={0,2}(?![\w.(:/-])/y;
/** A line of a key behind something else, such as the time a log puts before every line. */
const KEY_LINE = /(?<![\w./-])[A-Za-z0-9+/]{40,100}={0,2}(?![\w./-])/g;
const WHOLE_KEY_LINE = /^[A-Za-z0-9+/]{1,100}={0,2}$/;
const LINE = /(?:[^\r\n\\]|\\(?![\\nr]))+/g;
const SURELY_KEY = 40;

/** Private keys in PEM, OpenSSH's and PGP's form: from the first line to the last, or as many lines as there are. */
export const keyBlocks: Finder = {
	trigger: /-----(?:BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g,
	find(reach, at, begun) {
		const { text } = reach;
		if (text.startsWith(END_MARK, at)) {
			const start = bodyBefore(text, at);
			return { next: begun, ...(start < at && { removed: [{ rule, start, end: begun }] }) };
		}
		const end = reach.next(begun, END_MARK);
		if (reach.runEnd(behindHeads(text, begun), BODY) === end) {
			END.lastIndex = end;
			const closed = END.test(text) ? END.lastIndex : end;
			return { removed: [{ rule, start: at, end: closed }], next: closed };
		}
		const cut = behindLines(text, behindHeads(text, begun));
		const among = end - cut > FARTHEST_END ? [] : keyLines(text, cut, end);
		const first: Removed = { rule, start: at, end: cut };
		return { removed: [first, ...among], next: Math.max(cut, among.at(-1)?.end ?? 0) };
	},
};

function behindHeads(text: string, from: number): number {
	let end = from;
	for (let heads = 0; heads < HEADS; heads++) {
		HEAD.lastIndex = end;
		if (!HEAD.test(text)) {
			break;
		}
		end = HEAD.lastIndex;
	}
	return end;
}

function behindLines(text: string, from: number): number {
	let end = from;
	for (NEXT_LINE.lastIndex = end; NEXT_LINE.test(text); NEXT_LINE.lastIndex = end) {
		end = NEXT_LINE.lastIndex;
	}
	return end;
}

function keyLines(text: string, from: number, to: number): Removed[] {
	return [...text.slice(from, to).matchAll(KEY_LINE)]
		.filter(([line]) => /[a-z]/.test(line) && /[A-Z]/.test(line) && /\d/.test(line))
		.map(({ 0: line, index }) => ({ rule, start: from + index, end: from + index + line.length }));
}

/** Where the lines of a key begin whose first line was cut off; `at` where there are none. */
function bodyBefore(text: string, at: number): number {
	const from = Math.max(0, at - FARTHEST_BEGINNING);
	const lines = [...text.slice(from, at).matchAll(LINE)];
	let start = at;
	let isKey = false;
	for (const { 0: line, index } of lines.reverse()) {
		if (!WHOLE_KEY_LINE.test(line.trim())) {
			break;
		}
		start = from + index;
		isKey ||= line.length >= SURELY_KEY;
	}
	return isKey ? start : at;
}
