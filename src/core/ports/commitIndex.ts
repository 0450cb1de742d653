/** A commit that the index holds: what it changed (repository-relative, slashes), by object name. */
export interface IndexedChange {
	readonly sha: string;
	/** Epoch milliseconds, the committer's. */
	readonly date: number;
	readonly paths: readonly string[];
}

/** How far an index is. */
export interface IndexState {
	/** Commits that it holds. */
	readonly commits: number;
	readonly files: number;
}

/**
 * What every commit of a repository changed, read once and kept: questions about all of its history are answered without a walk. Every method takes
 * full object names. It is only ever a help: where it cannot say, it says nothing.
 */
export interface CommitIndex {
	/**
	 * Brings in all that is reachable from `sha`, the newest first; what was read is kept when cancelled, and gone on from next time.
	 *
	 * @param onProgress told every few thousand commits
	 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
	 */
	update(sha: string, onProgress: (state: IndexState) => void, signal: AbortSignal): Promise<IndexState>;
	/**
	 * Commits reachable from `sha` that changed one of `paths`, newest first, merges left out, none made after `until` (epoch milliseconds).
	 *
	 * @returns undefined where the index does not hold all of `sha`'s history
	 */
	history(
		sha: string,
		options: { readonly paths: readonly string[]; readonly until?: number; readonly limit: number },
		signal: AbortSignal,
	): Promise<readonly IndexedChange[] | undefined>;
	/**
	 * Object names of commits reachable from `sha` and not from `except` that may break a program without touching its code: they change dependencies or
	 * configuration, or bring back what was reverted. At most `limit` and one more, newest first.
	 *
	 * @returns undefined where the index does not hold all of both histories
	 */
	telling(except: string, sha: string, limit: number, signal: AbortSignal): Promise<readonly string[] | undefined>;
}
