import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readReview } from '../../../src/core/review/read';
import { writeReview } from '../../../src/core/review/write';
import { someMarkdown, someReview } from '../../support/someReviews';

const RUNS = { numRuns: 150 };

/** Words of a text, and how often it has each. */
function wordsOf(text: string): ReadonlyMap<string, number> {
	const words = new Map<string, number>();
	for (const [word] of text.matchAll(/[\p{L}\p{N}]{2,}/gu)) {
		words.set(word, (words.get(word) ?? 0) + 1);
	}
	return words;
}

describe('A review, as a form and as Markdown', () => {
	it('says the same after it was written and read', () => {
		fc.assert(
			fc.property(someReview, (review) => assert.deepEqual(readReview(writeReview(review)), review)),
			RUNS,
		);
	});

	it('says the same after it was read, written anew and read, whoever wrote it', () => {
		fc.assert(
			fc.property(someMarkdown, (markdown) => {
				const review = readReview(markdown);
				assert.deepEqual(readReview(writeReview(review)), review);
			}),
			RUNS,
		);
	});

	it('has every word of what somebody wrote after it was read and written anew', () => {
		fc.assert(
			fc.property(someMarkdown, (markdown) => {
				const written = wordsOf(writeReview(readReview(markdown)));
				assert.deepEqual(
					[...wordsOf(markdown)].filter(([word, count]) => (written.get(word) ?? 0) < count),
					[],
				);
			}),
			RUNS,
		);
	});

	it('keeps local times that were written where no zone is named, and makes them anew where one is', () => {
		const timeline = '## Timeline\n\n- 2026-11-20 14:05:06 UTC (15:05:06 GMT+1) The pool was empty\n';
		assert.match(writeReview(readReview(timeline)), /14:05:06 UTC \(15:05:06 GMT\+1\) The pool/);
		const zoned = readReview(`---\ntimezone: America/New_York\n---\n\n${timeline}`);
		assert.match(writeReview(zoned), /14:05:06 UTC \(09:05:06 GMT-5\) The pool/);
		const other =
			'---\ntimezone: Europe/Berlin\n---\n\n## Timeline\n\n- 2026-11-20 14:05 UTC (06:05 PST) deploy began\n- 2026-11-20 14:05 UTC (23:59 GMT+1) so it said\n';
		const written = writeReview(readReview(other));
		assert.match(written, /\(15:05:00 GMT\+1\) \(06:05 PST\) deploy began/);
		assert.match(written, /\(15:05:00 GMT\+1\) \(23:59 GMT\+1\) so it said/);
	});

	it('keeps links that are defined right before a heading that is underlined', () => {
		const markdown = '# T\n\n[runbook]: https://example.com/pool\nRoot causes\n---\n\n- a\n';
		const review = readReview(markdown);
		assert.equal(review.preamble, '[runbook]: https://example.com/pool');
		assert.deepEqual(
			review.sections.map(({ id }) => id),
			['rootCauses'],
		);
		assert.equal(writeReview(review, markdown), markdown);
	});

	it('is read behind a byte order mark as without it, which stays where it is', () => {
		const markdown = '---\nincident: INC-7F3KQ\n---\n# Pool\n\n## Summary\n\nEmpty.\n\n## Trigger\n\nA release.\n';
		const marked = `\ufeff${markdown}`;
		const review = readReview(marked);
		assert.deepEqual(review, readReview(markdown));
		const [first, ...rest] = review.sections;
		assert.ok(first);
		const edited = { ...review, sections: [{ ...first, body: { kind: 'text' as const, text: 'Full.' } }, ...rest] };
		assert.equal(writeReview(edited, marked), marked.replace('Empty.', 'Full.'));
	});

	it('says the same where a list stands behind an empty one', () => {
		const review = readReview('Root causes\n---\n- \n\n  a\n- - - checkout\n-\n- ---');
		assert.deepEqual(readReview(writeReview(review)), review);
	});

	it('says the same where nothing is before a section of the first level but an empty title', () => {
		const review = readReview('#  #\n# Summary #');
		assert.equal(review.title, '');
		assert.deepEqual(readReview(writeReview(review)), review);
	});

	it('is the same text, to the letter, where nothing was edited', () => {
		fc.assert(
			fc.property(someMarkdown, (markdown) => assert.equal(writeReview(readReview(markdown), markdown), markdown)),
			RUNS,
		);
	});

	it('keeps all other sections to the letter where one is edited', () => {
		fc.assert(
			fc.property(someMarkdown, fc.nat(), (markdown, place) => {
				const review = readReview(markdown);
				const edited = review.sections[place % Math.max(1, review.sections.length)];
				if (edited?.body.kind !== 'text') {
					return;
				}
				const changed = {
					...review,
					sections: review.sections.map((one) =>
						one === edited ? { ...one, body: { kind: 'text' as const, text: 'Edited.' } } : one,
					),
				};
				const written = writeReview(changed, markdown);
				assert.deepEqual(readReview(written), changed);
				assert.equal(writeReview(readReview(written), written), written);
			}),
			RUNS,
		);
	});

	it('is read in the time of a person also where nothing in it is closed and all of it is code', () => {
		const markdown = `# T\n\n## Summary\n\n<script>\n${'```\nab\n\n'.repeat(10_000)}`;
		const review = readReview(markdown);
		assert.equal(writeReview(review, markdown), markdown);
		assert.deepEqual(readReview(writeReview(review)), review);
	});
});
