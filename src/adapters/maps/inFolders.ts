import { readFile } from 'node:fs/promises';
import { type GeneratedFrame, inlineMapOf, type MapAnswer, mappedFrames } from '../../core/frames/mappedFrames';
import { readSourceMap } from '../../core/frames/sourceMap';
import type { SourceMaps } from '../../core/ports/sourceMaps';
import { builtFilesIn, mapReader } from './folder';

/** Source maps looked up in this very thread: for the worker, the command line and tests. */
export const mapsInFolders: SourceMaps = {
	lookUp: (
		frames: readonly GeneratedFrame[],
		{ chosen, folders }: { readonly chosen: readonly string[]; readonly folders: readonly string[] },
		signal: AbortSignal,
	): Promise<readonly MapAnswer[]> => {
		const readMap = mapReader(); // of this question alone: another one may be answered meanwhile
		return mappedFrames(
			frames,
			[
				...chosen.map((folder) => builtFilesIn(folder, true, readMap)),
				...folders.filter((folder) => !chosen.includes(folder)).map((folder) => builtFilesIn(folder, false, readMap)),
			],
			signal,
		);
	},
	contentOf: async (file, source) => {
		const json = file.endsWith('.map') ? mapReader()(file) : await inlineMapIn(file);
		const map = json && !('limit' in json) ? readSourceMap(json) : undefined;
		return map && 'contentOf' in map ? map.contentOf(source) : undefined;
	},
};

async function inlineMapIn(script: string): Promise<Uint8Array | undefined> {
	const text = await readFile(script, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : inlineMapOf(text);
}
