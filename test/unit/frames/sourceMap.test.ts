import assert from 'node:assert/strict';
import { originalPositionFor, type SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import fc from 'fast-check';
import { narrowed } from '../../../src/core/frames/narrowMap';
import {
	claimsOf,
	type GeneratedPlace,
	type OriginalPlace,
	readSourceMap,
	type SourceMap,
} from '../../../src/core/frames/sourceMap';
import { encodedMappings } from '../../support/sourceMaps';

/** Lines of segments in order, some of them at the same column, with or without a source. */
const lines = fc.array(
	fc
		.array(fc.tuple(fc.nat(60), fc.constantFrom(1, 4, 5), fc.nat(2), fc.nat(500), fc.nat(90), fc.nat(3)), {
			maxLength: 12,
		})
		.map((segments) =>
			segments
				.sort(([a], [b]) => a - b)
				.map(([column, fields, ...rest]) => [column, ...rest].slice(0, fields) as SourceMapSegment),
		),
	{ maxLength: 6 },
);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const names = ['a', 'b', 'c', 'd'];
const sources = ['x.ts', null, '../y.ts'];

function placesIn(map: SourceMap, places: readonly GeneratedPlace[]): readonly (OriginalPlace | undefined)[] {
	const found = map.originals(places);
	assert.ok(!('code' in found));
	return found;
}

describe('a source map', () => {
	it('answers alike whether all of it is decoded or only what was asked for', () => {
		const places = fc.array(fc.record({ line: fc.nat(7), column: fc.nat(70) }), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(lines, places, (decoded, asked) => {
				const mappings = encodedMappings(decoded);
				const whole = new TraceMap({ version: 3, names, sources, mappings });
				const small = narrowed({ names, sources }, bytesOf(mappings), asked);
				assert.ok(small);
				const narrow = new TraceMap(small);
				for (const { line, column } of asked) {
					assert.deepEqual(
						originalPositionFor(narrow, { line: line + 1, column }),
						originalPositionFor(whole, { line: line + 1, column }),
					);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	it('is decoded as a whole when its segments are not in order', () => {
		const mappings = encodedMappings([
			[
				[9, 0, 3, 1],
				[2, 0, 1, 1],
			],
		]);
		assert.equal(narrowed({ names, sources }, bytesOf(mappings), [{ line: 0, column: 5 }]), undefined);
		const map = readSourceMap(JSON.stringify({ version: 3, names, sources, mappings }));
		assert.ok('originals' in map);
		assert.deepEqual(map.originals([{ line: 1, column: 6 }]), [{ source: 'x.ts', line: 2, column: 2 }]);
	});

	it('is read out of an index of maps, each from where its part of the built file begins', () => {
		const part = (source: string) => ({
			version: 3,
			names: ['go'],
			sources: [source],
			sourcesContent: [`// ${source}`],
			mappings: encodedMappings([[[0, 0, 9, 4, 0]]]),
		});
		const map = readSourceMap(
			JSON.stringify({
				version: 3,
				sections: [
					{ offset: { line: 0, column: 0 }, map: part('a.ts') },
					{ offset: { line: 0, column: 100 }, map: part('b.ts') },
					{ offset: { line: 2, column: 7 }, map: part('c.ts') },
				],
			}),
		);
		assert.ok('originals' in map);
		const found = placesIn(map, [
			{ line: 1, column: 5 },
			{ line: 1, column: 101 },
			{ line: 3, column: 8 },
			{ line: 3, column: 2 },
		]);
		assert.deepEqual(
			found.map((place) => place?.source),
			['a.ts', 'b.ts', 'c.ts', undefined],
		);
		assert.deepEqual(found[1], { source: 'b.ts', line: 10, column: 5, name: 'go' });
		assert.equal(map.contentOf('c.ts'), '// c.ts');
	});

	it('puts the source root before its sources, and is read behind the guard of a server', () => {
		const map = readSourceMap(
			`)]}'\n${JSON.stringify({ version: 3, sourceRoot: 'webpack://shop/', sources: ['./src/a.ts'], names, mappings: 'AAAA' })}`,
		);
		assert.ok('originals' in map);
		assert.deepEqual(map.originals([{ line: 1, column: 1 }]), [
			{ source: 'webpack://shop/src/a.ts', line: 1, column: 1 },
		]);
	});

	it('is refused where its mappings are not well-formed, and not half believed', () => {
		const wrong = ['!!!!', 'AAA%', 'ŁŁŁŁ', 'AA', 'AAA', 'AAAAAA', 'AAAg', 'AAAgggggggggB'];
		for (const mappings of wrong) {
			const map = readSourceMap(JSON.stringify({ version: 3, sources: ['x.ts'], mappings }));
			assert.ok('originals' in map);
			assert.deepEqual(map.originals([{ line: 1, column: 1 }]), { code: 'malformed' }, mappings);
		}
	});

	it('says nothing of places in sources and lines that there are not', () => {
		const beyond: readonly SourceMapSegment[] = [
			[0, 9, 0, 0],
			[0, -1, 0, 0],
			[0, 0, -3, 0],
			[0, 0, 0, -3],
			[0, 1, 0, 0],
			[0, 2, 0, 0],
		];
		for (const segment of beyond) {
			const mappings = encodedMappings([[segment]]);
			const map = readSourceMap(JSON.stringify({ version: 3, sources: ['x.ts', null, ''], mappings }));
			assert.ok('originals' in map);
			assert.deepEqual(map.originals([{ line: 1, column: 1 }]), [undefined], String(segment));
		}
		const nameless = readSourceMap(JSON.stringify({ version: 3, sources: ['x.ts'], mappings: 'AAAAK' }));
		assert.ok('originals' in nameless);
		assert.deepEqual(nameless.originals([{ line: 1, column: 1 }]), [{ source: 'x.ts', line: 1, column: 1 }]);
	});

	it('is no index where its parts begin nowhere', () => {
		const plain = { version: 3, sources: ['x.ts'], mappings: 'AAAA' };
		for (const offset of [{ line: 0.5, column: 0 }, { line: -1, column: 0 }, { line: 1e300, column: 0 }, {}]) {
			const text = JSON.stringify({ version: 3, sections: [{ offset, map: plain }] });
			assert.deepEqual(readSourceMap(text), { code: 'notAMap' }, text);
		}
	});

	it('does not belong to the file of one of its parts', () => {
		const part = { version: 3, file: 'part.js', sources: ['x.ts'], mappings: 'AAAA' };
		const sections = [{ offset: { line: 0, column: 0 }, map: part }];
		assert.deepEqual(claimsOf(bytesOf(JSON.stringify({ version: 3, sections }))), {});
		assert.deepEqual(claimsOf(bytesOf(JSON.stringify({ version: 3, file: 'app.js', sections }))), { file: 'app.js' });
	});

	it('is refused with the reason when it is none', () => {
		const refusal = (text: string) => {
			const map = readSourceMap(text);
			return 'code' in map ? map.code : 'taken';
		};
		assert.deepEqual(
			[
				'<!doctype html>',
				'{"version":2,"mappings":"","sources":[]}',
				'{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"https://x/y.map"}]}',
				'{"version":3,"mappings":"AAAA","sources":["a"]}',
			].map(refusal),
			['notAMap', 'notAMap', 'remoteSections', 'taken'],
		);
	});

	it('says which built file it belongs to without all of it being read', () => {
		const text = `{"version":3,"file":"app.js","sources":["a"],"sourcesContent":["${'x'.repeat(20_000)}"],"mappings":"","debugId":"85314830-023F-4CF1-A267-535F4E37BB17"}`;
		assert.deepEqual(claimsOf(bytesOf(text)), { file: 'app.js', debugId: '85314830-023f-4cf1-a267-535f4e37bb17' });
	});

	it('answers for a line far beyond its last without making room for it', () => {
		const map = readSourceMap('{"version":3,"mappings":"AAAA","sources":["a"]}');
		assert.ok('originals' in map);
		assert.deepEqual(map.originals([{ line: 2_000_000_000, column: 1 }]), [undefined]);
	});
});
