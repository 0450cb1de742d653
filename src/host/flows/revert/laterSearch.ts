import { laterChanges } from '../../../app/revert/laterChanges';
import { isAbort } from '../../../base/errors';
import type { LaterChange } from '../../../core/ports/mitigation';
import type { Plan } from '../../../core/revert/model';
import type { Mitigation } from './model';

/** Looks for later changes of the lines that a plan changes back, beside what the person looks at, until it is disposed of. */
export class LaterSearch {
	/** Those that are known by now, the latest first. */
	found: readonly LaterChange[] = [];
	isSearching: boolean;
	/** There may be more, which could not be read. */
	isIncomplete = false;
	private readonly ended = new AbortController();
	private listener: () => void = () => {};

	constructor({ app, run, repository, mitigations }: Mitigation, plan: Plan) {
		this.isSearching = plan.steps.some(({ kind }) => kind === 'revert');
		const signal = AbortSignal.any([run.signal, this.ended.signal]);
		laterChanges(plan, repository, mitigations.history, signal, (found) => {
			this.found = found;
			this.tell();
		})
			.catch((error: unknown) => {
				if (!isAbort(error) && !signal.aborted) {
					app.log.warn('later changes could not be looked for', error);
					this.isIncomplete = true;
				}
			})
			.finally(() => {
				this.isSearching = false;
				this.tell();
			});
	}

	/** @returns ends it; there is one listener at a time */
	onDidChange(listener: () => void): () => void {
		this.listener = listener;
		return () => {
			this.listener = () => {};
		};
	}

	dispose(): void {
		this.listener = () => {};
		this.ended.abort();
	}

	private tell(): void {
		if (!this.ended.signal.aborted) {
			this.listener();
		}
	}
}
