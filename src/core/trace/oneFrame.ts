import type { Frame, Trace } from './model';

/** The frame of a trace that has no other: one line of a stack trace whose rest is not known. */
export function onlyFrame({ exceptions }: Trace): Frame | undefined {
	const frames = exceptions.flatMap((exception) => exception.frames);
	return frames.length === 1 ? frames[0] : undefined;
}

/** Whether traces have a call at the same place, as printed: file, line, column and function; never for one without a file. */
export function holdsFrame(traces: readonly Trace[], { file, line, column, function: name }: Frame): boolean {
	const isSame = (other: Frame) =>
		other.file === file && other.line === line && other.column === column && other.function === name;
	return file !== undefined && traces.some(({ exceptions }) => exceptions.some(({ frames }) => frames.some(isSame)));
}
