import { diffArrays } from 'diff';
import { linesOf } from '../../base/lines';
import { pairedBySimilarity } from './similarLines';

/** Where a line of one text is in another. Lines are 1-based. */
export type LineDrift =
	| { readonly kind: 'exact'; readonly line: number }
	/** `confidence` 0..1: 1 where its neighbours moved along, less where its own text is what tells. */
	| { readonly kind: 'moved'; readonly line: number; readonly confidence: number }
	/** The line itself was edited; `line` is the one that it became. */
	| { readonly kind: 'changed'; readonly line: number }
	/** The line was deleted; `line` is where it stood. */
	| { readonly kind: 'gone'; readonly line: number };

/** Where each line of a text is in another one. */
export interface LineMap {
	/** Lines of the text that is mapped. */
	readonly from: number;
	/** Lines of the text that is mapped to. */
	readonly count: number;
	/** @param line 1-based; one outside the text counts as its first or last line */
	at(line: number): LineDrift;
}

/** Beyond this many differing lines an edit script costs more than it tells: its cost grows with their square. */
const MAX_EDITS = 300;

/** Ranges without any line that is unique in both; larger ones are taken for replaced. */
const MAX_RANGE = 5000;

/** How deep ranges are looked into for lines that are unique there. */
const MAX_DEPTH = 24;

/** Letters and digits that a line, or a block of lines, must have in common to be known again elsewhere. */
const MIN_WEIGHT_MOVED = 24;

const NONE = -1;

/** The lines of two texts. */
export interface Lines {
	readonly before: readonly string[];
	readonly after: readonly string[];
}

/**
 * Maps the lines of a text to those of another, by one comparison. Lines that are unique in both are the anchors (patience diff, Bram Cohen),
 * between them the shortest edit script (Myers); then blocks of lines that are found elsewhere have moved, and lines that stand in the place of
 * a similar one were edited. A line is said to be `exact` or `moved` only if it is the same text but for white space around and between words.
 *
 * @param lines of the two texts, where they are known
 *
 * Time is about linear in both texts: what would take the square of a long range is bounded, and given up to `changed` or `gone`.
 */
export function lineMap(before: string, after: string, lines?: Lines): LineMap {
	const old = lines?.before ?? linesOf(before);
	const now = lines?.after ?? linesOf(after);
	const { to, kinds } = before === after ? same(old.length) : compared(old, now);
	return {
		from: old.length,
		count: now.length,
		at: (line) => {
			const row = Math.min(Math.max(line, 1), old.length) - 1;
			const found = to[row] ?? NONE;
			switch (kinds[row]) {
				case KEPT:
					return found === row ? { kind: 'exact', line: row + 1 } : { kind: 'moved', line: found + 1, confidence: 1 };
				case MOVED:
					return { kind: 'moved', line: found + 1, confidence: 0.8 };
				case EDITED:
					return { kind: 'changed', line: found + 1 };
				default:
					return { kind: 'gone', line: Math.max(1, Math.min(now.length, whereItStood(to, kinds, row) + 1)) };
			}
		},
	};
}

const KEPT = 1;
const MOVED = 2;
const EDITED = 3;

interface Mapping {
	/** Row in the other text, by row. */
	readonly to: Int32Array;
	/** `KEPT`, `MOVED`, `EDITED`; 0 for a line that is gone. */
	readonly kinds: Uint8Array;
}

function same(length: number): Mapping {
	const to = new Int32Array(length);
	for (let row = 0; row < length; row++) {
		to[row] = row;
	}
	return { to, kinds: new Uint8Array(length).fill(KEPT) };
}

/** Lines as numbers: the same number, the same text but for white space. */
interface Side {
	readonly lines: readonly string[];
	readonly ids: Int32Array;
}

function compared(oldLines: readonly string[], nowLines: readonly string[]): Mapping {
	const ids = new Map<string, number>();
	/** By lines as they are: most are the very same in both. */
	const known = new Map<string, number>();
	const [above, below] = sameEnds(oldLines, nowLines);
	const idOf = (line: string): number => {
		const before = known.get(line);
		if (before !== undefined) {
			return before;
		}
		const key = line.replace(/\s+/g, ' ').trim();
		const id = ids.get(key) ?? ids.size;
		ids.set(key, id);
		known.set(line, id);
		return id;
	};
	const side = (lines: readonly string[]): Side => {
		const own = new Int32Array(lines.length);
		// What is the same at both ends is paired without being looked at, by ids that nothing else has.
		for (let row = 0; row < above; row++) {
			own[row] = NONE - 1 - row;
		}
		const end = lines.length - below;
		for (let row = above; row < end; row++) {
			own[row] = idOf(lines[row] ?? '');
		}
		for (let row = end; row < lines.length; row++) {
			own[row] = NONE - 1 - above - (lines.length - 1 - row);
		}
		return { lines, ids: own };
	};
	const old = side(oldLines);
	const now = side(nowLines);
	const mapping: Mapping = {
		to: new Int32Array(oldLines.length).fill(NONE),
		kinds: new Uint8Array(oldLines.length),
	};
	const taken = new Uint8Array(nowLines.length);
	align(old, now, [0, oldLines.length], [0, nowLines.length], mapping, taken, 0);
	const weight = weightIn(oldLines);
	letGoOfLoneSigns(old, mapping, taken, weight);
	findMoved(old, now, mapping, taken, weight);
	findEdited(old, now, mapping, taken);
	return mapping;
}

