import type { Commit } from '../ports/repository';
import type { GuessedLine } from './byContent';
import type { LineDrift } from './lineMap';

/** Where a line of the deployed revision is in the text that is open now. Lines are 1-based. */
export type Drift =
	| LineDrift
	/** It was cut from its file, with lines around it, and stands in the file `path` now. */
	| { readonly kind: 'elsewhere'; readonly path: string; readonly line: number; readonly confidence: number }
	/** The deployed text is not in the repository, or not at that revision, so it was found by what else is known of it. */
	| GuessedLine
	/** The whole file is not there any more; `removedBy` and `renamedTo` when history says so. */
	| { readonly kind: 'fileGone'; readonly removedBy?: Commit; readonly renamedTo?: string };
