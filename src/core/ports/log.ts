/** What adapters and use cases may say; VS Code's LogOutputChannel fits, the command line writes to standard error. */
export interface Log {
	/** Each git call, with arguments and milliseconds. */
	trace(message: string, ...details: unknown[]): void;
	/** What helps to follow a run. */
	debug(message: string, ...details: unknown[]): void;
	/** What a person did. */
	info(message: string, ...details: unknown[]): void;
	/** What we recovered from. */
	warn(message: string, ...details: unknown[]): void;
	/** With stack and cause. Never tokens, never trace text. */
	error(message: string | Error, ...details: unknown[]): void;
}
