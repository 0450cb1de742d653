import { FaultlineError } from '../../base/errors';
import type { EarlierMatch } from '../../core/incident/earlier';
import type { IncidentEvent } from '../../core/incident/event';
import type { PriorityMatrix } from '../../core/incident/priority';
import type { Incident, Verdict } from '../../core/incident/record';
import type { Recurring, Selection } from '../../core/incident/selection';
import type { LogDamage } from '../../core/ports/eventLog';
import type { FoundIncident, StoreContent } from '../../core/ports/incidentStore';
import type { HomeState, StoreHome } from '../../core/ports/storeHome';

/** What the worker is started with. */
export interface WorkerOptions {
	readonly home: StoreHome;
	/** Where the projection is kept between starts, absolute. */
	readonly snapshot: string;
	/** Of priorities; the usual one where absent. */
	readonly matrix?: PriorityMatrix;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
}

/** What the worker is asked, and what it answers. */
export interface Answers {
	/** Summaries come in parts before. */
	readonly open: Omit<StoreContent, 'summaries'>;
	readonly get: Incident | undefined;
	/** Whether an event is known; not where its incident was erased. */
	readonly has: boolean;
	/** Events come in parts before. */
	readonly eventsOf: undefined;
	readonly append: undefined;
	readonly erase: undefined;
	readonly search: readonly FoundIncident[];
	readonly matching: readonly string[];
	readonly similar: readonly FoundIncident[];
	readonly earlier: readonly EarlierMatch[];
	readonly withFingerprint: readonly string[];
	readonly verdicts: readonly (readonly Verdict[])[];
	readonly recurring: Recurring;
	/** Notes come in parts before. */
	readonly rootCauseNotes: undefined;
	readonly flushSnapshot: undefined;
}

export type Question =
	| { readonly type: 'open' | 'flushSnapshot' }
	| { readonly type: 'verdicts' | 'recurring'; readonly selection: Selection }
	| { readonly type: 'get' | 'earlier'; readonly incident: string }
	| { readonly type: 'has'; readonly incident: string; readonly event: string }
	| { readonly type: 'eventsOf' | 'rootCauseNotes'; readonly ids: readonly string[] | 'all' }
	| { readonly type: 'append'; readonly events: readonly IncidentEvent[] }
	| { readonly type: 'erase'; readonly tombstone: IncidentEvent }
	| { readonly type: 'search' | 'matching' | 'similar'; readonly text: string }
	| { readonly type: 'withFingerprint'; readonly fingerprint: string };

export type ToStore =
	| { readonly type: 'ask'; readonly id: number; readonly question: Question }
	/** The next part of an answer is wanted. */
	| { readonly type: 'next'; readonly id: number }
	| { readonly type: 'cancel'; readonly id: number };

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

export type FromStore =
	/** A part of an answer, as JSON: read faster than an object is copied. */
	| { readonly type: 'part'; readonly id: number; readonly json: string }
	| { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
	| { readonly type: 'failed'; readonly id: number; readonly error: SentError }
	/** Found in the log outside of a reading. */
	| { readonly type: 'damage'; readonly damage: LogDamage }
	/** A `StoreChange`, as JSON. */
	| { readonly type: 'changed'; readonly json: string }
	| { readonly type: 'homeState'; readonly state: HomeState }
	| {
			readonly type: 'log';
			readonly level: (typeof LOG_LEVELS)[number];
			readonly message: string;
			readonly details: readonly string[];
	  };

/** An error on its way between threads, where it loses its class. */
export interface SentError {
	readonly message: string;
	readonly code?: string;
	readonly folder?: string;
	readonly cause?: string;
}

export function sent(error: unknown): SentError {
	if (FaultlineError.is(error)) {
		const { message, code, folder, cause } = error;
		return { message, code, folder, ...(cause !== undefined && { cause: inWords(cause) }) };
	}
	return { message: inWords(error) };
}

export function received({ message, code, folder, cause }: SentError): Error {
	return code === undefined
		? new Error(message)
		: new FaultlineError(code, message, { folder, ...(cause !== undefined && { cause: new Error(cause) }) });
}

export function inWords(value: unknown): string {
	return value instanceof Error ? (value.stack ?? value.message) : String(value);
}
