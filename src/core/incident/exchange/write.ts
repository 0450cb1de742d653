import { isoText } from '../../../base/isoTime';
import type { IncidentEvent } from '../event';
import { fold } from '../fold';
import { DEFAULT_MATRIX, type PriorityMatrix } from '../priority';
import { EXCHANGE_FORMAT, EXCHANGE_VERSION } from './file';

/** Texts that a payload holds are rewritten by this: secrets of incidents that were stored before they were looked for. */
export type RewriteText = (text: string) => Generator<undefined, string>;

/**
 * The file of some incidents: one line for each, so that a large one is read in small steps and a changed one is a changed line. In small steps.
 *
 * @param events of all of them, in any order; the same id once
 * @param exportedAt epoch milliseconds
 * @param matrix for the priority that people read
 */
export function* exchangeSteps(
	events: readonly IncidentEvent[],
	exportedAt: number,
	rewrite: RewriteText,
	matrix: PriorityMatrix = DEFAULT_MATRIX,
): Generator<undefined, string> {
	const byIncident = new Map<string, Map<string, IncidentEvent>>();
	for (const event of events) {
		const own = byIncident.get(event.incident) ?? new Map<string, IncidentEvent>();
		byIncident.set(event.incident, own.set(event.id, event));
	}
	yield;
	const lines: string[] = [];
	for (const [, own] of [...byIncident].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const clean: IncidentEvent[] = [];
		for (const event of [...own.values()].sort(byClock)) {
			clean.push({ ...event, payload: yield* rewritten(event.payload, rewrite) });
		}
		lines.push(lineOf(clean, matrix));
		yield;
	}
	const head = JSON.stringify({ format: EXCHANGE_FORMAT, version: EXCHANGE_VERSION, exportedAt: isoText(exportedAt) });
	return `${head.slice(0, -1)},"incidents":[\n${lines.join(',\n')}${lines.length > 0 ? '\n' : ''}]}\n`;
}

/** What is for people stands first. */
function lineOf(events: readonly IncidentEvent[], matrix: PriorityMatrix): string {
	const incident = fold(events, matrix);
	const shown = incident && {
		key: incident.key,
		title: incident.title,
		status: incident.status,
		priority: incident.priority,
		createdAt: isoText(incident.createdAt),
	};
	return JSON.stringify({ ...shown, events });
}

/** Values nested deeper are left out of an event: no event of ours is, and a hostile one must not end the export. */
const MAX_DEPTH = 64;

function* rewritten(value: unknown, rewrite: RewriteText, depth = 0): Generator<undefined, unknown> {
	if (typeof value === 'string') {
		return yield* rewrite(value);
	}
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	if (depth === MAX_DEPTH) {
		return null;
	}
	if (Array.isArray(value)) {
		const items: unknown[] = [];
		for (const item of value) {
			items.push(yield* rewritten(item, rewrite, depth + 1));
		}
		return items;
	}
	const entries: [string, unknown][] = [];
	for (const [name, item] of Object.entries(value)) {
		entries.push([name, yield* rewritten(item, rewrite, depth + 1)]);
	}
	return Object.fromEntries(entries);
}

function byClock(a: IncidentEvent, b: IncidentEvent): number {
	return a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1;
}
