import type { SourceMaps } from '../../core/ports/sourceMaps';
import { IdleWorker } from '../worker/idleWorker';
import type { FromWorker, ToWorker } from './protocol';

const IDLE_MS = 30_000;

type Question = ToWorker extends infer Q ? (Q extends ToWorker ? Omit<Q, 'id'> : never) : never;

/**
 * Source maps looked up in a worker, which is started when first asked and ended when idle or cancelled.
 *
 * @param file the worker's script, absolute
 */
export function mapsInWorker(file: string): SourceMaps & { dispose(): void } {
	const worker = new IdleWorker<ToWorker, FromWorker>({
		...{ script: file, idleMs: IDLE_MS, ended: 'The reader of source maps ended.' },
	});
	const ask = (question: Question, signal: AbortSignal): Promise<FromWorker> =>
		worker.ask<FromWorker>(
			(id) => ({ ...question, id }),
			(reply, { resolve }) => resolve(reply),
			() => worker.end(signal.reason), // the one way to stop a worker that is reading
			signal,
		);

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
		dispose: () => worker.end(undefined),
	};
}
