import { linesOf } from '../../base/lines';
import { lineElsewhere, type OtherFile, weightOf } from '../frames/elsewhere';
import type { Span } from '../suspects/functionSpan';

/** Lines of a note that are looked for in other files. */
const LINES_SEARCHED = 2;
/** Files that hold a line; one in more of them tells nothing. */
const MAX_HOLDING = 8;

/** Lines of a note that a change cut from their file. */
export interface CutLines {
	/** The file without the change, and its lines. */
	readonly before: string;
	readonly old: readonly string[];
	readonly range: Span;
	/** Whether a line of it (1-based) is not there any more. */
	readonly isGone: (line: number) => boolean;
	/** What the file is called with the change: lines were not moved there. */
	readonly path: string;
}

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

const plain = (line: string | undefined): string => (line ?? '').replace(/\s+/g, ' ').trim();

/** Looks for lines that were cut in the files of a change: each of those is read through once, however many lines there are. */
export interface CutSearch {
	add(file: OtherFile): void;
	/** Where the lines are now; undefined where they are in none of the files that were added, or nobody knows in which. */
	find(cut: CutLines): (Span & { readonly path: string }) | undefined;
}

/** @param cuts what is looked for */
export function cutSearch(cuts: readonly CutLines[]): CutSearch {
	const holding = new Map<string, OtherFile[]>();
	for (const { old, range } of cuts) {
		for (const line of tellingLines(old, range)) {
			holding.set(plain(old[line - 1]), []);
		}
	}
	holding.delete('');
	return {
		add: (file) => {
			for (const line of linesOf(file.after)) {
				const found = holding.get(plain(line));
				if (found && found.length <= MAX_HOLDING + 1 && found.at(-1) !== file) {
					found.push(file);
				}
			}
		},
		find: ({ before, old, range, isGone, path }) => {
			for (const line of tellingLines(old, range)) {
				const others = (holding.get(plain(old[line - 1])) ?? []).filter((file) => file.path !== path);
				const isTold = others.length > 0 && others.length <= MAX_HOLDING;
				const found = isTold ? lineElsewhere(before, line, isGone, others) : undefined;
				const other = found && others.find((file) => file.path === found.path);
				if (found && other) {
					return { path: found.path, ...linesAround(old, linesOf(other.after), range, line, found.line) };
				}
			}
			return undefined;
		},
	};
}
