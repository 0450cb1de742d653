// What is remembered of alerts as a text: a line for the head, and one for each alert, so that many hold nobody up.
import * as v from 'valibot';
import type { Known, Memory } from './intake';
import { ALERT_STATES, type AlertRecord, alertId, SEVERITIES } from './model';

/** How a monitor answered last. Times are epoch milliseconds. */
export interface SourceState {
	/** When it answered last; absent where it never did. */
	readonly at?: number;
	/** Why it did not, in a sentence. */
	readonly trouble?: string;
	/** `http.offline`, `http.unauthorized`, … */
	readonly code?: string;
	/** How many of its alerts are on. */
	readonly on?: number;
	/** Tries that failed in a row, and when the last one was. */
	readonly failures?: number;
	readonly triedAt?: number;
	/** It said that it is not to be asked before. */
	readonly notBefore?: number;
}

export interface Remembered {
	/** By the id of the source's setting. */
	readonly sources: Readonly<Record<string, SourceState>>;
	readonly memory: Memory;
}

export const NOTHING: Remembered = { sources: {}, memory: new Map() };

const State = v.object({
	at: v.optional(v.number()),
	trouble: v.optional(v.string()),
	code: v.optional(v.string()),
	on: v.optional(v.number()),
	failures: v.optional(v.number()),
	triedAt: v.optional(v.number()),
	notBefore: v.optional(v.number()),
});
const Head = v.object({ v: v.literal(1), sources: v.record(v.string(), State) });
const Line = v.object({
	incident: v.string(),
	fingerprint: v.string(),
	record: v.object({
		...{ source: v.string(), sourceName: v.string(), key: v.string(), title: v.string() },
		state: v.picklist(ALERT_STATES),
		severity: v.picklist(SEVERITIES),
		labels: v.record(v.string(), v.string()),
		startsAt: v.number(),
		endsAt: v.optional(v.number()),
		url: v.optional(v.string()),
		count: v.number(),
		isFlapping: v.optional(v.boolean()),
	}),
	saidAt: v.optional(v.number()),
	told: v.number(),
	toldAs: v.optional(v.picklist(ALERT_STATES)),
	flips: v.array(v.number()),
	missingAt: v.optional(v.number()),
	heldAt: v.optional(v.number()),
});

/** Lines between two pauses. */
const SLICE = 100;

/** What is remembered as lines of JSON, the first one about sources; a step for each hundred lines. */
export function* memoryText({ sources, memory }: Remembered): Generator<undefined, string> {
	const lines = [JSON.stringify({ v: 1, sources })];
	for (const known of memory.values()) {
		if (lines.length % SLICE === 0) {
			yield;
		}
		lines.push(JSON.stringify(known));
	}
	return `${lines.join('\n')}\n`;
}

/** What does not fit is left out: then an alert is looked for among the incidents, as where nothing is remembered. */
export function* readMemory(text: string): Generator<undefined, Remembered> {
	const lines = text.split('\n');
	const head = parsed(Head, lines[0] ?? '');
	if (!head) {
		return NOTHING;
	}
	const memory = new Map<string, Known>();
	for (const [index, line] of lines.entries()) {
		if (index % SLICE === 0) {
			yield;
		}
		const known = index === 0 || line === '' ? undefined : parsed(Line, line);
		if (known) {
			memory.set(alertId(known.record), known as Known & { readonly record: AlertRecord });
		}
	}
	return { sources: head.sources, memory };
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, line: string): T | undefined {
	try {
		const result = v.safeParse(schema, JSON.parse(line));
		return result.success ? result.output : undefined;
	} catch {
		return undefined;
	}
}
