import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors';

/** A segment that is there. */
export interface Listed {
	readonly name: string;
	readonly path: string;
	readonly size: number;
	/** Another one when the file was written or replaced. */
	readonly state: string;
}

/** What is read of a home that anybody may have put files into: memory has an end. In bytes. */
export interface Limits {
	readonly segment: number;
	readonly all: number;
}

const SEGMENT = /\.jsonl$/;
const RETIRED = /\.replaced-[0-9a-f]{8}(?=\.jsonl$)/;

/**
 * The segments of a home, in the order of their names; none where there is no folder.
 *
 * @param refusesLinks leaves symbolic links out, which may lead anywhere
 */
export async function segmentsIn(folder: string, refusesLinks: boolean): Promise<readonly Listed[]> {
	const found = await Promise.all(
		(await namesIn(folder)).filter((name) => SEGMENT.test(name)).map((name) => listed(folder, name, refusesLinks)),
	);
	return found.flatMap((one) => one ?? []);
}

/** Those that are read, in order, and the names of those that are not. */
export function withinLimits(
	segments: readonly Listed[],
	limits: Limits | undefined,
): { readonly fit: readonly Listed[]; readonly tooLarge: readonly string[] } {
	let left = limits?.all ?? Number.POSITIVE_INFINITY;
	const fit: Listed[] = [];
	const tooLarge: string[] = [];
	for (const segment of segments) {
		const isFit = segment.size <= (limits?.segment ?? left) && segment.size <= left;
		left -= isFit ? segment.size : 0;
		if (isFit) {
			fit.push(segment);
		} else {
			tooLarge.push(segment.name);
		}
	}
	return { fit, tooLarge };
}

/** All names in a folder, sorted; none where it is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
	try {
		return (await readdir(folder)).sort();
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return [];
		}
		throw error;
	}
}

async function listed(folder: string, name: string, refusesLinks: boolean): Promise<Listed | undefined> {
	const path = join(folder, name);
	const found = await (refusesLinks ? lstat(path) : stat(path)).catch(() => undefined);
	return found?.isFile()
		? { name, path, size: found.size, state: `${found.ino} ${found.size} ${found.mtimeMs}` }
		: undefined;
}

/** The name of a segment that is being replaced; still one that is read. */
export function retiredName(name: string, unique: string): string {
	return name.replace(SEGMENT, `.replaced-${unique}.jsonl`);
}

export function isRetired(name: string): boolean {
	return RETIRED.test(name);
}

/** What a segment was called before it was retired. */
export function formerName(name: string): string {
	return name.replace(RETIRED, '');
}
