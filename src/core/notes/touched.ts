import type { LineMap } from '../frames/lineMap';
import { isKept } from '../frames/rangeDrift';
import { functionSpan, type Span } from '../suspects/functionSpan';
import type { Followed } from './follow';

/** What a change has to do with a note. */
export interface Touch {
	/** Its own lines, or the function that they are in. */
	readonly what: 'lines' | 'function';
	/** Where the note is in the changed text; 1-based, both included. */
	readonly first: number;
	readonly last: number;
}

/**
 * Tells whether a change of a file touches a note: one of its lines was edited or deleted, or something was put between them; else the same of its
 * function, which is looked through once for all of its notes. White space, and blank lines, touch nothing.
 *
 * @param lines those of the text before the change
 * @param map of that text to the one after
 * @returns asked with where a note is in the text before the change
 */
export function touching(lines: readonly string[], map: LineMap): (followed: Followed) => Touch | undefined {
	const spans = new Map<string, boolean>();
	const isSpanTouched = (span: Span): boolean => {
		const key = `${span.first}-${span.last}`;
		const known = spans.get(key) ?? isTouched(span, lines, map);
		spans.set(key, known);
		return known;
	};
	return (followed) => {
		if (followed.kind !== 'lines' && followed.kind !== 'gone') {
			return undefined;
		}
		const own = followed.kind === 'lines' ? { first: followed.first, last: followed.last } : undefined;
		if (own && isTouched(own, lines, map)) {
			return { what: 'lines', ...placeOf(own, map) };
		}
		const span = followed.span ?? (own && functionSpan(lines, own.first));
		if (span && isSpanTouched(span)) {
			return { what: 'function', ...placeOf(own ?? { first: span.first, last: span.first }, map) };
		}
		return undefined;
	};
}

function isTouched({ first, last }: Span, lines: readonly string[], map: LineMap): boolean {
	let before: number | undefined;
	for (let line = first; line <= last; line++) {
		if ((lines[line - 1] ?? '').trim() === '') {
			before = before === undefined ? undefined : before + 1;
			continue;
		}
		const drift = map.at(line);
		if (!isKept(drift) || (before !== undefined && drift.line > before + 1)) {
			return true;
		}
		before = drift.line;
	}
	return false;
}

function placeOf({ first, last }: Span, map: LineMap): Span {
	const [from, to] = [map.at(first).line, map.at(last).line];
	return { first: Math.min(from, to), last: Math.max(from, to) };
}
