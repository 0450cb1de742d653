import type { Commit, Repository } from '../ports/repository';
import type { FrameLocation } from './model';

/** An in-app frame that was found in the repository, and how much it says about the failure. */
export interface KeyFrame {
	readonly location: FrameLocation;
	/** 1-based, at the deployed revision. */
	readonly line?: number;
	readonly function?: string;
	/** 1 for the frame nearest to the failure, less the farther away. */
	readonly weight: number;
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
	/** What is new in the deployed revision, when a last known good one is known or a release before it. Asked of git beside the rest. */
	readonly window: Promise<Window | undefined>;
}

/** Commits between a good revision and the deployed one. */
export interface Window {
	/** Object names; all others were already in the good one. */
	readonly shas: ReadonlySet<string>;
	/** Full object name of the good one. */
	readonly from: string;
	/** How the person called it, or the tag's name. */
	readonly name: string;
	/** A person said it was good; else it is only the release before. */
	readonly isStated: boolean;
}

/** One observation about one commit or one file. */
export type Evidence =
	| {
			readonly on: 'commit';
			readonly commit: Commit;
			readonly kind: string;
			readonly detail: string;
			readonly strength: number;
	  }
	| {
			readonly on: 'file';
			readonly path: string;
			readonly kind: string;
			readonly detail: string;
			readonly strength: number;
	  };

/** One kind of evidence. `strength` is 0..1 within its kind; what a kind counts for is rank.ts's business. */
export interface Signal {
	readonly kind: string;
	/** What is being looked at, for progress. */
	readonly doing: () => string;
	/** @throws FaultlineError `git.*`; `signal.reason` when cancelled */
	gather(subject: Case, signal: AbortSignal): Promise<readonly Evidence[]>;
}
