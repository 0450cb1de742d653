import { linesOf } from '../../base/lines';
import { lineMap } from '../frames/lineMap';
import { rangeDrift } from '../frames/rangeDrift';
import { functionName } from '../suspects/functionName';
import { functionSpan, type Span } from '../suspects/functionSpan';
import { fingerprintOf } from './fingerprint';
import type { Anchor } from './note';

/** Lines of a text that is open, and the same file as it was committed. */
export interface ChosenLines {
	readonly repository?: string;
	/** Full object name. */
	readonly commit: string;
	readonly path: string;
	readonly committed: string;
	readonly text: string;
	/** 1-based, both included, of `text`. */
	readonly chosen: Span;
}

/** The anchor of lines that were chosen: where they are at the commit, or where they would be, and what they say. */
export function anchorOf({ repository, commit, path, committed, text, chosen }: ChosenLines): Anchor {
	const now = linesOf(text);
	const { first, last } = withoutBlanks(now, chosen);
	const drift = rangeDrift(lineMap(text, committed), now, { first, last });
	const old = linesOf(committed);
	const at = drift.kind === 'gone' ? { first: drift.line, last: drift.line } : drift;
	const span = functionSpan(old, at.first);
	const name = span && functionName(old[span.first - 1] ?? '');
	return {
		...(repository !== undefined && { repository }),
		...{ commit, path, first: at.first, last: at.last },
		...(span && { function: { name: name ?? '', span } }),
		fingerprint: [...fingerprintOf(now.slice(first - 1, last))],
	};
}

/** Lines of a text, without blank ones at the ends unless there are no others. */
function withoutBlanks(lines: readonly string[], chosen: Span): Span {
	let last = Math.min(Math.max(chosen.first, chosen.last), lines.length);
	let first = Math.min(chosen.first, last);
	const isBlank = (line: number) => (lines[line - 1] ?? '').trim() === '';
	while (first < last && isBlank(first)) {
		first++;
	}
	while (last > first && isBlank(last)) {
		last--;
	}
	return { first, last };
}
