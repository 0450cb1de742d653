import { inlineMapOf } from '../../core/frames/mappedFrames';
import { readSourceMap } from '../../core/frames/sourceMap';
import type { Incident } from '../../core/incident/record';
import type { Original } from '../../core/suspects/originals';
import type { SourceDocumentsNeeds } from './sourceDocuments';

/** The text of a frame's source as the map that its analysis used has it; undefined where the map brings none. */
export async function mappedSource(
	{ sourceMaps, openRepository }: Pick<SourceDocumentsNeeds, 'sourceMaps' | 'openRepository'>,
	{ repository, analysis }: Incident,
	{ map, key }: Original,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (/^(?:\/|[A-Za-z]:)/.test(map) || repository === undefined || analysis === undefined) {
		return sourceMaps.contentOf(map, key, signal);
	}
	const text = await (await openRepository(repository, signal)).readFile(analysis.revision, map, signal);
	const json = text !== undefined && !map.endsWith('.map') ? inlineMapOf(text) : text;
	const read = json === undefined ? undefined : readSourceMap(json);
	return read && 'contentOf' in read ? read.contentOf(key) : undefined;
}
