import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../../base/errors';
import type { EventLog, LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { errorCode } from '../errors';
import { syncFolder } from '../segments/appendLine';
import { openSegments } from '../segments/eventLog';
import type { Limits } from '../segments/folder';
import { gitFolderOf, segmentBase } from './segmentName';
import { sentenceOf } from './sentence';
import { setUp } from './setUp';

export interface RepositoryHomeNeeds {
	/** Absolute; the root of a work tree, linked ones and submodules included. */
	readonly workTree: string;
	/** Whether the person trusts what is in the work tree; asked each time. */
	readonly isTrusted: () => boolean;
	/** Told of what is found, or removed, outside of `read`. */
	readonly onDamage?: (damage: LogDamage) => void;
	/** In bytes: behind that the next file is begun. */
	readonly segmentLimit?: number;
	/** How much is read of what others may have put there. */
	readonly readLimits?: Limits;
}

const FOLDER = '.faultline';
const SEGMENT_LIMIT = 4 * 1024 * 1024;
/** Git makes files larger only where it puts lines of several together. */
const READ_LIMITS = { segment: 64 * 1024 * 1024, all: 512 * 1024 * 1024 };

/**
 * The event log of a team, in the folder `.faultline` of a repository: who commits and pushes it shares incidents. Each clone writes to a file of its own
 * on each branch (`segmentName.ts`), so that merges bring files or lines together and do not conflict. Each line begins with a sentence, for who reads it
 * in a pull request. Nothing is made before there is something to write.
 *
 * Checking out another branch, or whatever else changes the files other than by adding to them, is told by `onDidReset`; so is what `erase` did to them.
 * Erasing removes an incident from the files as they are now. What was committed is in git's history, and it is for people to rewrite that.
 *
 * Besides those of the port, all calls throw a FaultlineError `store.untrusted`, `store.outside` (the folder is a link, which may lead anywhere) or
 * `store.noGit`.
 */
export function openRepositoryEventLog(needs: RepositoryHomeNeeds, log: Log): EventLog {
	const { workTree, isTrusted, segmentLimit = SEGMENT_LIMIT } = needs;
	const folder = join(workTree, FOLDER);
	/** Which of the files of one name and branch is being written. */
	const parts = new Map<string, number>();
	let isSetUp = false;

	const prepare = async () => {
		await mkdir(folder).catch(unlessThere);
		await setUp(folder);
		await syncFolder(folder);
		await syncFolder(workTree);
		isSetUp = true;
	};

	return openSegments(
		{
			folder,
			guard: async () => {
				if (!isTrusted()) {
					throw untrusted(workTree);
				}
				await refuseLink(folder);
			},
			prepare,
			segment: async (full) => {
				if (!isSetUp) {
					await prepare();
				}
				const base = await segmentBase(await gitFolderOf(workTree), workTree);
				const part = parts.get(base) ?? 1;
				const next = full === partOf(base, part) ? part + 1 : part;
				parts.set(base, next);
				return partOf(base, next);
			},
			segmentLimit,
			says: sentenceOf,
			rewriteInto: 'each',
			tidies: 'afterAppend',
			refusesLinks: true,
			checked: Number.POSITIVE_INFINITY, // a merge puts lines between those that were read
			limits: needs.readLimits ?? READ_LIMITS,
			mode: 0o666,
			...(needs.onDamage && { onDamage: needs.onDamage }),
		},
		log,
	);
}

function partOf(base: string, part: number): string {
	return part === 1 ? `${base}.jsonl` : `${base}-${part}.jsonl`;
}

/** What is behind a link may be outside of the repository, and a repository's content is somebody else's. */
async function refuseLink(folder: string): Promise<void> {
	const found = await lstat(folder).catch((error: unknown) => {
		if (errorCode(error) !== 'ENOENT') {
			throw error;
		}
		return undefined;
	});
	if (found && !found.isDirectory()) {
		throw outside(folder);
	}
}

const untrusted = (folder: string) =>
	new FaultlineError(
		'store.untrusted',
		l10n.t(
			'Incidents in {0} are neither read nor written while its workspace is not trusted. Trust the workspace and try again.',
			folder,
		),
		{ folder },
	);

const outside = (folder: string) =>
	new FaultlineError(
		'store.outside',
		l10n.t(
			'{0} is not a folder but a link or a file, so incidents are neither read from it nor written to it. Put a folder in its place and try again.',
			folder,
		),
		{ folder },
	);

function unlessThere(error: unknown): undefined {
	if (errorCode(error) !== 'EEXIST') {
		throw error;
	}
	return undefined;
}
