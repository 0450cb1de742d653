import assert from 'node:assert/strict';
import { runAtOnce } from '../../../src/base/slices';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { redactValueSteps } from '../../../src/core/redaction/redactValue';
import { LABELS } from '../../../src/core/redaction/rules';
import { rulesText } from '../../../src/core/redaction/rulesText';
import { removedSentence } from '../../../src/core/redaction/sentence';

describe('what people are told of redaction', () => {
	it('is how many secrets were removed, and of what kind, most first', () => {
		const removed = (['cookie', 'github', 'github'] as const).map((rule) => ({ rule }));
		assert.equal(removedSentence(removed), '3 secrets were removed: GitHub token ×2, cookie.');
		assert.equal(removedSentence(removed.slice(0, 1)), '1 secret was removed: cookie.');
		assert.equal(removedSentence([]), '');
	});

	it('is every rule in words, and what they set themselves', () => {
		const text = rulesText({ emailAddresses: true, keys: ['iban', 'a`b\n# c'] });
		assert.deepEqual(
			Object.values(LABELS).filter((label) => !text.includes(label)),
			[],
		);
		assert.match(text, /\(`faultline\.redact\.emailAddresses`\): removed\./);
		assert.match(text, /`iban`, `a b # c`/);
		assert.match(rulesText(DEFAULT_REDACTION), /emailAddresses`\): kept\.\n.*keys`\): none\./);
	});
});

describe('a value', () => {
	it('is redacted in all of its texts, and is the same object where there is nothing to do', () => {
		const value = { a: ['password=hunter2', 7, null, { b: 'fine' }], c: true };
		const redacted = runAtOnce(redactValueSteps(value, DEFAULT_REDACTION));
		assert.deepEqual(redacted.value, { a: ['password=[redacted: password]', 7, null, { b: 'fine' }], c: true });
		assert.deepEqual(redacted.rules, ['password']);
		const clean = { a: ['x', { b: 'y' }] };
		assert.equal(runAtOnce(redactValueSteps(clean, DEFAULT_REDACTION)).value, clean);
	});
});
