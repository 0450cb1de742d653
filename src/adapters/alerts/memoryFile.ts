import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlertMemory } from '../../core/ports/alertMemory';

const FILE = 'alerts.jsonl';
const POLLED = 'polled';

/** Larger was not written here. */
const LIMIT = 64 * 1024 * 1024;

/** What runs work while no other process does the like in a folder; undefined where another one had it. */
type Locked = <T>(folder: string, waitMs: number, work: () => Promise<T>) => Promise<{ readonly value: T } | undefined>;

/** A file in a folder of its own. A crash leaves the file as it was before. */
export function memoryFile(folder: string, locked: Locked): AlertMemory {
	const path = join(folder, FILE);
	let known = '';
	const stamp = async (): Promise<string> => {
		const { mtimeMs, size, ino } = await stat(path);
		return `${mtimeMs} ${size} ${ino}`;
	};
	return {
		exclusively: async (waitMs, work) => {
			await mkdir(folder, { recursive: true });
			return (await locked(folder, waitMs, work)) !== undefined;
		},
		news: async () => {
			try {
				const now = await stamp();
				if (now === known || (await stat(path)).size > LIMIT) {
					return undefined;
				}
				const text = await readFile(path, 'utf8');
				known = now;
				return text;
			} catch {
				return undefined; // then it is found out anew
			}
		},
		polledAt: async () => {
			const text = await readFile(join(folder, POLLED), 'utf8').catch(() => '');
			return /^\d{1,15}$/.test(text) ? Number(text) : 0;
		},
		polled: (at) => writeFile(join(folder, POLLED), String(at)),
		write: async (text) => {
			const temporary = join(folder, `${FILE}-${randomUUID()}.tmp`);
			try {
				await writeFile(temporary, text, { mode: 0o600 });
				await rename(temporary, path);
				known = await stamp();
			} finally {
				await rm(temporary, { force: true });
			}
		},
	};
}
