import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deployedRevision, tagsOfRelease } from '../../../src/app/deployedRevision';
import { FaultlineError } from '../../../src/base/errors';
import { candidatesOf, USUAL_TAGS } from '../../../src/core/release/candidates';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

describe('the deployed revision', () => {
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('First', { files: { 'a.js': '1\n' }, tag: 'v1.3.0' })
			.commit('Second', { files: { 'a.js': '2\n' }, tag: 'shop@2.0.0' })
			.commit('Third', { files: { 'a.js': '3\n' }, tag: 'prod/2.1' })
			.commit('Fourth', { files: { 'a.js': '4\n' } });
	});
	after(() => built.remove());

	const subjectOf = async (release: string, patterns: readonly string[] = []) => {
		const sha = await deployedRevision(await built.open(), release, patterns, never());
		return built.git('log', '-1', '--format=%s', sha);
	};

	it('is found however a release is called', async () => {
		const head = built.sha('HEAD');
		const found: [string, string][] = [
			['v1.3.0', 'First'],
			['1.3.0', 'First'],
			['shop@1.3.0+543', 'First'],
			['com.acme.shop@1.3.0', 'First'],
			['registry.acme.com:5000/acme/shop:1.3.0', 'First'],
			['shop@2.0.0', 'Second'],
			['@acme/shop@2.0.0', 'Second'],
			[head, 'Fourth'],
			[head.slice(0, 8), 'Fourth'],
			[`v1.3.0-3-g${head.slice(0, 7)}`, 'Fourth'],
			[`v1.3.0-3-g${head.slice(0, 7)}-dirty`, 'Fourth'],
			['HEAD~1', 'Third'],
		];
		for (const [release, subject] of found) {
			assert.equal(await subjectOf(release), subject, release);
		}
		assert.equal(await subjectOf('2.1', ['prod/{version}']), 'Third');
	});

	it('is found by the commit that an image is called after', async () => {
		const sha = [built.sha('HEAD'), built.sha('HEAD~1')]
			.map((name) => name.slice(0, 12))
			.find((name) => /\d/.test(name));
		for (const release of [`shop:1.9.0-${sha}`, `sha-${sha}`, `ghcr.io/acme/shop:${sha}`, `1.9.0+build.${sha}`]) {
			assert.match(await subjectOf(release), /Third|Fourth/, release);
		}
	});

	it('is unknown by the name that was given, when nothing of that name is there', async () => {
		for (const release of ['9.9.9', 'nope', '-x', '', '{version}']) {
			await assert.rejects(subjectOf(release), (error) => FaultlineError.is(error, 'git.unknownRevision'), release);
		}
		await assert.rejects(subjectOf('shop@9.9.9'), /shop@9\.9\.9/);
	});

	it('is unknown with the tags that were looked for, the repository’s own way first', async () => {
		await assert.rejects(
			subjectOf('9.9.9', ['prod/{version}']),
			/9\.9\.9 is not in this repository\..* There is no tag prod\/9\.9\.9, v9\.9\.9, .* and \d more either\./,
		);
	});

	it('is asked for where usual tags of different commits fit, and taken where they are of one', async () => {
		const two = aRepository()
			.commit('First', { files: { 'a.js': '1\n' }, tag: 'v1.0.0' })
			.commit('Second', { files: { 'a.js': '2\n' }, tag: 'release-1.0.0' })
			.commit('Third', { files: { 'a.js': '3\n' }, tag: 'v2.0.0' })
			.tag('release-2.0.0');
		try {
			const repository = await two.open();
			const ask = (release: string, patterns: readonly string[] = []) =>
				deployedRevision(repository, release, patterns, never());
			await assert.rejects(
				ask('shop@1.0.0'),
				(error) =>
					FaultlineError.is(error, 'git.ambiguousRelease') && /tags v1\.0\.0, release-1\.0\.0,/.test(error.message),
			);
			assert.deepEqual(await tagsOfRelease(repository, 'shop@1.0.0', [], never()), ['v1.0.0', 'release-1.0.0']);
			assert.equal(await ask('shop@1.0.0', ['release-{version}']), two.sha('release-1.0.0'));
			assert.equal(await ask('2.0.0'), two.sha('v2.0.0'));
		} finally {
			two.remove();
		}
	});

	it('is never asked for in words that git would take for an option, whatever a monitor says', () => {
		const part = fc.constantFrom(
			'-',
			'--',
			'v',
			'1.2',
			'@',
			':',
			'/',
			'shop',
			'+',
			'gabc1234',
			'a1b2c3d',
			' ',
			'{name}',
			'$&',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(part).map((parts) => parts.join('')),
				),
				(release) => {
					const found = candidatesOf(release, USUAL_TAGS).map(({ revision }) => revision);
					assert.ok(found.every((revision) => !revision.startsWith('-')));
					assert.equal(new Set(found).size, found.length);
					assert.ok(found.length < 120, `${found.length}`);
				},
			),
		);
	});
});
