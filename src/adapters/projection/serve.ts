import type { MessagePort } from 'node:worker_threads';
import type { IncidentSummary } from '../../core/incident/summary';
import type { IncidentStore } from '../../core/ports/incidentStore';
import type { Log } from '../../core/ports/log';
import type { HomeNews } from '../../core/ports/storeHome';
import { type FromStore, inWords, LOG_LEVELS, type Question, sent, type ToStore } from './protocol';

/** So many summaries are read by the other side in a few milliseconds. */
const SUMMARIES_AT_ONCE = 500;
/** The same of events, in UTF-16 units of JSON. */
const PART_LIMIT = 256 * 1024;

/** The worker's own end: answers questions from a store in this thread. */
export async function serveStore(
	port: MessagePort,
	open: (log: Log, news: HomeNews) => Promise<IncidentStore>,
): Promise<void> {
	const say = (message: FromStore) => port.postMessage(message);
	const store = await open(logOver(say), {
		onState: (state) => say({ type: 'homeState', state }),
		onDamage: (damage) => say({ type: 'damage', damage }),
	});
	const aborts = new Map<number, AbortController>();
	const wanted = new Map<number, () => void>();

	store.onDidChange(({ upserted, removed, latest }) => {
		const parts = upserted.length === 0 ? [upserted] : inParts(upserted);
		for (const [index, part] of parts.entries()) {
			const change = { upserted: part, removed: index === 0 ? removed : [], latest };
			say({ type: 'changed', json: JSON.stringify(change) });
		}
	});

	/** A part of an answer; resolves when the next one is wanted, for whoever reads slowly must not be buried. */
	const handOver = async (id: number, json: string, signal: AbortSignal) => {
		const next = new Promise<void>((resolve) => wanted.set(id, resolve));
		say({ type: 'part', id, json });
		await next;
		signal.throwIfAborted();
	};

	const answer = async (id: number, question: Question, signal: AbortSignal): Promise<unknown> => {
		switch (question.type) {
			case 'open': {
				const { summaries, ...rest } = await store.open(signal);
				for (const part of inParts(summaries)) {
					await handOver(id, JSON.stringify(part), signal);
				}
				return rest;
			}
			case 'get':
				return store.get(question.incident);
			case 'has':
				for await (const events of store.eventsOf([question.incident], signal)) {
					if (events.some((event) => event.id === question.event)) {
						return true;
					}
				}
				return false;
			case 'eventsOf':
				for await (const events of store.eventsOf(question.ids, signal)) {
					for (const json of inJsonParts(events)) {
						await handOver(id, json, signal);
					}
				}
				return undefined;
			case 'rootCauseNotes':
				for await (const notes of store.rootCauseNotes(question.ids, signal)) {
					for (const json of inJsonParts(notes)) {
						await handOver(id, json, signal);
					}
				}
				return undefined;
			case 'append':
				return store.append(question.events);
			case 'erase':
				return store.erase(question.tombstone);
			case 'search':
				return store.search(question.text, signal);
			case 'matching':
				return store.matching(question.text, signal);
			case 'similar':
				return store.similar(question.text, signal);
			case 'earlier':
				return store.earlier(question.incident, signal);
			case 'withFingerprint':
				return store.withFingerprint(question.fingerprint);
			case 'verdicts':
				return store.verdicts(question.selection);
			case 'recurring':
				return store.recurring(question.selection);
			case 'flushSnapshot':
				return store.flushSnapshot();
		}
	};

	const handle = async (id: number, question: Question) => {
		const abort = new AbortController();
		aborts.set(id, abort);
		try {
			say({ type: 'answer', id, answer: await answer(id, question, abort.signal) });
		} catch (error) {
			say({ type: 'failed', id, error: sent(error) });
		} finally {
			aborts.delete(id);
			wanted.delete(id);
		}
	};

	port.on('message', (message: ToStore) => {
		switch (message.type) {
			case 'ask':
				void handle(message.id, message.question);
				break;
			case 'next':
				wanted.get(message.id)?.();
				break;
			case 'cancel':
				aborts.get(message.id)?.abort();
				wanted.get(message.id)?.();
				break;
		}
	});
}

function inParts(summaries: readonly IncidentSummary[]): readonly (readonly IncidentSummary[])[] {
	return Array.from({ length: Math.ceil(summaries.length / SUMMARIES_AT_ONCE) }, (_, index) =>
		summaries.slice(index * SUMMARIES_AT_ONCE, (index + 1) * SUMMARIES_AT_ONCE),
	);
}

/** Lists of JSON, none much longer than the limit but for a single item that is. */
function* inJsonParts(items: readonly unknown[]): Generator<string> {
	let part: string[] = [];
	let length = 0;
	for (const item of items) {
		const json = JSON.stringify(item);
		if (length > 0 && length + json.length > PART_LIMIT) {
			yield `[${part.join(',')}]`;
			part = [];
			length = 0;
		}
		part.push(json);
		length += json.length;
	}
	if (length > 0) {
		yield `[${part.join(',')}]`;
	}
}

function logOver(say: (message: FromStore) => void): Log {
	const [trace, debug, info, warn, error] = LOG_LEVELS.map(
		(level) =>
			(message: string | Error, ...details: unknown[]) =>
				say({ type: 'log', level, message: inWords(message), details: details.map(inWords) }),
	);
	return { trace, debug, info, warn, error } as Log;
}
