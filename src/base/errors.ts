/**
 * A failure a person is told about. `message` is the sentence they read: what happened, what was kept, what to do.
 * The technical error is the `cause` and goes to the log. Tests and callers tell failures apart by `code`, never by text.
 */
export class FaultlineError extends Error {
	override readonly name = 'FaultlineError';
	/** The folder it is about, where a remedy needs to know. */
	readonly folder: string | undefined;
	/** When a server that refused takes requests again, where it says so; epoch milliseconds. */
	readonly retryAt: number | undefined;

	constructor(
		readonly code: string,
		message: string,
		options?: { readonly cause?: unknown; readonly folder?: string; readonly retryAt?: number | undefined },
	) {
		super(message, options);
		this.folder = options?.folder;
		this.retryAt = options?.retryAt;
	}

	/** True when `error` is ours and, where `code` is given, of that code. */
	static is(error: unknown, code?: string): error is FaultlineError {
		return error instanceof FaultlineError && (code === undefined || error.code === code);
	}
}

/** True for the error that an aborted `AbortSignal` throws: the person cancelled, so there is nothing to say. */
export function isAbort(error: unknown): boolean {
	return error instanceof Error && error.name === 'AbortError';
}
