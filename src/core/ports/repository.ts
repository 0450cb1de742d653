import type { Remote } from '../github/remote';

/** A commit's facts. Dates are epoch milliseconds; `date` is the committer's, and `authoredAt` stays when a commit is rebased or picked. */
export interface Commit {
	readonly sha: string;
	readonly author: string;
	readonly date: number;
	readonly authoredAt: number;
	readonly subject: string;
	readonly parents: readonly string[];
}

/** Who last changed a line: `line` counts in the asked file, `originalLine` in `originalPath` at `sha`; all 1-based. */
export interface BlamedLine {
	readonly line: number;
	readonly sha: string;
	readonly originalPath: string;
	readonly originalLine: number;
	/** The history ends here (shallow clone, root): the line may be older than `sha`. */
	readonly isBoundary: boolean;
}

/** Who last changed each line of a file. */
export interface FileBlame {
	/** Those that own a line; what blame does not tell of them (`parents`) is empty. */
	readonly commits: readonly Commit[];
	/** Index into `commits` for each line, the first one at 0; -1 where git says nothing. */
	readonly owners: Int32Array;
	/** Indexes of commits at which the history here ends (shallow clone, root): their lines may be older. */
	readonly boundaries: ReadonlySet<number>;
	/** The same lines as stretches that were together when their commits were made, in the order in which git told of them. */
	readonly runs: readonly BlamedRun[];
}

/** Lines from `line` on that were in `path` from `originalLine` on, when the commit was made that owns them; all 1-based. */
export interface BlamedRun {
	/** Index into the commits of the blame. */
	readonly owner: number;
	readonly line: number;
	readonly count: number;
	readonly path: string;
	readonly originalLine: number;
}

/** A line that a commit took from elsewhere as it was, but for how far it is indented, and who wrote it there. */
export interface MovedLine {
	/** 1-based, in the asked file at the asked commit. */
	readonly line: number;
	/** The file that it was in before that commit; of another place in the file the file itself. */
	readonly from: string;
	/** It is still there as well. */
	readonly isCopy: boolean;
	/** What blame does not tell of it (`parents`) is empty. */
	readonly writer: Commit;
	/** The history here ends with the writer: the line may be older. */
	readonly isBoundary: boolean;
}

export interface BlameOptions {
	/** Commits to look through beside those that the repository lists. */
	readonly formatting?: readonly string[];
	/** Told of each stretch of lines, and of the commit that owns it, as the walk comes to it. */
	readonly onRun?: (run: BlamedRun, commit: Commit, isBoundary: boolean) => void;
	/** Given, as the walk begins, what tells how far it is: the newest commits come first, and lines that it has not come to have no owner. */
	readonly watch?: (soFar: () => FileBlame) => void;
}

/** A commit with its whole message and all that it changed (repository-relative, slashes; nothing for a merge). */
export interface Change {
	readonly commit: Commit;
	readonly message: string;
	readonly paths: readonly string[];
}

/** A commit and the files it changed (repository-relative, slashes; both names of a rename). */
export interface ChangedFiles {
	readonly commit: Commit;
	readonly paths: readonly string[];
}

/** What a commit changed, as lines that it took away (`-`) or added (`+`), behind headings of where they are (`@@ … @@ function`). */
export interface Diff {
	readonly sha: string;
	readonly lines: string;
}

/** One file of a commit's diff; `status` is git's letter (A, M, D, R, T). `oldPath`: where a renamed file was. */
export interface ChangedFile {
	readonly status: string;
	readonly path: string;
	readonly oldPath?: string;
}

/** A repository that another one has in a folder, at a commit of its own. */
export interface Submodule {
	/** Repository-relative folder. */
	readonly path: string;
	/** Full object name, in the submodule's own repository. */
	readonly sha: string;
}

/** A tag, or a branch: `date` is when the tag, or the branch's last commit, was made. */
export interface Tag {
	readonly name: string;
	readonly sha: string;
	/** Epoch milliseconds. */
	readonly date: number;
}

/**
 * One git repository, read at any revision without a checkout; a bare one will do. Every method takes full object names (ask `resolve` first),
 * is cancelled by its signal, and throws `FaultlineError` `git.*` with a sentence for people.
 */
