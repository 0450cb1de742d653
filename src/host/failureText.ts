/** A call as an editor knows it: a name, and where it is. Lines and columns are 1-based. */
export interface FailedCall {
	readonly name: string;
	readonly file: string | undefined;
	readonly line: number | undefined;
	readonly column: number | undefined;
	/** Whoever knows the call says that it is a library's or the runtime's. */
	readonly isVendor?: boolean;
}

/** What failed, as a debugger or a test runner says it. */
export interface Failure {
	/** Empty where nobody says so: a test that failed, a program that was paused. */
	readonly type: string;
	readonly message: string;
	/** Innermost call first. */
	readonly calls: readonly FailedCall[];
}

/**
 * A failure that nobody printed as a stack trace, as the payload that error trackers send: read the same whatever the language, and whatever is in
 * names and messages. Without calls, what is said of it.
 */
export function failureText({ type, message, calls }: Failure): string {
	if (!calls.some(({ file }) => file !== undefined)) {
		return [type, message].filter((part) => part !== '').join(': ');
	}
	const frames = calls.toReversed().map(({ name, file, line, column, isVendor }) => ({
		...(name !== '' && { function: name }),
		...(file !== undefined && { filename: file }),
		...(line !== undefined && { lineno: line }),
		...(column !== undefined && { colno: column }),
		...(isVendor && { in_app: false }),
	}));
	const value = { ...(type !== '' && { type }), value: message, stacktrace: { frames } };
	return JSON.stringify({ exception: { values: [value] } }, undefined, 2);
}
