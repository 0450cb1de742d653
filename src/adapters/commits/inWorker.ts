import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FaultlineError } from '../../base/errors';
import type { CommitIndex, IndexState } from '../../core/ports/commitIndex';
import { IdleWorker, type Settle } from '../worker/idleWorker';
import type { Answer, FromWorker, Question, ToWorker, Which } from './protocol';

const IDLE_MS = 60_000;

type Asking = Question extends infer Q ? (Q extends Question ? Omit<Q, keyof Which> : never) : never;

/**
 * Indexes of commits, all in one worker, which is started when first asked and ended when idle.
 *
 * @param script the worker's, absolute
 * @param folder where the indexes are kept, absolute
 */
export function commitsInWorker(
	script: string,
	folder: string,
): { indexOf(root: string): CommitIndex; dispose(): void } {
	const worker = new IdleWorker<ToWorker, FromWorker>({
		...{ script, idleMs: IDLE_MS, ended: 'The index of commits ended.' },
	});
	const take = (message: FromWorker, { resolve, reject }: Settle<Answer>, onProgress?: (state: IndexState) => void) => {
		if (message.type === 'progress') {
			onProgress?.(message.state);
		} else if (message.type === 'answer') {
			resolve(message.answer);
		} else {
			const { code, message: text } = message;
			reject(code === undefined ? new Error(text) : new FaultlineError(code, text));
		}
	};

	return {
		indexOf: (root) => {
			const name = createHash('sha256').update(root).digest('hex').slice(0, 20);
			const which: Which = { root, file: join(folder, `${name}.commits`) };
			const ask = <T extends Answer>(
				asking: Asking,
				signal: AbortSignal,
				onProgress?: (state: IndexState) => void,
			): Promise<T> =>
				worker.ask<Answer>(
					(id) => ({ type: 'ask', id, question: { ...asking, ...which } }),
					(message, settle) => take(message, settle, onProgress),
					(id) => worker.send({ type: 'cancel', id }),
					signal,
				) as Promise<T>;
			return {
				update: (sha, onProgress, signal) => ask({ type: 'update', sha }, signal, onProgress),
				history: (sha, options, signal) => ask({ type: 'history', sha, ...options }, signal),
				telling: (except, sha, limit, signal) => ask({ type: 'telling', except, sha, limit }, signal),
			};
		},
		dispose: () => worker.end(undefined),
	};
}
