import type { Disposable } from '../../base/disposables';
import type { Listen } from '../../base/emitter';
import type { EarlierMatch } from '../incident/earlier';
import type { IncidentEvent } from '../incident/event';
import type { Incident, Verdict } from '../incident/record';
import type { Recurring, Selection } from '../incident/selection';
import type { IncidentSummary } from '../incident/summary';
import type { NoteOfIncident } from '../notes/note';
import type { LogDamage } from './eventLog';

/** What a store holds when it is opened. */
export interface StoreContent {
	/** In no promised order; deleted ones as well. */
	readonly summaries: readonly IncidentSummary[];
	/** What of the log could not be read. */
	readonly damage: readonly LogDamage[];
	/** The latest stamp among all events; empty where there are none. */
	readonly latest: string;
}

export interface StoreChange {
	/** Of incidents that are new, or about which something is new, also where the summary says nothing of it. */
	readonly upserted: readonly IncidentSummary[];
	/** Ids of incidents that are not there any more. */
	readonly removed: readonly string[];
	/** The latest stamp among the events that did it. */
	readonly latest: string;
}

/** An incident that a search found. */
export interface FoundIncident {
	readonly id: string;
	/** A few words around the place, in one line; empty where the title says it all. */
	readonly excerpt: string;
}

/**
 * The incidents that an event log adds up to, kept so that a start reads only what is new. The log is the truth: whatever is kept besides can
 * be made again from it, and is, where it does not fit.
 */
export interface IncidentStore extends Disposable {
	/**
	 * Brings what is kept up to date with the log and follows it. Before that, nothing else may be asked.
	 *
	 * @throws FaultlineError `store.*`; then it may be tried again. `signal.reason` when cancelled
	 */
	open(signal: AbortSignal): Promise<StoreContent>;
	/** @returns undefined where nothing is known of it, or it was erased */
	get(id: string): Promise<Incident | undefined>;
	/**
	 * The events of some incidents, or of all, in batches of a few hundred kilobytes.
	 *
	 * @throws `signal.reason` when cancelled between two batches
	 */
	eventsOf(ids: readonly string[] | 'all', signal: AbortSignal): AsyncIterable<readonly IncidentEvent[]>;
	/** Resolves when the events are in the log; whatever is asked from then on is answered with them. @throws FaultlineError `store.*`, as the log's `append` */
	append(events: readonly IncidentEvent[]): Promise<void>;
	/** Removes an incident for good. @throws FaultlineError `store.*`, as the log's `erase` */
	erase(tombstone: IncidentEvent): Promise<void>;
	/**
	 * Incidents, not deleted, in whose title, description, traces or notes words begin like those of the text, all of them; best first.
	 *
	 * @returns at most 50; none for a text without letters and digits
	 */
	search(text: string, signal: AbortSignal): Promise<readonly FoundIncident[]>;
	/** Ids of all that such a search could find, however many; in no promised order. */
	matching(text: string, signal: AbortSignal): Promise<readonly string[]>;
	/**
	 * Incidents, not deleted, that share the telling words of the text; the most alike first. Nothing where the text says too little.
	 *
	 * @returns at most 5
	 */
	similar(text: string, signal: AbortSignal): Promise<readonly FoundIncident[]>;
	/**
	 * Incidents, not deleted, that came before another one and have a failure, files or most of what is said in common with it; the most alike first.
	 *
	 * @returns at most 12; none where it is not known
	 */
	earlier(id: string, signal: AbortSignal): Promise<readonly EarlierMatch[]>;
	/** Ids of incidents, not deleted, that have a trace with this fingerprint; newest first. */
	withFingerprint(fingerprint: string): Promise<readonly string[]>;
	/** The verdicts of each incident that has some; of all that are not deleted where nothing is selected. */
	verdicts(selection?: Selection): Promise<readonly (readonly Verdict[])[]>;
	/** What comes back: files and failures; and the causes that were confirmed. */
	recurring(selection: Selection): Promise<Recurring>;
	/**
	 * Root-cause notes of some incidents, or of all that are not deleted, in batches; in no promised order.
	 *
	 * @throws `signal.reason` when cancelled between two batches
	 */
	rootCauseNotes(ids: readonly string[] | 'all', signal: AbortSignal): AsyncIterable<readonly NoteOfIncident[]>;
	/** Of changes made here or elsewhere; those made here are told right after `append` resolved, at the latest before a question is answered. */
	readonly onDidChange: Listen<StoreChange>;
	/** Writes down now what a start would have to read again; otherwise that is done when changes have settled. Never rejects. */
	flushSnapshot(): Promise<void>;
}
