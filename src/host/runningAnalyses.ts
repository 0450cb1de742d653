import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/emitter';
import type { RunningAnalyses } from './app';

/** Which incidents are being analysed now; `onDidChange` tells the incident whose answer to that changed. */
export class Running implements RunningAnalyses, Disposable {
	private readonly aborts = new Map<string, AbortController>();
	private readonly changed = new Emitter<string>();
	private readonly reported = new Emitter<{ readonly incidentId: string; readonly message: string }>();

	readonly onDidChange = this.changed.event;
	readonly onDidReport = this.reported.event;

	has(incidentId: string): boolean {
		return this.aborts.has(incidentId);
	}

	begin(incidentId: string, abort: AbortController): { report(message: string): void; end(): void } {
		this.aborts.get(incidentId)?.abort();
		this.aborts.set(incidentId, abort);
		this.changed.fire(incidentId);
		return {
			report: (message) => this.reported.fire({ incidentId, message }),
			end: () => {
				if (this.aborts.get(incidentId) === abort) {
					this.aborts.delete(incidentId);
					this.changed.fire(incidentId);
				}
			},
		};
	}

	dispose(): void {
		this.changed.dispose();
		this.reported.dispose();
		this.aborts.clear();
	}
}