/** How many lines are the very same at the beginning, and behind that at the end. */
function sameEnds(old: readonly string[], now: readonly string[]): readonly [above: number, below: number] {
	const shorter = Math.min(old.length, now.length);
	let above = 0;
	while (above < shorter && old[above] === now[above]) {
		above++;
	}
	let below = 0;
	while (below < shorter - above && old[old.length - 1 - below] === now[now.length - 1 - below]) {
		below++;
	}
	return [above, below];
}

type Rows = readonly [from: number, to: number];

function keep({ to, kinds }: Mapping, taken: Uint8Array, row: number, found: number, kind: number): void {
	to[row] = found;
	kinds[row] = kind;
	taken[found] = 1;
}

/** Keeps what is the same in two ranges, in order. */
function align(
	old: Side,
	now: Side,
	[a0, a1]: Rows,
	[b0, b1]: Rows,
	mapping: Mapping,
	taken: Uint8Array,
	depth: number,
): void {
	let [a, b, aEnd, bEnd] = [a0, b0, a1, b1];
	while (a < aEnd && b < bEnd && old.ids[a] === now.ids[b]) {
		keep(mapping, taken, a++, b++, KEPT);
	}
	while (aEnd > a && bEnd > b && old.ids[aEnd - 1] === now.ids[bEnd - 1]) {
		keep(mapping, taken, --aEnd, --bEnd, KEPT);
	}
	if (a === aEnd || b === bEnd) {
		return;
	}
	const anchors = depth < MAX_DEPTH ? uniqueInBoth(old.ids, now.ids, [a, aEnd], [b, bEnd]) : [];
	if (anchors.length === 0) {
		edit(old.ids, now.ids, [a, aEnd], [b, bEnd], mapping, taken);
		return;
	}
	let [fromA, fromB] = [a, b];
	for (const [rowA, rowB] of [...anchors, [aEnd, bEnd] as const]) {
		align(old, now, [fromA, rowA], [fromB, rowB], mapping, taken, depth + 1);
		if (rowA < aEnd) {
			keep(mapping, taken, rowA, rowB, KEPT);
		}
		[fromA, fromB] = [rowA + 1, rowB + 1];
	}
}

/** Pairs of lines that are there once in each range, the longest run of them that is in order in both. */
function uniqueInBoth(oldIds: Int32Array, nowIds: Int32Array, a: Rows, b: Rows): readonly Rows[] {
	const counts = new Map<number, { olds: number; nows: number; row: number; other: number }>();
	for (let row = a[0]; row < a[1]; row++) {
		const id = oldIds[row] ?? NONE;
		const count = counts.get(id) ?? { olds: 0, nows: 0, row, other: NONE };
		count.olds++;
		counts.set(id, count);
	}
	for (let row = b[0]; row < b[1]; row++) {
		const count = counts.get(nowIds[row] ?? NONE);
		if (count) {
			count.nows++;
			count.other = row;
		}
	}
	const pairs: Rows[] = [];
	for (const { olds, nows, row, other } of counts.values()) {
		if (olds === 1 && nows === 1) {
			pairs.push([row, other]);
		}
	}
	return increasing(pairs.sort(([x], [y]) => x - y));
}

