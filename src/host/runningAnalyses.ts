import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/emitter';
import type { Ranked } from '../core/suspects/rank';
import type { RunningAnalyses, RunningAnalysis } from './app';

/** Which incidents are being analysed now, and what that has come to; `onDidChange` tells the incident whose answer to that changed. */
export class Running implements RunningAnalyses, Disposable {
	private readonly aborts = new Map<string, AbortController>();
	private readonly first = new Map<string, Ranked>();
	private readonly changed = new Emitter<string>();
	private readonly reported = new Emitter<{ readonly incidentId: string; readonly message: string }>();

	readonly onDidChange = this.changed.event;
	readonly onDidReport = this.reported.event;

	has(incidentId: string): boolean {
		return this.aborts.has(incidentId);
	}

	soFar(incidentId: string): Ranked | undefined {
		return this.first.get(incidentId);
	}

	begin(incidentId: string, abort: AbortController): RunningAnalysis {
		this.aborts.get(incidentId)?.abort();
		this.aborts.set(incidentId, abort);
		this.first.delete(incidentId);
		this.changed.fire(incidentId);
		const isLast = () => this.aborts.get(incidentId) === abort;
		return {
			report: (message) => this.reported.fire({ incidentId, message }),
			soFar: (first) => {
				if (isLast()) {
					this.first.set(incidentId, first);
					this.changed.fire(incidentId);
				}
			},
			end: () => {
				if (isLast()) {
					this.aborts.delete(incidentId);
					this.first.delete(incidentId);
					this.changed.fire(incidentId);
				}
			},
		};
	}

	dispose(): void {
		this.changed.dispose();
		this.reported.dispose();
		this.aborts.clear();
		this.first.clear();
	}
}
