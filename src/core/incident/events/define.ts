import * as v from 'valibot';
import type { IncidentEvent } from '../event';
import type { Incident, Provenance } from '../record';

/** What of an incident is derived from the whole, at the end. */
type Derived =
	| 'id'
	| 'key'
	| 'priority'
	| 'timeline'
	| 'createdAt'
	| 'startedAt'
	| 'detectedAt'
	| 'recorded'
	| 'lastChangeAt';

/** An incident while its events are folded; its times are as the timeline tells them, without what somebody corrected. */
export interface IncidentState extends Omit<Incident, Derived> {
	/** Absent until `incident.created` was folded in. */
	readonly createdAt?: number;
	/** Absent while nobody said it: then it is `createdAt`. */
	readonly startedAt?: number;
}

/** An event whose payload fits its type. */
export type EventOf<Payload> = Omit<IncidentEvent, 'payload'> & { readonly payload: Payload };

/** An event that stands before another one in the timeline, as it is told there; undefined where it does not. */
export type Earlier = (id: string) => { readonly event: IncidentEvent; readonly sentence: string } | undefined;

interface Behaviour<Payload> {
	/** The state after the event; events come in order of their clocks, so the last writer wins each field. */
	readonly apply: (state: IncidentState, event: EventOf<Payload>) => IncidentState;
	/** The event as a line of the timeline, for people. */
	readonly describe: (event: EventOf<Payload>, earlier: Earlier) => string;
	readonly provenance: Provenance | ((payload: Payload) => Provenance);
	/** What a search finds it by, beside what is in the incident's title, description and evidence. */
	readonly words?: (payload: Payload) => readonly string[];
	/** When it happened, in epoch milliseconds, where that is not when it was written down. */
	readonly happenedAt?: (payload: Payload) => number | undefined;
	/** It cannot be undone. */
	readonly isFinal?: boolean;
}

/** An event that fits its type. */
export interface ReadEvent {
	readonly apply: (state: IncidentState) => IncidentState;
	/** The event as a line of the timeline; made when asked for. */
	readonly sentence: (earlier: Earlier) => string;
	readonly happenedAt: number | undefined;
	readonly provenance: Provenance;
}

/** What the fold knows about one type of event. */
export interface EventType {
	readonly type: string;
	/** What is wrong with a payload, for the log; undefined when it fits. */
	faultOf(payload: unknown): string | undefined;
	/** Fold step and sentence of an event; undefined when its payload does not fit. */
	read(event: IncidentEvent): ReadEvent | undefined;
	/** What a search finds the event by; nothing when its payload does not fit. */
	wordsOf(payload: unknown): readonly string[];
	readonly isFinal: boolean;
}

/** An event type with what makes events of it. */
export interface DefinedEvent<Payload> extends EventType {
	/** Type and payload of a new event; whoever writes it adds the envelope. */
	of(payload: Payload): Pick<EventOf<Payload>, 'type' | 'payload'>;
}

/** Holds one event type together: schema, fold step, timeline sentence and how it is known. */
export function defineEvent<Payload>(
	type: string,
	schema: v.GenericSchema<unknown, Payload>,
	{ apply, describe, provenance, words, happenedAt, isFinal = false }: Behaviour<Payload>,
): DefinedEvent<Payload> {
	return {
		type,
		isFinal,
		of: (payload) => ({ type, payload }),
		faultOf: (payload) => {
			const { issues } = v.safeParse(schema, payload);
			return issues && v.summarize(issues);
		},
		read: (event) => {
			const parsed = v.safeParse(schema, event.payload);
			if (!parsed.success) {
				return undefined;
			}
			const known = { ...event, payload: parsed.output };
			return {
				apply: (state) => apply(state, known),
				sentence: (earlier) => describe(known, earlier),
				happenedAt: happenedAt?.(known.payload),
				provenance: typeof provenance === 'function' ? provenance(known.payload) : provenance,
			};
		},
		wordsOf: (payload) => {
			if (!words) {
				return [];
			}
			const parsed = v.safeParse(schema, payload);
			return parsed.success ? words(parsed.output) : [];
		},
	};
}
