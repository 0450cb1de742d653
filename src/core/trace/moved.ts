import type { Range, Trace } from './model';

/** A trace with its ranges in another text. */
export function moved(trace: Trace, move: (range: Range) => Range): Trace {
	return {
		...trace,
		range: move(trace.range),
		exceptions: trace.exceptions.map((exception) => ({
			...exception,
			range: move(exception.range),
			frames: exception.frames.map((frame) => ({ ...frame, range: move(frame.range) })),
		})),
	};
}
