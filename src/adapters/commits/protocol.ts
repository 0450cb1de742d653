import type { IndexedChange, IndexState } from '../../core/ports/commitIndex';

/** Which repository, and where its index is kept; both absolute. */
export interface Which {
	readonly root: string;
	readonly file: string;
}

export type Question = Which &
	(
		| { readonly type: 'update'; readonly sha: string }
		| {
				readonly type: 'history';
				readonly sha: string;
				readonly paths: readonly string[];
				readonly until?: number;
				readonly limit: number;
		  }
		| { readonly type: 'telling'; readonly except: string; readonly sha: string; readonly limit: number }
	);

export type Answer = IndexState | readonly IndexedChange[] | readonly string[] | undefined;

/** What the worker is asked, each answered once by `id`, and what is not wanted any more. */
export type ToWorker =
	| { readonly type: 'ask'; readonly id: number; readonly question: Question }
	| { readonly type: 'cancel'; readonly id: number };

export type FromWorker =
	| { readonly type: 'progress'; readonly id: number; readonly state: IndexState }
	| { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
	| { readonly type: 'failed'; readonly id: number; readonly message: string; readonly code?: string };
