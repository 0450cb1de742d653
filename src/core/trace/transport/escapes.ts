import { type Cleaned, type Replacement, replaceSteps } from './cuts';

// Traces on one line: JSON writes a line break `\n`, and `\\n` in a string inside a string; web pages write `<br>`. What is written twice over is
// read twice: the text that comes out may hold such lines again.

/** Texts in texts in texts that are opened. */
export const MAX_DEPTH = 4;

/** What a line on which several may be written holds. */
export const BREAK_SIGNS: readonly string[] = ['\\n', '["', '<br', '&#10;'];

/** Behind an `n` that is part of a break and not of a Windows path: blanks, escapes, or what frames and heads begin with. */
const BEHIND_BREAK =
	/(?:\s|\\+[trn"]|at |File \\*"|#\d|Traceback|Caused by|\tat|from |[A-Z][\w.]*(?:Error|Exception)|goroutine |<)/y;

/** Whether the break sign at `index` of `line` is a line break in the middle of something; not the one at the end of a string. */
export function isBreakAt(line: string, index: number): boolean {
	if (line.charCodeAt(index) !== BACKSLASH) {
		return line.charAt(index) !== '[' || LIST.test(line.slice(index, index + MAX_ITEM));
	}
	const behind = index + 2;
	let quote = behind;
	while (line.charCodeAt(quote) === BACKSLASH) {
		quote++;
	}
	if (quote >= line.length || line.charCodeAt(quote) === 0x22 || line.charCodeAt(quote) === 0x27) {
		return false;
	}
	BEHIND_BREAK.lastIndex = behind;
	return BEHIND_BREAK.test(line) || isQuoted(line);
}

/** A list of strings: its first item, and the beginning of the next one. */
const LIST = /^\["(?:[^"\\]|\\.)*", ?"/;
export const MAX_ITEM = 600;

const BACKSLASH = 0x5c;

/** Whether what stands here is JSON, or a string of it: every break in it is one. */
export const isQuoted = (line: string) => /[{[]\s{0,16}"|^\s{0,16}"|\w="/.test(line.slice(0, 256));

/** An escape, the end of a string and the beginning of the next, a quotation mark, a tag for a line break, the number of one. */
const SPECIAL = /\\(?:u([0-9a-fA-F]{4})|(r\\n|[\s\S]))|", ?"|"|<br {0,4}\/?>|&#(?:10|xA);/gi;

/** The same in an attribute of XML, where a backslash is one: JUnit's reports have Windows' paths in it. */
const MARKED = /"|<br {0,4}\/?>|&#(?:10|xA);/gi;
const ATTRIBUTE = /^\s{0,99}<.{0,8000}&#(?:10|xA);/i;

const ESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\n', 'r\\n': '\n', b: ' ', f: ' ' };

/** The lines that are written on one. Quotation marks of JSON itself end lines, too, so that a string's neighbours stay out of it. */
export function opened(line: string): Generator<undefined, Cleaned> {
	return replaceSteps(line, ATTRIBUTE.test(line) ? MARKED : SPECIAL, openedPart);
}

const openedPart: Replacement = ({ 0: text, 1: code, 2: letter, index, input }) => {
	if (code) {
		return String.fromCharCode(Number.parseInt(code, 16));
	}
	if (letter) {
		return ESCAPED[letter] ?? ('"\'/\\'.includes(letter) ? letter : undefined);
	}
	// `File "a.py", line 3` on a line of logfmt or the like, which escapes no quotation marks
	const isQuoted = text === '"' && (input.startsWith('", line ', index) || input.startsWith('File ', index - 5));
	return isQuoted ? undefined : '\n';
};

/** The same for a string of one line. */
export const UNESCAPE = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g;
export const unescapedPart: Replacement = ({ 1: code, 2: letter = '' }) =>
	code
		? String.fromCharCode(Number.parseInt(code, 16))
		: letter === 't'
			? '\t'
			: 'nrbf'.includes(letter)
				? ' '
				: '"\'/\\'.includes(letter)
					? letter
					: undefined;
