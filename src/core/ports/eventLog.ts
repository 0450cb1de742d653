import type { Disposable } from '../../base/disposables';
import type { IncidentEvent } from '../incident/event';

/** What could not be read back; the rest was. `kept` is where the unreadable bytes were put aside, if anywhere. */
export interface LogDamage {
	readonly message: string;
	readonly kept?: string;
	/** An earlier reading has found and kept the same, so nobody needs to be told again. */
	readonly isKnown?: boolean;
}

/**
 * The durable record of incidents: append-only, in whatever home. `append` resolves after the events are on disk (or with the server) and
 * not before; several processes may append to the same home.
 */
export interface EventLog extends Disposable {
	/** All events this home holds, in no promised order, and what was damaged. Also starts following the home for `onDidAppend`. */
	readAll(
		signal: AbortSignal,
	): Promise<{ readonly events: readonly IncidentEvent[]; readonly damage: readonly LogDamage[] }>;
	/** @throws FaultlineError `store.full`, `store.readOnly`, `store.failed`; then none of `events` counts as written */
	append(events: readonly IncidentEvent[]): Promise<void>;
	/** Events that other windows or processes appended (never this one's own), within a second. */
	onDidAppend(listener: (events: readonly IncidentEvent[]) => void): Disposable;
}