/** The longest part of pairs, ordered by their first, whose second is in order as well (patience sorting). */
function increasing(pairs: readonly Rows[]): readonly Rows[] {
	const piles: number[] = [];
	const before: number[] = [];
	for (const [i, [, second]] of pairs.entries()) {
		let [low, high] = [0, piles.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((pairs[piles[middle] ?? 0]?.[1] ?? 0) < second) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		before.push(low > 0 ? (piles[low - 1] ?? NONE) : NONE);
		piles[low] = i;
	}
	const kept: Rows[] = [];
	for (let i = piles.at(-1) ?? NONE; i >= 0; i = before[i] ?? NONE) {
		const pair = pairs[i];
		if (pair) {
			kept.push(pair);
		}
	}
	return kept.reverse();
}

/** Ranges without unique lines, by the shortest edit script. */
function edit(oldIds: Int32Array, nowIds: Int32Array, a: Rows, b: Rows, mapping: Mapping, taken: Uint8Array): void {
	if (a[1] - a[0] > MAX_RANGE || b[1] - b[0] > MAX_RANGE) {
		return;
	}
	const edits = diffArrays([...oldIds.subarray(...a)], [...nowIds.subarray(...b)], { maxEditLength: MAX_EDITS });
	let [row, other] = [a[0], b[0]];
	for (const { count, added, removed } of edits ?? []) {
		if (added) {
			other += count;
		} else if (removed) {
			row += count;
		} else {
			for (let i = 0; i < count; i++) {
				keep(mapping, taken, row++, other++, KEPT);
			}
		}
	}
}

/** A brace or an `end` that is there before and after says nothing when the lines around it are others: any would have done. */
function letGoOfLoneSigns(old: Side, { to, kinds }: Mapping, taken: Uint8Array, weight: Weight): void {
	const isKept = (row: number, found: number) => kinds[row] === KEPT && to[row] === found;
	for (let row = 0; row < old.ids.length; row++) {
		const found = to[row] ?? NONE;
		const isLone = kinds[row] === KEPT && !isKept(row - 1, found - 1) && !isKept(row + 1, found + 1);
		if (isLone && weight(row) < 4 && (row > 0 || found > 0)) {
			to[row] = NONE;
			kinds[row] = 0;
			taken[found] = 0;
		}
	}
}

/** Letters and digits of a line, by its row: how much it says. */
type Weight = (row: number) => number;

function weightIn(lines: readonly string[]): Weight {
	const known = new Map<number, number>();
	return (row) => {
		const weight = known.get(row) ?? (lines[row] ?? '').replace(/[^\p{L}\p{N}]+/gu, '').length;
		known.set(row, weight);
		return weight;
	};
}

/** Blocks of lines that are gone from where they were, and stand somewhere else now. */
function findMoved(old: Side, now: Side, mapping: Mapping, taken: Uint8Array, weight: Weight): void {
	const elsewhere = new Map<number, number>();
	for (const [row, id] of now.ids.entries()) {
		if (!taken[row]) {
			elsewhere.set(id, elsewhere.has(id) ? NONE : row);
		}
	}
	const lost = new Map<number, number>();
	for (const [row, id] of old.ids.entries()) {
		if (mapping.kinds[row] === 0) {
			lost.set(id, (lost.get(id) ?? 0) + 1);
		}
	}
	for (let row = 0; row < old.ids.length; row++) {
		const id = old.ids[row] ?? NONE;
		const found = mapping.kinds[row] === 0 && lost.get(id) === 1 ? (elsewhere.get(id) ?? NONE) : NONE;
		if (found === NONE || taken[found] || weight(row) < 4) {
			continue;
		}
		const isFree = (a: number, b: number) =>
			mapping.kinds[a] === 0 && taken[b] === 0 && old.ids[a] !== undefined && old.ids[a] === now.ids[b];
		let [first, last] = [0, 0];
		while (row + first > 0 && found + first > 0 && isFree(row + first - 1, found + first - 1)) {
			first--;
		}
		while (isFree(row + last + 1, found + last + 1)) {
			last++;
		}
		let sum = 0;
		for (let i = first; i <= last; i++) {
			sum += weight(row + i);
		}
		if (sum >= MIN_WEIGHT_MOVED) {
			for (let i = first; i <= last; i++) {
				keep(mapping, taken, row + i, found + i, MOVED);
			}
		}
		row += last;
	}
}

/** Lines that stand in the place of similar ones. */
function findEdited(old: Side, now: Side, mapping: Mapping, taken: Uint8Array): void {
	const { to, kinds } = mapping;
	let previous = NONE;
	for (let row = 0; row < old.lines.length; ) {
		if (kinds[row] !== 0) {
			previous = kinds[row] === KEPT ? (to[row] ?? previous) : previous;
			row++;
			continue;
		}
		let end = row;
		while (end < old.lines.length && kinds[end] !== KEPT) {
			end++;
		}
		const next = end < old.lines.length ? (to[end] ?? now.lines.length) : now.lines.length;
		const olds = range(row, end).filter((i) => kinds[i] === 0);
		const nows = range(previous + 1, next).filter((i) => !taken[i]);
		for (const [i, j] of pairedBySimilarity(
			olds.map((i) => old.lines[i] ?? ''),
			nows.map((i) => now.lines[i] ?? ''),
		)) {
			const [from, into] = [olds[i] ?? 0, nows[j] ?? 0];
			keep(mapping, taken, from, into, old.ids[from] === now.ids[into] ? MOVED : EDITED);
		}
		row = end;
	}
}

const range = (from: number, to: number): number[] =>
	Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** The row at which a deleted line would stand: behind the nearest line above it that is still there. */
function whereItStood(to: Int32Array, kinds: Uint8Array, row: number): number {
	for (let above = row - 1; above >= 0; above--) {
		if (kinds[above] === KEPT || kinds[above] === EDITED) {
			return to[above] ?? 0;
		}
	}
	return 0;
}
