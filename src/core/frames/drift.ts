import type { Commit } from '../ports/repository';
import type { LineDrift } from './lineMap';

/** Where a line of the deployed revision is in the text that is open now. Lines are 1-based. */
export type Drift =
	| LineDrift
	/** The whole file is not there any more; `removedBy` and `renamedTo` when history says so. */
	| { readonly kind: 'fileGone'; readonly removedBy?: Commit; readonly renamedTo?: string };
