import type { Listen } from '../base/emitter';
import type { EarlierMatch } from '../core/incident/earlier';
import type { IncidentEvent } from '../core/incident/event';
import type { Incident, Verdict } from '../core/incident/record';
import type { Recurring, Selection } from '../core/incident/selection';
import type { IncidentSummary } from '../core/incident/summary';
import type { NoteOfIncident } from '../core/notes/note';
import type { IncidentChanges } from './incidentChanges';

/** An incident that a search found. */
export interface Found {
	readonly incident: IncidentSummary;
	/** A few words around the place, in one line; empty where its key was meant, or the title says it all. */
	readonly excerpt: string;
}

/** What became of events that came from elsewhere; an incident is in one of the lists at most. */
export interface TakenIn {
	/** Ids of incidents that were not known before. */
	readonly created: readonly string[];
	/** Ids of incidents that were known and got something new. */
	readonly changed: readonly string[];
	/** How many events were appended. */
	readonly added: number;
	/** How many were here already. */
	readonly known: number;
	/** How many belong to incidents that were erased, here or by one of the events. */
	readonly erased: number;
}

/** Incidents as the interface sees them: summaries of all, each as a whole when asked for, and the ways to change them. */
export interface Incidents extends IncidentChanges {
	/** Who changes incidents here, as a person would say it; may be empty. */
	readonly me: string;
	/** Opens the store; until then the list is empty. Safe to call again. */
	load(signal: AbortSignal): Promise<void>;
	/** Not deleted, newest first. */
	list(): readonly IncidentSummary[];
	/** By id, or by key or an unambiguous prefix of either; one that `isDeleted` only where no other fits. */
	find(idOrKey: string): IncidentSummary | undefined;
	/** The whole incident; the same object until it changes, for those that were asked for lately. */
	get(id: string): Promise<Incident | undefined>;
	/** Those whose key begins like the text, then those that have its words in title, description, traces or notes; best first. */
	search(text: string, signal: AbortSignal): Promise<readonly Found[]>;
	/** Ids of all that a search could find, however many: what a list is filtered by. */
	matching(text: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
	/** The few that say nearly the same as the text, most alike first: what is about to be recorded may be one of them. */
	similar(text: string, signal: AbortSignal): Promise<readonly Found[]>;
	/** Those before an incident that have something in common with it, most alike first; not read as a whole. */
	earlier(id: string, signal: AbortSignal): Promise<readonly EarlierMatch[]>;
	/** Those with a trace of this fingerprint; newest first. */
	withFingerprint(fingerprint: string): Promise<readonly IncidentSummary[]>;
	/** The verdicts of each incident that has some; of all where nothing is selected. */
	verdicts(selection?: Selection): Promise<readonly (readonly Verdict[])[]>;
	/** What comes back: files and failures; and the causes that were confirmed. */
	recurring(selection: Selection): Promise<Recurring>;
	/** Root-cause notes of some incidents, or of all that are not deleted, in batches; in no promised order. */
	rootCauseNotes(ids: readonly string[] | 'all', signal: AbortSignal): AsyncIterable<readonly NoteOfIncident[]>;
	/** Ids of incidents that changed, here or in another window. */
	readonly onDidChange: Listen<readonly string[]>;
	/**
	 * The events of some incidents, or of all, deleted ones as well, in batches.
	 *
	 * @throws `signal.reason` when cancelled between two batches
	 */
	eventsOf(ids: readonly string[] | 'all', signal: AbortSignal): AsyncIterable<readonly IncidentEvent[]>;
	/**
	 * Appends events from elsewhere (an import, another home) as they are, in one append unless they are very large: id, clock, actor and writer stay. They must have passed
	 * `checkEvent`. Ids that are here already change nothing, nor do events of an incident that was erased.
	 */
	takeIn(events: readonly IncidentEvent[]): Promise<TakenIn>;
}
