import assert from 'node:assert/strict';
import { gitRepository } from '../../../src/adapters/git/repository';
import { type Git, GitExit, gitIn } from '../../../src/adapters/git/run';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

const BLOCK = Array.from({ length: 5 }, (_, i) => `const total${i} = measure(cart.lines, ${i});\n`).join('');

describe('where a line came from', () => {
	let built: RepositoryBuilder;
	beforeEach(() => {
		built = aRepository()
			.commit('Start', { files: { 'a.js': '// a\n' } })
			.commit('Write', { files: { 'a.js': `// a\n${BLOCK}` } })
			.commit('Move', { files: { 'a.js': '// a\n', 'b.js': BLOCK } });
	});
	afterEach(() => built.remove());

	const ask = (git: Git, signal: AbortSignal, { sha = built.sha(), withinMs = 60_000 } = {}) =>
		gitRepository(built.folder, false, git, () => false).movedLines(
			sha,
			'b.js',
			2,
			{ revision: built.sha(), looksEverywhere: false, withinMs },
			signal,
		);

	it('is nothing where a commit made it, where it begins the history, or where there is no such line', async () => {
		const git = gitIn(built.folder, silentLog);
		assert.deepEqual(
			(await ask(git, never())).map(({ line, writer, isBoundary }) => [line, writer.subject, isBoundary]),
			[1, 2, 3, 4, 5].map((line) => [line, 'Write', false]),
		);
		built.commit('Change', { files: { 'b.js': BLOCK.replace('total1', 'sum') } });
		assert.deepEqual(await ask(git, never()), []);
		assert.deepEqual(await ask(git, never(), { sha: built.sha('HEAD~3') }), []);
	});

	it('is given up when its time is over, and at once where it is cancelled', async () => {
		const real = gitIn(built.folder, silentLog);
		let begun = () => {};
		// Never ends, unless it is told to.
		const slow: Git = (args, call) =>
			args.includes('--incremental')
				? new Promise((_, reject) => {
						call.signal.addEventListener('abort', () => reject(call.signal.reason), { once: true });
						begun();
					})
				: real(args, call);
		assert.deepEqual(await ask(slow, never(), { withinMs: 10 }), []);
		const abort = new AbortController();
		begun = () => abort.abort();
		await assert.rejects(ask(slow, abort.signal), { name: 'AbortError' });
	});

	it('leaves no git running where another one failed', async () => {
		const real = gitIn(built.folder, silentLog);
		const running: AbortSignal[] = [];
		let begun = () => {};
		const isBegun = new Promise<void>((resolve) => {
			begun = resolve;
		});
		const failing: Git = async (args, call) => {
			if (args.includes('--incremental') && !args.includes(`${built.sha()}^!`)) {
				running.push(call.signal);
				begun();
				return new Promise(() => undefined); // until it is ended
			}
			if (args.includes('ls-tree')) {
				await isBegun;
				throw new GitExit(128, 'fatal: it is damaged');
			}
			return real(args, call);
		};
		assert.deepEqual(await ask(failing, never()), []);
		assert.deepEqual(
			running.map(({ aborted }) => aborted),
			[true],
		);
	});
});
