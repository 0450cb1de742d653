import { linesOf } from '../../base/lines';
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
/** Lines of a block that are counted on each side of the line; more say nothing more. */
const MAX_SIDE = 60;
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
	const old = rowsOf(before);
	const row = old.findIndex((one) => one.line === line);
	const wanted = old[row]?.text;
	if (wanted === undefined) {
		return undefined;
	}
	const found = others
		.flatMap((other) => {
			const now = rowsOf(other.after);
			const places = now.flatMap(({ text }, at) => (text === wanted ? [at] : []));
			const isNew = places.length === 0 ? () => false : newIn(other);
			return places.flatMap((at) => {
				const { line: there = 0 } = now[at] ?? {};
				return isNew(there) ? [{ path: other.path, line: there, ...block(old, row, now, at, isGone, isNew) }] : [];
			});
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

/** Whether a line of a file as it is now was not in the file before. */
function newIn({ before, after }: OtherFile): (line: number) => boolean {
	if (before === '') {
		return () => true;
	}
	const map = lineMap(before, after);
	const taken = new Set<number>();
	for (let line = linesOf(before).length; line >= 1; line--) {
		const drift = map.at(line);
		if (drift.kind === 'exact' || drift.kind === 'moved') {
			taken.add(drift.line);
		}
	}
	return (line) => !taken.has(line);
}

/** A line that is not blank. */
interface Row {
	/** 1-based. */
	readonly line: number;
	readonly text: string;
}

/** The lines round one that are the same in both texts, and how much of what was cut they are. */
function block(
	old: readonly Row[],
	row: number,
	now: readonly Row[],
	at: number,
	isGone: (line: number) => boolean,
	isNew: (line: number) => boolean,
): { readonly lines: number; readonly weight: number } {
	let lines = 0;
	let weight = 0;
	const count = (one: Row | undefined) => {
		if (one && isGone(one.line)) {
			lines++;
			weight += weightOf(one.text);
		}
	};
	count(old[row]);
	for (const step of [-1, 1]) {
		for (let i = 1; i <= MAX_SIDE; i++) {
			const [one, other] = [old[row + i * step], now[at + i * step]];
			if (!one || one.text !== other?.text || !isNew(other.line)) {
				break;
			}
			count(one);
		}
	}
	return { lines, weight };
}

/** Letters and digits of a line: how much it says. */
export const weightOf = (line: string): number => line.replace(/[^\p{L}\p{N}]+/gu, '').length;

/** The lines of a text without the blank ones, and without what only indents or parts their words. */
const rowsOf = (text: string): readonly Row[] =>
	linesOf(text).flatMap((one, row) => {
		const plain = one.replace(/\s+/g, ' ').trim();
		return plain === '' ? [] : [{ line: row + 1, text: plain }];
	});
