/** A folder with what a build wrote (bundles, their source maps), or a tree of the repository that has such files. */
export interface BuiltFiles {
	/** Absolute path of the folder; empty for a tree of the repository. */
	readonly root: string;
	/** A person named it as the place of maps, so the name of a bundle alone tells that a map in it is meant. */
	readonly isChosen: boolean;
	/** Scripts and source maps, relative to the root, slashes. */
	list(signal: AbortSignal): Promise<readonly string[]>;
	/** Text of a script; undefined when it is gone, or too large to be read. */
	readScript(path: string, signal: AbortSignal): Promise<string | undefined>;
	/** A source map in UTF-8, which is overwritten when the next one is read; undefined when it is gone. */
	readMap(path: string, signal: AbortSignal): Promise<Uint8Array | TooLarge | undefined>;
}

/** A file that is not read for its size. */
export interface TooLarge {
	readonly bytes: number;
	/** Most that is read there. */
	readonly limit: number;
}
