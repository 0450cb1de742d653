import { isAscii } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BuiltFiles, TooLarge } from '../../core/ports/builtFiles';

/** Folders that hold no build of the person's own. */
const SKIPPED = new Set(['node_modules', '.git', '.hg', '.svn', 'bower_components', 'jspm_packages', '.vscode-test']);

/** Files and folders that are looked at; a larger tree is no folder of builds. */
const MAX_ENTRIES = 300_000;

/** Larger ones are not read. */
const MAX_BYTES = 512 * 1024 * 1024;

const BUILT = /\.(?:map|js|mjs|cjs|jsx|bundle|jsbundle)$/;

/** Reads one file after the other into the same memory: new memory for each would take longer than reading it. */
export type MapReader = (file: string) => Uint8Array | TooLarge | undefined;

/**
 * The scripts and source maps in a folder and below. Links are not followed, so nothing outside is read.
 *
 * @param readMap may be the one of other folders whose maps are looked at in turn
 */
export function builtFilesIn(folder: string, isChosen: boolean, readMap: MapReader = mapReader()): BuiltFiles {
	const root = resolve(folder);
	let listed: Promise<readonly string[]> | undefined;
	return {
		root: root.replaceAll('\\', '/'),
		isChosen,
		list: (signal) => {
			listed ??= listBuilt(root, signal).catch((error: unknown) => {
				listed = undefined;
				throw error;
			});
			return listed;
		},
		readScript: (path) => readText(join(root, path)),
		readMap: async (path) => readMap(join(root, path)),
	};
}

/** Waits for the disk where it stands, which takes a third of the time: for threads that have nothing else to do. */
export function mapReader(): MapReader {
	let memory = Buffer.alloc(0);
	return (file) => {
		let handle: number | undefined;
		try {
			handle = openSync(file, 'r');
			const { size } = fstatSync(handle);
			if (size > MAX_BYTES) {
				return { bytes: size, limit: MAX_BYTES };
			}
			if (size > memory.length) {
				memory = Buffer.allocUnsafeSlow(size);
			}
			let end = 0;
			for (let read = -1; read !== 0 && end < size; end += read) {
				read = readSync(handle, memory, end, size - end, end); // nothing where the file was cut meanwhile
			}
			return memory.subarray(0, end);
		} catch {
			return undefined; // gone meanwhile, or not to be read: then it answers nothing
		} finally {
			if (handle !== undefined) {
				closeSync(handle);
			}
		}
	};
}

async function listBuilt(root: string, signal: AbortSignal): Promise<readonly string[]> {
	const found: string[] = [];
	const open = [''];
	let entries = 0;
	for (let folder = open.pop(); folder !== undefined && entries < MAX_ENTRIES; folder = open.pop()) {
		signal.throwIfAborted();
		const children = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
		entries += children.length;
		for (const child of children) {
			const path = folder === '' ? child.name : `${folder}/${child.name}`;
			if (child.isDirectory() && !SKIPPED.has(child.name)) {
				open.push(path);
			} else if (child.isFile() && BUILT.test(child.name)) {
				found.push(path);
			}
		}
	}
	return found;
}

async function readText(file: string): Promise<string | undefined> {
	try {
		if ((await stat(file)).size > MAX_BYTES) {
			return undefined;
		}
		const bytes = await readFile(file);
		return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8'); // the same text, several times faster
	} catch {
		return undefined; // gone meanwhile, or not to be read: then it answers nothing
	}
}
