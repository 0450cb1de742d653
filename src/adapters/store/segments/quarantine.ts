import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import type { LogDamage } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { errorCode } from '../errors';

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
	const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
	const path = join(folder, `events.${kind}-${crc32(bytes).toString(16).padStart(8, '0')}.txt`);
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

async function keep(path: string, bytes: Buffer, log: Log): Promise<'new' | 'known' | 'failed'> {
	try {
		await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
		return 'new';
	} catch (error) {
		if (errorCode(error) === 'EEXIST') {
			return 'known';
		}
		log.warn('Damaged lines of the incident log could not be copied; they are still in the log.', error);
		return 'failed';
	}
}
