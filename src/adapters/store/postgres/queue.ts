import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { monotonicFactory } from 'ulid';
import type { IncidentEvent } from '../../../core/incident/event';
import type { LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { errorCode, explainedWrite } from '../errors';
import { syncFolder } from '../segments/appendLine';
import { lineOf, readLine } from '../segments/lines';
import { putAside } from '../segments/quarantine';

/** Names of entries. */
export const WAITING = /^[0-9A-Z]{26}\.jsonl$/;
const REFUSED = /^[0-9A-Z]{26}\.refused\.jsonl$/;

/** What is just being written, or was left by a window that was killed. */
const UNFINISHED = /\.new$/;
/** Nobody writes an entry for so long. */
const WRITTEN_MS = 60_000;

/** Copies of damaged lines and rows. */
const COPY = /^events\.damaged-\w+\.txt$/;

/** What was appended together. */
export interface QueueEntry {
	readonly events: readonly IncidentEvent[];
	/** Length of its file. */
	readonly bytes: number;
	/** What of it could not be read. */
	readonly damage?: LogDamage;
}

/** What waits on disk until the server takes it, for all windows of this person. */
export interface Queue {
	/** Resolves once the events are on disk. @returns the entry's name @throws FaultlineError as for any write */
	add(events: readonly IncidentEvent[]): Promise<string>;
	/** Names of entries, in the order they were added. */
	names(): Promise<readonly string[]>;
	/** What an entry holds; undefined where another window has sent and removed it. */
	read(name: string): Promise<QueueEntry | undefined>;
	/** The server has them. */
	remove(names: readonly string[]): Promise<void>;
	/** Sets an entry aside that the server will never take. */
	refuse(name: string): Promise<LogDamage>;
	/** Removes the events of an incident from all entries and copies, those set aside too, but for the tombstone. */
	erase(tombstone: IncidentEvent): Promise<void>;
}

/**
 * A folder with a file for each append, as mail queues have it: a file is written under another name, flushed and renamed, so it is there as a whole or
 * not at all, and nobody ever writes to it again. So any window, and one that is opened after a crash, may send and remove what any other has left,
 * without locks; what two send at once the server takes once.
 *
 * @param folder absolute; made when there is something to keep
 * @see Bernstein, "Using maildir format", 1995
 */
export function queueIn(folder: string, log: Log): Queue {
	const newName = monotonicFactory();

	const write = async (name: string, bytes: Buffer) => {
		const path = join(folder, name);
		const made = `${path}.${randomUUID()}.new`;
		await mkdir(folder, { recursive: true, mode: 0o700 });
		try {
			const file = await open(made, 'wx', 0o600);
			try {
				await file.writeFile(bytes);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(made, path);
		} catch (error) {
			await unlink(made).catch(() => {});
			throw error;
		}
		await syncFolder(folder);
	};
	const remove = async (names: readonly string[]) => {
		await Promise.all(names.map((name) => unlink(join(folder, name)).catch(ignoring('ENOENT'))));
		await syncFolder(folder);
	};
	const namesLike = async (pattern: RegExp) => {
		const all = await readdir(folder).catch(ignoring('ENOENT'));
		return (all ?? []).filter((name) => pattern.test(name)).sort();
	};
	const lineIn = async (name: string) => {
		const bytes = await readFile(join(folder, name)).catch(ignoring('ENOENT'));
		return bytes?.at(-1) === NEWLINE ? bytes.subarray(0, -1) : bytes;
	};

	return {
		add: async (events) => {
			const name = `${newName()}.jsonl`;
			const line = lineOf(events);
			try {
				await write(name, line);
			} catch (error) {
				throw explainedWrite(error, join(folder, name));
			}
			return name;
		},
		names: () => namesLike(WAITING),
		read: async (name) => {
			const line = await lineIn(name);
			if (!line) {
				return undefined;
			}
			const { events, faults } = readLine(line);
			const entry = { events, bytes: line.length };
			return faults.length > 0 ? { ...entry, damage: await putAside(folder, [line], 'damaged', log) } : entry;
		},
		remove,
		refuse: async (name) => {
			const kept = name.replace(/\.jsonl$/, '.refused.jsonl');
			await rename(join(folder, name), join(folder, kept)).catch(ignoring('ENOENT'));
			await syncFolder(folder);
			const path = join(folder, kept);
			const message = l10n.t(
				'The server does not take a change that was made while it could not be reached. The change is kept in {0}, and everything else was sent; the log says what the server objects to.',
				path,
			);
			return { message, kept: path };
		},
		erase: async (tombstone) => {
			const isKept = ({ incident, id }: IncidentEvent) => incident !== tombstone.incident || id === tombstone.id;
			try {
				for (const name of [...(await namesLike(WAITING)), ...(await namesLike(REFUSED))]) {
					const line = await lineIn(name);
					const { events } = line ? readLine(line) : { events: [] };
					const left = events.filter(isKept);
					if (left.length < events.length) {
						await (left.length > 0 ? write(name, lineOf(left)) : remove([name]));
					}
				}
				await remove(await abandonedIn(folder, await namesLike(UNFINISHED)));
				for (const name of await namesLike(COPY)) {
					const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
					const left = lines.filter((line) => !line.includes(tombstone.incident));
					if (left.length < lines.length) {
						await write(name, Buffer.from(left.join('\n')));
					}
				}
			} catch (error) {
				throw explainedWrite(error, folder);
			}
		},
	};
}

const NEWLINE = 10;

async function abandonedIn(folder: string, names: readonly string[]): Promise<readonly string[]> {
	const old = await Promise.all(
		names.map(async (name) => {
			const found = await stat(join(folder, name)).catch(ignoring('ENOENT'));
			return found !== undefined && Date.now() - found.mtimeMs > WRITTEN_MS ? [name] : [];
		}),
	);
	return old.flat();
}

function ignoring(code: string) {
	return (error: unknown): undefined => {
		if (errorCode(error) !== code) {
			throw error;
		}
	};
}
