import * as v from 'valibot';
import type { IncidentEvent } from '../event';
import type { Incident, Provenance } from '../record';

/** An incident while its events are folded; what is derived from the whole (key, priority, timeline) is added at the end. */
export interface IncidentState
	extends Omit<Incident, 'id' | 'key' | 'priority' | 'timeline' | 'createdAt' | 'startedAt'> {
	/** Absent until `incident.created` was folded in. */
	readonly createdAt?: number;
	/** Absent while nobody said it: then it is `createdAt`. */
	readonly startedAt?: number;
}

/** An event whose payload fits its type. */
export type EventOf<Payload> = Omit<IncidentEvent, 'payload'> & { readonly payload: Payload };

interface Behaviour<Payload> {
	/** The state after the event; events come in order of their clocks, so the last writer wins each field. */
	readonly apply: (state: IncidentState, event: EventOf<Payload>) => IncidentState;
	/** The event as a line of the timeline, for people. */
	readonly describe: (event: EventOf<Payload>) => string;
	readonly provenance: Provenance;
}

/** An event whose payload fits. */
export interface ReadEvent {
	readonly apply: (state: IncidentState) => IncidentState;
	/** The event as a line of the timeline; made when asked for. */
	readonly sentence: () => string;
}

/** What the fold knows about one type of event. */
export interface EventType {
	readonly type: string;
	readonly provenance: Provenance;
	/** What is wrong with a payload, for the log; undefined when it fits. */
	faultOf(payload: unknown): string | undefined;
	/** Fold step and sentence of an event; undefined when its payload does not fit. */
	read(event: IncidentEvent): ReadEvent | undefined;
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
	{ apply, describe, provenance }: Behaviour<Payload>,
): DefinedEvent<Payload> {
	return {
		type,
		provenance,
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
			return { apply: (state) => apply(state, known), sentence: () => describe(known) };
		},
	};
}
