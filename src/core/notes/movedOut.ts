import { linesOf } from '../../base/lines';
import { lineElsewhere, type OtherFile, weightOf } from '../frames/elsewhere';
import type { Span } from '../suspects/functionSpan';

/** Lines of a note that are looked for in other files. */
const LINES_SEARCHED = 2;
/** Files that hold a line; one in more of them tells nothing. */
const MAX_HOLDING = 8;

/** The lines of a range that say most. @param old the lines of its file */
export function tellingLines(old: readonly string[], { first, last }: Span): readonly number[] {
	const end = Math.min(last, old.length); // what somebody else wrote down may be any number
	return Array.from({ length: Math.max(end - first + 1, 0) }, (_, i) => first + i)
		.toSorted((a, b) => weightOf(old[b - 1] ?? '') - weightOf(old[a - 1] ?? ''))
		.slice(0, LINES_SEARCHED);
}

/** The lines round one that was found elsewhere that are the same as those round it before. */
export function linesAround(
	old: readonly string[],
	lines: readonly string[],
	{ first, last }: Span,
	line: number,
	found: number,
): Span {
	const isSame = (step: number) => old[line + step - 1]?.trim() === lines[found + step - 1]?.trim();
	let [up, down] = [0, 0];
	while (line - up > first && isSame(-up - 1)) {
		up++;
	}
	while (line + down < last && isSame(down + 1)) {
		down++;
	}
	return { first: found - up, last: found + down };
}

/**
 * Where a change put lines that it cut from their file.
 *
 * @param before the file before it; @param isGone whether a line of that (1-based) is not there any more
 * @param others the other files that it changes
 */
export function movedOut(
	before: string,
	range: Span,
	isGone: (line: number) => boolean,
	others: readonly OtherFile[],
): (Span & { readonly path: string }) | undefined {
	const old = linesOf(before);
	for (const line of tellingLines(old, range)) {
		const text = (old[line - 1] ?? '').trim();
		const holding = text === '' ? [] : others.filter(({ after }) => after.includes(text));
		const found = holding.length > MAX_HOLDING ? undefined : lineElsewhere(before, line, isGone, holding);
		const other = found && holding.find(({ path }) => path === found.path);
		if (found && other) {
			return { path: found.path, ...linesAround(old, linesOf(other.after), range, line, found.line) };
		}
	}
	return undefined;
}
