import type { Span } from '../suspects/functionSpan';

/** Signs that formatters put in and take out, and all white space. */
const FORMATTING = /[\s,;'"`()]+/g;
/** Fewer characters are in many places by chance. */
const MIN_LENGTH = 24;

/**
 * Where lines are that were only formatted anew: broken or put together, with other quotation marks, commas or brackets round them.
 *
 * @param wanted the lines as they were; @param lines of the text they are looked for in
 * @returns 1-based, and whether there is nothing else on them; undefined where they are not there, or more than once
 */
export function reflowed(
	wanted: readonly string[],
	lines: readonly string[],
): (Span & { readonly isWhole: boolean }) | undefined {
	const needle = wanted.map(bare).join('');
	if (needle.length < MIN_LENGTH) {
		return undefined;
	}
	const bares = lines.map(bare);
	const text = bares.join('');
	const start = text.indexOf(needle);
	if (start < 0 || text.indexOf(needle, start + 1) >= 0) {
		return undefined;
	}
	const end = start + needle.length;
	let [offset, first, last] = [0, 0, 0];
	let [beginsLine, endsLine] = [false, false];
	for (const [row, line] of bares.entries()) {
		if (line !== '' && offset <= start) {
			first = row + 1;
			beginsLine = offset === start;
		}
		if (line !== '' && offset < end) {
			last = row + 1;
			endsLine = offset + line.length === end;
		}
		offset += line.length;
	}
	return { first, last, isWhole: beginsLine && endsLine };
}

const bare = (line: string): string => line.replace(FORMATTING, '');
