import type { GeneratedFrame, MapAnswer } from '../../core/frames/mappedFrames';

/** What the worker is asked, each answered once by `id`. */
export type ToWorker = { readonly id: number } & (
	| {
			readonly type: 'lookUp';
			readonly frames: readonly GeneratedFrame[];
			readonly chosen: readonly string[];
			readonly folders: readonly string[];
	  }
	| { readonly type: 'contentOf'; readonly map: string; readonly source: string }
);

export type FromWorker = { readonly id: number } & (
	| { readonly type: 'answers'; readonly answers: readonly MapAnswer[] }
	| { readonly type: 'content'; readonly content: string | undefined }
	| { readonly type: 'failed'; readonly message: string }
);
