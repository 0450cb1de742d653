import { Worker } from 'node:worker_threads';
import { Emitter } from '../../base/emitter';
import type { IncidentEvent } from '../../core/incident/event';
import type { IncidentSummary } from '../../core/incident/summary';
import type { NoteOfIncident } from '../../core/notes/note';
import type { IncidentStore, StoreChange, StoreContent } from '../../core/ports/incidentStore';
import type { Log } from '../../core/ports/log';
import type { HomeNews } from '../../core/ports/storeHome';
import { storeStopped } from './errors';
import { type Answers, type FromStore, type Question, received, type ToStore, type WorkerOptions } from './protocol';

/** A worker that ends again sooner than this is not started again: something is wrong that a start does not mend. */
const RESTART_AFTER_MS = 60_000;

export interface InWorkerNeeds {
	/** The worker's script, absolute. */
	readonly file: string;
	readonly options: WorkerOptions;
	readonly log: Log;
	/** Told when the worker ended by itself and was started again; nothing was lost. */
	readonly onRestart: () => void;
	/** Told what the home says of itself while it is open. */
	readonly news?: Partial<HomeNews>;
	/** Makes the worker; tests hold it by this. */
	readonly start?: (file: string, options: WorkerOptions) => Worker;
}

/** A question that is not answered yet. */
interface Asked {
	readonly question: Question;
	readonly resolve: (answer: unknown) => void;
	readonly reject: (reason: unknown) => void;
	readonly part?: ((json: string) => void) | undefined;
}

