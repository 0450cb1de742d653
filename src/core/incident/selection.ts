/** Some of the incidents, none of them deleted: what statistics are made of. */
export interface Selection {
	/** When they were created, epoch milliseconds; `until` itself not. */
	readonly from?: number;
	readonly until?: number;
	/** What broke; `null` for those that do not say it. */
	readonly service?: string | null;
}

/** What comes back; each list most often first, and cut where it gets long. Ids of incidents are newest first. */
export interface Recurring {
	/** Files that frames of stack traces are in, by the last analysis. */
	readonly files: readonly {
		/** Absolute path of the repository the incident was analysed in. */
		readonly repository?: string;
		readonly path: string;
		readonly incidents: readonly string[];
	}[];
	/** Failures that more than one incident has. */
	readonly failures: readonly { readonly fingerprint: string; readonly incidents: readonly string[] }[];
}
