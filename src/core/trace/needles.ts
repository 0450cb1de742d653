import type { Needle } from './format';

// What several formats have in common.

/** `at ` is an English word too: in a frame it stands at the front of the line, or behind blanks or a sign that no word is before. */
export const atFrame: Needle = {
	text: 'at ',
	fits: (text, offset) => {
		const behind = text.charCodeAt(offset + 3);
		if ((behind <= 0x20 && behind !== COLOUR) || behind === 0x28) {
			return false;
		}
		const before = text.charCodeAt(offset - 1);
		if (before === 0x09) {
			return true;
		}
		if (before === 0x20) {
			const other = text.charCodeAt(offset - 2);
			const isWordBefore = isLowerCase(other) || isDigit(other) || other === 0x2c || other === 0x2e || other === 0x29;
			// A tab in JSON is written `\t`; what looks like a word may be one.
			return !isWordBefore || text.charCodeAt(offset - 3) === BACKSLASH || other === LETTER_M;
		}
		if (isLowerCase(before)) {
			// `\n` and `\t` of JSON, and the end of a colour
			return text.charCodeAt(offset - 2) === BACKSLASH || (before === LETTER_M && isDigitOrBracket(text, offset - 2));
		}
		return !isDigit(before) && !(before >= 0x41 && before <= 0x5a);
	},
};

const BACKSLASH = 0x5c;
/** The control character that a colour begins with. */
const COLOUR = 0x1b;
const LETTER_M = 0x6d;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isLowerCase = (code: number) => code >= 0x61 && code <= 0x7a;
const isDigitOrBracket = (text: string, i: number) => isDigit(text.charCodeAt(i)) || text.charCodeAt(i) === 0x5b;

const ESCAPE = String.fromCharCode(COLOUR);
const PLACE = new RegExp(
	String.raw`\.[A-Za-z][A-Za-z0-9_]{0,10}(?:: ?[A-Za-z\x80-\uffff]{0,12}:? ?\d| i\xe7inde: |[:( ]?${ESCAPE}|:? ?[(#]\d|:[[{]\d|\\{0,3}["']{1,2}(?:[,}) (]{1,3}[li{]| \d)|&(?:quot|#34);, l| line \d| in [\w<>]{1,30}\(| (?:on|at) line| \d{1,7}:\d|,? line \d| @ \d)`,
	'g',
);

/**
 * The end of a file's name, with what stands between it and a line's number: `a.rb:3`, `a.php(3)`, `a.cs:Zeile 3`, `a.py", line 3`, `"a.erl"},{line,3}`,
 * `a.pl line 3`, `a.erl, line 3`, `a.dart 3:9`, `a.R#3`, `a.cpp @ 3`, and any of them with a colour or an HTML escape between.
 */
export const place: Needle = {
	text: PLACE,
};

/**
 * What the places of shells, of Lua's strings, of knitr and of linters have that have no file's ending. One pattern of several words skips ahead by the
 * length of the shortest; `indexOf` stops at every blank or colon.
 */
export const wording: Needle = {
	text: /: line |, column | script in | of linked |Quitting from lines |\[string \\?"|::error | {2}error {2}/g,
};

/** A number behind a `#`: `#0 f()`. */
export const numbered: Needle = { text: '#', fits: (text, offset) => isDigit(text.charCodeAt(offset + 1)) };

/** An address: `0x7f3a`. */
export const address: Needle = {
	text: 'x',
	fits: (text, offset) => text.charCodeAt(offset - 1) === 0x30 && isHex(text.charCodeAt(offset + 1)),
};

const isHex = (code: number) => isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
