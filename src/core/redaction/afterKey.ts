import type { Reach } from './model';

/** A value behind a key: `key=value`, `"key": "value"`, `\"key\":\"value\"`, `'key' => ['value'`, `('key', 'value'`, `key:[value`. */
export interface Value {
	readonly start: number;
	readonly end: number;
	/** What closes it, as a string; empty where it is not in quotes. */
	readonly quote: string;
	/** What stands between the key and it, without blanks: `:`, `=`, `=>`, `:=`, `,`. */
	readonly separator: string;
	readonly hasBlanks: boolean;
	/** Whether it is in brackets, so that others of the same key may follow. */
	readonly isInList: boolean;
}

/** Colours of a terminal, which programs put around keys and values. */
const COLOURS = String.raw`(?:(?:\u001b|\\{1,15}(?:u001b|x1b|033|e))\[[\d;]{0,12}m){0,4}`;
const BETWEEN = new RegExp(
	String.raw`${COLOURS}(?<closes>\\*["'\x60]\]?|\])?${COLOURS}(?<before>[ \t]{0,8})(?<separator>=>|:=|={1,3}(?![=~>])|:(?![:=])|,)${COLOURS}(?<after>(?:\s|\\{1,15}[nrt]){0,40})${COLOURS}(?:string\(\d{1,9}\) )?(?<open>(?:[[({](?:\s|\\{1,15}[nrt]){0,40})?)(?:[bu]?(?<backslashes>\\{0,31})(?<quote>["'\x60]))?`,
	'y',
);
/** What is not in quotes ends at a blank, at what separates values, and at an escaped line break or quote. */
export const PLAIN = /(?:[^\s,;&"'`<>\\]|\\(?![\\nrt"']))+/y;

/**
 * The value of a key.
 *
 * @param keyEnd where the key's name ends
 * @returns undefined where no value follows
 */
export function valueAfter(reach: Reach, keyEnd: number): Value | undefined {
	BETWEEN.lastIndex = keyEnd;
	const groups = BETWEEN.exec(reach.text)?.groups;
	if (!groups) {
		return undefined;
	}
	const { closes = '', before = '', separator = '', after = '', open = '', backslashes = '', quote = '' } = groups;
	const isBroken = /[\r\n]|\\[nr]/.test(after);
	if ((separator === ',' && (closes === '' || quote === '')) || (isBroken && (separator !== '=>' || quote === ''))) {
		return undefined;
	}
	const isInList = open !== '';
	const told = { separator, hasBlanks: before !== '' || after !== '', isInList };
	const start = BETWEEN.lastIndex;
	return quote === ''
		? plainValue(reach, start, told, open)
		: { ...told, ...stringFrom(reach, start, quote, backslashes.length) };
}

/** A longer one with three quotes is a text, or is not closed at all. In UTF-16 units. */
const TRIPLE_LIMIT = 2000;

/** The string that was opened before `start`, by one quote or by three; up to the next blank where nothing closes it. */
export function stringFrom(reach: Reach, start: number, quote: string, backslashes: number) {
	const one = '\\'.repeat(backslashes) + quote;
	if (reach.text.startsWith(one + one, start)) {
		const begin = start + 2 * one.length;
		const end = reach.next(begin, one.repeat(3));
		if (end - begin <= TRIPLE_LIMIT) {
			return { start: begin, end, quote: one.repeat(3) };
		}
	}
	const closed = reach.closing(start, quote, backslashes);
	return {
		start,
		end: closed ?? reach.runEnd(start, PLAIN),
		quote: closed === undefined ? '' : one,
	};
}

function plainValue(
	reach: Reach,
	start: number,
	told: Pick<Value, 'separator' | 'hasBlanks' | 'isInList'>,
	open: string,
): Value | undefined {
	if (/[({]/.test(open) || told.separator.startsWith('==')) {
		return undefined;
	}
	const end = withoutClosers(reach.text, start, reach.runEnd(start, PLAIN));
	return end > start ? { ...told, start, end, quote: '' } : undefined;
}

const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** More brackets behind one value are nobody's log. */
const MOST_CLOSERS = 32;

/** `hunter2` of `User(login={password=hunter2})`: brackets that the value did not open are not its own. */
function withoutClosers(text: string, start: number, end: number): number {
	let last = end;
	while (last > start && last > end - MOST_CLOSERS) {
		const opener = CLOSERS[text[last - 1] ?? ''];
		if (opener === undefined || text.slice(Math.max(start, last - 256), last).includes(opener)) {
			break;
		}
		last--;
	}
	return last;
}
