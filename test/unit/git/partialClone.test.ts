import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { FaultlineError } from '../../../src/base/errors';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

const VERSIONS = 6;
const breather = { now: () => performance.now(), pause: async () => undefined };
const until = async (isSo: () => boolean) => {
	while (!isSo()) {
		await setImmediate();
	}
};
const is = (code: string) => (error: unknown) => FaultlineError.is(error, code);

describe('a partial clone', () => {
	let origin: RepositoryBuilder;
	let folder: string;
	beforeEach(() => {
		origin = aRepository();
		for (let i = 1; i <= VERSIONS; i++) {
			origin.commit(`Change ${i}`, { files: { 'src/a.js': 'line\n'.repeat(i), 'src/b.js': `${i}\n` } });
		}
		origin.git('config', 'uploadpack.allowFilter', 'true');
		folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-partial-')));
		execFileSync('git', ['clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${origin.folder}`, folder]);
	});
	afterEach(() => {
		origin.remove();
		rmSync(folder, { recursive: true, force: true });
	});

	const open = (mayFetch: (root: string) => boolean) => openRepository(folder, silentLog, never(), mayFetch);
	const packs = () => readdirSync(join(folder, '.git/objects/pack')).filter((name) => name.endsWith('.pack')).length;

	it('is asked for nothing that is not here, and says so with the folder it is about', async () => {
		const repository = await open(() => false);
		const head = await repository.resolve('HEAD', never());
		const before = packs();
		const refused = (error: unknown) => is('git.partialClone')(error) && (error as FaultlineError).folder === folder;
		await assert.rejects(repository.readFile(head, 'src/a.js', never()), refused);
		await assert.rejects(repository.readFiles(head, ['src/a.js', 'src/b.js'], never()), refused);
		await assert.rejects(repository.blame(head, 'src/a.js', [[1, 2]], never()), refused);
		await assert.rejects(repository.resolve('1'.repeat(40), never()), is('git.unknownRevision'));
		assert.equal(await repository.readTree(head, never()), 'src/a.js\0src/b.js\0');
		assert.equal(packs(), before);
	});

	it('gives all versions of a file by one fetch, once a person has agreed', async () => {
		let isAllowed = false;
		const repository = await open((root) => isAllowed && root === folder);
		const head = await repository.resolve('HEAD', never());
		await assert.rejects(repository.readFile(head, 'src/a.js', never()), is('git.partialClone'));
		isAllowed = true;
		const before = packs();
		const lines = await repository.blame(head, 'src/a.js', [[1, VERSIONS]], never());
		assert.deepEqual(
			lines.map(({ sha }) => origin.git('log', '-1', '--format=%s', sha)),
			Array.from({ length: VERSIONS }, (_, i) => `Change ${i + 1}`),
		);
		assert.equal(packs(), before + 1);
		const texts = await repository.readFiles(head, ['src/a.js', 'src/b.js', 'src/none.js'], never());
		assert.deepEqual([...texts.values()], ['line\n'.repeat(VERSIONS), `${VERSIONS}\n`]);
		assert.equal(packs(), before + 2);
	});

	it('is asked where a line came from without fetching for it, also where a person has agreed', async () => {
		const block = Array.from({ length: 5 }, (_, i) => `const total${i} = measure(cart.lines, ${i});\n`).join('');
		const how = { revision: origin.sha(), looksEverywhere: false, withinMs: 60_000 };
		origin.commit('Write', { files: { 'src/c.js': `// c\n${block}` } });
		origin.commit('Move', { files: { 'src/c.js': '// c\n', 'src/d.js': block } });
		execFileSync('git', ['-C', folder, 'fetch', '--quiet', 'origin']);
		const repository = await open(() => true);
		const before = packs();
		for (const looksEverywhere of [false, true]) {
			assert.deepEqual(
				await repository.movedLines(origin.sha(), 'src/d.js', 2, { ...how, looksEverywhere }, never()),
				[],
			);
		}
		assert.equal(packs(), before);
		await repository.blame(origin.sha('HEAD~1'), 'src/c.js', [[1, 9]], never());
		await repository.blame(origin.sha(), 'src/c.js', [[1, 9]], never());
		await repository.readFile(origin.sha(), 'src/d.js', never());
		const found = await repository.movedLines(origin.sha(), 'src/d.js', 2, how, never());
		assert.deepEqual(
			found.map(({ line, from, isCopy, writer }) => [line, from, isCopy, writer.subject]),
			[1, 2, 3, 4, 5].map((line) => [line, 'src/c.js', false, 'Write']),
		);
	});

	it('is asked what somebody called a commit without fetching for it, also where a person has agreed', async () => {
		const repository = await open(() => true);
		const before = packs();
		const [commit, file] = [origin.sha(), origin.git('rev-parse', 'HEAD:src/a.js')];
		const names = [commit.slice(0, 9), commit, file, `${'e'.repeat(39)}1`];
		const found = await repository.named(names, never());
		assert.deepEqual(
			[...found],
			[commit.slice(0, 9), commit].map((name) => [name, commit]),
		);
		assert.equal(packs(), before);
	});

	it('is analysed as a whole clone is, and checks nothing out', async () => {
		const repository = await open(() => true);
		const text = 'TypeError: x is undefined\n    at add (/srv/shop/src/a.js:6:9)\n';
		const { commits } = await analyzeSuspects(
			{ text, repository, revision: 'HEAD' },
			breather,
			() => undefined,
			never(),
		);
		assert.equal(commits[0]?.subject, `Change ${VERSIONS}`);
		assert.deepEqual(readdirSync(folder), ['.git']);
	});

	it('says that nothing could be fetched where the remote is gone', async () => {
		const repository = await open(() => true);
		const head = await repository.resolve('HEAD', never());
		origin.remove();
		await assert.rejects(repository.readFile(head, 'src/a.js', never()), is('git.fetchFailed'));
	});

	it('leaves nothing half done when fetching is cancelled', async () => {
		const repository = await open(() => true);
		const head = await repository.resolve('HEAD', never());
		// The other side says that it was reached, and then nothing until we are gone.
		const reached = join(folder, 'reached');
		execFileSync('git', ['-C', folder, 'config', 'remote.origin.uploadpack', `touch '${reached}'; read nothing; :`]);
		const abort = new AbortController();
		const fetching = repository.fetch('origin', abort.signal);
		await until(() => existsSync(reached));
		abort.abort();
		await assert.rejects(fetching, { name: 'AbortError' });
		assert.deepEqual(
			readdirSync(join(folder, '.git')).filter((name) => name.endsWith('.lock') || name === 'FETCH_HEAD'),
			[],
		);
		execFileSync('git', ['-C', folder, 'config', '--unset', 'remote.origin.uploadpack']);
		assert.equal(await repository.readFile(head, 'src/b.js', never()), `${VERSIONS}\n`);
	});
});
