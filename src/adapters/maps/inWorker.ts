import { Worker } from 'node:worker_threads';
import type { SourceMaps } from '../../core/ports/sourceMaps';
import type { FromWorker, ToWorker } from './protocol';

/** A worker that nobody asks for so long is ended; its memory goes with it. */
const IDLE_MS = 30_000;

type Question = ToWorker extends infer Q ? (Q extends ToWorker ? Omit<Q, 'id'> : never) : never;

/**
 * Source maps looked up in a worker, which is started when first asked and ended when idle or cancelled.
 *
 * @param file the worker's script, absolute
 */
export function mapsInWorker(file: string): SourceMaps & { dispose(): void } {
	let worker: Worker | undefined;
	let idle: ReturnType<typeof setTimeout> | undefined;
	let asked = 0;
	const open = new Map<number, { resolve: (reply: FromWorker) => void; reject: (reason: unknown) => void }>();

	const end = (reason: unknown) => {
		clearTimeout(idle);
		const ended = worker;
		worker = undefined;
		for (const { reject } of open.values()) {
			reject(reason);
		}
		open.clear();
		void ended?.terminate();
	};
	const start = (): Worker => {
		const made = new Worker(file);
		made.unref();
		made.on('message', (reply: FromWorker) => {
			open.get(reply.id)?.resolve(reply);
			open.delete(reply.id);
		});
		made.on('error', (error) => worker === made && end(error));
		made.on('exit', () => worker === made && end(new Error('The reader of source maps ended.')));
		return made;
	};
	const ask = async (question: Question, signal: AbortSignal): Promise<FromWorker> => {
		signal.throwIfAborted();
		clearTimeout(idle);
		worker ??= start();
		const id = ++asked;
		const cancel = () => end(signal.reason); // the one way to stop a worker that is reading
		signal.addEventListener('abort', cancel, { once: true });
		try {
			return await new Promise<FromWorker>((resolve, reject) => {
				open.set(id, { resolve, reject });
				worker?.postMessage({ ...question, id } satisfies ToWorker);
			});
		} finally {
			signal.removeEventListener('abort', cancel);
			if (open.size === 0 && worker) {
				idle = setTimeout(() => end(undefined), IDLE_MS);
				idle.unref();
			}
		}
	};

	return {
		lookUp: async (frames, { chosen, folders }, signal) => {
			const reply = await ask({ type: 'lookUp', frames, chosen, folders }, signal);
			if (reply.type !== 'answers') {
				throw new Error(reply.type === 'failed' ? reply.message : 'The reader of source maps answered something else.');
			}
			return reply.answers;
		},
		contentOf: async (map, source, signal) => {
			const reply = await ask({ type: 'contentOf', map, source }, signal);
			return reply.type === 'content' ? reply.content : undefined;
		},
		dispose: () => end(undefined),
	};
}
