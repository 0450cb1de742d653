import * as v from 'valibot';
import { checkEvent } from '../checkEvent';
import type { IncidentEvent } from '../event';
import { newerFile, notJson, notOurs } from './errors';
import { EXCHANGE_FORMAT, EXCHANGE_VERSION } from './file';

export interface ReadExchange {
	/** Events that fit, by incident; those of types that are not known as well. */
	readonly incidents: readonly (readonly IncidentEvent[])[];
	/** Why an event was refused, for the log; one line each. */
	readonly refused: readonly string[];
}

const Head = v.looseObject({
	format: v.literal(EXCHANGE_FORMAT),
	version: v.number(),
	incidents: v.array(v.unknown()),
});
const Incident = v.looseObject({ events: v.array(v.unknown()) });

/**
 * Reads a file of incidents, each event held against its schema; one that does not fit is refused by itself. In small steps where each incident
 * has a line of its own, as in what is exported; else parsing is one step.
 *
 * @param name of the file, for messages
 * @throws FaultlineError `exchange.notJson`, `exchange.notOurs`, `exchange.newer`
 */
export function* readExchangeSteps(text: string, name: string): Generator<undefined, ReadExchange> {
	const head = v.safeParse(Head, yield* parsed(text.startsWith('\ufeff') ? text.slice(1) : text, name));
	if (!head.success) {
		throw notOurs(name);
	}
	if (head.output.version > EXCHANGE_VERSION) {
		throw newerFile(name);
	}
	const incidents: (readonly IncidentEvent[])[] = [];
	const refused: string[] = [];
	for (const [index, value] of head.output.incidents.entries()) {
		const incident = v.safeParse(Incident, value);
		if (!incident.success) {
			refused.push(`incident ${index + 1}: it has no events`);
			continue;
		}
		const events: IncidentEvent[] = [];
		for (const [place, event] of incident.output.events.entries()) {
			const checked = checkEvent(event);
			if ('event' in checked) {
				events.push(checked.event);
			} else {
				refused.push(`incident ${index + 1}, event ${place + 1}: ${checked.fault}`);
			}
			yield;
		}
		incidents.push(events);
	}
	return { incidents, refused };
}

function* parsed(text: string, name: string): Generator<undefined, unknown> {
	const byLine = yield* parsedByLine(text);
	if (byLine) {
		return byLine;
	}
	try {
		return JSON.parse(text);
	} catch (error) {
		throw notJson(name, error);
	}
}

/** The layout that `exchangeSteps` writes; undefined for any other. */
function* parsedByLine(text: string): Generator<undefined, object | undefined> {
	const opening = text.indexOf('[\n');
	const closing = text.lastIndexOf('\n]}');
	if (opening < 0 || closing <= opening) {
		return undefined;
	}
	try {
		const head: object = JSON.parse(`${text.slice(0, opening)}[]}`);
		const incidents: unknown[] = [];
		for (let start = opening + 2; start < closing + 1; ) {
			const end = text.indexOf('\n', start);
			incidents.push(JSON.parse(text.slice(start, text[end - 1] === ',' ? end - 1 : end)));
			start = end + 1;
			yield;
		}
		return { ...head, incidents };
	} catch {
		return undefined;
	}
}
