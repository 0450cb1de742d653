import { linesOf } from '../../base/lines';
import { functionStarts } from '../frames/byContent';
import { type LineMap, lineMap } from '../frames/lineMap';
import { isKept, rangeDrift } from '../frames/rangeDrift';
import type { Commit } from '../ports/repository';
import { functionSpan, type Span } from '../suspects/functionSpan';
import { byFingerprint } from './byFingerprint';
import { fingerprintOf } from './fingerprint';
import type { Anchor } from './note';
import { reflowed } from './reflowed';

/** Where a note is at a revision, or in a text that is open. Lines are 1-based, both ends included; paths are repository-relative. */
export type Followed =
	| {
			readonly kind: 'lines';
			readonly path: string;
			readonly first: number;
			readonly last: number;
			/** `same` but for white space and for how they are formatted, `edited` in part, or all of them `rewritten`. */
			readonly state: 'same' | 'edited' | 'rewritten';
			/** The function they are in. */
			readonly span?: Span;
	  }
	/** The lines are gone; the note stays on their function, or where they stood. */
	| { readonly kind: 'gone'; readonly path: string; readonly line: number; readonly span?: Span }
	/** The file is gone. */
	| { readonly kind: 'fileGone'; readonly path: string; readonly removedBy?: Commit }
	/** The commit that the note was written at is not in the repository, nor is anything like its lines. */
	| { readonly kind: 'unknown' };

/** A file as it was where a note was written, and as it is where that is followed to. */
export interface FollowedFile {
	/** Undefined where the commit, or the file in it, is not here. */
	readonly before: string | undefined;
	readonly after: string;
	/** What the file is called there. */
	readonly path: string;
	/** Of the two texts, where it is known. */
	readonly map?: LineMap;
	/** Those of the two texts, where they are known: several notes of a file share them. */
	readonly lines?: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** Follows an anchor within its file. What is `gone` may have been moved to another file. */
export function follow(anchor: Anchor, { before, after, path, map: known, lines: parted }: FollowedFile): Followed {
	const lines = parted?.after ?? linesOf(after);
	const at = (span: Span, state: 'same' | 'edited' | 'rewritten'): Followed => ({
		...{ kind: 'lines', path, ...span, state },
		...withSpan(functionSpan(lines, span.first)),
	});
	const old = parted?.before ?? (before === undefined ? [] : linesOf(before));
	const wanted = old.slice(anchor.first - 1, anchor.last);
	if (before === undefined || !isFingerprint(anchor, wanted)) {
		const found = byFingerprint(anchor, lines, anchor.first);
		if (found) {
			return at(found, 'same');
		}
		if (before === undefined) {
			const span = functionByName(lines, anchor);
			return span ? { kind: 'gone', path, line: span.first, span } : { kind: 'unknown' };
		}
	}
	const map = known ?? lineMap(before, after);
	const drift = rangeDrift(map, old, anchor);
	if (drift.kind === 'kept' && drift.isWhole) {
		return at({ first: drift.first, last: drift.last }, 'same');
	}
	const formatted = reflowed(wanted, lines);
	if (formatted) {
		const { first, last, isWhole } = formatted;
		return at({ first, last }, isWhole ? 'same' : 'edited');
	}
	if (drift.kind !== 'gone') {
		return at({ first: drift.first, last: drift.last }, drift.kind === 'kept' ? 'edited' : 'rewritten');
	}
	return { kind: 'gone', path, line: drift.line, ...withSpan(functionNow(anchor, map, lines)) };
}

/**
 * Where a note is in a text that is edited, by where it is in the text that was committed.
 *
 * @param old the lines of that; @param lines those of the edited text
 */
export function followInto(
	followed: Followed,
	old: readonly string[],
	map: LineMap,
	lines: readonly string[],
): Followed {
	if (followed.kind !== 'lines' && followed.kind !== 'gone') {
		return followed;
	}
	if (followed.kind === 'gone') {
		const { line } = map.at(followed.line);
		const span = followed.span && functionSpan(lines, map.at(followed.span.first).line);
		return { kind: 'gone', path: followed.path, line, ...withSpan(span) };
	}
	const drift = rangeDrift(map, old, followed);
	const { path, state, span } = followed;
	if (drift.kind === 'gone') {
		const kept = span && functionSpan(lines, map.at(span.first).line);
		return { kind: 'gone', path, line: drift.line, ...withSpan(kept) };
	}
	const range = { first: drift.first, last: drift.last };
	const now = drift.kind === 'rewritten' ? 'rewritten' : drift.isWhole ? state : state === 'same' ? 'edited' : state;
	return { kind: 'lines', path, ...range, state: now, ...withSpan(functionSpan(lines, range.first)) };
}

/** Whether lines are those that the note was written on. Those that were not committed then are not. */
function isFingerprint({ fingerprint }: Anchor, lines: readonly string[]): boolean {
	const said = fingerprintOf(lines);
	return said.length === fingerprint.length && said.every((one, i) => one === fingerprint[i]);
}

/** The function that the lines were in, by the line that it begins with, else by its name. */
function functionNow(anchor: Anchor, map: LineMap, lines: readonly string[]): Span | undefined {
	if (!anchor.function) {
		return undefined;
	}
	const header = map.at(anchor.function.span.first);
	return isKept(header) || header.kind === 'changed' ? functionSpan(lines, header.line) : functionByName(lines, anchor);
}

function functionByName(lines: readonly string[], { function: own, first }: Anchor): Span | undefined {
	if (!own || own.name === '') {
		return undefined;
	}
	const starts = functionStarts(lines, own.name);
	const [nearest] = starts.toSorted((a, b) => Math.abs(a - first) - Math.abs(b - first));
	return nearest === undefined ? undefined : functionSpan(lines, nearest + 1);
}

const withSpan = (span: Span | undefined): { readonly span?: Span } => (span ? { span } : {});
