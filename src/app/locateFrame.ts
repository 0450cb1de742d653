import type { Drift } from '../core/frames/drift';
import { mapLine } from '../core/frames/mapLine';
import type { Repository } from '../core/ports/repository';

/** How many renames in a row are followed. */
const MAX_RENAMES = 8;

export interface DeployedLine {
	readonly repository: Repository;
	/** Deployed revision, full object name. */
	readonly revision: string;
	/** Repository-relative, at that revision. */
	readonly path: string;
	/** 1-based. */
	readonly line: number;
	/** What the file holds now: the open buffer, else the work tree; undefined when there is no such file. */
	readonly text: string | undefined;
}

/**
 * Where a line of the deployed revision is now. For a file that is not there any more, the commit that removed it and the path it was
 * renamed to, if it was: ask again with that path's text in `text`, and the same `path`.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function whereIsLineNow(
	{ repository, revision, path, line, text }: DeployedLine,
	signal: AbortSignal,
): Promise<Drift> {
	if (text === undefined) {
		return whatBecameOf(repository, path, signal);
	}
	const before = await repository.readFile(revision, path, signal);
	return before === undefined ? { kind: 'exact', line } : mapLine(before, text, line);
}

async function whatBecameOf(repository: Repository, path: string, signal: AbortSignal): Promise<Drift> {
	const head = await repository.resolve('HEAD', signal);
	let current = path;
	for (let renames = 0; renames < MAX_RENAMES; renames++) {
		const removedBy = await repository.removalOf(head, current, signal);
		if (!removedBy) {
			return { kind: 'fileGone', ...(current !== path && { renamedTo: current }) };
		}
		const renamed = (await repository.changedFiles(removedBy.sha, signal)).find(
			(file) => file.status === 'R' && file.oldPath === current,
		);
		if (!renamed) {
			return { kind: 'fileGone', removedBy };
		}
		current = renamed.path;
		if ((await repository.readFile(head, current, signal)) !== undefined) {
			return { kind: 'fileGone', removedBy, renamedTo: current };
		}
	}
	return { kind: 'fileGone' };
}
