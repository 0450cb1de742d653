import assert from 'node:assert/strict';
import { type AnalyzeRequest, analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { whyNot } from '../../../src/app/whyNot';
import type { Repository } from '../../../src/core/ports/repository';
import type { Analysis } from '../../../src/core/suspects/model';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const breather = { now: () => performance.now(), pause: async () => undefined };

const ADD = [
	'export function add(sum, line) {',
	'\tconst price = line.price.amount * line.quantity;',
	'\tconst discount = line.discounts.reduce(larger, 0);',
	'\treturn sum + price - discount;',
	'}',
	'',
];
const OTHERS = Array.from({ length: 12 }, (_, i) => [
	`export function other${i}(value) {`,
	`\treturn measure${i}(value) + ${i};`,
	'}',
	'',
]).flat();
const text = (...blocks: readonly (readonly string[])[]) => `${blocks.flat().join('\n')}\n`;
const traceAt = (path: string, line: number) =>
	`TypeError: Cannot read properties of undefined (reading 'amount')\n    at add (/srv/shop/${path}:${line}:9)\n`;

describe('a line that was moved', () => {
	let built: RepositoryBuilder;
	beforeEach(() => {
		built = aRepository()
			.commit('Start', { files: { 'README.md': 'shop\n' } })
			.commit('Write others', { files: { 'src/cart.js': text(OTHERS) } })
			.commit('Write add', { files: { 'src/cart.js': text(OTHERS, ADD) }, author: 'Grace', tag: 'wrote' });
	});
	afterEach(() => built.remove());

	/** With more time than there is in the product: a busy machine has the same answers. */
	const open = async (): Promise<Repository> => {
		const real = await built.open();
		const movedLines: Repository['movedLines'] = (mover, path, line, how, signal) =>
			real.movedLines(mover, path, line, { ...how, withinMs: 60_000 }, signal);
		return { ...real, movedLines };
	};
	const analyze = async (trace: string, more: Partial<AnalyzeRequest> = {}): Promise<Analysis> =>
		analyzeSuspects(
			{ text: trace, repository: await open(), revision: 'HEAD', ...more },
			breather,
			() => undefined,
			never(),
		);
	const short = (revision: string) => built.sha(revision).slice(0, 8);
	/** What is said of a commit of the lines that were moved, without its age. */
	const said = ({ commits }: Analysis, revision: string) =>
		(commits.find(({ sha }) => sha === built.sha(revision))?.reasons ?? [])
			.filter(({ kind }) => kind === 'moved' || kind === 'wrote')
			.map(({ detail }) => detail.replace(/;.*/, ''));
	const kinds = ({ commits }: Analysis) => commits.flatMap(({ reasons }) => reasons.map(({ kind }) => kind));

	it('to another file names who moved it, who wrote it there, and how they belong together', async () => {
		built.commit('Split the cart', { files: { 'src/cart.js': text(OTHERS), 'src/add.js': text(ADD) }, tag: 'moved' });
		built.commit('Tell of it', { files: { 'README.md': 'shop, with sums\n' } });
		const analysis = await analyze(traceAt('src/add.js', 2));
		const { commits } = analysis;
		assert.deepEqual(
			commits.map(({ subject }) => subject),
			['Split the cart', 'Write add'],
		);
		assert.deepEqual(said(analysis, 'moved').sort(), [
			'only moved 3 lines of src/add.js, in add, the innermost in-app frame, there from src/cart.js',
			`only moved line 2 of src/add.js, the innermost in-app frame, there from src/cart.js, where ${short('wrote')} wrote it`,
		]);
		assert.deepEqual(said(analysis, 'wrote').sort(), [
			`wrote 3 lines of src/add.js, in add, the innermost in-app frame, which ${short('moved')} moved there from src/cart.js`,
			`wrote line 2 of src/add.js, the innermost in-app frame, which ${short('moved')} moved there from src/cart.js`,
		]);
		assert.equal(commits[1]?.author, 'Grace');
		for (const { reasons, score } of commits) {
			const sum = reasons.reduce((total, { weight }) => total + weight, 0);
			assert.ok(Math.abs(sum - score) < 0.002 && score <= 1, JSON.stringify(reasons));
		}
		const why = await whyNot({ repository: await built.open(), analysis, commit: 'wrote' }, never());
		assert.deepEqual([why.answer, why.rank], ['suspect', 2]);
	});

	it('within its file says so', async () => {
		built.commit('Sort', { files: { 'src/cart.js': text(ADD, OTHERS) }, tag: 'moved' });
		const analysis = await analyze(traceAt('src/cart.js', 4));
		assert.ok(
			said(analysis, 'wrote').includes(
				`wrote line 4 of src/cart.js, the innermost in-app frame, which ${short('moved')} moved there from elsewhere in the file`,
			),
		);
		assert.ok(
			said(analysis, 'moved').includes(
				`only moved line 4 of src/cart.js, the innermost in-app frame, there from elsewhere in the file, where ${short('wrote')} wrote it`,
			),
		);
	});

	it('is told from one that was copied, also where the file that it is from was not changed', async () => {
		const files = { 'src/add.js': text(['// copied'], ADD) };
		built.commit('Copy and change', {
			files: { ...files, 'src/cart.js': text(['// cart'], OTHERS, ADD) },
			tag: 'both',
		});
		built.commit('Copy', { files: { 'src/sum.js': text(ADD) }, tag: 'one' });
		const line = ', the innermost in-app frame';
		const changed = await analyze(traceAt('src/add.js', 3), { revision: 'both' });
		assert.deepEqual(
			said(changed, 'both').filter((one) => one.includes('where')),
			[`only copied line 3 of src/add.js${line}, from src/cart.js, where ${short('wrote')} wrote it`],
		);
		const unchanged = await analyze(traceAt('src/sum.js', 2));
		const [wrote = ''] = said(unchanged, 'wrote').filter((one) => one.includes('line 2'));
		assert.match(wrote, /^wrote line 2 of src\/sum\.js, .* copied there from src\/(?:cart|add)\.js$/);
	});

	it('is followed from where it is by now, through names that git quotes, and back through every move', async () => {
		const odd = 'src/[a] "b"\té*.js';
		built
			.commit('Move once', { files: { 'src/cart.js': text(OTHERS), [odd]: text(['// sums'], ADD) } })
			.commit('Move twice', { files: { [odd]: '// sums\n', 'src/add.js': text(ADD) }, tag: 'moved' })
			.commit('Describe', { files: { 'src/add.js': text(['// adds', ''], ADD.with(0, `${ADD[0]} // up`)) } })
			.commit('Rename', { renames: { 'src/add.js': 'lib/sum.js' } });
		const analysis = await analyze(traceAt('lib/sum.js', 4));
		assert.ok(
			said(analysis, 'wrote').includes(
				`wrote line 4 of lib/sum.js, the innermost in-app frame, which ${short('moved')} moved there from ${odd}`,
			),
			said(analysis, 'wrote').join('\n'),
		);
		assert.ok(analysis.commits.every(({ subject }) => subject !== 'Move once'));
	});

	it('is none where the file was renamed, or the commit changed it on the way', async () => {
		built.commit('Rename', { renames: { 'src/cart.js': 'src/basket.js' }, tag: 'renamed' });
		const renamed = await analyze(traceAt('src/basket.js', OTHERS.length + 2));
		assert.equal(renamed.commits[0]?.subject, 'Write add');
		const edited = ADD.with(1, '\tconst price = line.price * line.quantity;');
		built.commit('Split and change', { files: { 'src/basket.js': text(OTHERS), 'src/add.js': text(edited) } });
		const changed = await analyze(traceAt('src/add.js', 2));
		assert.equal(changed.commits[0]?.subject, 'Split and change');
		for (const kind of [...kinds(renamed), ...kinds(changed)]) {
			assert.ok(kind !== 'moved' && kind !== 'wrote', kind);
		}
	});

	it('leaves little to a commit at which the history begins, and says of it what it has', async () => {
		const begun = aRepository()
			.commit('Begin', { files: { 'src/cart.js': text(OTHERS, ADD) } })
			.commit('Split the cart', { files: { 'src/cart.js': text(OTHERS), 'src/add.js': text(ADD) } });
		built.remove();
		built = begun;
		const analysis = await analyze(traceAt('src/add.js', 2));
		const [mover, writer] = analysis.commits;
		assert.deepEqual([mover?.subject, writer?.subject], ['Split the cart', 'Begin']);
		assert.ok((writer?.score ?? 1) < 0.1 * (mover?.score ?? 0), JSON.stringify(analysis.commits));
		assert.ok(
			said(analysis, 'HEAD~1').includes(
				`is where the history here begins, and has what ${short('HEAD')} moved from src/cart.js to line 2 of src/add.js, the innermost in-app frame`,
			),
			said(analysis, 'HEAD~1').join('\n'),
		);
	});

	it('leaves whoever moved it alone where its writer is ruled out, and says where it came from', async () => {
		built.commit('Split the cart', { files: { 'src/cart.js': text(OTHERS), 'src/add.js': text(ADD) }, tag: 'moved' });
		const analysis = await analyze(traceAt('src/add.js', 2), { lastGood: 'wrote' });
		assert.deepEqual(
			analysis.commits.map(({ subject }) => subject),
			['Split the cart'],
		);
		assert.ok(
			said(analysis, 'moved').includes(
				`only moved line 2 of src/add.js, the innermost in-app frame, there from src/cart.js, where ${short('wrote')} wrote it`,
			),
		);
		assert.deepEqual(
			analysis.excluded.map(({ subject, reason }) => [subject, reason]),
			[['Write add', 'already in wrote, the last good revision']],
		);
		const why = await whyNot({ repository: await built.open(), analysis, commit: 'wrote' }, never());
		assert.deepEqual(
			[why.answer, why.sentence],
			['ruledOut', 'It cannot be it: already in wrote, the last good revision.'],
		);
	});

	it('leaves its writer alone where whoever moved it is ruled out', async () => {
		built.commit('Split the cart', { files: { 'src/cart.js': text(OTHERS), 'src/add.js': text(ADD) }, tag: 'moved' });
		built.commit('List it', { files: { '.git-blame-ignore-revs': `${built.sha('moved')}\n` } });
		const early = await analyze(traceAt('src/add.js', 2), { startedAt: Date.parse('2026-01-05T00:00:00Z') });
		const listed = await analyze(traceAt('src/add.js', 2));
		for (const { commits, excluded } of [early, listed]) {
			assert.deepEqual(
				commits.map(({ subject, reasons }) => [subject, reasons[0]?.kind]),
				[['Write add', 'wrote']],
			);
			assert.deepEqual(
				excluded.map(({ subject }) => subject),
				['Split the cart'],
			);
		}
	});

	it('keeps the first answer waiting for nothing', async () => {
		built.commit('Split the cart', { files: { 'src/cart.js': text(OTHERS), 'src/add.js': text(ADD) } });
		const real = await open();
		let tell = () => {};
		const told = new Promise<void>((resolve) => {
			tell = resolve;
		});
		const repository: Repository = {
			...real,
			movedLines: async (...of) => {
				await told;
				return real.movedLines(...of);
			},
		};
		const first: (readonly string[])[] = [];
		const onFirst = ({ commits }: Pick<Analysis, 'commits'>) => {
			first.push(commits.map(({ subject }) => subject));
			tell();
		};
		const { commits } = await analyze(traceAt('src/add.js', 2), { repository, onFirst });
		assert.deepEqual(first[0], ['Split the cart']);
		assert.deepEqual(
			commits.map(({ subject }) => subject),
			['Split the cart', 'Write add'],
		);
	});
});
