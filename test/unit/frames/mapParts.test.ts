import assert from 'node:assert/strict';
import { originalPositionFor, type SourceMapSegment, sourceContentFor, TraceMap } from '@jridgewell/trace-mapping';
import fc from 'fast-check';
import { mapParts, textOf } from '../../../src/core/frames/mapParts';
import { readSourceMap } from '../../../src/core/frames/sourceMap';
import { encodedMappings } from '../../support/sourceMaps';

interface AnyMap {
	readonly version: 3;
	readonly names: readonly string[];
	readonly sources: readonly (string | null)[];
	readonly sourceRoot?: string;
	readonly sourcesContent?: readonly (string | null)[];
	readonly mappings: string;
}

const text = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom('\t"x\\"\n', '\u0000\u2028', '[{"mappings":""}]'),
);
const mappings = fc
	.array(fc.array(fc.tuple(fc.nat(40), fc.nat(20), fc.nat(50), fc.nat(9), fc.nat(3)), { maxLength: 6 }), {
		maxLength: 4,
	})
	.map((lines) =>
		encodedMappings(lines.map((line) => line.sort(([a], [b]) => a - b) as unknown as readonly SourceMapSegment[])),
	);
const maps: fc.Arbitrary<AnyMap> = fc.record(
	{
		version: fc.constant(3 as const),
		names: fc.array(text, { minLength: 4, maxLength: 5 }),
		sources: fc.array(fc.oneof(text, fc.constant(null)), { minLength: 21, maxLength: 40 }),
		sourceRoot: fc.constantFrom('', '/srv', 'webpack://shop/'),
		sourcesContent: fc.array(fc.oneof(text, fc.constant(null)), { minLength: 1, maxLength: 40 }),
		mappings,
	},
	{ requiredKeys: ['version', 'names', 'sources', 'mappings'] },
);

/** The JSON of a map, its keys in some order, with or without space. */
const spelled = (map: fc.Arbitrary<AnyMap>): fc.Arbitrary<Uint8Array> =>
	fc.tuple(map, fc.infiniteStream(fc.nat()), fc.constantFrom(undefined, '\t', ' ')).map(([value, order, space]) => {
		const keys = Object.entries(value).map((entry) => ({ entry, at: order.next().value }));
		const shuffled = Object.fromEntries(keys.sort((a, b) => a.at - b.at).map(({ entry }) => entry));
		return Buffer.from(JSON.stringify(shuffled, undefined, space));
	});

const damage = fc.record({
	at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
	removed: fc.nat(3),
	bytes: fc.array(fc.constantFrom(...Buffer.from('"\\[]{},:nu0 \n\0\u00e9')), { maxLength: 2 }),
});

function damaged(bytes: Uint8Array, { at, removed, bytes: other }: { at: number; removed: number; bytes: number[] }) {
	const start = Math.floor(at * bytes.length);
	return Buffer.concat([bytes.subarray(0, start), Uint8Array.from(other), bytes.subarray(start + removed)]);
}

/** What `JSON.parse` makes of a map; undefined where it is no JSON. */
function whole(bytes: Uint8Array): AnyMap | undefined {
	try {
		return JSON.parse(Buffer.from(bytes).toString());
	} catch {
		return undefined;
	}
}

/** The parts, put together again. */
function together(bytes: Uint8Array, like: AnyMap): unknown {
	const parts = mapParts(bytes, 0);
	assert.ok(parts);
	const { start, end } = parts.mappings;
	return {
		...(parts.rest as object),
		mappings: textOf(bytes, { start, end }),
		...(like.sourcesContent && {
			sourcesContent: like.sourcesContent.map((_, index) => parts.contentAt(index) ?? null),
		}),
	};
}

describe('a source map that is taken apart', () => {
	it('has in its parts what it has as a whole', () => {
		fc.assert(
			fc.property(spelled(maps), (bytes) => {
				const map = whole(bytes);
				assert.ok(map);
				assert.deepEqual(together(bytes, map), map);
			}),
			{ numRuns: 500 },
		);
	});

	it('is taken for no map wherever it is damaged so that it is no JSON, and else says what it says as a whole', () => {
		fc.assert(
			fc.property(spelled(maps), fc.array(damage, { minLength: 1, maxLength: 3 }), (bytes, damages) => {
				const other = damages.reduce(damaged, bytes as Buffer);
				const map = whole(other);
				if (map === undefined) {
					assert.deepEqual(readSourceMap(other), { code: 'notAMap' });
				} else if (mapParts(other, 0)) {
					assert.deepEqual(together(other, map), map);
				}
			}),
			{ numRuns: 3000 },
		);
	});

	it('is no map where only a text in it that nobody asks for is no JSON', () => {
		for (const contents of [
			'["a\nb"]',
			'["\t"]',
			'["\\x"]',
			'["\\u12g4"]',
			'["\\u12"]',
			'["a""b"]',
			'["a",]',
			'[nul]',
			'["a" 1]',
			'["a"',
		]) {
			const json = `{"version":3,"sources":["a.ts"],"sourcesContent":${contents},"mappings":"AAAA"}`;
			assert.deepEqual(readSourceMap(json), { code: 'notAMap' }, json);
		}
	});

	it('answers as trace-mapping does: the same places, names and sources, with the same texts', () => {
		const places = fc.array(
			fc.record({ line: fc.integer({ min: 1, max: 5 }), column: fc.integer({ min: 1, max: 50 }) }),
		);
		fc.assert(
			fc.property(spelled(maps), places, (bytes, asked) => {
				const reference = new TraceMap(Buffer.from(bytes).toString());
				const map = readSourceMap(bytes);
				assert.ok('originals' in map);
				const found = map.originals(asked);
				assert.ok(!('code' in found));
				for (const [i, place] of found.entries()) {
					const { line = 1, column = 1 } = asked[i] ?? {};
					const expected = originalPositionFor(reference, { line, column: column - 1 });
					const isNamed = expected.source !== null && expected.source !== '' && !expected.source.endsWith('/');
					assert.deepEqual(
						place && { ...place, name: place.name || null },
						isNamed ? { ...expected, column: expected.column + 1, name: expected.name || null } : undefined,
					);
				}
				for (const source of reference.resolvedSources) {
					assert.equal(map.contentOf(source), sourceContentFor(reference, source) ?? undefined);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	it('is read as a whole where it says things twice, in other letters, or is an index', () => {
		for (const json of [
			'{"version":3,"sources":[],"mappings":"AAAA","mappings":""}',
			'{"version":3,"sources":[],"m\\u0061ppings":"AAAA"}',
			'{"version":3,"sources":[],"mappings":"\\u0041AAA"}',
			'{"version":3,"sources":[],"sourcesContent":["a"],"mappings":"","sourcesContent":null}',
			'{"version":3,"sections":[],"mappings":""}',
			'{"version":3,"sources":[],"sourcesContent":[7],"mappings":""}',
		]) {
			assert.equal(mapParts(Buffer.from(json), 0), undefined, json);
		}
		const map = readSourceMap('{"version":3,"sources":["a.ts"],"mappings":"","mappings":"\\u0041AAA"}');
		assert.ok('originals' in map);
		assert.deepEqual(map.originals([{ line: 1, column: 1 }]), [{ source: 'a.ts', line: 1, column: 1 }]);
	});
});
