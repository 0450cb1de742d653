import { type FSWatcher, watch } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Disposables } from '../../../base/disposables';
import type { Log } from '../../../core/ports/log';

/** Not every file system tells of changes (network drives, too many watchers), so size and time are looked at as well. */
const POLL_MS = 400;
/** Many small changes in a row are looked at together. */
const GAP_MS = 25;

/** No state of a folder. */
const FAILED = '\0';

interface Following {
	readonly folder: string;
	/** Another text when there is something to read; empty while there is nothing at all. */
	readonly state: () => Promise<string>;
	/** Reads on; when it rejects, it is tried again. */
	readonly look: () => Promise<void>;
	readonly log: Log;
}

/** Looks into a folder's files whenever they have changed, until disposed. Looks once at the beginning. */
export function follow({ folder, state, look, log }: Following): Disposables {
	const owned = new Disposables();
	let seen = '';
	let hasFailed = false;
	let isLooking = false;
	let isAskedAgain = false;
	let isOver = false;
	let watcher: FSWatcher | undefined;

	const watchIt = () => {
		if (!isOver) {
			watcher ??= watchFolder(folder, () => void lookSoon(), log);
		}
	};
	const lookOnce = async () => {
		const now = await state().catch(() => seen);
		if (now !== seen) {
			seen = now;
			watchIt(); // the folder may not have been there before
			try {
				await look();
				hasFailed = false;
			} catch (error) {
				seen = FAILED;
				if (!hasFailed && !isOver) {
					log.warn(`${folder} could not be followed; it is tried again.`, error);
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
			await pause(GAP_MS, undefined, { ref: false });
		}
		isLooking = false;
	};

	owned.add({ dispose: () => (isOver = true) });
	owned.add({ dispose: () => watcher?.close() });
	const timer = setInterval(() => void lookSoon(), POLL_MS);
	timer.unref();
	owned.add({ dispose: () => clearInterval(timer) });
	watchIt();
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
