import { originalPositionFor, type SourceMapInput, TraceMap } from '@jridgewell/trace-mapping';
import * as v from 'valibot';
import { mapParts, textOf } from './mapParts';
import { MalformedMap, narrowed } from './narrowMap';

/** A place in a built file; 1-based, as traces print it. */
export interface GeneratedPlace {
	readonly line: number;
	readonly column: number;
}

/** What a place was before it was built. */
export interface OriginalPlace {
	/** As the map says it, its `sourceRoot` put before: a path from the map's own folder, a URL, or `webpack://shop/./src/a.ts`. */
	readonly source: string;
	/** 1-based. */
	readonly line: number;
	/** 1-based. */
	readonly column: number;
	/** What was called there, where the map knows a name for it. */
	readonly name?: string;
}

/** Why a map was not used. */
export type MapRefusal =
	| { readonly code: 'notAMap' }
	/** It was not read for its size; both in bytes. In a folder more is read than in the repository's own tree. */
	| { readonly code: 'tooLarge'; readonly bytes: number; readonly limit: number; readonly isInTree: boolean }
	/** Its mappings are not well-formed. */
	| { readonly code: 'malformed' }
	/** It holds the address of another map instead of mappings. */
	| { readonly code: 'remoteSections' }
	/** It says that it belongs to the file of another name. */
	| { readonly code: 'otherFile'; readonly file: string }
	/** Its debug id is not that of the built file. */
	| { readonly code: 'otherBuild' }
	/** The built file beside it has no such line or column. */
	| { readonly code: 'beyondFile'; readonly line: number; readonly column: number }
	/** The lines of the sources that it brings along are not those of the deployed revision. */
	| { readonly code: 'otherSources'; readonly file: string; readonly line: number }
	/** It says nothing about most of the places: they come from another build. */
	| { readonly code: 'noMapping'; readonly places: number; readonly mapped: number };

/** A map that was read and looks like the right one. */
export interface SourceMap {
	/** Aligned with `places`; undefined where the map has nothing for one. */
	readonly originals: (places: readonly GeneratedPlace[]) => readonly (OriginalPlace | undefined)[] | MapRefusal;
	/** The text of a source, as `OriginalPlace.source` calls it, where the map brings it along. */
	readonly contentOf: (source: string) => string | undefined;
}

const Plain = v.looseObject({
	version: v.pipe(
		v.union([v.number(), v.string()]),
		v.check((version) => Number(version) === 3),
	),
	mappings: v.string(),
	sources: v.array(v.nullable(v.string())),
	names: v.optional(v.array(v.string()), []),
	sourceRoot: v.nullish(v.string()),
	sourcesContent: v.nullish(v.array(v.nullable(v.string()))),
	file: v.nullish(v.string()),
});
type Plain = v.InferOutput<typeof Plain>;

const Offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Indexed = v.looseObject({
	sections: v.array(
		v.looseObject({ offset: v.object({ line: Offset, column: Offset }), map: v.optional(v.unknown()) }),
	),
	file: v.nullish(v.string()),
});

interface Section {
	/** 0-based. */
	readonly line: number;
	readonly column: number;
	/** Its mappings and the texts of its sources may be missing: they are in the fields below. */
	readonly map: Plain;
	/** In their Base64 digits. */
	readonly mappings: Uint8Array;
	readonly contentAt: (index: number) => string | undefined;
}

/** Sections in sections that are opened. */
const MAX_NESTING = 3;

/** Some servers put this before a map, so that it is not run as a script. */
const GUARD = ")]}'";

/**
 * Reads a source map: a plain one, or an index of several.
 *
 * @param json bytes are UTF-8, and have to stay as they are as long as the map is used
 * @see ECMA-426, the source map format
 */
export function readSourceMap(json: string | Uint8Array): SourceMap | MapRefusal {
	const bytes = typeof json === 'string' ? new TextEncoder().encode(json) : json;
	const sections = sectionsIn(bytes);
	if (sections === undefined) {
		return { code: 'notAMap' };
	}
	if (sections === 'remote') {
		return { code: 'remoteSections' };
	}
	let sources: readonly ContentFinder[] | undefined;
	return {
		originals: (places) => {
			try {
				return originalsIn(sections, places);
			} catch (error) {
				if (error instanceof MalformedMap) {
					return { code: 'malformed' };
				}
				throw error;
			}
		},
		contentOf: (source) => {
			sources ??= sections.map(contentFinder);
			for (const contentIn of sources) {
				const content = contentIn(source);
				if (content !== undefined) {
					return content;
				}
			}
			return undefined;
		},
	};
}

