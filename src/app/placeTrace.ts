import type { FrameLocation, Unresolved } from '../core/suspects/model';
import type { Frame, Trace } from '../core/trace/model';
import { type AnalyzeRequest, mappedTraces } from './analyzeSuspects';
import { snapshotAt } from './snapshot';

/** A frame as its source has it, and where it is. */
export interface PlacedFrame {
	readonly frame: Frame;
	readonly location: FrameLocation | null;
	/** Why there is no location. */
	readonly why: Unresolved | null;
}

/** The frames of a trace, by exception and frame. */
export type PlacedTrace = (exception: number, frame: number) => PlacedFrame | undefined;

/**
 * Where the frames of one trace are at a revision, without an incident: for links.
 *
 * @param request `revision` is a full object name
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function placeTrace(
	printed: Trace,
	request: Omit<AnalyzeRequest, 'text'>,
	signal: AbortSignal,
): Promise<PlacedTrace> {
	const { repository, revision, openRepository } = request;
	const { tree } = await snapshotAt(repository, revision, openRepository, signal);
	const { traces, locations, unresolved } = await mappedTraces([printed], request, revision, tree, signal);
	return (e, f) => {
		const frame = traces[0]?.exceptions[e]?.frames[f];
		return frame && { frame, location: locations[0]?.[e]?.[f] ?? null, why: unresolved[0]?.[e]?.[f] ?? null };
	};
}