export interface Repository {
	/** The work tree's folder, or the git directory of a bare repository. Absolute. */
	readonly root: string;
	readonly isBare: boolean;
	/**
	 * Full object name of the commit that `revision` (sha, tag, branch, `HEAD~3`, …) names.
	 * @throws FaultlineError `git.unknownRevision`, `git.noCommits`
	 */
	resolve(revision: string, signal: AbortSignal): Promise<string>;
	/**
	 * Full object names of commits, by what somebody wrote of them: seven digits or more, hexadecimal, in small letters. What is no commit's here, or several objects',
	 * is missing from the answer; in a partial clone nothing is fetched for it. One process for all.
	 */
	named(names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
	isShallow(signal: AbortSignal): Promise<boolean>;
	/** Names of the remotes, as git lists them. */
	remotes(signal: AbortSignal): Promise<readonly string[]>;
	/** The remotes and where git would fetch from: `insteadOf` is applied. May hold a password, so an address never goes into a log or a sentence. */
	remoteAddresses(signal: AbortSignal): Promise<readonly Remote[]>;
	/**
	 * Fetches branches, tags and, of a shallow clone, the history that is missing. The one call that uses the network and writes: only for a person
	 * who asked for it. Nothing is checked out or merged, and no password is asked for.
	 *
	 * @param remote one of `remotes`
	 * @throws FaultlineError `git.fetchFailed`; what was fetched before stays
	 */
	fetch(remote: string, signal: AbortSignal): Promise<void>;
	/** Every file at `sha`, repository-relative, slashes: one text, each path ended by a NUL, as git prints it, since few of many will be asked for. */
	readTree(sha: string, signal: AbortSignal): Promise<string>;
	/** The submodules that `sha` records, and the commit of each. */
	submodules(sha: string, signal: AbortSignal): Promise<readonly Submodule[]>;
	/** The texts of many files at `sha`, read by one process; those that are no files there are missing from the answer. */
	readFiles(sha: string, paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
	/** The texts of files, each at a commit of its own, read by one process; undefined for those that are no files there. */
	readVersions(
		files: readonly { readonly sha: string; readonly path: string }[],
		signal: AbortSignal,
	): Promise<readonly (string | undefined)[]>;
	/** The file's text at `sha`; undefined when there is no such file. */
	readFile(sha: string, path: string, signal: AbortSignal): Promise<string | undefined>;
	/** Commits that `.git-blame-ignore-revs` at `sha` names: they only reformat, so `blame` looks through them. */
	ignoredRevisions(sha: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
	/** Blame of line ranges (1-based, inclusive, clipped to the file) of `path` at `sha`; white space and ignored revisions are looked through. */
	blame(
		sha: string,
		path: string,
		ranges: readonly (readonly [first: number, last: number])[],
		signal: AbortSignal,
	): Promise<readonly BlamedLine[]>;
	/**
	 * Blame of all of `path` at `sha`, by the rules of `blame`; undefined when there is no such file. One walk of its history, as for a single line.
	 */
	blameFile(sha: string, path: string, signal: AbortSignal, how?: BlameOptions): Promise<FileBlame | undefined>;
	/**
	 * A line that `mover` owns by blame, and lines within ten of it, as far as that commit only moved or copied them, all from one file, and what wrote
	 * them there; lines of other commits may be among them. Empty where it made the line itself, where one git takes longer than `withinMs` or all of it
	 * three times that, and where the repository lacks a file (a partial clone), which is not fetched for this.
	 *
	 * @param path of the line at `mover`, as is `line` (1-based)
	 * @param how `revision`: whose list of revisions is looked through; `formatting`: more of them; `looksEverywhere`: a file that is new may be made of
	 *   any other one, for which all of them are read, instead of those that the commit changed
	 */
	movedLines(
		mover: string,
		path: string,
		line: number,
		how: {
			readonly revision: string;
			readonly formatting?: readonly string[] | undefined;
			readonly looksEverywhere: boolean;
			readonly withinMs: number;
		},
		signal: AbortSignal,
	): Promise<readonly MovedLine[]>;
	/** Messages and changed files of commits, by object name; unknown ones are missing from the answer. */
	changes(shas: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Change>>;
	/**
	 * Diffs of the newest commits reachable from `sha` and not from `except`, without context, newest first, merges left out: of files with one of
	 * `extensions` (without the dot), and without what only changes white space. Those of very large changes are cut off. Older ones are missing where all
	 * are very large, take seconds, or where the repository lacks a file (a partial clone), which is not fetched for this.
	 */
	diffs(
		sha: string,
		options: {
			readonly except: string;
			readonly until?: number;
			readonly extensions: Iterable<string>;
			readonly limit: number;
		},
		signal: AbortSignal,
	): Promise<readonly Diff[]>;
	/** Facts of commits, by object name; unknown ones are missing from the answer. */
	commits(shas: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Commit>>;
	/** Commits reachable from `sha` (not from `except`) that touch `paths`, or files with one of `extensions` (without the dot), newest first, merges left out, none made after `until` (epoch milliseconds). */
	history(
		sha: string,
		options: {
			readonly paths?: readonly string[];
			readonly extensions?: Iterable<string>;
			readonly except?: string;
			readonly until?: number;
			readonly limit: number;
		},
		signal: AbortSignal,
	): Promise<readonly ChangedFiles[]>;
	/**
	 * Commits reachable from `sha` (not from `except`), newest first, merges included; with `text`, those whose message or author's name holds it,
	 * whatever its case.
	 */
	search(
		sha: string,
		options: { readonly text?: string; readonly except?: string; readonly limit: number },
		signal: AbortSignal,
	): Promise<readonly Commit[]>;
	/** Whether `sha` is reachable from `descendant`; a commit is from itself. */
	isAncestor(sha: string, descendant: string, signal: AbortSignal): Promise<boolean>;
	/**
	 * Which of `shas` are reachable from each of `tips`; a tip, or a commit, that the repository does not have is left out.
	 *
	 * @returns by tip
	 */
	containedIn(
		tips: readonly string[],
		shas: readonly string[],
		signal: AbortSignal,
	): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
	/** Object names reachable from `sha` and not from `except`, at most `limit` of them (then `isComplete` is false). */
	between(
		except: string,
		sha: string,
		limit: number,
		signal: AbortSignal,
	): Promise<{ readonly shas: ReadonlySet<string>; readonly isComplete: boolean }>;
	/**
	 * The parents of every commit reachable from `sha` and not from `except`, newest first; at most `limit` of them (then `isComplete` is false).
	 */
	parentsBetween(
		except: string,
		sha: string,
		limit: number,
		signal: AbortSignal,
	): Promise<{ readonly parents: ReadonlyMap<string, readonly string[]>; readonly isComplete: boolean }>;
	/** The best common ancestor of two commits; undefined when they have none. */
	mergeBase(one: string, other: string, signal: AbortSignal): Promise<string | undefined>;
	/** The newest commit at or before `date` (epoch milliseconds) on `sha`'s first-parent line; undefined when there is none. */
	commitBefore(sha: string, date: number, signal: AbortSignal): Promise<string | undefined>;
	/** The nearest tag before `sha` (on a proper ancestor): usually the release before the deployed one. */
	previousTag(sha: string, signal: AbortSignal): Promise<string | undefined>;
	/** Local branches, then those of remotes, each lately committed to first; without the symbolic ones. */
	branches(limit: number, signal: AbortSignal): Promise<readonly Tag[]>;
	/** Tags, newest first. */
	tags(limit: number, signal: AbortSignal): Promise<readonly Tag[]>;
	/** The commit that removed `path` from the history of `sha`; undefined when none did. */
	removalOf(sha: string, path: string, signal: AbortSignal): Promise<Commit | undefined>;
	/**
	 * The commit after `from`, on the way to its descendant `to`, that edited or deleted a line of `path` as it was at `from` (1-based).
	 * Undefined where the line is unchanged at `to`, `to` does not descend from `from`, or no single commit can be named.
	 */
	changeOfLine(from: string, to: string, path: string, line: number, signal: AbortSignal): Promise<Commit | undefined>;
	/** Whether `sha` changed white space and blank lines of files only; never true of a merge, of a root commit, or where a file came, went or moved. */
	changesOnlySpace(sha: string, signal: AbortSignal): Promise<boolean>;
	/** Paths of files that are other at `to` than at `from`, or new; renames are not looked for. */
	changedBetween(from: string, to: string, signal: AbortSignal): Promise<readonly string[]>;
	/**
	 * Files that are other at `to` than at `from`, renames found; or, where `to` is absent, files that may be other in the work tree, without renames and
	 * without those that git does not follow.
	 */
	filesBetween(from: string, to: string | undefined, signal: AbortSignal): Promise<readonly ChangedFile[]>;
	/** Files in the work tree that git does not follow, without those that it is told to ignore. */
	newFiles(signal: AbortSignal): Promise<readonly string[]>;
	/** Those of `paths` at `sha` of which a line holds `text`, which is one line; binary files left out. */
	filesHolding(sha: string, paths: readonly string[], text: string, signal: AbortSignal): Promise<readonly string[]>;
	/** Files that `sha` changed against its first parent, renames found. */
	changedFiles(sha: string, signal: AbortSignal): Promise<readonly ChangedFile[]>;
}
