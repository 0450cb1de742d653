import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { Disposables } from '../../../base/disposables';
import { Emitter } from '../../../base/emitter';
import { isAbort } from '../../../base/errors';
import type { IncidentEvent } from '../../../core/incident/event';
import type { EventLog, LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { errorCode, explainedWrite, readFailed } from '../errors';
import { appendLine, syncFolder } from '../segments/appendLine';
import { follow } from '../segments/follow';
import { isWholeLine, lineOf, readLine } from '../segments/lines';
import { putAside } from '../segments/quarantine';
import { readLines } from '../segments/readLines';

const FILE = 'events.jsonl';

/** What one pass over the file found behind where the last one ended. */
interface Found {
	readonly events: readonly IncidentEvent[];
	/** Lines that could not be read, or not all of them. */
	readonly damaged: readonly Buffer[];
	/** A last line that is cut off. */
	readonly torn?: Buffer;
	/** The file is not the one, or is shorter, than where the last pass ended. */
	readonly isReplaced?: boolean;
}

/**
 * The event log of one person: a file of JSON lines in the extension's own storage, which several windows append to at once. Nothing is
 * ever changed or removed in it.
 *
 * @param folder absolute; made when it is missing
 */
export function openUserEventLog(folder: string, log: Log): EventLog {
	const path = join(folder, FILE);
	const owned = new Disposables();
	const appended = owned.add(new Emitter<readonly IncidentEvent[]>());
	const reset = owned.add(new Emitter<void>());
	const alive = new AbortController();
	owned.add({ dispose: () => alive.abort() });
	const inWriteOrder = queue();
	const inReadOrder = queue();
	/** Written by us and not met in the file yet. */
	const own = new Set<string>();
	let offset = 0;
	/** How the file began when it was last read; another beginning is another file. */
	let beginning: Buffer = Buffer.alloc(0);
	let isFollowing = false;

	/** Reads from `offset` to the end, and moves it behind the last line that is whole; from the start where the file was replaced. */
	const readOn = async (signal: AbortSignal): Promise<Found> => {
		const events: IncidentEvent[] = [];
		const damaged: Buffer[] = [];
		let torn: Buffer | undefined;
		let isReplaced = false;
		const file = await openIfThere(path);
		if (!file) {
			return { events, damaged, isReplaced: offset > 0 };
		}
		try {
			const begins = await beginningOf(file);
			// A file that was just made may have been seen empty, or with a part of its first line: growing is not being replaced.
			const isSame = begins.subarray(0, beginning.length).equals(beginning);
			if (!isSame || (await file.stat()).size < offset) {
				isReplaced = true;
				offset = 0;
			}
			beginning = begins;
			for await (const { line, bytes, isEnded } of readLines(file, offset, signal)) {
				if (!isEnded && !isWholeLine(line)) {
					torn = line; // it may still be growing, so it is read again when more is there
					events.push(...readLine(line).events);
					break;
				}
				offset += bytes;
				if (line.length > 0) {
					const read = readLine(line);
					events.push(...read.events);
					if (read.faults.length > 0) {
						damaged.push(line);
						log.warn(`a line of ${path} that ends at byte ${offset} is damaged: ${read.faults.join('; ')}`);
					}
				}
			}
		} finally {
			await file.close();
		}
		return { events, damaged, torn, isReplaced };
	};

	/** Tells what others appended since the last look, or again from an earlier place on. */
	const look = (from = Number.POSITIVE_INFINITY) =>
		inReadOrder(async () => {
			offset = Math.min(offset, from);
			const { events, isReplaced } = await readOn(alive.signal);
			if (isReplaced) {
				reset.fire();
			}
			const foreign = events.filter(({ id }) => !own.delete(id));
			if (foreign.length > 0) {
				appended.fire(foreign);
			}
		});

	const append = (events: readonly IncidentEvent[]) =>
		inWriteOrder(async () => {
			if (events.length === 0) {
				return;
			}
			const line = lineOf(events);
			const before = offset;
			for (const { id } of events) {
				own.add(id);
			}
			try {
				await makeFolder(folder);
				await appendLine(folder, path, line);
			} catch (error) {
				for (const { id } of events) {
					own.delete(id);
				}
				if (isFollowing) {
					// The line may be whole in the file though the disk did not confirm it. Other windows have seen it then, so this one must.
					look(before).catch((again: unknown) => log.debug('looking again failed; the next change is followed', again));
				}
				throw explainedWrite(error, path);
			}
		});

	return {
		read: (since, signal) =>
			inReadOrder(async () => {
				try {
					await makeFolder(folder);
				} catch (error) {
					log.warn(`${folder} could not be made; it is tried again when there is something to write.`, error);
				}
				const from = since === undefined ? undefined : readPosition(since);
				offset = from?.offset ?? 0;
				beginning = from?.beginning ?? Buffer.alloc(0);
				const found = await readOn(signal).catch((error: unknown) => {
					throw isAbort(error) || signal.aborted ? error : readFailed(path, error);
				});
				for (const { id } of found.events) {
					own.delete(id);
				}
				if (!isFollowing) {
					isFollowing = true;
					owned.add(follow({ folder, path, look: () => look(), log }));
				}
				const damage = await damageOf(found, folder, log);
				return { events: found.events, damage, ...(from && !found.isReplaced && { isTail: true }) };
			}),
		position: () => (isFollowing ? JSON.stringify({ offset, beginning: beginning.toString('hex') }) : ''),
		append,
		erase: (tombstone) => append([tombstone]),
		onDidAppend: appended.event,
		onDidReset: reset.event,
		dispose: () => owned.dispose(),
	};
}

async function damageOf({ damaged, torn }: Found, folder: string, log: Log): Promise<readonly LogDamage[]> {
	return [
		...(damaged.length > 0 ? [await putAside(folder, damaged, 'damaged', log)] : []),
		...(torn ? [await putAside(folder, [torn], 'torn', log)] : []),
	];
}

async function makeFolder(folder: string): Promise<void> {
	const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
	if (firstMade === undefined) {
		return;
	}
	for (let made = folder; made.length >= firstMade.length; made = dirname(made)) {
		await syncFolder(dirname(made)); // else a crash may take the folder away, and the log with it
	}
}

const Position = v.object({ offset: v.pipe(v.number(), v.integer(), v.minValue(0)), beginning: v.string() });

interface Place {
	readonly offset: number;
	readonly beginning: Buffer;
}

/** What `position` gave; undefined for anything else. */
function readPosition(text: string): Place | undefined {
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Position), text);
	return read.success
		? { offset: read.output.offset, beginning: Buffer.from(read.output.beginning, 'hex') }
		: undefined;
}

/** Enough to tell files apart: the first line's checksum is in it. */
async function beginningOf(file: FileHandle): Promise<Buffer> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0);
	return buffer.subarray(0, bytesRead);
}

async function openIfThere(path: string) {
	try {
		return await open(path, 'r');
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return undefined;
		}
		throw error;
	}
}

/** Runs one job after the other; a failed one fails alone. */
function queue(): <T>(job: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return (job) => {
		const mine = last.then(job);
		last = mine.catch(() => {});
		return mine;
	};
}
