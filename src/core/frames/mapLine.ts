import { diffArrays } from 'diff';
import type { Drift } from './drift';

/** Beyond this many differing lines an edit script would hold up the editor (its cost grows with their square): the text is looked for instead. */
const MAX_EDITS = 500;

/**
 * Where line `line` of `before` is in `after`, by a line diff. A line that was edited in place is `changed`, one that was deleted is `gone`.
 *
 * @param line 1-based; one past the end of `before` is treated as its last line
 */
export function mapLine(before: string, after: string, line: number): Exclude<Drift, { kind: 'fileGone' }> {
	const old = linesOf(before);
	const now = linesOf(after);
	const row = Math.min(line, old.length) - 1;
	let head = 0;
	while (head < old.length && head < now.length && old[head] === now[head]) {
		head++;
	}
	if (row < head) {
		return { kind: 'exact', line: row + 1 };
	}
	let tail = 0;
	while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) {
		tail++;
	}
	if (row >= old.length - tail) {
		return at(now.length - (old.length - row), row);
	}
	const edits = diffArrays(old.slice(head, old.length - tail), now.slice(head, now.length - tail), {
		maxEditLength: MAX_EDITS,
	});
	return edits ? throughEdits(edits, row - head, head, row) : byText(old, now, row);
}

interface Edit {
	readonly count: number;
	readonly added: boolean;
	readonly removed: boolean;
}

/** Walks an edit script to old row `target`; `offset` rows before it are common to both sides. */
function throughEdits(
	edits: readonly Edit[],
	target: number,
	offset: number,
	row: number,
): Exclude<Drift, { kind: 'fileGone' }> {
	let oldRow = 0;
	let newRow = 0;
	for (const [i, edit] of edits.entries()) {
		if (edit.added) {
			newRow += edit.count;
			continue;
		}
		if (target < oldRow + edit.count) {
			const within = target - oldRow;
			if (!edit.removed) {
				return at(offset + newRow + within, row);
			}
			// Replaced lines stand beside the removed ones: the diff lists them right before or right after.
			const before = edits[i - 1];
			const after = edits[i + 1];
			const replaced = after?.added ? after : before?.added ? before : undefined;
			const start = after?.added || !replaced ? newRow : newRow - replaced.count;
			return replaced
				? { kind: 'changed', line: offset + start + Math.min(within, replaced.count - 1) + 1 }
				: { kind: 'gone', line: Math.max(1, offset + newRow) };
		}
		oldRow += edit.count;
		if (!edit.removed) {
			newRow += edit.count;
		}
	}
	return { kind: 'gone', line: Math.max(1, offset + newRow) };
}

/** For files that changed beyond recognition: the nearest line with the same text. */
function byText(old: readonly string[], now: readonly string[], row: number): Exclude<Drift, { kind: 'fileGone' }> {
	const text = old[row]?.trim() ?? '';
	let best = -1;
	for (const [candidate, line] of now.entries()) {
		if (text !== '' && line.trim() === text && (best < 0 || Math.abs(candidate - row) < Math.abs(best - row))) {
			best = candidate;
		}
	}
	return best >= 0
		? { kind: 'moved', line: best + 1 }
		: { kind: 'gone', line: Math.max(1, Math.min(row + 1, now.length)) };
}

function at(newRow: number, oldRow: number): Exclude<Drift, { kind: 'fileGone' }> {
	return { kind: newRow === oldRow ? 'exact' : 'moved', line: newRow + 1 };
}

function linesOf(text: string): string[] {
	return text.split(/\r\n|\n|\r/);
}
