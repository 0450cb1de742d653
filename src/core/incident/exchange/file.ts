// The file that incidents are exchanged in. Its published JSON Schema in media/schema is made from this; a test keeps that current.
import * as v from 'valibot';

export const EXCHANGE_FORMAT = 'faultline incidents';
export const EXCHANGE_VERSION = 1;

const Event = v.pipe(
	v.looseObject({
		v: v.literal(1),
		id: v.pipe(v.string(), v.description('ULID of the event: an import takes each id once')),
		incident: v.pipe(v.string(), v.description('ULID of the incident')),
		type: v.pipe(v.string(), v.description('incident.created, status.changed, …; types that are not known are kept')),
		at: v.pipe(v.string(), v.description('Hybrid logical clock: 2026-11-23T13:55:06.123Z-0000')),
		actor: v.string(),
		writer: v.pipe(v.string(), v.description('ULID of the window that wrote it')),
		payload: v.pipe(v.unknown(), v.description('By type')),
	}),
	v.description('A change; the state of an incident is a fold over its events'),
);

const ExchangedIncident = v.looseObject({
	key: v.optional(v.pipe(v.string(), v.description('INC-7F3KQ; for people'))),
	title: v.optional(v.string()),
	status: v.optional(v.string()),
	priority: v.optional(v.string()),
	createdAt: v.optional(v.pipe(v.string(), v.description('ISO 8601'))),
	events: v.pipe(v.array(Event), v.description('What is imported; the fields beside it are for people')),
});

export const ExchangeFile = v.looseObject({
	format: v.literal(EXCHANGE_FORMAT),
	version: v.literal(EXCHANGE_VERSION),
	exportedAt: v.optional(v.pipe(v.string(), v.description('ISO 8601'))),
	incidents: v.array(ExchangedIncident),
});
