import { lineMap } from './lineMap';

/** A file that a line may have been moved to. */
export interface OtherFile {
	readonly path: string;
	/** What it held at the revision that the line is of; empty where it was not there. */
	readonly before: string;
	readonly after: string;
}

/** Where a line of one file stands in another one now. */
export interface Elsewhere {
	readonly path: string;
	/** 1-based. */
	readonly line: number;
	/** 0..1: more where more lines were moved along. */
	readonly confidence: number;
}

/** Lines that were cut and pasted together; fewer are in many files by chance. */
const MIN_LINES = 3;
/** Letters and digits that these have together. */
const MIN_WEIGHT = 40;
/** The next best place must be this much worse, or nobody knows which of two copies it is. */
const CLEARLY_LESS = 0.7;

/**
 * Where a line went that is gone from its file: into a block of lines that is new in another file, and that was cut from the line's file. A copy
 * that was there before is no answer, nor is one of several.
 *
 * @param before the line's file as it was; @param line 1-based
 * @param isGone whether a line (1-based) of `before` is not there any more: only such were moved
 */
export function lineElsewhere(
	before: string,
	line: number,
	isGone: (line: number) => boolean,
	others: readonly OtherFile[],
): Elsewhere | undefined {
	const old = linesOf(before).map(plain);
	const row = line - 1;
	const wanted = old[row];
	if (wanted === undefined || wanted === '') {
		return undefined;
	}
	const found = others
		.flatMap((other) => {
			const now = linesOf(other.after).map(plain);
			const places = now.flatMap((text, at) => (text === wanted ? [at] : []));
			const isNew = places.length === 0 ? () => false : newIn(other);
			return places
				.filter(isNew)
				.map((at) => ({ path: other.path, line: at + 1, ...block(old, row, now, at, isGone, isNew) }));
		})
		.sort((a, b) => b.weight - a.weight);
	const [best, next] = found;
	if (!best || best.lines < MIN_LINES || best.weight < MIN_WEIGHT) {
		return undefined;
	}
	if (next && next.weight > best.weight * CLEARLY_LESS) {
		return undefined;
	}
	return { path: best.path, line: best.line, confidence: Math.min(0.95, 0.6 + best.lines * 0.05) };
}

/** Whether a row of a file as it is now was not in the file before. */
function newIn({ before, after }: OtherFile): (row: number) => boolean {
	if (before === '') {
		return () => true;
	}
	const map = lineMap(before, after);
	const taken = new Set<number>();
	for (let line = linesOf(before).length; line >= 1; line--) {
		const drift = map.at(line);
		if (drift.kind === 'exact' || drift.kind === 'moved') {
			taken.add(drift.line - 1);
		}
	}
	return (row) => !taken.has(row);
}

/** The lines round one that are the same in both texts, and how much of what was cut they are; blank lines are passed over. */
function block(
	old: readonly string[],
	row: number,
	now: readonly string[],
	at: number,
	isGone: (line: number) => boolean,
	isNew: (row: number) => boolean,
): { readonly lines: number; readonly weight: number } {
	let lines = 0;
	let weight = 0;
	const count = (i: number) => {
		if (isGone(i + 1)) {
			lines++;
			weight += weightOf(old[i] ?? '');
		}
	};
	count(row);
	for (const step of [-1, 1]) {
		let [i, j] = [next(old, row, step), next(now, at, step)];
		while (old[i] !== undefined && old[i] === now[j] && isNew(j)) {
			count(i);
			[i, j] = [next(old, i, step), next(now, j, step)];
		}
	}
	return { lines, weight };
}

function next(lines: readonly string[], row: number, step: number): number {
	let at = row + step;
	while (lines[at] === '') {
		at += step;
	}
	return at;
}

/** Letters and digits of a line: how much it says. */
export const weightOf = (line: string): number => line.replace(/[^\p{L}\p{N}]+/gu, '').length;

const plain = (line: string) => line.replace(/\s+/g, ' ').trim();

const linesOf = (text: string) => text.split(/\r\n|\n|\r/);
