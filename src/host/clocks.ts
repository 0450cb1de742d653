import { workingTimes } from '../app/workingTimes';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/emitter';
import type { IncidentSummary } from '../core/incident/summary';
import { type ClockRules, clockOf, type IncidentClock, ROUND_THE_CLOCK } from '../core/incident/targets';
import { onDidChangeSettings, settings } from './settings';

/** The clocks of incidents, by the targets and hours of the settings as they are now. */
export class IncidentClocks {
	private readonly owned = new Disposables();
	private readonly changed = this.owned.add(new Emitter<void>());
	private rules: ClockRules | undefined;
	private reading: Promise<void> | undefined;

	/** Clocks say something else than before. */
	readonly onDidChange = this.changed.event;

	constructor() {
		for (const key of ['targets', 'targetWarningPercent', 'businessHours']) {
			this.owned.add(onDidChangeSettings(key, () => void this.readAnew()));
		}
	}

	/** Resolves when business hours count, too; until then targets count round the clock. */
	ready(): Promise<void> {
		this.reading ??= this.read();
		return this.reading;
	}

	/** @param now epoch milliseconds */
	of(incident: IncidentSummary, now: number): IncidentClock {
		this.rules ??= { ...limits(), working: () => ROUND_THE_CLOCK };
		return clockOf(incident, this.rules, now);
	}

	dispose(): void {
		this.owned.dispose();
	}

	private async readAnew(): Promise<void> {
		this.reading = this.read();
		await this.reading;
		this.changed.fire();
	}

	private async read(): Promise<void> {
		const working = await workingTimes(settings.businessHours());
		this.rules = { ...limits(), working };
	}
}

function limits(): Pick<ClockRules, 'targets' | 'warnShare'> {
	return { targets: settings.targets(), warnShare: settings.targetWarningShare() };
}
