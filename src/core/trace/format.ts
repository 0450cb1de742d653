import type { Trace } from './model';
import type { Line, Lines } from './source/line';

/** A trace that was read, and the offset in the original text behind which the next one is looked for. */
export interface Parsed {
	readonly trace: Trace;
	readonly end: number;
}

/**
 * One language's grammar. Never throws; looks at each line a bounded number of times.
 */
export interface TraceFormat {
	/** `node`, `python`, …: what `Trace.format` says. */
	readonly id: string;
	/** What every trace of this format has on the line where it is recognised; the text is searched for this, and other lines are not looked at. */
	readonly needle: RegExp;
	/** A cheap look at a line with a needle: could a trace begin or be recognised here? */
	accepts(content: string): boolean;
	/**
	 * Reads the trace that is recognised at `line`, one of `lines`.
	 *
	 * @param floor offset before which all is taken; a header above `line` is looked for down to here
	 */
	parse(lines: Lines, line: Line, floor: number): Parsed | undefined;
}
