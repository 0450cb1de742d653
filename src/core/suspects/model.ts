import type { Originals } from './originals';

/** A place in the code as it was deployed. */
export interface CodePlace {
	/** Repository-relative, slashes. */
	readonly path: string;
	/** 1-based. */
	readonly line: number;
}

/** Why something is suspected; a score is the sum of its reasons' weights. */
export interface Reason {
	/** Which evidence: `blame`, `function`, `file` (by lines), `moved`, `wrote` (by lines that a commit moved), `inWindow`, `names`, `near` (by what else is new), `dependency`, `configuration`, `reland`, `earlier` (by earlier incidents); `inTrace`, `named`, `together`, `note`, … of files. */
	readonly kind: string;
	/** A sentence for people, true of this suspect and no other. */
	readonly detail: string;
	/** Share of the score, 0..1. */
	readonly weight: number;
	/** The line that it speaks of, where it speaks of one. */
	readonly at?: CodePlace | undefined;
}

export interface SuspectFile {
	/** Repository-relative, slashes, as of the deployed revision. */
	readonly path: string;
	/** 0..1 */
	readonly score: number;
	readonly reasons: readonly Reason[];
}

export interface SuspectCommit {
	/** Full object name. */
	readonly sha: string;
	/** 0..1 */
	readonly score: number;
	readonly author: string;
	/** Committer date, ISO 8601 in UTC. */
	readonly date: string;
	readonly subject: string;
	readonly reasons: readonly Reason[];
}

/** A commit that was looked at and cannot be it, and why. */
export interface Excluded {
	readonly sha: string;
	readonly reason: string;
	/** Absent in analyses of older versions, as is `date` (committer date, ISO 8601 in UTC). */
	readonly subject?: string;
	readonly date?: string;
}

/** A file of a repository that is not the one it is compared with. */
export interface OtherFile {
	readonly path: string;
	/** Root of its repository. */
	readonly repository: string;
	readonly revision: string;
}

/** Where a frame of the trace lives in the repository, as of the deployed revision. */
export interface FrameLocation {
	readonly path: string;
	readonly line?: number;
	/** 0..1; 1 when the whole path fits and nothing else does. */
	readonly confidence: number;
	/** Other files that fit as well; empty when the answer is clear. */
	readonly alternatives: readonly string[];
	/** Files of other repositories that fit as well: of a submodule, of another workspace folder. Absent where there are none. */
	readonly elsewhere?: readonly OtherFile[];
	/** A person said so: by a mapping in the settings, or by choosing among files that fit. */
	readonly by?: 'mapping' | 'choice';
	/** Root of the repository it is in and that one's revision, where it is not the one that was analysed: a submodule, another workspace folder. */
	readonly repository?: string;
	readonly revision?: string;
}

/**
 * Why a frame has no file in the repository. `noFile`: the trace names none. `vendor`: its path is in `package`'s folder, which this repository
 * does not publish. `runtime`: it is the language's own (`package` is its name). `notAtRevision`: no such file. `onlyDouble`: only a test's stand-in
 * or a generated file fits (`path`). `outside`: it was not where the other frames say the program was installed.
 */
export type Unresolved =
	| { readonly code: 'noFile' | 'notAtRevision' | 'outside' }
	| { readonly code: 'vendor' | 'runtime'; readonly package: string }
	| { readonly code: 'onlyDouble'; readonly path: string };

/** How many files a frame fits. */
export const fittingFiles = ({ alternatives, elsewhere = [] }: FrameLocation) =>
	1 + alternatives.length + elsewhere.length;

/** Why an answer is empty or thin, and what to do about it. */
export interface AnalysisProblem {
	readonly code:
		| 'truncated'
		| 'noTrace'
		| 'noFrames'
		| 'noFileAtRevision'
		| 'lineBeyondFile'
		| 'lastGoodNotUsed'
		| 'onlyVendorFrames'
		| 'shallowClone'
		| 'weakEvidence'
		| 'noSuspects'
		| 'noSourceMap'
		| 'sourceMapRefused'
		| 'ambiguousFrames';
	readonly message: string;
}

/** The answer to "which change did it?". Stable JSON; see media/schema. */
export interface Analysis {
	/** The deployed revision that was read, as a full object name. */
	readonly revision: string;
	/** Best first. */
	readonly files: readonly SuspectFile[];
	/** Best first. */
	readonly commits: readonly SuspectCommit[];
	readonly excluded: readonly Excluded[];
	readonly problems: readonly AnalysisProblem[];
	/** Aligned with traces → exceptions → frames of the evidence; `null` where a frame has no file in the repository. */
	readonly locations: readonly (readonly (readonly (FrameLocation | null)[])[])[];
	/** What frames of built files were in their sources; absent where no source map was used. */
	readonly originals?: Originals;
	/** Aligned with `locations`: why it is `null` there, else `null`. Absent in analyses of older versions. */
	readonly unresolved?: readonly (readonly (readonly (Unresolved | null)[])[])[];
}
