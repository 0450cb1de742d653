import type { GeneratedFrame, MapAnswer } from '../frames/mappedFrames';

/** Source maps in folders, looked up away from the thread that must not stand still. */
export interface SourceMaps {
	/**
	 * What frames of built files were in their sources; aligned with `frames`.
	 *
	 * @param chosen folders that a person named as places of maps, absolute; one that is not there holds none
	 * @param folders other folders to look in, absolute
	 * @throws `signal.reason` when cancelled
	 */
	lookUp(
		frames: readonly GeneratedFrame[],
		where: { readonly chosen: readonly string[]; readonly folders: readonly string[] },
		signal: AbortSignal,
	): Promise<readonly MapAnswer[]>;
	/** The text of a source that a map brings along. */
	contentOf(map: string, source: string, signal: AbortSignal): Promise<string | undefined>;
}
