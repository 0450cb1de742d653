/** Some of the incidents, none of them deleted: what statistics are made of. */
export interface Selection {
	/** When they were detected, epoch milliseconds; `until` itself not. */
	readonly from?: number;
	readonly until?: number;
	/** What broke; `null` for those that do not say it. */
	readonly service?: string | null;
}

/** What comes back, of the incidents of a selection; lists of files and failures are most often first, and cut where they get long. */
export interface Recurring {
	/** Files that frames of stack traces are in, by the last analysis. */
	readonly files: readonly HotFile[];
	/** Failures that were there before: all but the first incident of each, and which that was, whether it is selected or not. */
	readonly failures: readonly {
		readonly fingerprint: string;
		readonly first: string;
		/** Ids, newest first. */
		readonly incidents: readonly string[];
	}[];
	/** How many incidents have a trace that others could share. */
	readonly traced: number;
	/** Ids of all that share one with an earlier incident. */
	readonly repeated: readonly string[];
	/** The commits that were said to be the cause; by incident, in the order in which it was said. */
	readonly confirmed: readonly ConfirmedCause[];
}

/** A file, and the incidents that have to do with it. */
export interface HotFile {
	/** Absolute path of the repository the incident was analysed in. */
	readonly repository?: string;
	readonly path: string;
	/** Ids, newest first. */
	readonly incidents: readonly string[];
}

export interface ConfirmedCause {
	readonly incident: string;
	/** Absolute path of the repository the incident was analysed in. */
	readonly repository?: string;
	/** Full object name. */
	readonly sha: string;
	/** As of `Verdict`. */
	readonly rank?: number | null;
}
