import { parentPort } from 'node:worker_threads';
import { assertNever } from '../../base/assertNever';
import { FaultlineError } from '../../base/errors';
import type { Log } from '../../core/ports/log';
import { gitIn } from '../git/run';
import { openCommitIndex } from './commitIndex';
import type { Answer, FromWorker, Question, ToWorker } from './protocol';

/** The worker's own end: reading a whole history, and walking it, would hold the editor up. */
export function serveCommits(): void {
	const say = (message: FromWorker) => parentPort?.postMessage(message);
	const indexes = new Map<string, ReturnType<typeof openCommitIndex>>();
	const aborts = new Map<number, AbortController>();

	const indexFor = ({ root, file }: Question) => {
		const known = indexes.get(file);
		if (known) {
			return known;
		}
		const opened = openCommitIndex({ git: gitIn(root, silent), root, file, log: silent });
		indexes.set(file, opened);
		opened.catch(() => indexes.delete(file)); // so that the next one tries again
		return opened;
	};

	const answer = async (id: number, question: Question, signal: AbortSignal): Promise<Answer> => {
		const index = await indexFor(question);
		switch (question.type) {
			case 'update':
				return index.update(question.sha, (state) => say({ type: 'progress', id, state }), signal);
			case 'history':
				return index.history(question.sha, question, signal);
			case 'telling':
				return index.telling(question.except, question.sha, question.limit, signal);
			default:
				return assertNever(question);
		}
	};

	parentPort?.on('message', async (message: ToWorker) => {
		const { id } = message;
		if (message.type === 'cancel') {
			aborts.get(id)?.abort();
			return;
		}
		const abort = new AbortController();
		aborts.set(id, abort);
		try {
			say({ type: 'answer', id, answer: await answer(id, message.question, abort.signal) });
		} catch (error) {
			const code = error instanceof FaultlineError ? { code: error.code } : {};
			say({ type: 'failed', id, message: error instanceof Error ? error.message : String(error), ...code });
		} finally {
			aborts.delete(id);
		}
	});
}

const nothing = () => undefined;
const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
