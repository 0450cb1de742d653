import assert from 'node:assert/strict';
import { type AnalyzeRequest, analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { FaultlineError } from '../../../src/base/errors';
import type { Analysis } from '../../../src/core/suspects/model';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const breather = { now: () => performance.now(), pause: async () => undefined };

const PRICING = [
	'export function total(cart) {',
	'\treturn cart.lines.reduce(add, 0);',
	'}',
	'',
	'function add(sum, line) {',
	'\treturn sum + line.price;',
	'}',
	'',
];
const CART = [
	"import { total } from './pricing.js';",
	'',
	'export function checkout(cart) {',
	'\treturn { due: total(cart) };',
	'}',
	'',
];
const TRACE = `2026-01-20T10:00:00Z ERROR TypeError: Cannot read properties of undefined (reading 'amount')
    at add (/srv/shop/src/pricing.js:6:28)
    at Array.reduce (<anonymous>)
    at total (/srv/shop/src/pricing.js:2:20)
    at checkout (/srv/shop/src/cart.js:4:16)
    at /srv/shop/node_modules/express/lib/router.js:40:5
`;

describe('suspects of a stack trace', () => {
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('Add pricing', {
				files: { 'src/pricing.js': PRICING.join('\n'), 'src/cart.js': CART.join('\n') },
				author: 'Grace',
				tag: 'v1.0.0',
			})
			.commit('Describe the shop', { files: { 'README.md': 'shop\n' }, author: 'Linus' })
			.commit('Price lines by amount', {
				files: { 'src/pricing.js': PRICING.join('\n').replace('line.price', 'line.price.amount') },
				author: 'Barbara',
				tag: 'v1.1.0',
			})
			.commit('Log prices', {
				files: {
					'src/pricing.js': `// prices are logged\n${PRICING.join('\n').replace('line.price', 'line.price.amount')}`,
				},
				author: 'Ken',
			});
	});
	after(() => built.remove());

	const analyze = async (request: Partial<AnalyzeRequest> = {}): Promise<Analysis> =>
		analyzeSuspects(
			{ text: TRACE, repository: await built.open(), revision: 'v1.1.0', ...request },
			breather,
			() => undefined,
			never(),
		);

	it('names the commit that changed the failing line first, with reasons that are true and add up', async () => {
		const { commits, files, problems, revision } = await analyze();
		assert.equal(revision, built.sha('v1.1.0'));
		assert.equal(commits[0]?.subject, 'Price lines by amount');
		assert.equal(commits[0]?.reasons[0]?.kind, 'blame');
		assert.match(commits[0]?.reasons[0]?.detail ?? '', /line 6 of src\/pricing\.js/);
		for (const suspect of [...commits, ...files]) {
			const sum = suspect.reasons.reduce((total, { weight }) => total + weight, 0);
			assert.ok(Math.abs(sum - suspect.score) < 0.01 && suspect.score <= 1, JSON.stringify(suspect));
		}
		assert.deepEqual(
			files.map(({ path }) => path),
			['src/pricing.js', 'src/cart.js'],
		);
		assert.deepEqual(problems, []);
	});

	it('places each frame at the deployed revision, and vendor frames nowhere', async () => {
		const { locations } = await analyze();
		assert.deepEqual(
			locations[0]?.[0]?.map((location) => location && `${location.path}:${location.line}`),
			['src/pricing.js:6', null, 'src/pricing.js:2', 'src/cart.js:4', null],
		);
	});

	it('never names a commit that the deployed revision does not hold', async () => {
		const { commits } = await analyze();
		assert.ok(commits.every(({ subject }) => subject !== 'Log prices'));
	});

	it('rules out, with the reason, what was already in the last good revision or came after the start', async () => {
		const good = await analyze({ lastGood: 'v1.0.0' });
		assert.deepEqual(
			good.commits.map(({ subject }) => subject),
			['Price lines by amount'],
		);
		assert.deepEqual(good.excluded, [
			{
				sha: built.sha('v1.0.0'),
				reason: 'already in v1.0.0, the last good revision',
				subject: 'Add pricing',
				date: '2026-01-02T12:00:00.000Z',
			},
		]);
		const dated = await analyze({ lastGood: '2026-01-03T00:00:00Z' });
		assert.deepEqual(
			dated.commits.map(({ subject }) => subject),
			['Price lines by amount'],
		);
		const early = await analyze({ startedAt: Date.parse('2026-01-04T00:00:00Z') });
		assert.deepEqual(
			early.excluded.map(({ sha, reason }) => [sha, reason]),
			[[built.sha('v1.1.0'), 'committed after the start']],
		);
		assert.equal(early.commits[0]?.subject, 'Add pricing');
	});

	it('says which step failed when there is nothing to name', async () => {
		const codes = async (text: string, request: Partial<AnalyzeRequest> = {}) =>
			(await analyze({ text, ...request })).problems.map(({ code }) => code);
		assert.deepEqual(await codes('all is well'), ['noTrace']);
		assert.deepEqual(await codes('TypeError: x\n    at f (/srv/other/src/nothing.js:3:9)\n'), ['noFileAtRevision']);
		assert.deepEqual(
			await codes(
				'TypeError: x\n    at f (node:internal/process/task_queues:95:5)\n    at g (/srv/x/node_modules/y/z.js:1:2)\n',
			),
			['onlyVendorFrames'],
		);
		assert.deepEqual(
			await codes('TypeError: x\n    at f (/srv/shop/src/pricing.js:999:3)\n    at g (/srv/shop/src/cart.js:4:1)\n'),
			['lineBeyondFile'],
		);
		assert.deepEqual(await codes(TRACE, { startedAt: Date.parse('2025-01-01T00:00:00Z') }), ['noSuspects']);
	});

	it('says nothing of changes made after the start, of files neither', async () => {
		const { files } = await analyze({ startedAt: Date.parse('2026-01-04T00:00:00Z') });
		const details = files.flatMap(({ reasons }) => reasons.map(({ detail }) => detail));
		assert.ok(
			details.every((detail) => !/1 minute|changed since/.test(detail)),
			details.join('; '),
		);
	});

	it('says when the last good date could not bound the search', async () => {
		const { problems } = await analyze({ lastGood: '1970-01-02' });
		assert.deepEqual(
			problems.map(({ code }) => code),
			['lastGoodNotUsed'],
		);
	});

	it('fails with a sentence for a revision, or a last good one, that is not there', async () => {
		const unknown = (error: unknown) => FaultlineError.is(error, 'git.unknownRevision') && error.message.includes('v9');
		await assert.rejects(analyze({ revision: 'v9' }), unknown);
		await assert.rejects(analyze({ lastGood: 'v9' }), unknown);
		await assert.rejects(analyze({ lastGood: 'release-1' }), (error) =>
			FaultlineError.is(error, 'git.unknownRevision'),
		); // no date
	});

	it('says that a shallow clone cannot tell all', async () => {
		const clone = `${built.folder}-shallow`;
		built.git('clone', '--quiet', '--depth=1', '--branch=v1.1.0', `file://${built.folder}`, clone);
		const { openRepository } = await import('../../../src/adapters/git/openRepository');
		const { silentLog } = await import('../../support/repository');
		const { problems, commits } = await analyze({
			repository: await openRepository(clone, silentLog, never()),
			revision: 'HEAD',
		});
		assert.ok(problems.some(({ code }) => code === 'shallowClone'));
		assert.equal(commits.length, 1);
		const { rmSync } = await import('node:fs');
		rmSync(clone, { recursive: true });
	});

	it('stops when it is cancelled', async () => {
		const abort = new AbortController();
		const repository = await built.open();
		const run = analyzeSuspects(
			{ text: TRACE, repository, revision: 'v1.1.0' },
			breather,
			() => abort.abort(),
			abort.signal,
		);
		await assert.rejects(run, { name: 'AbortError' });
	});
});
