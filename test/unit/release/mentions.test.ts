import assert from 'node:assert/strict';
import fc from 'fast-check';
import { releasesIn } from '../../../src/core/release/mentions';

const SHA = '3f786850e387550fdab836ed7e6dc881de23001b';

describe('a release that a text names', () => {
	it('is found however programs write it', () => {
		const texts: [string, string][] = [
			['2026-01-20 ERROR release=abc1234 TypeError: x', 'abc1234'],
			[`{"level":"error","git_commit":"${SHA}"}`, SHA],
			[`{"message":"{\\"gitCommit\\":\\"${SHA}\\"}"}`, SHA],
			['Starting shop, version: v1.4.0', 'v1.4.0'],
			['SENTRY_RELEASE=shop@1.4.0+543', 'shop@1.4.0+543'],
			['service.version="1.4.0"', '1.4.0'],
			[`vcs.revision=${SHA}`, SHA],
			["image_tag: '1.4.0-abc1234'.", '1.4.0-abc1234'],
			['VERCEL_GIT_COMMIT_SHA=abc1234', 'abc1234'],
			['git_describe: v1.4.0-12-gabc1234', 'v1.4.0-12-gabc1234'],
		];
		for (const [text, revision] of texts) {
			assert.equal(releasesIn(text)[0]?.revision, revision, text);
		}
	});

	it('is shown as it stands there, without quotes', () => {
		assert.deepEqual(releasesIn('{"release": "v1.4.0"}'), [{ revision: 'v1.4.0', as: 'release: v1.4.0' }]);
	});

	it('comes first where its word is surer, and once', () => {
		assert.deepEqual(
			releasesIn('version: 4.18.2\nrelease=shop@1.4.0\nrelease=shop@1.4.0\ngit.sha=abc1234').map(
				({ revision }) => revision,
			),
			['abc1234', 'shop@1.4.0', '4.18.2'],
		);
	});

	it('is no protocol’s version, no word and no path', () => {
		for (const text of [
			'"version":"1.1"',
			'version: latest',
			'release=production',
			'conversion: 1.2.3',
			'sha: /srv/x',
			'release=-rf',
			'commit=--upload-pack',
		]) {
			assert.deepEqual(releasesIn(text), [], text);
		}
	});

	it('never begins as an option does, and is in the text, whatever the text', () => {
		const part = fc.constantFrom(
			'release',
			'git_sha',
			'=',
			': ',
			'"',
			'\\',
			'-',
			'--',
			'v1.2.3',
			'abc1234',
			'@',
			'\n',
			'$',
		);
		fc.assert(
			fc.property(
				fc.array(part).map((parts) => parts.join('')),
				(text) => {
					for (const { revision } of releasesIn(text)) {
						assert.ok(!revision.startsWith('-') && text.includes(revision), revision);
					}
				},
			),
		);
	});
});
