import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FaultlineError } from '../../base/errors';
import type { CommitIndex, IndexState } from '../../core/ports/commitIndex';
import type { Answer, FromWorker, Question, ToWorker, Which } from './protocol';

/** A worker that nobody asks for so long is ended; its memory goes with it. */
const IDLE_MS = 60_000;

interface Asked {
	readonly resolve: (answer: Answer) => void;
	readonly reject: (reason: unknown) => void;
	readonly onProgress?: (state: IndexState) => void;
}

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
	let worker: Worker | undefined;
	let idle: ReturnType<typeof setTimeout> | undefined;
	let last = 0;
	const open = new Map<number, Asked>();

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
	const receive = (message: FromWorker) => {
		const asked = open.get(message.id);
		if (message.type === 'progress') {
			asked?.onProgress?.(message.state);
			return;
		}
		open.delete(message.id);
		if (message.type === 'answer') {
			asked?.resolve(message.answer);
		} else {
			const { code, message: text } = message;
			asked?.reject(code === undefined ? new Error(text) : new FaultlineError(code, text));
		}
	};
	const start = (): Worker => {
		const made = new Worker(script);
		made.unref();
		made.on('message', receive);
		made.on('error', (error) => worker === made && end(error));
		made.on('exit', () => worker === made && end(new Error('The index of commits ended.')));
		return made;
	};
	const ask = async (question: Question, signal: AbortSignal, onProgress?: (state: IndexState) => void) => {
		signal.throwIfAborted();
		clearTimeout(idle);
		worker ??= start();
		const id = ++last;
		const send = (message: ToWorker) => worker?.postMessage(message);
		const cancel = () => {
			send({ type: 'cancel', id });
			open.get(id)?.reject(signal.reason);
			open.delete(id);
		};
		signal.addEventListener('abort', cancel, { once: true });
		try {
			return await new Promise<Answer>((resolve, reject) => {
				open.set(id, { resolve, reject, ...(onProgress && { onProgress }) });
				send({ type: 'ask', id, question });
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
		indexOf: (root) => {
			const name = createHash('sha256').update(root).digest('hex').slice(0, 20);
			const file = join(folder, `${name}.commits`);
			const asking = <T extends Answer>(
				question: Asking,
				signal: AbortSignal,
				onProgress?: (state: IndexState) => void,
			) => ask({ ...question, root, file } as Question, signal, onProgress) as Promise<T>;
			return {
				update: (sha, onProgress, signal) => asking({ type: 'update', sha }, signal, onProgress),
				history: (sha, options, signal) => asking({ type: 'history', sha, ...options }, signal),
				telling: (except, sha, limit, signal) => asking({ type: 'telling', except, sha, limit }, signal),
			};
		},
		dispose: () => end(undefined),
	};
}
