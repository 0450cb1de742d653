import type { Trace } from './model';

/** A trace, and how often the text holds it. */
export interface RepeatedTrace {
	readonly trace: Trace;
	/** Its place among all traces: the first of those that are the same. */
	readonly index: number;
	/** 1 or more. */
	readonly times: number;
}

/**
 * Each trace once, in the order of their first appearance. Traces are the same when the same exceptions went through the same calls;
 * messages may differ, since they name the customer, the order or the request. A log of one bad hour is mostly repetition.
 */
export function distinctTraces(traces: readonly Trace[]): readonly RepeatedTrace[] {
	const known = new Map<string, RepeatedTrace>();
	for (const [index, trace] of traces.entries()) {
		const key = keyOf(trace);
		const before = known.get(key);
		known.set(key, before ? { ...before, times: before.times + 1 } : { trace, index, times: 1 });
	}
	return [...known.values()];
}

function keyOf({ exceptions }: Trace): string {
	return JSON.stringify(
		exceptions.map(({ type, relation, frames, message }) => [
			type,
			relation,
			frames.map((frame) => [frame.function, frame.file, frame.line, frame.column]),
			frames.length === 0 ? message : '', // nothing but the message tells what it is
		]),
	);
}
