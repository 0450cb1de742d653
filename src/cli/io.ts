/** What the command line reads and writes; the composition root gives the process's own. */
export interface CliIo {
	/** All of a file, or of standard input for `-`, as UTF-8. */
	readonly read: (file: string) => Promise<string>;
	/** The lines of a file or of standard input, as they come. */
	readonly readLines: (file: string) => AsyncIterable<string>;
	/** Resolves when the text is taken, so that a slow reader slows us and not our memory. */
	readonly write: (text: string) => Promise<void>;
	readonly writeError: (text: string) => void;
}

/** Wrong words on the command line: exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
