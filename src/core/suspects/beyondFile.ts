import type { Case, KeyFrame } from './evidence';

/** Frames looked at: those that blame reads anyway, so their text is at hand. */
const MAX_FRAMES = 8;

/**
 * The first frame whose line its file does not have at the deployed revision: a sign that the trace is of another one.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function frameBeyondFile(
	{ repository, revision, frames }: Case,
	signal: AbortSignal,
): Promise<KeyFrame | undefined> {
	for (const frame of frames.slice(0, MAX_FRAMES)) {
		const text =
			frame.line === undefined ? undefined : await repository.readFile(revision, frame.location.path, signal);
		if (text !== undefined && (frame.line ?? 0) > text.replace(/\n$/, '').split('\n').length) {
			return frame;
		}
	}
	return undefined;
}
