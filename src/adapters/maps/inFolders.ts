import { readFile } from 'node:fs/promises';
import { type GeneratedFrame, inlineMapOf, type MapAnswer, mappedFrames } from '../../core/frames/mappedFrames';
import { readSourceMap } from '../../core/frames/sourceMap';
import type { SourceMaps } from '../../core/ports/sourceMaps';
import { builtFilesIn } from './folder';

/** Source maps looked up in this very thread: for the worker, the command line and tests. */
export const mapsInFolders: SourceMaps = {
	lookUp: (
		frames: readonly GeneratedFrame[],
		{ chosen, folders }: { readonly chosen: readonly string[]; readonly folders: readonly string[] },
		signal: AbortSignal,
	): Promise<readonly MapAnswer[]> =>
		mappedFrames(
			frames,
			[
				...chosen.map((folder) => builtFilesIn(folder, true)),
				...folders.filter((folder) => !chosen.includes(folder)).map((folder) => builtFilesIn(folder, false)),
			],
			signal,
		),
	contentOf: async (file, source) => {
		const text = await readFile(file, 'utf8').catch(() => undefined);
		const json = text !== undefined && !file.endsWith('.map') ? inlineMapOf(text) : text;
		const map = json === undefined ? undefined : readSourceMap(json);
		return map && 'contentOf' in map ? map.contentOf(source) : undefined;
	},
};
