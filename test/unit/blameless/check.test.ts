import assert from 'node:assert/strict';
import fc from 'fast-check';
import { blameless } from '../../../src/core/blameless/check';
import { DEFAULT_BLAMELESS, type Finding } from '../../../src/core/blameless/model';
import { sentencesOf } from '../../../src/core/blameless/words';

const found = (text: string, options = {}) => blameless(text, { ...DEFAULT_BLAMELESS, ...options });
const wordings = (text: string, options = {}) => found(text, options).map(({ wording }) => wording);

/** The text with everything rewritten that can be. */
const rewritten = (text: string) =>
	[...found(text)].reverse().reduce((now, { rewrite }) => (rewrite ? replaced(now, rewrite) : now), text);
const replaced = (text: string, { start, end, text: by }: NonNullable<Finding['rewrite']>) =>
	text.slice(0, start) + by + text.slice(end);

const SENTENCE = 'Bob should have checked this.';

describe('blameless check', () => {
	it('offers neutral wording that makes a sentence', () => {
		assert.deepEqual(
			[
				'The on-call engineer should have checked the replica lag.',
				'The outage was due to human error.',
				'A careless edit removed the lock file.',
				'It broke because Anna forgot to renew the certificate.',
				'Bob forgot to warm the cache.',
				'The ops team neglected the alert.',
				'Who approved this change?',
				'If she had tested it, we would know.',
				'The reviewer missed the off-by-one error.',
				"It was Sara's fault that the key leaked.",
				'Bob should not have pushed to main.',
				'It was a careless edit.',
			].map(rewritten),
			[
				'There was no prompt to check the replica lag.',
				'The outage was due to a step that was easy to get wrong.',
				'An edit removed the lock file.',
				'It broke because there was no prompt to renew the certificate.',
				'There was no prompt to warm the cache.',
				'Nothing drew attention to the alert.',
				'What made it possible to approve this change?',
				'If the process had tested it, we would know.',
				'Nothing drew attention to the off-by-one error.',
				'Conditions made it possible that the key leaked.',
				'It was possible to push to main.',
				'It was an edit.',
			],
		);
	});

	it('says nothing of programs that fail, and of people who act', () => {
		assert.deepEqual(
			[
				'The deploy failed to start, and the config should have had a default.',
				'The Postgres operator failed to elect a leader.',
				'Anna rolled back at 10:05, and Bob told the customers.',
				'We have not confirmed the cause yet.',
				'The team froze all deploys; we broke the change into smaller steps.',
				'It was not obvious that the flag is global.',
				'The page is loaded by lazy loading; the user error rate is 2%.',
				'We found the wrong value in the table.',
			].flatMap((text) => wordings(text)),
			[],
		);
	});

	it('leaves alone what is no prose', () => {
		const text = [
			`---\nsummary: ${SENTENCE}\n---`,
			`\`\`\`\n${SENTENCE}\n\`\`\``,
			`Text:\n\n    ${SENTENCE}\n`,
			`<!-- ${SENTENCE} -->`,
			`The message was \`${SENTENCE}\``,
			'See https://example.com/human-error?who=human%20error and [the log](https://example.com/careless).',
			'> Caused by: Bob should have checked this\n> at Bob.should.have.checked (a.js:1:2)',
			'    at human.error (careless.js:1:2)',
			'HumanError: human error in the form',
		].join('\n\n');
		assert.deepEqual(wordings(text), []);
	});

	it('finds wording in headings, lists, quotes, tables and behind code', () => {
		const text = [
			'# Human error',
			'- The intern forgot to ask',
			'> Somebody forgot to ask',
			'| Bob ignored | the alert |',
			'With `x` the DBA should have known.',
			'~~~\ncode\n~~~\nIt was sloppy work.',
		].join('\n\n');
		assert.deepEqual(wordings(text), [
			'Human error',
			'The intern forgot to ask',
			'Somebody forgot to ask',
			'Bob ignored',
			'the DBA should have known',
			'sloppy',
		]);
	});

	it('knows the names that it is told, and does not read on over the end of a sentence or an entry', () => {
		assert.deepEqual(wordings('Xquenda ignored the alert.'), []);
		assert.deepEqual(wordings('Xquenda ignored the alert.', { names: ['Xquenda Vrill'] }), ['Xquenda ignored']);
		assert.deepEqual(wordings('It was seen by Bob. Should have been logged.'), []);
		assert.deepEqual(wordings('- Bob\n- should have checked'), []);
	});

	it("finds a team's own phrases as they are written, whatever characters are in them", () => {
		const phrases = ['shot from the hip', '.*', '  ', 'PEBCAC (sic)'];
		assert.deepEqual(wordings('He Shot from\nthe hip. A .* and a pebcac (sic), no shot from the hips.', { phrases }), [
			'Shot from\nthe hip',
			'.*',
			'pebcac (sic)',
		]);
		assert.deepEqual(wordings('`shot from the hip`', { phrases }), []);
	});

	it('takes any text, and says where the wording is', () => {
		const words = [
			'the engineer',
			'who',
			'should',
			'have',
			'not',
			'`',
			'```\n',
			'\n',
			'](',
			'<!--',
			'-->',
			"Bob's fault",
			' ',
			'İ',
			'---\n',
		];
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string())), (parts) => {
				const text = parts.join(' ');
				let end = 0;
				for (const one of found(text, { phrases: ['who'] })) {
					assert.equal(text.slice(one.start, one.end), one.wording);
					assert.ok(one.start >= end && one.end > one.start);
					end = one.end;
				}
			}),
		);
	});

	it('takes no blame for what nobody could have known', () => {
		assert.deepEqual(found('Nobody could have known this from the graph.'), []);
		assert.deepEqual(
			found('Bob could have known this from the graph.', { names: ['Bob'] }).map(({ rule }) => rule),
			['counterfactual'],
		);
	});

	it('reads a text without a full stop in pieces, so that none takes long', () => {
		const pieces = [...sentencesOf('the engineer read on and '.repeat(4000))];
		assert.ok(Math.max(...pieces.map((piece) => piece.length)) <= 400);
		assert.equal(pieces.flat().length, 20_000);
	});
});
