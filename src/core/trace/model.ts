/** UTF-16 offsets [start, end) into the text that was parsed, whatever was stripped or unescaped on the way. */
export type Range = readonly [start: number, end: number];

/**
 * How an exception stands to the one listed before it (the first one of a trace is always `thrown`).
 * `cause`: it made the one before happen (Java "Caused by", Python "direct cause", JS `[cause]`). `context`: it was being handled
 * when the one before was raised (Python "During handling"). `suppressed`: Java try-with-resources. `member`: one of a group
 * (Python ExceptionGroup, AggregateError). `thread`: another thread or goroutine of the same crash, or
 * another place that a report names (where AddressSanitizer saw the memory freed).
 */
export type Relation = 'thrown' | 'cause' | 'context' | 'suppressed' | 'member' | 'thread';

/** One call. Lines and columns are 1-based as the runtime printed them; an unknown one is absent, never 0. */
export interface Frame {
	readonly function?: string;
	/** As printed, after unescaping: a path, a URL, or a base name (JVM). Absent: unlocated (native code, `<anonymous>`). */
	readonly file?: string;
	readonly line?: number;
	readonly column?: number;
	/** First guess from the path alone; resolution against a repository corrects it. */
	readonly inApp: boolean;
	/** The frame's own text, without what a log put before it. */
	readonly raw: string;
	readonly range: Range;
	/** The call was awaited: what is above it ran in a later turn. */
	readonly isAsync?: boolean;
	/** So many more calls of it the runtime counted instead of printing them (`[Previous line repeated 996 more times]`). */
	readonly repeated?: number;
}

export interface Exception {
	/** `TypeError`, `java.lang.IllegalStateException`, `panic`; empty when the text does not say. */
	readonly type: string;
	/** May have several lines (joined by `\n`); empty when there is none. */
	readonly message: string;
	readonly relation: Relation;
	/** `goroutine 7 [chan receive]`, `Thread-3`; absent when the text does not say. */
	readonly thread?: string;
	/** Innermost call first. */
	readonly frames: readonly Frame[];
	readonly range: Range;
}

/** One failure: an outermost exception and what hangs on it. */
export interface Trace {
	/** Id of the format that read it: `node`, `python`, `java`, `rust`, …; `generic` for single places. */
	readonly format: string;
	/** Outermost exception first; never empty. */
	readonly exceptions: readonly Exception[];
	readonly range: Range;
}

/** What parsing could not do, told apart by `code`; the traces that were read are still there. */
export interface TraceProblem {
	readonly code: 'truncated';
	readonly message: string;
}

export interface ParsedText {
	readonly traces: readonly Trace[];
	readonly problems: readonly TraceProblem[];
}
