import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git/openRepository';
import { lineTracker } from '../../src/app/locateFrame';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../support/repository';

const BLOCK = `function priceOf(item) {
	const rate = rates[item.address.country];
	return item.price * (1 + rate);
}
`;

describe('a line that is looked for where history is missing', () => {
	let built: RepositoryBuilder;
	let clone: string;

	before(() => {
		built = aRepository()
			.commit('Write', { files: { 'a.js': `// a\n${BLOCK}`, 'b.js': '// b\n' }, tag: 'v1' })
			.commit('Move', { files: { 'a.js': '// a\n', 'b.js': `// b\n// more\n${BLOCK}` } });
	});
	after(() => built.remove());
	beforeEach(() => {
		clone = mkdtempSync(join(tmpdir(), 'faultline-clone-'));
	});
	afterEach(() => rmSync(clone, { recursive: true, force: true }));

	const cloned = async (...options: string[]) => {
		execFileSync('git', ['clone', '--quiet', ...options, `file://${built.folder}`, clone]);
		return openRepository(clone, silentLog, never());
	};
	const ask = async (repository: Awaited<ReturnType<typeof cloned>>, path: string, text: string | undefined) =>
		lineTracker().whereIsLineNow(
			{
				repository,
				revision: built.sha('v1'),
				path,
				line: 3,
				text,
				otherText: async (other) => built.git('show', `HEAD:${other}`),
				hints: async () => ({ function: 'priceOf' }),
			},
			never(),
		);

	it('is found by its function in a shallow clone, which has not the deployed revision', async () => {
		const repository = await cloned('--depth=1', '--no-tags');
		const drift = await ask(repository, 'b.js', `// b\n// more\n${BLOCK}`);
		assert.deepEqual(drift.kind === 'guessed' && [drift.line, drift.by], [3, 'function']);
	});

	it('is where git says it was, not elsewhere, in a shallow clone whose file is gone', async () => {
		const repository = await cloned('--depth=1', '--no-tags');
		assert.equal((await ask(repository, 'missing.js', undefined)).kind, 'fileGone');
	});

	it('is looked for elsewhere in a whole clone', async () => {
		const drift = await ask(await cloned(), 'a.js', '// a\n');
		assert.deepEqual(drift.kind === 'elsewhere' && [drift.path, drift.line], ['b.js', 4]);
	});

	it('is given up at once when that is cancelled', async () => {
		const repository = await cloned();
		const abort = new AbortController();
		const asked = lineTracker().whereIsLineNow(
			{
				repository,
				revision: built.sha('v1'),
				path: 'a.js',
				line: 3,
				text: '// a\n',
				otherText: async () => {
					abort.abort();
					return BLOCK;
				},
			},
			abort.signal,
		);
		await assert.rejects(asked, { name: 'AbortError' });
	});
});
