import assert from 'node:assert/strict';
import { analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { type WhyNotRequest, whyNot } from '../../../src/app/whyNot';
import { FaultlineError } from '../../../src/base/errors';
import type { Repository } from '../../../src/core/ports/repository';
import type { Analysis } from '../../../src/core/suspects/model';
import { fillWithCommits } from '../../support/manyCommits';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const breather = { now: () => performance.now(), pause: async () => undefined };
const TRACE = `TypeError: x is undefined
    at add (/srv/shop/src/pricing.js:2:9)
`;
/** Long enough for a change at its end to be far from line 2. */
const CODE = ['a', 'b', ...Array.from({ length: 200 }, (_, i) => `line ${i}`), ''];

describe('why not this commit', () => {
	let built: RepositoryBuilder;
	let repository: Repository;
	let analysis: Analysis;

	before(async () => {
		const broken = CODE.with(1, 'broken');
		const spaced = broken.with(100, `\t${broken[100]}`);
		built = aRepository()
			.commit('Write', { files: { 'src/pricing.js': CODE.join('\n') }, tag: 'good' })
			.commit('Break', { files: { 'src/pricing.js': broken.join('\n') }, tag: 'broke' })
			.commit('Unrelated', { files: { 'other.js': 'x\n' }, tag: 'unrelated' })
			.commit('Indent', { files: { 'src/pricing.js': spaced.join('\n') }, tag: 'indent' });
		built.git('checkout', '--quiet', '-b', 'side', 'broke');
		built.commit('On the side', { files: { 'side.md': 'y\n' } });
		built.git('checkout', '--quiet', 'main');
		built.git('merge', '--quiet', '--no-ff', '--message', 'Merge the side', 'side');
		built.tag('merge');
		built
			.commit('List formatting', {
				files: { '.git-blame-ignore-revs': `${built.sha('unrelated')}\n` },
				tag: 'deployed',
			})
			.commit('Later', { files: { 'src/pricing.js': 'gone\n' }, tag: 'later' });
		repository = await built.open();
		const request = { text: TRACE, repository, revision: 'deployed', lastGood: 'good', limit: 100_000 };
		analysis = await analyzeSuspects(request, breather, () => undefined, never());
	});
	after(() => built.remove());

	const ask = async (commit: string, more: Partial<WhyNotRequest> = {}) => {
		const { answer, sentence, rank } = await whyNot({ repository, analysis, commit, ...more }, never());
		return [answer, rank ?? sentence.replace(/[0-9a-f]{8}/, 'SHA')];
	};

	it('is its place and its reasons, where it is a suspect', async () => {
		assert.deepEqual(await ask('broke'), ['suspect', 1]);
		const { reasons } = await whyNot({ repository, analysis, commit: 'broke' }, never());
		assert.ok(reasons?.some(({ detail }) => /line 2 of src\/pricing\.js/.test(detail)));
	});

	it('is what the analysis ruled it out for', async () => {
		assert.deepEqual(await ask('good'), ['ruledOut', 'It cannot be it: already in good, the last good revision.']);
	});

	it('is the reason it would be ruled out for, though no evidence led to it', async () => {
		assert.deepEqual(await ask('later'), ['ruledOut', 'It cannot be it: it is not in the deployed revision SHA.']);
		assert.deepEqual(await ask('merge', { startedAt: Date.parse('2026-01-02T00:00:00Z') }), [
			'ruledOut',
			'It cannot be it: committed after the start.',
		]);
		assert.deepEqual(await ask('unrelated', { lastGood: '2026-01-05' }), [
			'ruledOut',
			'It cannot be it: already in 2026-01-05, the last good revision.',
		]);
		assert.deepEqual(await ask('unrelated'), [
			'ruledOut',
			'It cannot be it: listed in .git-blame-ignore-revs: it only reformats.',
		]);
		assert.match(String((await ask('merge'))[1]), /^It cannot be it: it is a merge/);
	});

	it('is that white space is all it changed', async () => {
		const without = { ...analysis, commits: analysis.commits.filter(({ subject }) => subject !== 'Indent') };
		assert.deepEqual(await ask('indent', { analysis: without }), [
			'ruledOut',
			'It cannot be it: it changes white space only.',
		]);
	});

	it('is that nothing points at it, and whether it touched the trace’s files', async () => {
		assert.deepEqual(await ask('side'), [
			'noEvidence',
			'No evidence points at it: it changed no file of the stack trace.',
		]);
		const none = { ...analysis, commits: [] };
		assert.match(String((await ask('broke', { analysis: none }))[1]), /it changed src\/pricing\.js, which the stack/);
		const nowhere = { ...none, locations: [] };
		assert.match(String((await ask('broke', { analysis: nowhere }))[1]), /no frame of the stack trace was found/);
	});

	describe('that is new since the last good revision', () => {
		let many: RepositoryBuilder;
		before(async () => {
			many = aRepository().commit('Write', { files: { 'src/pricing.js': CODE.join('\n') }, tag: 'good' });
			await fillWithCommits(many.folder, { commits: 210, files: 20, from: many.sha() });
			many.git('reset', '--quiet', '--hard');
			many.tag('deployed');
			many.commit('Huge', { files: { 'src/made.js': `${'0123456789'.repeat(8)}\n`.repeat(420_000) }, tag: 'huge' });
		});
		after(() => many.remove());

		const sentence = async (revision: string, commit: string) => {
			const opened = await many.open();
			const request = { repository: opened, revision, lastGood: 'good', text: TRACE, limit: 100_000 };
			const found = await analyzeSuspects(request, breather, () => undefined, never());
			const answer = await whyNot({ repository: opened, analysis: found, commit, lastGood: 'good' }, never());
			assert.equal(answer.answer, 'noEvidence');
			return answer.sentence;
		};

		it('is that only the newest are looked at, that it is one of many, or that it could not be read', async () => {
			assert.match(
				await sentence('deployed', 'deployed~205'),
				/^No evidence points at it: it is new since good, but not among the 200 newest changes to code since then/,
			);
			assert.equal(
				await sentence('deployed', 'deployed~3'),
				'No evidence points at it: it is one of 200 changes to code that are new since good, and nothing else is known of it.',
			);
			assert.match(
				await sentence('huge', 'deployed~3'),
				/^No evidence points at it: it is new since good, but what it changed was not read/,
			);
		}).timeout(120_000);
	});

	it('is that its change did not come by it, where it was merged without effect or picked on both sides', async () => {
		const merged = aRepository().commit('Write', { files: { 'src/pricing.js': CODE.join('\n') }, tag: 'good' });
		try {
			merged.git('checkout', '--quiet', '-b', 'dropped');
			merged.commit('Dropped', { files: { 'src/other.js': 'const a = 1;\n' } });
			merged.git('checkout', '--quiet', 'main');
			merged.commit('On main', { files: { 'src/main.js': 'const b = 1;\n' } });
			merged.git('merge', '--quiet', '--strategy', 'ours', '--message', 'Merge without effect', 'dropped');
			merged.git('checkout', '--quiet', '-b', 'twice');
			merged.commit('Same', { files: { 'src/same.js': 'const c = 1;\n' } });
			merged.git('checkout', '--quiet', 'main');
			merged.commit('Same, picked', { files: { 'src/same.js': 'const c = 1;\n' } });
			merged.git('merge', '--quiet', '--no-ff', '--message', 'Merge the same', 'twice');
			const opened = await merged.open();
			const request = { repository: opened, revision: 'main', lastGood: 'good', text: TRACE, limit: 100_000 };
			const found = await analyzeSuspects(request, breather, () => undefined, never());
			for (const commit of ['dropped', 'twice']) {
				const answer = await whyNot({ repository: opened, analysis: found, commit, lastGood: 'good' }, never());
				assert.equal(
					answer.sentence,
					'No evidence points at it: it is new since good, but its change is not in the deployed code by it. It was merged without its effect, or the same change came by another commit.',
				);
			}
		} finally {
			merged.remove();
		}
	});

	it('fails with a sentence for a commit that is not there', async () => {
		await assert.rejects(ask('nope'), (error) => FaultlineError.is(error, 'git.unknownRevision'));
	});
});
