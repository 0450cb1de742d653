import type { Trace } from './model';
import type { Line, Lines, PlainText } from './transport/line';

/** What was read: a trace, or lines that turned out to be none, which need not be looked at again. */
export interface Parsed {
	readonly trace?: Trace;
	/** Offset in the original text behind which the next trace is looked for. */
	readonly end: number;
}

/** Work in short steps: yields every few tenths of a millisecond. */
export type Steps<T> = Generator<undefined, T>;

/** Lines that a format reads between two yields. */
export const LINES_A_STEP = 64;

/** A string or a pattern that a text is searched for; formats that share one share the search. */
export interface Needle {
	/** The rarer its first character, the faster the search. A pattern is global and matches no more than 64 units. */
	readonly text: string | RegExp;
	/** A look at the units round `offset`, where it was found, that costs less than making a line. */
	fits?(text: string, offset: number): boolean;
}

/**
 * One language's grammar. Never throws; looks at each line a bounded number of times.
 */
export interface TraceFormat {
	/** `node`, `python`, …: what `Trace.format` says. */
	readonly id: string;
	/** One of these is on the line where a trace is recognised; no other line is looked at. */
	readonly needles: readonly Needle[];
	/** A cheap look at a line with a needle: could a trace begin or be recognised here? */
	accepts(content: string): boolean;
	/** Whether the line that begins at `start` is so clearly this format's that no other has to be asked. */
	isCertain?(plain: PlainText, start: number): boolean;
	/**
	 * Reads the trace that is recognised at `line`, one of `lines`. A reader that went far and found nothing says how far: otherwise
	 * the same lines would be read again from the next one.
	 *
	 * @param floor offset before which all is taken; a header above `line` is looked for down to here
	 */
	parse(lines: Lines, line: Line, floor: number): Steps<Parsed | undefined>;
	/**
	 * Reads a short trace of the most usual shape at once, with the outcome that `parse` would have; undefined for all others.
	 *
	 * @param start offset of the line that the trace begins with, right above that with the needle
	 */
	quick?(plain: PlainText, start: number): Parsed | undefined;
}
