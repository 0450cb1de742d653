/** What a branch is made for: changes taken out, all since a good revision taken out, a fix brought to another branch, or a review put into its folder. */
export type MitigationKind = 'revert' | 'rollback' | 'pick' | 'review';

/** One commit of the branch to be: the change from one tree to another, which is put onto the branch by a three-way merge. */
export interface Step {
	readonly kind: MitigationKind;
	/** The commit that it is about, a full object name; of a rollback the last one that is taken out, of a review one that nothing refers to. */
	readonly sha: string;
	/** The parent that its change counts against, or of a rollback the good revision; absent for a root commit. */
	readonly parent?: string;
	/** 1-based number of that parent, where it has several. */
	readonly mainline?: number;
	/** Its first line, as somebody wrote it: never to be trusted. */
	readonly subject: string;
	/** The message that the new commit gets. */
	readonly message: string;
}

/** Why a commit that was asked for is no step. */
export type Skipped =
	| { readonly why: 'notOnBase'; readonly sha: string }
	/** `by` took it out again. */
	| { readonly why: 'alreadyReverted'; readonly sha: string; readonly by: string }
	/** `by`, a merge among the steps, brought it, and takes it out. */
	| { readonly why: 'broughtBy'; readonly sha: string; readonly by: string }
	/** The branch has the fix already. */
	| { readonly why: 'alreadyThere'; readonly sha: string };

/** Which commits a branch will have, the first one first. */
export interface Plan {
	readonly kind: MitigationKind;
	/** The branch that it starts from, as git calls it (`refs/remotes/origin/main`), and the commit that was at. */
	readonly base: { readonly ref: string; readonly sha: string };
	readonly steps: readonly Step[];
	readonly skipped: readonly Skipped[];
}
