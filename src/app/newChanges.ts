import { CODE_EXTENSIONS } from '../core/frames/pathKinds';
import type { Repository } from '../core/ports/repository';
import type { WindowSources } from '../core/suspects/windowChanges';

/** Commits since the last good revision that are looked at, with their diffs. */
export const MAX_NEW = 200;

interface Bounds {
	readonly repository: Repository;
	/** Deployed revision, full object name. */
	readonly revision: string;
	/** The last good revision, full object name; undefined where there is none. */
	readonly from: string | undefined;
	/** When it began, epoch milliseconds, where that is known. */
	readonly until: number | undefined;
}

/**
 * What is new since the last good revision, newest first: code, and what was made before the start. Diffs of some may be missing.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function newChanges(
	{ repository, revision, from, until }: Bounds,
	signal: AbortSignal,
): Promise<Pick<WindowSources, 'changes' | 'diffs'>> {
	if (from === undefined) {
		return { changes: [], diffs: [] };
	}
	const bounds = until === undefined ? {} : { until };
	const asked = { except: from, ...bounds, extensions: CODE_EXTENSIONS, limit: MAX_NEW };
	const [changes, diffs] = await Promise.all([
		repository.history(revision, asked, signal),
		repository.diffs(revision, asked, signal),
	]);
	return { changes, diffs };
}
