import type { BuiltFiles, TooLarge } from '../ports/builtFiles';
import { claimsOf, type MapRefusal, type OriginalPlace, readSourceMap, type SourceMap } from './sourceMap';

/** A frame of a file that a build may have made. Line and column are 1-based, as printed. */
export interface GeneratedFrame {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

export type MapAnswer =
	/** There is no map for this file. */
	| { readonly kind: 'none' }
	| ({
			readonly kind: 'mapped';
			/** Where the map is, as a person would find it. */
			readonly map: string;
			/** `source`, made a path where it is one relative to the map's. */
			readonly file: string;
			/** The original line, where the map brings its sources along; at most some hundred units of it. */
			readonly text?: string;
	  } & OriginalPlace)
	/** There is a map, and it says nothing about this place. */
	| { readonly kind: 'unmapped'; readonly map: string }
	/** There is a map of that name, and it is not this file's. */
	| { readonly kind: 'refused'; readonly map: string; readonly refusal: MapRefusal };

/** Maps of one name that are tried: a folder may have those of several builds. */
const MAX_CANDIDATES = 8;

/** Files of a trace that are looked up; more are no trace of one program. */
const MAX_FILES = 200;

/** Fewer mapped places than this share of a file's, and the map is another build's. */
const MIN_MAPPED = 0.5;

/** What bundlers put into names so that they change with the content. */
const HASH = /(?:^|[._-])(?=[\da-zA-Z_-]*\d)[\da-zA-Z_]{6,64}(?=[._-]|$)/;

/** The comment that names a script's map: the last one counts. */
const MAPPING_URL = /[#@]\s?sourceMappingURL=([^\s'"]+)/g;
const DEBUG_ID = /[#@]\s?debugId=([\da-fA-F-]{8,64})/;

const INLINE = /^data:application\/json[^,]{0,99},/;

/**
 * Finds the source maps of built files, and through them what frames were before the build. A map that does not fit is refused: a wrong line
 * is worse than none.
 *
 * @param places folders and trees, the likeliest first; one later in the list is asked only where those before have no fitting map
 * @returns aligned with `frames`
 * @throws `signal.reason` when cancelled
 */
export async function mappedFrames(
	frames: readonly GeneratedFrame[],
	places: readonly BuiltFiles[],
	signal: AbortSignal,
): Promise<readonly MapAnswer[]> {
	const answers: MapAnswer[] = frames.map(() => ({ kind: 'none' }));
	const byFile = new Map<string, number[]>();
	for (const [i, { file }] of frames.entries()) {
		byFile.set(file, [...(byFile.get(file) ?? []), i]);
	}
	for (const [file, indices] of [...byFile].slice(0, MAX_FILES)) {
		const own = indices.flatMap((i) => frames[i] ?? []);
		for (const [n, answer] of (await answersFor(file, own, places, signal)).entries()) {
			answers[indices[n] ?? -1] = answer;
		}
	}
	return answers;
}

async function answersFor(
	file: string,
	frames: readonly GeneratedFrame[],
	places: readonly BuiltFiles[],
	signal: AbortSignal,
): Promise<readonly MapAnswer[]> {
	let refused: MapAnswer | undefined;
	for (const place of places) {
		for await (const { map, path, script } of candidates(file, place, signal)) {
			signal.throwIfAborted();
			const name = place.root === '' ? path : `${place.root}/${path}`;
			const found: Fitting | MapRefusal =
				'limit' in map ? { code: 'tooLarge', ...map, isInTree: place.root === '' } : fitting(map, file, frames, script);
			if ('code' in found) {
				refused ??= { kind: 'refused', map: name, refusal: found };
				continue;
			}
			return found.originals.map((original) => {
				if (original === undefined) {
					return { kind: 'unmapped', map: name };
				}
				const text = lineOf(found.map.contentOf(original.source), original.line);
				const file = pathOf(original.source, name);
				return { kind: 'mapped', map: name, file, ...original, ...(text !== undefined && { text }) };
			});
		}
	}
	return frames.map(() => refused ?? { kind: 'none' });
}

interface Candidate {
	/** JSON, until the next candidate is asked for. */
	readonly map: Uint8Array | TooLarge;
	/** The map's own path, or that of the script it stands in. */
	readonly path: string;
	/** The built file's text, where it is at hand. */
	readonly script: string | undefined;
}

/** Maps that may be a file's: those named after it, then those that it names or holds itself. */
async function* candidates(file: string, place: BuiltFiles, signal: AbortSignal): AsyncGenerator<Candidate> {
	const segments = segmentsOf(file);
	const name = segments.at(-1);
	if (name === undefined) {
		return;
	}
	const all = await place.list(signal);
	const known = new Set(all);
	const tried = new Set<string>();
	for (const path of matching(all, [...segments.slice(0, -1), `${name}.map`], place.isChosen)) {
		const map = await place.readMap(path, signal);
		tried.add(path);
		if (map !== undefined) {
			const beside = path.slice(0, -'.map'.length);
			yield { map, path, script: known.has(beside) ? await place.readScript(beside, signal) : undefined };
		}
	}
	for (const path of matching(all, segments, place.isChosen)) {
		const script = await place.readScript(path, signal);
		const url = script === undefined ? undefined : mappingUrl(script);
		if (script === undefined || url === undefined) {
			continue;
		}
		const named = joined(path, url.split(/[?#]/)[0] ?? '');
		const isNamed = known.has(named) && !tried.has(named);
		const map = INLINE.test(url) ? inlineMap(url) : isNamed ? await place.readMap(named, signal) : undefined;
		if (map !== undefined) {
			yield { map, path: INLINE.test(url) ? path : named, script };
		}
	}
}

const mappingUrl = (script: string) => [...script.matchAll(MAPPING_URL)].at(-1)?.[1];

/** The map that a script holds itself. */
export function inlineMapOf(script: string): Uint8Array | undefined {
	const url = mappingUrl(script);
	return url !== undefined && INLINE.test(url) ? inlineMap(url) : undefined;
}

/** Paths that end like the printed one, those that share most with it first. */
function matching(paths: readonly string[], wanted: readonly string[], isChosen: boolean): readonly string[] {
	const name = wanted.at(-1) ?? '';
	const end = `/${name}`;
	const isUnique = HASH.test(name.replace(/(?:\.\w{1,9}){1,2}$/, ''));
	return paths
		.filter((path) => path === name || path.endsWith(end))
		.map((path) => ({ path, shared: sharedEnd(path.split('/'), wanted) }))
		.filter(({ path, shared }) => isChosen || isUnique || shared > 1 || shared === wanted.length || path === name)
		.sort((a, b) => b.shared - a.shared || a.path.length - b.path.length)
		.slice(0, MAX_CANDIDATES)
		.map(({ path }) => path);
}

function sharedEnd(a: readonly string[], b: readonly string[]): number {
	let shared = 0;
	while (shared < a.length && shared < b.length && a.at(-1 - shared) === b.at(-1 - shared)) {
		shared++;
	}
	return shared;
}

interface Fitting {
	readonly map: SourceMap;
	readonly originals: readonly (OriginalPlace | undefined)[];
}

/** The originals of all places, or why the map is not this file's. */
function fitting(
	json: Uint8Array,
	file: string,
	frames: readonly GeneratedFrame[],
	script: string | undefined,
): Fitting | MapRefusal {
	const claims = claimsOf(json);
	const name = segmentsOf(file).at(-1) ?? '';
	if (claims.file !== undefined && unhashed(segmentsOf(claims.file).at(-1) ?? '') !== unhashed(name)) {
		return { code: 'otherFile', file: claims.file };
	}
	const id = script === undefined ? undefined : DEBUG_ID.exec(script.slice(-4096))?.[1]?.toLowerCase();
	if (id !== undefined && claims.debugId !== undefined && id !== claims.debugId) {
		return { code: 'otherBuild' };
	}
	const beyond = script === undefined ? undefined : frames.find((frame) => !holds(script, frame));
	if (beyond) {
		return { code: 'beyondFile', line: beyond.line, column: beyond.column };
	}
	const map: SourceMap | MapRefusal = readSourceMap(json);
	if ('code' in map) {
		return map;
	}
	const originals = map.originals(frames);
	if ('code' in originals) {
		return originals;
	}
	const mapped = originals.filter((original) => original !== undefined).length;
	return mapped < MIN_MAPPED * frames.length
		? { code: 'noMapping', places: frames.length, mapped }
		: { map, originals };
}

/** Whether a text has a line and a column. */
function holds(text: string, { line, column }: GeneratedFrame): boolean {
	const range = rangeOf(text, line);
	return range !== undefined && column - 1 <= range[1] - range[0];
}

/** Units of a line that two sources are compared by. */
const MAX_TEXT = 400;

function lineOf(text: string | undefined, line: number): string | undefined {
	const range = text === undefined ? undefined : rangeOf(text, line);
	return range && text?.slice(range[0], Math.min(range[1], range[0] + MAX_TEXT));
}

/** Offsets of a 1-based line, without its break; undefined where there is none. */
function rangeOf(text: string, line: number): readonly [number, number] | undefined {
	let start = 0;
	for (let i = 1; i < line; i++) {
		start = text.indexOf('\n', start) + 1;
		if (start === 0) {
			return undefined;
		}
	}
	const end = text.indexOf('\n', start);
	return [start, end < 0 ? text.length : end];
}

/** A file's name without the part that changes with its content. */
const unhashed = (name: string) => name.replace(HASH, '').toLowerCase();

/** The segments of a printed path or URL, without its origin, query and hash. */
function segmentsOf(file: string): readonly string[] {
	const path = file.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
	return path.split(/[\\/]+/).filter((segment) => segment !== '' && segment !== '.');
}

/** A path beside another one; `..` stays inside the root. */
function joined(path: string, relative: string): string {
	const segments = path.split('/').slice(0, -1);
	for (const segment of relative.split('/')) {
		if (segment === '..') {
			segments.pop();
		} else if (segment !== '' && segment !== '.') {
			segments.push(segment);
		}
	}
	return segments.join('/');
}

/** A source as a path, where the map gives it relative to its own. */
function pathOf(source: string, map: string): string {
	if (/^(?:[a-z][\w+.-]*:|\/|[A-Za-z]:[\\/])/i.test(source)) {
		return source;
	}
	const root = map.startsWith('/') ? '/' : '';
	return root + joined(map.replaceAll('\\', '/'), source.replaceAll('\\', '/'));
}

function inlineMap(url: string): Uint8Array | undefined {
	const data = url.slice(url.indexOf(',') + 1);
	try {
		return /;base64,/.test(url.slice(0, 200))
			? Uint8Array.from(atob(data), (unit) => unit.charCodeAt(0))
			: new TextEncoder().encode(decodeURIComponent(data));
	} catch {
		return undefined;
	}
}
