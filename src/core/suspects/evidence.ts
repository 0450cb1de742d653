import type { TreeIndex } from '../frames/treeIndex';
import type { CommitIndex } from '../ports/commitIndex';
import type { Change, Commit, Repository } from '../ports/repository';
import type { Clue, EarlierCause } from './clues';
import type { FileCandidate } from './files';
import type { FrameLocation } from './model';
import type { Move } from './moves';
import type { FileNotes } from './notes';
import type { Place } from './places';
import type { WindowChange } from './windowChanges';

/** A frame that was found in the repository. */
export interface KeyFrame {
	readonly location: FrameLocation;
	/** 1-based, at the deployed revision. */
	readonly line?: number;
	readonly function?: string;
	/** Which grammar read it: `node`, `java`, `sanitizer`, … */
	readonly format: string;
	readonly isVendor: boolean;
	/** How a person would call it: "the innermost in-app frame", "in-app frame 3". */
	readonly label: string;
}

/** All that evidence is gathered from. */
export interface Case {
	readonly repository: Repository;
	/** Deployed revision, full object name. */
	readonly revision: string;
	/** Ages count back from here: from when it began, or where that is not known from the deployed revision's own date. Epoch milliseconds. */
	readonly startedAt: number;
	readonly isStartKnown: boolean;
	/** Most telling first. */
	readonly frames: readonly KeyFrame[];
	/** Messages of the exceptions, in the order in which they speak. */
	readonly messages: readonly string[];
	/** Functions of frames that are in no file of the repository. */
	readonly elsewhere: readonly string[];
	readonly tree: TreeIndex;
	/** What is new since the last good revision that a person named. */
	readonly window: Window | undefined;
	/** Packages that vendor frames are in, nearest to the failure first. */
	readonly packages: readonly string[];
	/** What was behind earlier incidents of this kind. */
	readonly earlier: readonly EarlierCause[];
	/** What all commits changed, where that is known already. */
	readonly index?: Pick<CommitIndex, 'history' | 'telling'> | undefined;
}

/** What is new in the deployed revision since one that a person calls good. */
export interface Window {
	/** Object names; all others were already in the good one. */
	readonly shas: ReadonlySet<string>;
	/** Full object name of the good one. */
	readonly from: string;
	/** How the person called it. */
	readonly name: string;
}

/** What was found out; scores are rank.ts's business. */
export interface Evidence {
	/** Places that may hold the fault, of the commits that matter. */
	readonly places: readonly Place[];
	readonly files: readonly FileCandidate[];
	/** Files that nothing leads to but that they were changed since the last good revision; none where nobody named one. */
	readonly changedFiles: readonly FileCandidate[];
	/** Messages and paths of the commits that matter; empty in a first answer. */
	readonly changes: ReadonlyMap<string, Change>;
	/** Commits that only reformat what they touch of the trace's files: their lines were put down to those before. */
	readonly formatting: ReadonlyMap<string, Commit>;
	/** Lines of the first frames' functions that their commits only moved there; none in a first answer. */
	readonly moves: readonly Move[];
	/** What else is new since the last good revision; none where nobody named one. */
	readonly windowChanges: readonly WindowChange[];
	/** Changes that are suspect for what kind of change they are. */
	readonly clues: readonly Clue[];
	/** What was noted on files of the trace in other incidents, one for each file; absent where nothing was asked for. */
	readonly notes?: readonly FileNotes[];
}
