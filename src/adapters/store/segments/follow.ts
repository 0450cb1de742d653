import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Disposables } from '../../../base/disposables';
import type { Log } from '../../../core/ports/log';

/** Not every file system tells of changes (network drives, too many watchers), so size and time are looked at as well. */
const POLL_MS = 400;

interface Following {
	readonly folder: string;
	readonly path: string;
	/** Reads on; when it rejects, it is tried again. */
	readonly look: () => Promise<void>;
	readonly log: Log;
}

/** Looks into a file whenever it has changed, until disposed. Looks once at the beginning. */
export function follow({ folder, path, look, log }: Following): Disposables {
	const owned = new Disposables();
	let seen = '';
	let hasFailed = false;
	let isLooking = false;
	let isAskedAgain = false;
	let isOver = false;

	const lookOnce = async () => {
		const now = await stat(path).catch(() => undefined);
		const state = now ? `${now.ino} ${now.size} ${now.mtimeMs}` : '';
		if (now && state !== seen) {
			seen = state;
			try {
				await look();
				hasFailed = false;
			} catch (error) {
				seen = '';
				if (!hasFailed && !isOver) {
					log.warn(`${path} could not be followed; it is tried again.`, error);
				}
				hasFailed = true;
			}
		}
	};
	const lookSoon = async () => {
		isAskedAgain = true;
		if (isLooking) {
			return;
		}
		isLooking = true;
		while (isAskedAgain && !isOver) {
			isAskedAgain = false;
			await lookOnce();
		}
		isLooking = false;
	};

	owned.add({ dispose: () => (isOver = true) });
	const timer = setInterval(() => void lookSoon(), POLL_MS);
	timer.unref();
	owned.add({ dispose: () => clearInterval(timer) });
	const watcher = watchFolder(folder, () => void lookSoon(), log);
	if (watcher) {
		owned.add({ dispose: () => watcher.close() });
	}
	void lookSoon();
	return owned;
}

function watchFolder(folder: string, changed: () => void, log: Log): FSWatcher | undefined {
	const failed = (error: unknown) => log.debug(`${folder} is not watched, only polled`, error);
	try {
		const watcher = watch(folder, { persistent: false }, changed);
		watcher.on('error', failed);
		return watcher;
	} catch (error) {
		failed(error);
		return undefined;
	}
}
