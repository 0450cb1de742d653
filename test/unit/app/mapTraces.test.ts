import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { mapsInFolders } from '../../../src/adapters/maps/inFolders';
import { mapsInWorker } from '../../../src/adapters/maps/inWorker';
import { analyzeSuspects } from '../../../src/app/analyzeSuspects';
import type { Analysis } from '../../../src/core/suspects/model';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

const breather = { now: () => performance.now(), pause: async () => undefined };

const PRICING = `export interface Line { price?: { amount: number } }

export function priceOf(line: Line): number {
	return line.price!.amount;
}

export function totalOf(lines: readonly Line[]): number {
	let total = 0;
	for (const line of lines) {
		total += priceOf(line);
	}
	return total;
}
`;
const MAIN = `import { totalOf } from './pricing';

function checkout(): void {
	console.log(totalOf([{ price: { amount: 1 } }, {}]));
}

checkout();
`;

describe('a trace of a built file', function () {
	this.timeout(30_000);
	let built: RepositoryBuilder;
	let folder: string;

	beforeEach(() => {
		built = aRepository().commit('Sell things', { files: { 'src/pricing.ts': PRICING, 'src/main.ts': MAIN } });
		folder = mkdtempSync(join(tmpdir(), 'faultline-maps-'));
	});
	afterEach(() => {
		built.remove();
		rmSync(folder, { recursive: true });
	});

	/** Builds the shop, breaks it, and gives what it printed. */
	async function crash(options: Partial<BuildOptions> = {}): Promise<string> {
		const outfile = join(folder, 'app.js');
		await build({
			entryPoints: [join(built.folder, 'src/main.ts')],
			outfile,
			bundle: true,
			minify: true,
			sourcemap: true,
			platform: 'node',
			logLevel: 'silent',
			...options,
		});
		return spawnSync(process.execPath, [outfile], { encoding: 'utf8' }).stderr;
	}
	const analyze = async (text: string, chosen: readonly string[]): Promise<Analysis> =>
		analyzeSuspects(
			{
				text,
				repository: await built.open(),
				revision: 'HEAD',
				openRepository: (root, signal) => openRepository(root, silentLog, signal),
				maps: { maps: mapsInFolders, chosen, folders: [built.folder] },
			},
			breather,
			() => undefined,
			never(),
		);
	const places = ({ locations }: Analysis) =>
		locations
			.flat(2)
			.flatMap((location) => (location ? [`${location.path}:${location.line}`] : []))
			.slice(0, 4);

	it('becomes a trace of its sources, offline', async () => {
		const analysis = await analyze(await crash(), [folder]);
		assert.deepEqual(places(analysis), ['src/pricing.ts:4', 'src/pricing.ts:10', 'src/main.ts:4', 'src/main.ts:7']);
		assert.deepEqual(
			analysis.originals
				?.flat(2)
				.slice(0, 3)
				.map((original) => original?.function),
			['priceOf', 'totalOf', 'checkout'],
		);
		assert.equal(analysis.commits[0]?.subject, 'Sell things');
		assert.deepEqual(
			analysis.problems.filter(({ code }) => /ourceMap/.test(code)),
			[],
		);
	});

	it('is read by a map inside the file itself', async () => {
		const analysis = await analyze(await crash({ sourcemap: 'inline' }), [folder]);
		assert.deepEqual(places(analysis).slice(0, 2), ['src/pricing.ts:4', 'src/pricing.ts:10']);
	});

	it('is read by a map that is committed, at the deployed revision', async () => {
		const trace = await crash();
		built.commit('Build', {
			files: {
				'dist/app.js': readFileSync(join(folder, 'app.js'), 'utf8'),
				'dist/app.js.map': readFileSync(join(folder, 'app.js.map'), 'utf8').replaceAll(/"[^"]*\/src\//g, '"../src/'),
			},
		});
		rmSync(join(built.folder, 'dist'), { recursive: true });
		const analysis = await analyze(trace.replaceAll(join(folder, 'app.js'), '/app/dist/app.js'), []);
		assert.deepEqual(places(analysis).slice(0, 2), ['src/pricing.ts:4', 'src/pricing.ts:10']);
	});

	it('is found by its address on a server, whatever is behind the question mark', async () => {
		const trace = (await crash()).replaceAll(join(folder, 'app.js'), 'https://shop.example/static/app.js?v=7');
		assert.deepEqual(places(await analyze(trace, [folder])).slice(0, 2), ['src/pricing.ts:4', 'src/pricing.ts:10']);
	});

	it('is not read by a map of another build where its sources differ: the reason is said, and the frames stay as printed', async () => {
		const trace = await crash();
		built.commit('Explain prices', { files: { 'src/pricing.ts': `// What things cost.\n// In cents.\n${PRICING}` } });
		const analysis = await analyze(trace, [folder]);
		assert.deepEqual(places(analysis), ['src/main.ts:4', 'src/main.ts:7']); // main.ts is the same in both
		assert.match(
			analysis.problems.find(({ code }) => code === 'sourceMapRefused')?.message ?? '',
			/app\.js\.map was not used: line 4 of src\/pricing\.ts is another one/,
		);
	});

	it('is held to the sources of a submodule in the submodule', async () => {
		const inner = aRepository().commit('Price things', { files: { 'pricing.ts': PRICING } });
		try {
			built.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'libs/pricing');
			built.commit('Use the submodule', {
				files: { 'src/pricing.ts': null, 'src/main.ts': MAIN.replace('./pricing', '../libs/pricing/pricing') },
			});
			const analysis = await analyze(await crash(), [folder]);
			assert.deepEqual(places(analysis), ['pricing.ts:4', 'pricing.ts:10', 'src/main.ts:4', 'src/main.ts:7']);
			assert.deepEqual(
				analysis.problems.filter(({ code }) => /ourceMap/.test(code)),
				[],
			);
		} finally {
			inner.remove();
		}
	});

	it('stays as it was printed where the reading of maps comes to an untimely end, and that is said', async () => {
		const script = join(folder, 'worker.cjs');
		writeFileSync(script, "require('node:worker_threads').parentPort.once('message', () => process.exit(1));");
		const maps = mapsInWorker(script);
		const request = { text: await crash(), repository: await built.open(), revision: 'HEAD' };
		const places = { maps, chosen: [folder], folders: [] };
		const analysis = await analyzeSuspects({ ...request, maps: places }, breather, () => undefined, never());
		maps.dispose();
		assert.deepEqual(
			analysis.problems.filter(({ code }) => code === 'sourceMapRefused').map(({ message }) => message),
			[
				'The source maps could not be read: The reader of source maps ended. The frames are shown as they were printed.',
			],
		);
	});

	it('is not read by a map whose built file has no such place', async () => {
		const trace = (await crash()).replaceAll(/app\.js:(\d+):/g, 'app.js:9999:');
		const analysis = await analyze(trace, [folder]);
		assert.match(
			analysis.problems.find(({ code }) => code === 'sourceMapRefused')?.message ?? '',
			/has no line 9999 with a column/,
		);
	});

	it('is not read by a map that says it belongs to another file, or that is none', async () => {
		const trace = await crash();
		const map = join(folder, 'app.js.map');
		const text = readFileSync(map, 'utf8');
		writeFileSync(map, text.replace('{', '{"file":"admin.js",'));
		const refusal = async () =>
			(await analyze(trace, [folder])).problems.find(({ code }) => code === 'sourceMapRefused')?.message;
		assert.match((await refusal()) ?? '', /it says that it belongs to admin\.js/);
		writeFileSync(map, text.slice(0, -20));
		assert.match((await refusal()) ?? '', /no source map of version 3/);
	});

	it('says of a map that is too large to be read how large it is, and what to do', async () => {
		const trace = await crash();
		const map = readFileSync(join(folder, 'app.js.map'), 'utf8');
		truncateSync(join(folder, 'app.js.map'), 512 * 1024 * 1024 + 1); // takes no room on the disk
		const refusals = async (text: string, chosen: readonly string[]) =>
			(await analyze(text, chosen)).problems.flatMap(({ code, message }) => (/ourceMap/.test(code) ? [message] : []));
		assert.deepEqual(await refusals(trace, [folder]), [
			`The source map ${folder}/app.js.map was not used: it has 512.1 MB, and at most 512 MB are read. Build it without the sources in it, or split the bundle.`,
		]);
		built.commit('Build', {
			files: { 'dist/app.js.map': map.replace('{', `{"x_notes":"${'x'.repeat(4 * 1024 * 1024)}",`) },
		});
		rmSync(join(built.folder, 'dist'), { recursive: true });
		assert.deepEqual(await refusals(trace.replaceAll(join(folder, 'app.js'), '/app/dist/app.js'), []), [
			'The source map dist/app.js.map was not used: it has 4.1 MB, and of a map in the repository at most 4 MB are read. Choose the folder that the build left it in, where maps may be larger.',
		]);
	});

	it('says that a bundle has no map', async () => {
		const trace = (await crash({ sourcemap: false })).replaceAll('app.js', 'app.3f2a91bc.js');
		const analysis = await analyze(trace, [folder]);
		assert.match(
			analysis.problems.find(({ code }) => code === 'noSourceMap')?.message ?? '',
			/^app\.3f2a91bc\.js is a bundle/,
		);
	});

	it('leaves frames of files that nobody built where they are, though a build has a file of that name', async () => {
		await crash();
		built.commit('Add a script', { files: { 'tools/app.js': 'throw new Error("x");\n' } });
		const trace = `Error: x\n    at run (${built.folder}/tools/app.js:1:7)\n`;
		const analysis = await analyze(trace, []);
		assert.deepEqual(places(analysis), ['tools/app.js:1']);
	});
});
