/** A folder with what a build wrote (bundles, their source maps), or a tree of the repository that has such files. */
export interface BuiltFiles {
	/** Absolute path of the folder; empty for a tree of the repository. */
	readonly root: string;
	/** A person named it as the place of maps, so the name of a bundle alone tells that a map in it is meant. */
	readonly isChosen: boolean;
	/** Scripts and source maps, relative to the root, slashes. */
	list(signal: AbortSignal): Promise<readonly string[]>;
	/** Text of one of them; undefined when it is gone or too large to be read here. */
	read(path: string, signal: AbortSignal): Promise<string | undefined>;
}