/** The name of the built file that a map says it belongs to, and its debug id. */
export function claimsOf(bytes: Uint8Array): { readonly file?: string; readonly debugId?: string } {
	// Both stand at the map's ends, and a map may have megabytes in between. The parts of an index have files of their own.
	const ends = bytes.length > 8192 ? textOf(bytes.subarray(0, 4096)) + textOf(bytes.subarray(-4096)) : textOf(bytes);
	const file = /"file"\s{0,9}:\s{0,9}"([^"\\]{1,1000})"/.exec(ends.split(/"sections"\s{0,9}:/, 1)[0] ?? '')?.[1];
	const debugId = /"debug_?[iI]d"\s{0,9}:\s{0,9}"([\da-fA-F-]{8,64})"/.exec(ends)?.[1];
	return { ...(file && { file }), ...(debugId && { debugId: debugId.toLowerCase() }) };
}

function sectionsIn(bytes: Uint8Array): readonly Section[] | 'remote' | undefined {
	const from = guardEnd(bytes);
	const parts = mapParts(bytes, from);
	if (!parts) {
		return sectionsOf(jsonOf(textOf(bytes.subarray(from))), 0, 0, 0);
	}
	const map = v.safeParse(Plain, parts.rest);
	const mappings = bytes.subarray(parts.mappings.start, parts.mappings.end);
	return map.success ? [{ line: 0, column: 0, map: map.output, mappings, contentAt: parts.contentAt }] : undefined;
}

function guardEnd(bytes: Uint8Array): number {
	return textOf(bytes.subarray(0, GUARD.length)) === GUARD ? bytes.indexOf(0x0a) + 1 : 0;
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function sectionsOf(
	json: unknown,
	line: number,
	column: number,
	depth: number,
): readonly Section[] | 'remote' | undefined {
	const plain = v.safeParse(Plain, json);
	if (plain.success) {
		const map = plain.output;
		const contentAt = (index: number) => map.sourcesContent?.[index] ?? undefined;
		return [{ line, column, map, mappings: new TextEncoder().encode(map.mappings), contentAt }];
	}
	const index = v.safeParse(Indexed, json);
	if (!index.success || depth === MAX_NESTING) {
		return undefined;
	}
	const found: Section[] = [];
	for (const { offset, map } of index.output.sections) {
		if (map === undefined) {
			return 'remote';
		}
		const inside = sectionsOf(
			map,
			line + offset.line,
			offset.line === 0 ? column + offset.column : offset.column,
			depth + 1,
		);
		if (inside === undefined || inside === 'remote') {
			return inside;
		}
		found.push(...inside);
	}
	return found;
}

function originalsIn(
	sections: readonly Section[],
	places: readonly GeneratedPlace[],
): readonly (OriginalPlace | undefined)[] {
	const found: (OriginalPlace | undefined)[] = places.map(() => undefined);
	for (const [i, section] of sections.entries()) {
		const next = sections[i + 1];
		const own = places.flatMap(({ line, column }, place) =>
			isFrom(section, line - 1, column - 1) && !(next && isFrom(next, line - 1, column - 1))
				? [
						{
							place,
							line: line - 1 - section.line,
							column: column - 1 - (line - 1 === section.line ? section.column : 0),
						},
					]
				: [],
		);
		if (own.length > 0) {
			const map = new TraceMap(
				narrowed(section.map, section.mappings, own) ?? encoded(section.map, textOf(section.mappings)),
			);
			for (const { place, line, column } of own) {
				found[place] = originalIn(map, line, column);
			}
		}
	}
	return found;
}

const isFrom = (section: Section, line: number, column: number) =>
	line > section.line || (line === section.line && column >= section.column);

function originalIn(map: TraceMap, line: number, column: number): OriginalPlace | undefined {
	const {
		source,
		line: originalLine,
		column: originalColumn,
		name,
	} = originalPositionFor(map, { line: line + 1, column });
	// A map may number sources, names and lines that there are not, and leave the name of a source out.
	return !source || source.endsWith('/') || originalLine < 1 || originalColumn < 0
		? undefined
		: { source, line: originalLine, column: originalColumn + 1, ...(name && { name }) };
}

type ContentFinder = (source: string) => string | undefined;

/** Finds a source's text as `sourceContentFor` does, and makes a string of no other one. */
function contentFinder({ map, contentAt }: Section): ContentFinder {
	const { sources, resolvedSources } = new TraceMap(encoded(map, ''));
	const known = new Map<string, string | undefined>();
	return (source) => {
		if (!known.has(source)) {
			const index = sources.indexOf(source);
			known.set(source, contentAt(index < 0 ? resolvedSources.indexOf(source) : index));
		}
		return known.get(source);
	};
}

const encoded = ({ names, sources, sourceRoot }: Plain, mappings: string): SourceMapInput => ({
	version: 3,
	names,
	sources,
	...(sourceRoot && { sourceRoot }),
	mappings,
});
