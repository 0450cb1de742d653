import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../src/base/slices';
import type { Change } from '../../../src/core/ports/repository';
import { withChanges } from '../../../src/core/suspects/changeFeatures';
import { at, FEATURES } from '../../../src/core/suspects/features';
import { type Place, wantedWords } from '../../../src/core/suspects/places';

const commitOf = (sha: string) => ({ sha, author: '', date: 0, authoredAt: 0, subject: '', parents: ['p'] });

const placeOf = (sha: string): Place => ({
	path: 'a.js',
	commit: commitOf(sha),
	features: new Float64Array(FEATURES.length),
	count: 1,
	line: 1,
	frame: 0,
	isBoundary: false,
	isInFunction: true,
});

/** How well each commit's message and paths answer the incident. */
function answersTo(messages: readonly string[], changes: readonly Pick<Change, 'message' | 'paths'>[]) {
	const wanted = wantedWords(messages, [], ['settleInvoice']);
	const all = new Map(changes.map((change, i) => [`${i}`, { commit: commitOf(`${i}`), ...change }] as const));
	const places = runAtOnce(withChanges([...all.keys()].map(placeOf), all, new Set(), wanted));
	return places.map(({ features }) => ({
		message: features[at('change.messageText')] ?? Number.NaN,
		paths: features[at('change.pathsText')] ?? Number.NaN,
	}));
}

describe('what a commit says of the incident', () => {
	it('counts a word of the incident the more, the fewer commits have it', () => {
		const [common, rare, both, none] = answersTo(
			['quota of tenant exceeded'],
			[
				{ message: 'Tenant pages', paths: ['a.js'] },
				{ message: 'Quota pages', paths: ['a.js'] },
				{ message: 'Tenant quota', paths: ['a.js'] },
				{ message: 'Other pages', paths: ['a.js'] },
				{ message: 'Tenant names', paths: ['a.js'] },
			],
		).map(({ message }) => message) as [number, number, number, number];
		assert.ok(none === 0 && common > 0 && rare > common && both > rare, `${[none, common, rare, both]}`);
	});

	it('counts the same word more in a short message than in a long one', () => {
		const [short, long] = answersTo(
			['quota exceeded'],
			[
				{ message: 'Raise quota', paths: [] },
				{ message: `Raise quota ${'and many more settings of pages that nobody reads'}`, paths: [] },
				{ message: 'Pages', paths: [] },
			],
		).map(({ message }) => message) as [number, number];
		assert.ok(short > long && long > 0, `${[short, long]}`);
	});

	it('reads the words of changed paths, and of functions that are in no file of the repository', () => {
		const answers = answersTo(
			['it failed'],
			[
				{ message: 'x', paths: ['billing/invoice_pages.py'] },
				{ message: 'x', paths: ['other/readme.py'] },
			],
		);
		assert.ok((answers[0]?.paths ?? 0) > 0);
		assert.equal(answers[1]?.paths, 0);
	});

	it('is a finite number of at least 0, whatever was written', () => {
		const text = fc.string({ unit: 'grapheme', maxLength: 60 });
		fc.assert(
			fc.property(
				fc.array(text, { maxLength: 3 }),
				fc.array(fc.record({ message: text, paths: fc.array(text, { maxLength: 3 }) }), { maxLength: 6 }),
				(messages, changes) => {
					const answers = answersTo(messages, changes);
					assert.equal(answers.length, changes.length);
					for (const { message, paths } of answers) {
						assert.ok(Number.isFinite(message) && message >= 0 && Number.isFinite(paths) && paths >= 0);
					}
				},
			),
		);
	});

	it('goes on in small steps, and takes no more than the beginning of a dump that names a hundred thousand functions', () => {
		const elsewhere = Array.from({ length: 100_000 }, (_, i) => `com.acme.Module${i}.handleRequest${i}`);
		const { incident } = wantedWords(['it failed'], [], elsewhere);
		assert.ok(incident.size < 5_000, `${incident.size}`);
		const changes = new Map(
			Array.from(
				{ length: 20 },
				(_, i) => [`${i}`, { commit: commitOf(`${i}`), message: 'x', paths: ['a.js'] }] as const,
			),
		);
		const steps = [...withChanges([...changes.keys()].map(placeOf), changes, new Set(), wantedWords(['x'], []))];
		assert.ok(steps.length >= 4 * changes.size, `${steps.length}`);
	});
});
