export interface DemoRepository {
	readonly folder: string;
	/** Lies in `folder`, ignored by git. */
	readonly logFile: string;
	readonly breakingCommit: string;
	readonly deployTag: string;
	readonly lastGoodTag: string;
}

export function makeDemoRepository(folder: string, options: { readonly now: number }): Promise<DemoRepository>;
