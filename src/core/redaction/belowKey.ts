import { PLAIN, stringFrom, type Value } from './afterKey';
import type { Reach } from './model';

/** The end of a line, also as text has it inside of JSON. */
const BREAK = String.raw`(?:\r?\n|\\{1,15}(?:r\\{1,15})?n)`;
const BELOW = new RegExp(
	String.raw`\\*(?:["'\x60]\]?)?[ \t]{0,8}(?<separator>:|=>?)[ \t]{0,8}(?<block>[|>][+-]?\d?[+-]?)?[ \t]{0,8}\\?${BREAK}(?<indent>[ \t]{0,40})(?:(?<backslashes>\\{0,31})(?<quote>["'\x60]))?`,
	'y',
);
const ANY_BREAK = new RegExp(BREAK, 'g');
/** Nothing stands behind a value that has a line of its own, but what closes it and what it is in. */
const ALONE = new RegExp(String.raw`[ \t]{0,8}(?:$|${BREAK}|\\{0,15}["'\x60]|[,;)}\]])`, 'y');
const LAST = new RegExp(String.raw`[ \t]{0,8}(?:$|${BREAK}|\\{0,15}["'\x60])`, 'y');
/** More lines are no secret. In UTF-16 units, and lines. */
const BLOCK_LIMIT = 1500;
const BLOCK_LINES = 20;
/** What a trace has below a line that ends in a colon. */
const NO_VALUE = /:$|^(?:0x|[-#*=+@.]|\d+$)/;

/** Addresses, prompts, paths and names of a program, which stand below a line as often as a value; one that is indented belongs to it. Passwords in addresses are found by themselves. */
const IN_PLACE = new RegExp(
	[
		String.raw`^[\w+.-]+(?::[\w+.-]+)*:\/\/`,
		'^jdbc:',
		String.raw`^arn:aws[\w-]*:`,
		String.raw`^node:[a-z_/]+(?::\d+){0,2}$`,
		String.raw`^(?:[\w.-]+@[\w.-]+\S*)?[$#>~%]$`,
		String.raw`^[\w.-]+@[\w.-]+:\S*$`,
		String.raw`^[\w.-]+:\d+(?:\/[^\s@]*)?$`,
		String.raw`^(?:~|\.{0,2})\/`,
		String.raw`^[A-Za-z]:[\\/]`,
		String.raw`^(?:[a-z_-]+\/)*v\d{1,2}(?:\/(?:[a-z_-]+|\d{1,9}))+$`,
		String.raw`^[A-Z]\w*(?:\$(?:[A-Z]\w*|\d+))+$`,
		String.raw`^(?:[a-z]\w*\.)+[A-Z][\w$]*(?:@[0-9a-f]{5,8})?$`,
	].join('|'),
);

/** A value that stands by itself on the lines below its key, and what shows that it is one. */
export interface ValueBelow extends Value {
	/** Nothing but its place says that it is a value. */
	readonly isBare: boolean;
}

/**
 * The value of a key that stands on the next line: `"key":` with a string below, YAML's `key: |` with the lines that are indented further, or one word alone.
 *
 * @param keyEnd where the key's name ends
 * @returns undefined where the line goes on behind the key
 */
export function valueBelow(reach: Reach, keyEnd: number): ValueBelow | undefined {
	BELOW.lastIndex = keyEnd;
	const groups = BELOW.exec(reach.text)?.groups;
	if (!groups) {
		return undefined;
	}
	const { separator = '', block, indent = '', backslashes = '', quote = '' } = groups;
	const told = { separator, hasBlanks: true, isInList: false, isBare: false };
	const start = BELOW.lastIndex;
	if (block !== undefined) {
		const from = start - backslashes.length - quote.length;
		const end = indent === '' ? from : blockEnd(reach.text, from, indent);
		return end > from ? { ...told, start: from, end, quote: block } : undefined;
	}
	if (quote !== '') {
		const value = stringFrom(reach, start, quote, backslashes.length);
		return value.quote !== '' && follows(ALONE, reach.text, value.end + value.quote.length)
			? { ...told, ...value }
			: undefined;
	}
	const from = start - backslashes.length;
	const end = reach.runEnd(from, PLAIN);
	const said = reach.text.slice(from, end);
	const isMore = indent.length > indentOf(reach.text, keyEnd);
	const isAlone =
		end > from && follows(LAST, reach.text, end) && !NO_VALUE.test(said) && (isMore || !IN_PLACE.test(said));
	return isAlone && separator !== '=>' ? { ...told, start: from, end, quote: '', isBare: true } : undefined;
}

/** Of the line that holds `at`, in blanks; looked for no further than 400 units back. */
function indentOf(text: string, at: number): number {
	const before = text.slice(Math.max(0, at - 400), at);
	const line = before.slice(before.lastIndexOf('\n') + 1);
	return line.length - line.trimStart().length;
}

function follows(pattern: RegExp, text: string, at: number): boolean {
	pattern.lastIndex = at;
	return pattern.test(text);
}

/** Where a block ends: behind its first line, and those of one word that are indented like it. Frames of a trace are indented, too, and have more words. */
function blockEnd(text: string, from: number, indent: string): number {
	const part = text.slice(from, from + BLOCK_LIMIT);
	const lines = part.split(ANY_BREAK, BLOCK_LINES);
	const breaks = part.match(ANY_BREAK) ?? [];
	let end = 0;
	for (const [index, line] of lines.entries()) {
		const isMore = index === 0 || (line.startsWith(indent) && ONE_WORD.test(line.slice(indent.length)));
		if (!isMore) {
			break;
		}
		const close = CLOSES.exec(line)?.index ?? line.length;
		end += (index === 0 ? 0 : (breaks[index - 1]?.length ?? 0)) + close;
		if (close < line.length) {
			break;
		}
	}
	return from + end;
}

const CLOSES = /\\{0,15}["'\x60]/;
const ONE_WORD = /^(?![^\s:]{0,200}:)[^\s]{1,200}[ \t]{0,8}$/;
