import type { Plan, Step } from '../revert/model';
import type { Change } from './repository';

/** Lines that a change replaced (of the old file) by others (of the new one); 1-based, an empty side stands after the line that it names. */
export interface Hunk {
	readonly old: { readonly start: number; readonly count: number };
	readonly new: { readonly start: number; readonly count: number };
}

/** What histories are asked for while a branch is planned; full object names everywhere. */
export interface MitigationHistory {
	/** `shas` as far as they are reachable from `tip`, none before a commit that descends from it. */
	newestFirst(shas: readonly string[], tip: string, signal: AbortSignal): Promise<readonly string[]>;
	/**
	 * A commit and those of `tip` that are not in its history, newest first: what follows it is before it.
	 *
	 * @returns undefined where it is not among the latest `limit` of them, or unknown
	 */
	since(
		sha: string,
		tip: string,
		limit: number,
		signal: AbortSignal,
	): Promise<readonly Pick<Change, 'commit' | 'message'>[] | undefined>;
	/** Which of `parents` are on the first-parent line of `tip`. */
	onFirstParentLine(parents: readonly string[], tip: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
	/** The first-parent line from `tip` until what is reachable from `except`, or to its end, newest first; at most `limit` of them. */
	firstParentLine(
		except: string | undefined,
		tip: string,
		limit: number,
		signal: AbortSignal,
	): Promise<readonly string[]>;
	/** Commits after the oldest of `shas` up to `tip` whose message says that it takes one out, with whole messages, newest first. */
	revertsSince(
		shas: readonly string[],
		tip: string,
		signal: AbortSignal,
	): Promise<readonly { readonly sha: string; readonly message: string }[]>;
	/** Paths of files that differ, both names of a rename. */
	changedPaths(from: string | undefined, to: string, signal: AbortSignal): Promise<readonly string[]>;
	/** Where a file differs. */
	hunks(from: string | undefined, to: string, path: string, signal: AbortSignal): Promise<readonly Hunk[]>;
}

/** A file that steps change, before and after all of them; undefined where it is not there then, or is too large or no text. */
export interface PreviewedFile {
	readonly path: string;
	/** git's letter: A, M, D or T. */
	readonly status: string;
	readonly before: string | undefined;
	readonly after: string | undefined;
	/** Its text was left out, being large, binary or no file. */
	readonly isLeftOut: boolean;
}

/** A file that cannot be merged by itself, and what git says of it. */
export interface ConflictingFile {
	readonly path: string;
	/** `content`, `modify/delete`, `rename/delete`, …, as git calls it; empty where it says nothing. */
	readonly kind: string;
}

/** A later commit that changed the lines which a step changes back. */
export interface LaterChange {
	readonly sha: string;
	readonly subject: string;
	readonly author: string;
	/** Epoch milliseconds. */
	readonly date: number;
	readonly paths: readonly string[];
}

/** What a plan would do. Nothing is written into the repository for it. */
export interface Preview {
	/** What changes, as far as it goes without a conflict. */
	readonly files: readonly PreviewedFile[];
	/** How many files change, where that is more than `files` has. */
	readonly fileCount: number;
	/** The step that cannot be merged by itself, and which files that is for; absent where there is none. */
	readonly conflict?: { readonly step: number; readonly files: readonly ConflictingFile[] };
	/** Steps that would change nothing. */
	readonly empty: readonly number[];
}

/** A text that a file of the repository is to have. */
export interface FileChange {
	/** Of the commit that gets it, a full object name. */
	readonly onto: string;
	/** Repository-relative, slashes. */
	readonly path: string;
	readonly text: string;
	readonly subject: string;
	/** Of the commit that brings it. */
	readonly message: string;
}

/** What a branch is prepared by, beside its plan. */
export interface PrepareRequest {
	readonly plan: Plan;
	/** Without `refs/heads/`; must not be there, but for one that goes on. */
	readonly branch: string;
	readonly incident: { readonly id: string; readonly key: string };
	/** What the branch is now, as a full object name, where it is there and goes on; the plan begins at it. */
	readonly before?: string | undefined;
}

/** A branch that was made. */
export interface PreparedBranch {
	readonly branch: string;
	/** Full object name. */
	readonly tip: string;
	readonly base: Plan['base'];
	readonly kind: Plan['kind'];
	/** As in the request. */
	readonly before?: string | undefined;
	/** The new commits, oldest first, each with the step that it is. */
	readonly commits: readonly { readonly sha: string; readonly step: Step }[];
	readonly incident: PrepareRequest['incident'];
}

/** How a preparation ended, or where it waits for a person. `id` names it for `resume` and `abort`. */
export type Prepared =
	| { readonly kind: 'ready'; readonly made: PreparedBranch }
	/** No step changes anything: no branch was made. */
	| { readonly kind: 'nothing' }
	/** `folder` is a worktree in which the files wait; `workspace` is a file that opens it in a window. */
	| {
			readonly kind: 'conflicts';
			readonly id: string;
			readonly step: Step;
			readonly files: readonly ConflictingFile[];
			readonly folder: string;
			readonly workspace: string;
	  }
	/** A hook of the repository refused the commit; `output` is what it said. */
	| { readonly kind: 'hookFailed'; readonly id: string; readonly step: Step; readonly output: string };

/** A preparation that waits for a person, or was left by a process that is gone. */
export interface Waiting {
	readonly id: string;
	readonly branch: string;
	readonly incident: PrepareRequest['incident'];
	readonly state: 'conflicts' | 'hook';
	readonly step: Step;
	/** The worktree, and what opens it in a window. */
	readonly folder: string;
	readonly workspace: string;
}

/** Told of a branch as soon as it is there, before what it was made with is forgotten: what is to be recorded of it is recorded now. */
export type OnMade = (made: PreparedBranch) => Promise<void>;

/** A remote, and where it really pushes to. */
export interface PushTarget {
	readonly name: string;
	/** Without a password; as git rewrites it by `insteadOf` and `pushInsteadOf`. */
	readonly url: string;
}

/** Makes branches without touching the person's work tree, index, stash, current branch or configuration. */
export interface Mitigations {
	readonly history: MitigationHistory;
	/** @throws FaultlineError `revert.oldGit`, `git.*` */
	preview(plan: Plan, signal: AbortSignal): Promise<Preview>;
	/**
	 * A step that brings a file; its commit is in the repository then, and nothing refers to it.
	 *
	 * @returns undefined where the file says that already
	 * @throws FaultlineError `revert.noPlaceForFile`, `git.*`
	 */
	fileChange(change: FileChange, signal: AbortSignal): Promise<Step | undefined>;
	/**
	 * @throws FaultlineError `revert.branchTaken`, `revert.branchMoved`, `revert.checkedOut`, `revert.noIdentity`, `revert.signing`, `git.*`; nothing is
	 * left then
	 */
	prepare(request: PrepareRequest, onMade: OnMade, signal: AbortSignal): Promise<Prepared>;
	/**
	 * Goes on where a person has resolved conflicts and staged the files, or, `withoutHooks`, where one refused.
	 * @throws FaultlineError as `prepare`, and `revert.gone`, `revert.busy`; what was resolved stays
	 */
	resume(
		id: string,
		options: { readonly withoutHooks?: boolean },
		onMade: OnMade,
		signal: AbortSignal,
	): Promise<Prepared>;
	/** Takes all of it away. */
	abort(id: string): Promise<void>;
	/** Those that wait for a person. */
	waiting(): Promise<readonly Waiting[]>;
	/** Cleans up behind processes that were killed; `onMade` is told of branches that they had made, but maybe not recorded. */
	recover(onMade: OnMade): Promise<void>;
	/** Whether each remote-tracking branch is as its remote was at a time: epoch milliseconds of the last fetch, where git noted one. */
	lastFetchedAt(): Promise<number | undefined>;
	/** The branch that a remote's `HEAD` names, as `refs/remotes/…`; undefined where the clone does not know it. */
	defaultBranchOf(remote: string, signal: AbortSignal): Promise<string | undefined>;
	/** All branches, own ones and those of remotes, by full name. */
	branchRefs(
		signal: AbortSignal,
	): Promise<readonly { readonly ref: string; readonly sha: string; readonly date: number }[]>;
	pushTargets(signal: AbortSignal): Promise<readonly PushTarget[]>;
	/**
	 * Pushes `tip` to a branch of a remote that is not there yet, or still is what we pushed before (`expected`).
	 * @throws FaultlineError `revert.pushRejected`, `revert.pushFailed`; nothing was changed there
	 */
	push(
		to: { readonly remote: string; readonly branch: string; readonly tip: string; readonly expected?: string },
		signal: AbortSignal,
	): Promise<void>;
}
