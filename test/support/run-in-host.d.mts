/** Runs test files in the extension host of VS Code's server. */
export function runInServer(options: {
	/** Folder of the extension under test. */
	readonly extension: string;
	readonly workspace: string;
	/** CommonJS, absolute. */
	readonly files: readonly string[];
	/** File that gets `{ passed, failed }`. */
	readonly counts: string;
	readonly grep?: string;
	/** Fills the profile before the window opens. */
	readonly prepare?: (userData: string) => void;
}): Promise<void>;
