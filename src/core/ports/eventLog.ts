import type { Disposable } from '../../base/disposables';
import type { IncidentEvent } from '../incident/event';

/** What could not be read back; the rest was. `kept` is where the unreadable bytes were put aside, if anywhere. */
export interface LogDamage {
	readonly message: string;
	readonly kept?: string;
	/** An earlier reading has found and kept the same, so nobody needs to be told again. */
	readonly isKnown?: boolean;
}

/** What a reading of a home gave. */
export interface LogReading {
	/** In no promised order; some may have been read before. */
	readonly events: readonly IncidentEvent[];
	readonly damage: readonly LogDamage[];
	/**
	 * True where `events` are only what came behind `since`, and all that was read up to there is still in the home (but for what was erased).
	 * Otherwise `events` are everything there is, and what a reader kept from before may be of another home: it is to be forgotten.
	 */
	readonly isTail?: boolean;
}

/**
 * The durable record of incidents: append-only, in whatever home. `append` resolves after the events are on disk (or with the server) and
 * not before; several processes may append to the same home.
 */
export interface EventLog extends Disposable {
	/**
	 * The events behind `since`, or all of them. Also starts following the home for `onDidAppend`, from there on.
	 *
	 * @param since what `position` was, in this process or in another one; where it does not fit the home any more (a file was replaced, the
	 * server is another one) everything is read
	 * @throws FaultlineError `store.failed`; `signal.reason` when cancelled
	 */
	read(since: string | undefined, signal: AbortSignal): Promise<LogReading>;
	/**
	 * How far reading has come: whatever is before it was given by `read` or told by `onDidAppend`, or was appended here. Text to keep, which
	 * only the same kind of home understands; empty before the first `read`.
	 */
	position(): string;
	/** @throws FaultlineError `store.full`, `store.readOnly`, `store.failed`; then none of `events` counts as written */
	append(events: readonly IncidentEvent[]): Promise<void>;
	/**
	 * Appends an `incident.erased` and then really removes all other events of its incident, here and in every copy that this home looks after.
	 * What other windows still write on that incident is removed by the next clean-up.
	 *
	 * @throws FaultlineError as `append`; where only the removal failed, the incident is erased for everybody and the removal is tried again
	 * by the next `erase` or clean-up
	 */
	erase(tombstone: IncidentEvent): Promise<void>;
	/**
	 * Events that other windows or processes appended, within a second. Some may be told again after the home was cleaned up, even this one's own
	 * then; otherwise those are not told.
	 */
	onDidAppend(listener: (events: readonly IncidentEvent[]) => void): Disposable;
	/**
	 * The home has become another one than by appending: another branch was checked out, a file was replaced or restored, the server is another one.
	 * What was given so far may be gone from it, so it is to be forgotten and everything read anew by `read(undefined)`; until then `position` is empty
	 * and what is new need not be told. A home may also say so when it was cleaned up.
	 */
	onDidReset(listener: () => void): Disposable;
}
