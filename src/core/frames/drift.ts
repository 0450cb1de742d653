import type { Commit } from '../ports/repository';

/** Where a line of the deployed revision is in the text that is open now. Lines are 1-based. */
export type Drift =
	| { readonly kind: 'exact'; readonly line: number }
	| { readonly kind: 'moved'; readonly line: number }
	/** The line itself was edited since; `line` is the nearest one that stands in its place. */
	| { readonly kind: 'changed'; readonly line: number }
	/** The line was deleted; `line` is where it stood. */
	| { readonly kind: 'gone'; readonly line: number }
	/** The whole file is not there any more; `removedBy` and `renamedTo` when history says so. */
	| { readonly kind: 'fileGone'; readonly removedBy?: Commit; readonly renamedTo?: string };
