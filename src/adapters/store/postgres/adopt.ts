import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors';
import { syncFolder } from '../segments/appendLine';
import { WAITING } from './queue';

/** Says for which home the entries beside it are. */
const NOTE = 'home.txt';

/** Notes for which home what waits in a folder is. @throws the file system's error */
export async function noteHome(folder: string, home: string): Promise<void> {
	await writeFile(join(folder, NOTE), home, { mode: 0o600 });
}

/**
 * Takes over what waits for a home under other addresses of it: a server that has moved, a database that was renamed, another user. Several windows may do
 * so at once; a file is in one of the folders all the time.
 *
 * @param folder of the address by which the home can be reached
 * @returns how many entries there were
 * @throws the file system's error; then the rest is where it was
 */
export async function adoptQueued(queueFolder: string, folder: string, home: string): Promise<number> {
	let adopted = 0;
	for (const name of await namesIn(queueFolder)) {
		const other = join(queueFolder, name);
		if (other === folder || (await readFile(join(other, NOTE), 'utf8').catch(() => '')) !== home) {
			continue;
		}
		for (const entry of (await namesIn(other)).filter((one) => WAITING.test(one))) {
			await mkdir(folder, { recursive: true, mode: 0o700 });
			adopted += (await moved(join(other, entry), join(folder, entry))) ? 1 : 0;
		}
	}
	if (adopted > 0) {
		await syncFolder(folder);
	}
	return adopted;
}

/** @returns false where another window was quicker */
async function moved(from: string, to: string): Promise<boolean> {
	try {
		await rename(from, to);
		return true;
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return false;
		}
		throw error;
	}
}

async function namesIn(folder: string): Promise<readonly string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) {
			return [];
		}
		throw error;
	}
}
