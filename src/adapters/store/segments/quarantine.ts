import { type FileHandle, lstat, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import type { LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { errorCode } from '../errors';
import { syncFolder } from './appendLine';
import { cleanLine, mayHold } from './cleanLine';
import { namesIn } from './folder';

/**
 * Copies unreadable lines to a file beside the log, so that they survive whatever is done to it, and says so. The file is named after
 * what is in it: the same damage is kept once, however often it is met.
 */
export async function putAside(
	folder: string,
	lines: readonly Buffer[],
	kind: 'damaged' | 'torn',
	log: Log,
): Promise<LogDamage> {
	const bytes = withEnds(lines);
	let count = 0;
	for (const _ of linesOf(bytes)) {
		count++;
	}
	const what =
		kind === 'torn'
			? l10n.t('The last write to the incident log was cut off. Everything before it was read.')
			: count === 1
				? l10n.t('A line of the incident log is damaged. Everything else was read.')
				: l10n.t('{0} lines of the incident log are damaged. Everything else was read.', count);
	const kept = await keep(folder, bytes, kind, log);
	return kept
		? { message: l10n.t('{0} A copy is kept in {1}.', what, kept.path), kept: kept.path, isKnown: kept.isKnown }
		: { message: what };
}

/**
 * Takes what may be of erased incidents out of the copies that are kept in a folder; what stays of one is kept under another name.
 *
 * @throws the file system's error; then some copies may be as they were
 */
export async function cleanPutAside(folder: string, erased: ReadonlySet<string>, log: Log): Promise<void> {
	for (const name of await namesIn(folder)) {
		const [, kind] = KEPT.exec(name) ?? [];
		if (kind === undefined) {
			continue;
		}
		const path = join(folder, name);
		if (!(await lstat(path)).isFile()) {
			continue; // nothing that was put aside here
		}
		const stay: Buffer[] = [];
		let count = 0;
		for (const line of linesOf(await readFile(path))) {
			count++;
			if (!cleanLine(line, erased, () => undefined) && !mayHold(line, erased)) {
				stay.push(line);
			}
		}
		if (stay.length === count) {
			continue;
		}
		if (stay.length > 0) {
			await keep(folder, withEnds(stay), kind, log);
		}
		await unlink(path);
	}
	await syncFolder(folder);
}

const KEPT = /^events\.(damaged|torn)-[0-9a-f]{8}\.txt$/;

function nameOf(bytes: Buffer, kind: string, salt: number): string {
	return `events.${kind}-${crc32(bytes, salt).toString(16).padStart(8, '0')}.txt`;
}

/** One after the other: a file may be nothing but noise, with millions of lines. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
	for (let start = 0; start < bytes.length; ) {
		const end = bytes.indexOf('\n', start);
		yield bytes.subarray(start, end < 0 ? bytes.length : end);
		start = end < 0 ? bytes.length : end + 1;
	}
}

function withEnds(lines: readonly Buffer[]): Buffer {
	return Buffer.concat(lines.flatMap((line) => [line, NEWLINE]));
}

const NEWLINE = Buffer.from('\n');

interface Kept {
	readonly path: string;
	readonly isKnown: boolean;
}

/** So many names are tried: what has a name already is nearly always the same, or a copy that was cut off. */
const NAMES = 8;

/** @returns undefined where there is no copy of all of it */
async function keep(folder: string, bytes: Buffer, kind: string, log: Log): Promise<Kept | undefined> {
	try {
		for (let salt = 0; salt < NAMES; salt++) {
			const path = join(folder, nameOf(bytes, kind, salt));
			if (await writeNew(path, bytes)) {
				return { path, isKnown: false };
			}
			if (await holds(path, bytes)) {
				return { path, isKnown: true };
			}
		}
		throw new Error('All names that a copy may have are taken.');
	} catch (error) {
		log.warn('Damaged lines of the incident log could not be copied; they are still in the log.', error);
		return undefined;
	}
}

/** @returns false where there is something of that name; what could not be written as a whole is not left */
async function writeNew(path: string, bytes: Buffer): Promise<boolean> {
	let file: FileHandle;
	try {
		file = await open(path, 'wx', 0o600);
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			return false;
		}
		throw error;
	}
	try {
		await file.writeFile(bytes);
		await file.sync();
		return true;
	} catch (error) {
		await unlink(path).catch(() => {});
		throw error;
	} finally {
		await file.close();
	}
}

async function holds(path: string, bytes: Buffer): Promise<boolean> {
	const found = await lstat(path);
	return found.isFile() && found.size === bytes.length && (await readFile(path)).equals(bytes);
}
