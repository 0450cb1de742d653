import { parentPort } from 'node:worker_threads';
import { mapsInFolders } from './inFolders';
import type { FromWorker, ToWorker } from './protocol';

/** The worker's own end: maps are megabytes of JSON, and reading them would hold the editor up. Cancelling ends the worker. */
export function serveMaps(): void {
	const never = new AbortController().signal;
	parentPort?.on('message', async (question: ToWorker) => {
		const { id } = question;
		let reply: FromWorker;
		try {
			reply =
				question.type === 'lookUp'
					? { id, type: 'answers', answers: await mapsInFolders.lookUp(question.frames, question, never) }
					: { id, type: 'content', content: await mapsInFolders.contentOf(question.map, question.source, never) };
		} catch (error) {
			reply = { id, type: 'failed', message: error instanceof Error ? error.message : String(error) };
		}
		parentPort?.postMessage(reply);
	});
}
