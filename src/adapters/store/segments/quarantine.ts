import { lstat, open, readFile, unlink } from 'node:fs/promises';
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
	const path = join(folder, nameOf(bytes, kind));
	const what =
		kind === 'torn'
			? l10n.t('The last write to the incident log was cut off. Everything before it was read.')
			: lines.length === 1
				? l10n.t('A line of the incident log is damaged. Everything else was read.')
				: l10n.t('{0} lines of the incident log are damaged. Everything else was read.', lines.length);
	const isKept = await keep(path, bytes, log);
	return isKept === 'failed'
		? { message: what }
		: { message: l10n.t('{0} A copy is kept in {1}.', what, path), kept: path, isKnown: isKept === 'known' };
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
		const lines = linesOf(await readFile(path));
		const stay = lines.filter((line) => !cleanLine(line, erased, () => undefined) && !mayHold(line, erased));
		if (stay.length === lines.length) {
			continue;
		}
		if (stay.length > 0) {
			const bytes = withEnds(stay);
			await keep(join(folder, nameOf(bytes, kind)), bytes, log);
		}
		await unlink(path);
	}
	await syncFolder(folder);
}

const KEPT = /^events\.(damaged|torn)-[0-9a-f]{8}\.txt$/;

function nameOf(bytes: Buffer, kind: string): string {
	return `events.${kind}-${crc32(bytes).toString(16).padStart(8, '0')}.txt`;
}

function linesOf(bytes: Buffer): readonly Buffer[] {
	const lines: Buffer[] = [];
	for (let start = 0; start < bytes.length; ) {
		const end = bytes.indexOf('\n', start);
		lines.push(bytes.subarray(start, end < 0 ? bytes.length : end));
		start = end < 0 ? bytes.length : end + 1;
	}
	return lines;
}

function withEnds(lines: readonly Buffer[]): Buffer {
	return Buffer.concat(lines.flatMap((line) => [line, NEWLINE]));
}

const NEWLINE = Buffer.from('\n');

async function keep(path: string, bytes: Buffer, log: Log): Promise<'new' | 'known' | 'failed'> {
	try {
		const file = await open(path, 'wx', 0o600);
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		return 'new';
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			return 'known';
		}
		log.warn('Damaged lines of the incident log could not be copied; they are still in the log.', error);
		return 'failed';
	}
}
