import { lstat, lutimes, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { LogDamage } from '../../../core/ports/eventLog';
import { errorCode } from '../errors';
import { syncFolder } from './appendLine';
import { cleanLine } from './cleanLine';
import { isRetired, type Limits, type Listed, namesIn, segmentsIn, withinLimits } from './folder';
import { locked } from './lock';
import { cleanPutAside } from './quarantine';
import { readLines } from './readLines';
import { type Rewriting, rewrite } from './rewrite';

/** How a home is kept tidy. */
export interface CleanUpNeeds extends Rewriting {
	/** Segments that nobody chooses to write to any more, of which several small ones may become one. */
	readonly sealed?: (segments: readonly Listed[]) => readonly Listed[];
	readonly onDamage: (damage: LogDamage) => void;
	/** What is not read is left as it is. */
	readonly limits?: Limits | undefined;
}

/** No segment is made larger than this, in bytes. */
const MERGED_LIMIT = 32 * 1024 * 1024;
/** So many small ones are put together. */
const MERGED_AT_LEAST = 4;
const TODO = /^erase-([0-9A-Z]{26})\.todo$/;
const TEMPORARY = /\.tmp$/;
/** A note on an incident whose tombstone was not written then is of a process that was killed. */
const TODO_MS = 24 * 60 * 60 * 1000;

/**
 * Notes that an incident is to be removed, so that whoever finds the note goes on where this process was killed. What is there by that name, be it
 * a link to somewhere else, is the note.
 *
 * @throws the file system's error
 */
export async function noteErasing(folder: string, incident: string): Promise<void> {
	const path = join(folder, `erase-${incident}.todo`);
	try {
		const file = await open(path, 'wx', 0o600);
		try {
			await file.sync();
		} finally {
			await file.close();
		}
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') {
			throw error;
		}
		await lutimes(path, new Date(), new Date()).catch(() => {}); // else it may be taken for one that was given up
	}
	await syncFolder(folder);
}

/** Whether something was left behind by a process that was killed. Never throws. */
export async function hasLeftovers(folder: string, erased: ReadonlySet<string>): Promise<boolean> {
	const names = await namesIn(folder).catch(() => []);
	return names.some((name) => isRetired(name) || TEMPORARY.test(name) || erased.has(TODO.exec(name)?.[1] ?? ''));
}

/**
 * Removes what belongs to erased incidents, finishes what other processes left half-done, and puts small old segments together. At most one process does
 * that at a time.
 *
 * @param erased incidents whose tombstones are in the log
 * @param waitMs how long to wait for another process that is at it
 * @returns false when another one was at it all the time
 * @throws the file system's error; nothing is lost then, and the rest is done the next time
 */
export async function cleanUp(erased: ReadonlySet<string>, waitMs: number, needs: CleanUpNeeds): Promise<boolean> {
	const done = await locked(needs.folder, waitMs, async () => {
		const { folder, refusesLinks, limits } = needs;
		const names = await namesIn(folder);
		const segments = withinLimits(await segmentsIn(folder, refusesLinks), limits).fit;
		const dirty = await holding(segments, erased);
		const merged = merging((needs.sealed?.(segments) ?? []).filter((segment) => !dirty.includes(segment)));
		let unreadable = 0;
		for (const group of [...groupsOf(dirty), ...merged]) {
			unreadable += await rewrite(
				group.map(({ name }) => name),
				erased,
				needs,
			);
		}
		await cleanPutAside(folder, erased, needs.log);
		await removeLeftovers(folder, names, erased);
		if (unreadable > 0) {
			needs.onDamage({ message: unreadableRemoved(unreadable) });
		}
	});
	return done !== undefined;
}

function unreadableRemoved(count: number): string {
	return count === 1
		? l10n.t(
				'A damaged line of the incident log that may have been of the deleted incident was removed with it. Everything else was kept.',
			)
		: l10n.t(
				'{0} damaged lines of the incident log that may have been of the deleted incident were removed with it. Everything else was kept.',
				count,
			);
}

/** Segments that were retired, or hold something of erased incidents. */
async function holding(segments: readonly Listed[], erased: ReadonlySet<string>): Promise<readonly Listed[]> {
	const found: Listed[] = [];
	for (const segment of segments) {
		if (isRetired(segment.name) || (erased.size > 0 && (await holdsAny(segment.path, erased)))) {
			found.push(segment);
		}
	}
	return found;
}

async function holdsAny(path: string, erased: ReadonlySet<string>): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		for await (const { line } of readLines(file, 0, new AbortController().signal)) {
			if (line.length > 0 && cleanLine(line, erased, () => undefined)) {
				return true;
			}
		}
		return false;
	} finally {
		await file.close();
	}
}

/** Whether there are so many small segments that some should become one. */
export function isWorthMerging(sealed: readonly Listed[]): boolean {
	return merging(sealed).length > 0;
}

function merging(sealed: readonly Listed[]): readonly (readonly Listed[])[] {
	return groupsOf(sealed.filter(({ size }) => size < MERGED_LIMIT)).filter((group) => group.length >= MERGED_AT_LEAST);
}

/** In the given order, each group no larger than a segment may become. */
function groupsOf(segments: readonly Listed[]): readonly (readonly Listed[])[] {
	const groups: Listed[][] = [];
	let size = 0;
	for (const segment of segments) {
		const last = groups.at(-1);
		size += segment.size;
		if (last && size <= MERGED_LIMIT) {
			last.push(segment);
		} else {
			groups.push([segment]);
			size = segment.size;
		}
	}
	return groups;
}

/** Temporary files of processes that had the lock before, and notes of what is done now. */
async function removeLeftovers(folder: string, names: readonly string[], erased: ReadonlySet<string>): Promise<void> {
	for (const name of names) {
		const path = join(folder, name);
		const [, incident] = TODO.exec(name) ?? [];
		const isDone = incident === undefined ? TEMPORARY.test(name) : erased.has(incident) || (await isOld(path));
		if (isDone && !(await isFolder(path))) {
			await unlink(path).catch((error: unknown) => {
				if (errorCode(error) !== 'ENOENT') {
					throw error;
				}
			});
		}
	}
}

async function isOld(path: string): Promise<boolean> {
	const found = await lstat(path).catch(() => undefined);
	return found !== undefined && Date.now() - found.mtimeMs > TODO_MS;
}

/** Nobody makes one, but a repository may have it. */
async function isFolder(path: string): Promise<boolean> {
	const found = await lstat(path).catch(() => undefined);
	return found?.isDirectory() ?? false;
}
