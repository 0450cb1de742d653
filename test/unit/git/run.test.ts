import assert from 'node:assert/strict';
import { GitExit, gitIn } from '../../../src/adapters/git/run';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

describe('running git', () => {
	let built: RepositoryBuilder;
	const { setTimeout } = globalThis;
	const waits: (number | undefined)[] = [];
	beforeEach(() => {
		built = aRepository().commit('Start', { files: { 'a.txt': 'a\n' } });
		waits.length = 0;
		globalThis.setTimeout = ((does: () => void, ms?: number) => {
			waits.push(ms);
			return setTimeout(does, ms);
		}) as typeof globalThis.setTimeout;
	});
	afterEach(() => {
		globalThis.setTimeout = setTimeout;
		built.remove();
	});

	it('ends with git, and waits no longer, where git says nothing, refuses without a word, or fails', async () => {
		const git = gitIn(built.folder, silentLog);
		const said: string[] = [];
		const onData = (chunk: Buffer) => said.push(chunk.toString());
		assert.equal((await git(['update-ref', 'refs/heads/other', 'HEAD'], { signal: never() })).length, 0);
		await git(['diff', '--quiet', 'HEAD'], { signal: never(), onData });
		for (const args of [
			['config', '--get', 'no.such'],
			['rev-parse', 'no-such'],
		]) {
			await assert.rejects(git(args, { signal: never() }), GitExit);
		}
		assert.deepEqual([waits, said], [[], []]);
	});
});
