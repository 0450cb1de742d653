import { type LineHints, lineByContent } from '../core/frames/byContent';
import type { Drift } from '../core/frames/drift';
import { type LineMap, lineMap } from '../core/frames/lineMap';
import type { Commit, Repository } from '../core/ports/repository';
import { movedElsewhere } from './movedElsewhere';

/** How many renames in a row are followed. */
const MAX_RENAMES = 8;

/** Comparisons kept, each of one file with one text: those of a trace's files, which a person jumps between. */
const MAPS_KEPT = 32;

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
	/** What another file holds now; without it, a line that was moved to another file is gone. */
	readonly otherText?: (path: string) => Promise<string | undefined>;
	/** What else is known of the line, for a revision that is not in the repository. */
	readonly hints?: (() => Promise<LineHints>) | undefined;
	/** `revision` is not the one that is deployed, which is not here: its text says nothing of the line. */
	readonly isStandIn?: boolean | undefined;
}

/** Follows lines of the deployed code into the text of now. It remembers comparisons, so that a whole trace costs one for each of its files. */
export interface LineTracker {
	/** @see whereIsLineNow */
	readonly whereIsLineNow: (question: DeployedLine, signal: AbortSignal) => Promise<Drift>;
	/** The commit that edited or deleted a line since the deployed revision; undefined where it was no commit, or none can be named. */
	readonly whoChangedLine: (question: Omit<DeployedLine, 'text'>, signal: AbortSignal) => Promise<Commit | undefined>;
}

export function lineTracker(): LineTracker {
	const kept = new Map<string, { readonly text: string; readonly map: LineMap }>();
	const mapOf = (key: string, before: string, text: string): LineMap => {
		const known = kept.get(key);
		const map = known?.text === text ? known.map : lineMap(before, text);
		kept.delete(key);
		kept.set(key, { text, map }); // the last one is the newest
		for (const oldest of [...kept.keys()].slice(0, -MAPS_KEPT)) {
			kept.delete(oldest);
		}
		return map;
	};
	return {
		whereIsLineNow: (question, signal) => whereIsLineNow(question, mapOf, signal),
		whoChangedLine: async ({ repository, revision, path, line }, signal) => {
			const head = await repository.resolve('HEAD', signal);
			return repository.changeOfLine(revision, head, path, line, signal);
		},
	};
}

/**
 * Where a line of the deployed revision is now. For a file that is not there any more, the commit that removed it and the path it was
 * renamed to, if it was: ask again with that path's text in `text`, and the same `path`.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
async function whereIsLineNow(
	question: DeployedLine,
	mapOf: (key: string, before: string, text: string) => LineMap,
	signal: AbortSignal,
): Promise<Drift> {
	const { repository, revision, path, line, text, hints, isStandIn } = question;
	if (text === undefined) {
		const head = await repository.resolve('HEAD', signal);
		const drift = await whatBecameOf(repository, head, path, signal);
		const before =
			isStandIn || drift.renamedTo !== undefined ? undefined : await repository.readFile(revision, path, signal);
		return (before === undefined ? undefined : await elsewhere(question, before, () => true, signal)) ?? drift;
	}
	const before = isStandIn ? undefined : await repository.readFile(revision, path, signal);
	if (before === undefined) {
		return lineByContent(text, line, (await hints?.()) ?? {});
	}
	const map = mapOf(`${repository.root}\n${revision}:${path}`, before, text);
	if (line > map.from) {
		return { ...lineByContent(text, line, (await hints?.()) ?? {}), fileLines: map.from };
	}
	const drift = map.at(line);
	const isGone = (one: number) => ['gone', 'changed'].includes(map.at(one).kind);
	// What stands in the place of a cut block may be like it: then the lines around it are not there either.
	const isCut = drift.kind === 'gone' || (drift.kind === 'changed' && isGone(line - 1) && isGone(line + 1));
	return (isCut ? await elsewhere(question, before, isGone, signal) : undefined) ?? drift;
}

async function elsewhere(
	{ repository, revision, path, line, otherText }: DeployedLine,
	before: string,
	isGone: (line: number) => boolean,
	signal: AbortSignal,
): Promise<Drift | undefined> {
	const found =
		otherText && (await movedElsewhere({ repository, revision, path, line, before, isGone, otherText }, signal));
	return found && { kind: 'elsewhere', ...found };
}

/**
 * What became of a file on the way to `head`, a full object name: the commit that removed it, and what it is called there if it was renamed.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function whatBecameOf(
	repository: Pick<Repository, 'readFile' | 'removalOf' | 'changedFiles'>,
	head: string,
	path: string,
	signal: AbortSignal,
): Promise<Extract<Drift, { kind: 'fileGone' }>> {
	if ((await repository.readFile(head, path, signal)) !== undefined) {
		return { kind: 'fileGone' }; // no commit did it: it is only not in the work tree
	}
	let current = path;
	for (let renames = 0; renames < MAX_RENAMES; renames++) {
		const removedBy = await repository.removalOf(head, current, signal);
		if (!removedBy) {
			return { kind: 'fileGone', ...(current !== path && { renamedTo: current }) };
		}
		const changed = await repository.changedFiles(removedBy.sha, signal);
		const renamed = changed.find((file) => file.status === 'R' && file.oldPath === current);
		if (!renamed) {
			// Where a folder has its name now, git answers with what was removed below it.
			const isIt = changed.some((file) => file.status === 'D' && file.path === current);
			return { kind: 'fileGone', ...(isIt && { removedBy }) };
		}
		current = renamed.path;
		if ((await repository.readFile(head, current, signal)) !== undefined) {
			return { kind: 'fileGone', removedBy, renamedTo: current };
		}
	}
	return { kind: 'fileGone' };
}
