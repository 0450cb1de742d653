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

	const kindsOf = async (path: string, line: number) => {
		const how = { revision: built.sha(), looksEverywhere: false, withinMs: 60_000 };
		const found = await (await built.open()).movedLines(built.sha(), path, line, how, never());
		return found.map(({ line, isCopy }) => [line, isCopy]);
	};

	it('is a move where a line like one of the block came elsewhere, and a copy where its indentation is another', async () => {
		built.commit('Move back', {
			files: { 'b.js': 'function other() {\n\tconst total3 = measure(cart.lines, 3);\n}\n', 'c.js': BLOCK },
		});
		assert.deepEqual(
			await kindsOf('c.js', 4),
			[1, 2, 3, 4, 5].map((line) => [line, false]),
		);
		built.commit('Copy', {
			files: { 'c.js': `${BLOCK}// copied\n${BLOCK.replaceAll(/^(?=.)/gm, '\t\t')}` },
		});
		assert.deepEqual(
			await kindsOf('c.js', 8),
			[1, 2, 3, 4, 5, 7, 8, 9, 10, 11].map((line) => [line, true]), // the first five are where they were
		);
	});

	it('is not told of lines whose white space says something and was changed', async () => {
		const python = (last: string, query: string) =>
			[
				'def total(cart, rows):',
				`    query = "SELECT amount FROM${query}lines"`,
				'    result = run_query_on_database(query, cart)',
				'    for row in result:',
				'        add(row)',
				`${last}send_total_to_customer(cart, result)`,
				'    return  result'.replace('  result', last.length > 4 ? '  result' : ' result'),
				'',
			].join('\n');
		built
			.commit('Write Python', { files: { 'a.py': `# a\n${python('    ', ' ')}` } })
			.commit('Move it and break it', { files: { 'a.py': '# a\n', 'b.py': python('        ', '') } });
		assert.deepEqual(
			await kindsOf('b.py', 3),
			[1, 3, 4, 5].map((line) => [line, false]),
		);
		assert.ok((await kindsOf('b.py', 6)).every(([line]) => line !== 6));
	});

	it('is not told of a line whose text between backquotes was spaced anew', async () => {
		const mail = (text: string) =>
			['function renderMailOf(customer, department) {', `\treturn \`${text}\`;`, '}', ''].join('\n');
		const [old, spoilt] = ['The invoice of this customer is due', 'The  invoice ofthis customer is due'];
		built.commit('Write', { files: { 'mail.js': `// a\n${mail(old)}` } });
		built.commit('Move', { files: { 'mail.js': '// a\n', 'templates.js': mail(spoilt) } });
		const told = await kindsOf('templates.js', 1);
		assert.ok(told.length > 0 && told.every(([line]) => line !== 2), JSON.stringify(told));
	});

	it('is told of a block that was shifted as a whole, also where indentation makes blocks', async () => {
		const body = [
			'result = run_query_on_database(query, cart)',
			'for row in result:',
			'    add_to_total(row, cart)',
			'return result',
		];
		const lines = (indent: string) => body.map((line) => `${indent}    ${line}\n`).join('');
		built.commit('Write Python', {
			files: { 'a.py': `class Cart:\n    def total(self, query, cart):\n${lines('    ')}` },
		});
		built.commit('Make it a function', {
			files: { 'a.py': 'class Cart:\n    pass\n', 'b.py': `def total(query, cart):\n${lines('')}` },
		});
		assert.deepEqual(
			await kindsOf('b.py', 3),
			[2, 3, 4, 5].map((line) => [line, false]),
		);
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
