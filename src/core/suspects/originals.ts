import type { Frame, Trace } from '../trace/model';

/** What a frame of a built file was in its source, by a source map. */
export interface Original {
	/** The source as the map calls it, made a path where that can be done. */
	readonly source: string;
	/** 1-based. */
	readonly line: number;
	/** 1-based. */
	readonly column: number;
	/** Where the map knows its name. */
	readonly function?: string;
	/** Where the map is: a path, of the repository or of this machine. */
	readonly map: string;
	/** The source as the map itself calls it, by which its text is found there. */
	readonly key: string;
}

/** Aligned with traces → exceptions → frames; `null` where a frame is not of a built file, or no map has it. */
export type Originals = readonly (readonly (readonly (Original | null)[])[])[];

/** The traces as their sources' own: each frame that a map knows is where it was before the build. Ranges and raw texts stay. */
export function withOriginals(traces: readonly Trace[], originals: Originals | undefined): readonly Trace[] {
	return originals === undefined
		? traces
		: traces.map((trace, t) => ({
				...trace,
				exceptions: trace.exceptions.map((exception, e) => ({
					...exception,
					frames: exception.frames.map((frame, f) => asOriginal(frame, originals[t]?.[e]?.[f])),
				})),
			}));
}

function asOriginal(frame: Frame, original: Original | null | undefined): Frame {
	if (!original) {
		return frame;
	}
	const { source, line, column, function: name = frame.function } = original;
	return { ...frame, file: source, line, column, ...(name !== undefined && { function: name }) };
}
