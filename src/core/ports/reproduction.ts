/** A command that shows whether a commit has the failure: a program with its arguments, or a line for the system's shell. */
export type ReproducingCommand =
	| { readonly program: string; readonly args: readonly string[] }
	| { readonly shellLine: string };

/** How a command ended: with an exit code, by a signal, because its time was up, or it could not be started at all. */
export type CommandEnd =
	| { readonly kind: 'exit'; readonly code: number }
	| { readonly kind: 'signal'; readonly signal: string }
	| { readonly kind: 'timeout' }
	| { readonly kind: 'notStarted'; readonly message: string };

/**
 * Runs a command in a folder. When it is cancelled or its time is up, it is ended with all that it started.
 *
 * @param onOutput told what it prints, as it comes
 * @throws `signal.reason` when cancelled, once it has ended
 */
export type RunCommand = (
	command: ReproducingCommand,
	place: { readonly folder: string; readonly timeLimitMs: number; readonly onOutput: (text: string) => void },
	signal: AbortSignal,
) => Promise<CommandEnd>;

/** A checkout of its own, beside the person's work tree, which is left alone. */
export interface Worktree {
	readonly folder: string;
	/** Brings all tracked files to `sha`, a full object name; what builds left between them stays. @throws FaultlineError `git.*` */
	checkOut(sha: string, signal: AbortSignal): Promise<void>;
	/** Takes it away, whatever is in it. Never throws. */
	remove(): Promise<void>;
}

/**
 * Makes a worktree in a temporary folder for the repository at `root`, and clears away those that earlier processes were killed over.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export type OpenWorktree = (root: string, sha: string, signal: AbortSignal) => Promise<Worktree>;
