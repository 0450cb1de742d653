import * as v from 'valibot';
import { checkEvent } from '../../../core/incident/checkEvent';
import type { IncidentEvent } from '../../../core/incident/event';
import type { Row } from './statements';

/** What rows hold, and those that are no events. */
export interface ReadRows {
	readonly events: readonly IncidentEvent[];
	readonly damaged: readonly { readonly row: Row; readonly fault: string }[];
}

/** Holds rows against envelope and payload, and against the columns they are found by. Never throws. */
export function readRows(rows: readonly Row[]): ReadRows {
	const events: IncidentEvent[] = [];
	const damaged: { row: Row; fault: string }[] = [];
	for (const row of rows) {
		const checked = checkEvent(parsed(row.body));
		if ('fault' in checked) {
			damaged.push({ row, fault: checked.fault });
		} else if (checked.event.id !== row.id || checked.event.incident !== row.incident) {
			damaged.push({ row, fault: 'the columns say something else than the event' });
		} else {
			events.push(checked.event);
		}
	}
	return { events, damaged };
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

const Natural = v.pipe(v.number(), v.integer(), v.minValue(0));
const PlaceText = v.pipe(v.string(), v.parseJson(), v.object({ home: v.string(), number: Natural, id: v.string() }));

/** How far reading has come in which home. */
export interface Place {
	/** Empty before a server was asked. */
	readonly home: string;
	/** Of the last event that was read; 0 before the first. */
	readonly number: number;
	/** Of the same event: a server that was restored from a backup gives its numbers to other events. */
	readonly id: string;
}

export const START: Place = { home: '', number: 0, id: '' };

/** What `position` gave; undefined for anything else. */
export function readPlace(text: string): Place | undefined {
	const read = v.safeParse(PlaceText, text);
	return read.success ? read.output : undefined;
}
