import * as v from 'valibot';
import { isNestedDeeper } from '../../base/nesting';
import type { IncidentEvent } from './event';
import { eventType } from './events/all';
import { isStamp } from './hlc';

/** No event of ours is nested so deep; one that is would end whoever writes it down. */
export const DEEPEST = 64;

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const Ulid = v.pipe(v.string(), v.regex(ULID));

const Envelope: v.GenericSchema<unknown, IncidentEvent> = v.object({
	v: v.literal(1),
	id: Ulid,
	incident: Ulid,
	type: v.pipe(v.string(), v.nonEmpty()),
	at: v.pipe(v.string(), v.check(isStamp)),
	actor: v.string(),
	writer: Ulid,
	payload: v.unknown(),
});

const FIELDS = 8;
const isUlid = (value: unknown) => typeof value === 'string' && ULID.test(value);

/** What `Envelope` says yes to, for an object that has its fields and no others; several times quicker, and nothing is copied: logs have many events. */
function isPlainEvent(value: unknown): value is IncidentEvent {
	if (typeof value !== 'object' || value === null) {
		return false;
	}
	const { v: version, id, incident, type, at, actor, writer } = value as Partial<Record<keyof IncidentEvent, unknown>>;
	return (
		version === 1 &&
		isUlid(id) &&
		isUlid(incident) &&
		typeof type === 'string' &&
		type !== '' &&
		typeof at === 'string' &&
		isStamp(at) &&
		typeof actor === 'string' &&
		isUlid(writer) &&
		'payload' in value &&
		Object.keys(value).length === FIELDS
	);
}

export type CheckedEvent = { readonly event: IncidentEvent } | { readonly fault: string };

/**
 * Holds what came from outside against envelope and payload. Types of a newer version pass, payload unseen, so that they are carried.
 * Never throws.
 */
export function checkEvent(value: unknown): CheckedEvent {
	const envelope = isPlainEvent(value) ? undefined : v.safeParse(Envelope, value);
	if (envelope?.success === false) {
		return { fault: v.summarize(envelope.issues) };
	}
	const event = envelope?.output ?? (value as IncidentEvent);
	if (isNestedDeeper(event.payload, DEEPEST)) {
		return { fault: `${event.type}: nested more than ${DEEPEST} deep` };
	}
	const fault = eventType(event.type)?.faultOf(event.payload);
	return fault === undefined ? { event } : { fault: `${event.type}: ${fault}` };
}