/** A store in a worker, so that no reading, folding and indexing holds up this thread. */
export function storeInWorker(needs: InWorkerNeeds): IncidentStore {
	const { file, options, log } = needs;
	const start = needs.start ?? ((script, workerData) => new Worker(script, { workerData }));
	const changed = new Emitter<StoreChange>();
	const asked = new Map<number, Asked>();
	let worker: Worker | undefined;
	let lastId = 0;
	let isOpen = false;
	let isDisposed = false;
	let startedAt = Number.NEGATIVE_INFINITY;
	let known = new Set<string>();
	/** Changes told before it was said what there is. */
	let early: string[] = [];
	let restarting: Promise<void> | undefined;
	let restartAfterMs = Number.NEGATIVE_INFINITY; // the first time is forgiven however soon it comes

	const change = (next: StoreChange) => {
		for (const { id } of next.upserted) {
			known.add(id);
		}
		for (const id of next.removed) {
			known.delete(id);
		}
		changed.fire(next);
	};

	const hear = (message: FromStore) => {
		switch (message.type) {
			case 'part':
				asked.get(message.id)?.part?.(message.json);
				break;
			case 'answer':
				asked.get(message.id)?.resolve(message.answer);
				asked.delete(message.id);
				break;
			case 'failed':
				asked.get(message.id)?.reject(received(message.error));
				asked.delete(message.id);
				break;
			case 'changed':
				if (isOpen) {
					change(JSON.parse(message.json));
				} else {
					early.push(message.json);
				}
				break;
			case 'homeState':
				needs.news?.onState?.(message.state);
				break;
			case 'damage':
				needs.news?.onDamage?.(message.damage);
				break;
			case 'log':
				log[message.level](message.message, ...message.details);
				break;
		}
	};

	const run = (): Worker => {
		const made = start(file, options);
		made.unref();
		made.on('message', (message: FromStore) => worker === made && hear(message));
		made.on('error', (error) => worker === made && ended(error));
		made.on('exit', (code) => worker === made && ended(new Error(`The store's worker ended with ${code}.`)));
		return made;
	};

	const tell = (message: ToStore) => worker?.postMessage(message);

	const askAnew = (one: Asked): number => {
		if (isDisposed) {
			one.reject(storeStopped(undefined));
			return 0;
		}
		worker ??= run();
		const id = ++lastId;
		asked.set(id, one);
		tell({ type: 'ask', id, question: one.question });
		return id;
	};

	/** @param part told of each part of the answer, and how to ask for the next */
	const ask = async <T extends keyof Answers>(
		question: Question & { readonly type: T },
		signal?: AbortSignal,
		part?: (json: string, next: () => void) => void,
	): Promise<Answers[T]> => {
		signal?.throwIfAborted();
		if (!isOpen && question.type !== 'open') {
			await (restarting ?? Promise.reject(storeStopped(undefined)));
		}
		let cancel = () => {};
		try {
			return await new Promise<Answers[T]>((resolve, reject) => {
				let id = 0;
				cancel = () => {
					tell({ type: 'cancel', id });
					asked.delete(id);
					reject(signal?.reason);
				};
				signal?.addEventListener('abort', cancel, { once: true });
				id = askAnew({
					question,
					resolve: (answer) => resolve(answer as Answers[T]),
					reject,
					part: part && ((json) => part(json, () => tell({ type: 'next', id }))),
				});
			});
		} finally {
			signal?.removeEventListener('abort', cancel);
		}
	};

	const open = async (signal?: AbortSignal): Promise<StoreContent> => {
		const summaries: IncidentSummary[] = [];
		const rest = await ask({ type: 'open' }, signal, (json, next) => {
			summaries.push(...JSON.parse(json));
			next();
		});
		startedAt = performance.now();
		known = new Set(summaries.map(({ id }) => id));
		isOpen = true;
		const missed = early;
		early = [];
		// Told once whoever asked has taken in what there is.
		setImmediate(() => {
			for (const json of missed) {
				change(JSON.parse(json));
			}
		});
		return { ...rest, summaries };
	};

	const ended = (cause: unknown) => {
		worker = undefined;
		const left = [...asked.values()];
		asked.clear();
		if (isDisposed) {
			return;
		}
		log.error(cause instanceof Error ? cause : String(cause), "the store's worker ended");
		const mayRestart = isOpen && performance.now() - startedAt > restartAfterMs;
		isOpen = false;
		if (!mayRestart) {
			for (const { reject } of left) {
				reject(storeStopped(cause));
			}
			return;
		}
		early = [];
		restarting = restart(left)
			.catch((error: unknown) => {
				for (const { reject } of left) {
					reject(storeStopped(error));
				}
				throw storeStopped(error);
			})
			.finally(() => {
				restarting = undefined;
			});
		restarting.catch(() => {}); // whoever was left waiting was told
	};

	/** Starts anew on what is on disk, and asks again what was not answered. */
	const restart = async (left: readonly Asked[]) => {
		restartAfterMs = RESTART_AFTER_MS;
		const before = known;
		const { summaries, latest } = await open();
		needs.onRestart();
		change({ upserted: summaries, removed: [...before].filter((id) => !known.has(id)), latest });
		for (const one of left) {
			const { question } = one;
			const [first] = question.type === 'append' ? question.events : [];
			if (first && (await ask({ type: 'has', incident: first.incident, event: first.id }))) {
				one.resolve(undefined); // it was written, and only the answer was lost
			} else if (question.type === 'eventsOf' || question.type === 'rootCauseNotes') {
				one.reject(storeStopped(undefined)); // some of them were given already
			} else {
				askAnew(one);
			}
		}
	};

	return {
		open,
		get: (incident) => ask({ type: 'get', incident }),
		eventsOf: (ids, signal) =>
			partsOf<readonly IncidentEvent[]>((part) => ask({ type: 'eventsOf', ids }, signal, part)),
		append: (events) => ask({ type: 'append', events }),
		erase: (tombstone) => ask({ type: 'erase', tombstone }),
		search: (text, signal) => ask({ type: 'search', text }, signal),
		matching: (text, signal) => ask({ type: 'matching', text }, signal),
		similar: (text, signal) => ask({ type: 'similar', text }, signal),
		earlier: (incident, signal) => ask({ type: 'earlier', incident }, signal),
		withFingerprint: (fingerprint) => ask({ type: 'withFingerprint', fingerprint }),
		verdicts: (selection = {}) => ask({ type: 'verdicts', selection }),
		recurring: (selection) => ask({ type: 'recurring', selection }),
		rootCauseNotes: (ids, signal) =>
			partsOf<readonly NoteOfIncident[]>((part) => ask({ type: 'rootCauseNotes', ids }, signal, part)),
		onDidChange: changed.event,
		flushSnapshot: () => ask({ type: 'flushSnapshot' }).catch(() => undefined),
		dispose: () => {
			isDisposed = true;
			changed.dispose();
			const last = worker;
			worker = undefined;
			for (const { reject } of asked.values()) {
				reject(storeStopped(undefined));
			}
			asked.clear();
			void last?.terminate();
		},
	};
}

/** The parts of an answer, each asked for when the one before was taken. */
async function* partsOf<T>(
	begin: (part: (json: string, next: () => void) => void) => Promise<unknown>,
): AsyncGenerator<T> {
	let arrived = () => {};
	let waiting: { readonly json: string; readonly next: () => void } | undefined;
	let isOver = false;
	const whole = begin((json, next) => {
		waiting = { json, next };
		arrived();
	}).finally(() => {
		isOver = true;
		arrived();
	});
	whole.catch(() => {}); // awaited below, once all parts are given
	for (;;) {
		if (!waiting && !isOver) {
			await new Promise<void>((resolve) => {
				arrived = resolve;
			});
		}
		if (!waiting) {
			break;
		}
		const { json, next } = waiting;
		waiting = undefined;
		yield JSON.parse(json);
		next();
	}
	await whole;
}
