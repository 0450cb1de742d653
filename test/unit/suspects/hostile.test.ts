import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type AnalyzeRequest, analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { whyNot } from '../../../src/app/whyNot';
import { runAtOnce } from '../../../src/base/slices';
import type { Change, Repository } from '../../../src/core/ports/repository';
import { withChanges } from '../../../src/core/suspects/changeFeatures';
import { at, FEATURES } from '../../../src/core/suspects/features';
import { functionSpan } from '../../../src/core/suspects/functionSpan';
import { type Place, wantedWords } from '../../../src/core/suspects/places';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const breather = { now: () => performance.now(), pause: async () => undefined };
const traceAt = (path: string, line: number) => `TypeError: x is undefined\n    at due (/srv/shop/${path}:${line}:9)\n`;
const CODE = ['import { tax } from "./tax.js";', '', 'export function due(line) {', '\treturn line.price;', '}', ''];

describe('suspects in a repository with surprises', () => {
	let built: RepositoryBuilder;
	beforeEach(() => {
		built = aRepository();
	});
	afterEach(() => built.remove());

	const analyze = async (text: string, more: Partial<AnalyzeRequest> = {}) =>
		analyzeSuspects(
			{ text, repository: await built.open(), revision: 'HEAD', ...more },
			breather,
			() => undefined,
			never(),
		);
	const reasonsOf = ({ commits }: Awaited<ReturnType<typeof analyze>>) =>
		Object.fromEntries(
			commits.map(({ subject, reasons }) => [subject, reasons.map(({ detail }) => detail).join('; ')]),
		);

	it('are said to be the deployed revision only where they are, whatever their dates', async () => {
		const changed = CODE.join('\n').replace('line.price', 'line.total');
		built
			.commit('Start', { files: { 'src/a.js': CODE.join('\n') }, date: '2026-02-02T00:00:00Z' })
			.commit('Change', { files: { 'src/a.js': changed }, date: '2026-02-02T00:00:00Z' });
		const ofRevision = reasonsOf(await analyze(traceAt('src/a.js', 4)));
		assert.match(ofRevision.Change ?? '', /; it is the deployed revision itself$/);
		assert.match(ofRevision.Start ?? '', /dated no earlier than the deployed revision/);
		const started = { startedAt: Date.parse('2026-02-02T00:00:00Z') };
		assert.match(reasonsOf(await analyze(traceAt('src/a.js', 4), started)).Change ?? '', /made as it started/);
	});

	it('are found at a line far down a long file', async () => {
		const lines = Array.from({ length: 12_000 }, (_, i) => (i % 20 === 0 ? `function f${i}(a) {` : `\tuse(a, ${i});`));
		built
			.commit('Generate', { files: { 'src/long.js': lines.join('\n') } })
			.commit('Break', { files: { 'src/long.js': lines.with(10_004, '\tbroken(a);').join('\n') } });
		const { Break: detail } = reasonsOf(await analyze(traceAt('src/long.js', 10_005)));
		assert.match(detail ?? '', /last changed line 10005 of src\/long\.js/);
	});

	it('have the newest change of a file among them, however many others own lines nearer to the failure', async () => {
		const begin = Date.parse('2026-02-02T00:00:00Z') / 1000;
		const lines = Array.from({ length: 240 }, (_, i) => `use(${i});\n`);
		const commits = lines.map((_, i) => {
			const text = lines.slice(0, i + 1).join('');
			const who = `Ada <ada@example.org> ${begin + i * 60} +0000`;
			const subject = `Line ${i + 1}`;
			return `commit refs/heads/main\ncommitter ${who}\ndata ${subject.length}\n${subject}\nM 100644 inline src/long.js\ndata ${text.length}\n${text}\n`;
		});
		execFileSync('git', ['fast-import', '--quiet'], { cwd: built.folder, input: commits.join('') });
		const { commits: suspects } = await analyze(traceAt('src/long.js', 20), { revision: 'main', limit: 500 });
		const subjects = suspects.map(({ subject }) => subject);
		assert.ok(subjects.includes('Line 20') && subjects.includes('Line 240'), subjects.join());
		assert.ok(subjects.length <= 150, `${subjects.length}`);
	});

	it('are told that a line is one beyond the file', async () => {
		built.commit('Start', { files: { 'src/a.js': CODE.join('\n') } });
		const codes = async (line: number) =>
			(await analyze(traceAt('src/a.js', line))).problems.flatMap(({ code }) =>
				code === 'lineBeyondFile' ? code : [],
			);
		assert.deepEqual([await codes(CODE.length - 1), await codes(CODE.length)], [[], ['lineBeyondFile']]);
	});

	it('are in no function where there is none', async () => {
		built
			.commit('Start', { files: { 'src/a.js': CODE.join('\n') } })
			.commit('Import', { files: { 'src/a.js': CODE.with(0, 'import { tax } from "./taxes.js";').join('\n') } });
		const { Import: detail } = reasonsOf(await analyze(traceAt('src/a.js', 4)));
		assert.match(detail ?? '', /changed line 1 of src\/a\.js, elsewhere in the file/);
	});

	it('are no files that the deployed revision lacks, nor those of commits that are ruled out', async () => {
		const changed = CODE.join('\n').replace('line.price', 'line.total');
		built
			.commit('Start', { files: { 'src/old.js': CODE.join('\n'), 'src/far/away.js': 'x\n' } })
			.commit('Change', { files: { 'src/old.js': changed, 'src/far/away.js': 'y\n' } })
			.commit('Move', { renames: { 'src/old.js': 'src/new.js' } });
		const paths = async (more?: Partial<AnalyzeRequest>) =>
			(await analyze(traceAt('src/new.js', 4), more)).files.map(({ path, reasons }) => [path, reasons[0]?.kind]);
		assert.deepEqual(await paths(), [
			['src/new.js', 'inTrace'],
			['src/far/away.js', 'suspects'],
		]);
		assert.deepEqual(await paths({ lastGood: 'HEAD~1' }), [['src/new.js', 'inTrace']]);
	});

	it('are not narrowed by a last good revision of another history, and that is said', async () => {
		built.commit('Start', { files: { 'src/a.js': CODE.join('\n') }, tag: 'v1' });
		built.git('checkout', '--quiet', '--orphan', 'other');
		built.commit('Other', { tag: 'other-v1' });
		const { commits, problems } = await analyze(traceAt('src/a.js', 4), { revision: 'v1', lastGood: 'other-v1' });
		assert.deepEqual(
			commits[0]?.reasons.filter(({ kind }) => kind === 'inWindow'),
			[],
		);
		assert.ok(problems.some(({ code }) => code === 'lastGoodNotUsed'));
	});

	it('fail with what a listener of the first ones throws, and leave nothing unhandled', async () => {
		built.commit('Start', { files: { 'src/a.js': CODE.join('\n') } });
		const onFirst = () => {
			throw new Error('listener');
		};
		await assert.rejects(analyze(traceAt('src/a.js', 4), { onFirst }), { message: 'listener' });
	});

	it('are told from what is known so far while the history of a file is still walked', async () => {
		const changed = CODE.join('\n').replace('line.price', 'line.total');
		built
			.commit('Start', { files: { 'src/a.js': CODE.join('\n') } })
			.commit('Change', { files: { 'src/a.js': changed } });
		const real = await built.open();
		let wasTold = () => {};
		const told = new Promise<void>((resolve) => {
			wasTold = resolve;
		});
		const slow: Repository = {
			...real,
			blameFile: async (sha, path, signal, how) => {
				const whole = await real.blameFile(sha, path, signal);
				const newest = whole?.commits.findIndex(({ subject }) => subject === 'Change');
				if (whole) {
					how?.watch?.(() => ({ ...whole, owners: whole.owners.map((owner) => (owner === newest ? owner : -1)) }));
				}
				await told; // as long as nobody was told, the walk goes on
				return whole;
			},
		};
		const first: string[][] = [];
		const { commits } = await analyze(traceAt('src/a.js', 4), {
			repository: slow,
			onFirst: (ranked) => {
				first.push(ranked.commits.map(({ subject }) => subject));
				wasTold();
			},
		});
		assert.deepEqual(first[0], ['Change']);
		assert.deepEqual(commits.map(({ subject }) => subject).sort(), ['Change', 'Start']);
	});

	it('may be what changes white space that says something, or what a file is allowed', async () => {
		const python = 'def due(lines):\n    for line in lines:\n        add(line)\n        return 1\n';
		built
			.commit('Start', { files: { 'a.py': python, 'b.js': "log('a b');\n", 'c.js': 'c();\n' } })
			.commit('Dedent', { files: { 'a.py': python.replace('        return', '    return') } })
			.commit('Say', { files: { 'b.js': "log('a  b');\n" } });
		chmodSync(join(built.folder, 'c.js'), 0o755);
		built.commit('Allow').commit('Indent', { files: { 'c.js': '\tc();\n' } });
		const repository = await built.open();
		const analysis = { ...(await analyze('')), commits: [] };
		const answers = await Promise.all(
			['HEAD~3', 'HEAD~2', 'HEAD~1', 'HEAD'].map(
				async (commit) => (await whyNot({ repository, analysis, commit }, never())).answer,
			),
		);
		assert.deepEqual(answers, ['noEvidence', 'noEvidence', 'noEvidence', 'ruledOut']);
	});
});

describe('lines and commits that take long to read', () => {
	it('do not make the look of a definition take more than its length', () => {
		for (const behind of ['', ':', ' ->', ' throws x']) {
			const row = `int foo(a)${behind}${' '.repeat(20_000)}{ x % y`;
			assert.equal(functionSpan([row, '  x'], 1), undefined);
		}
	});

	it('are read once for a commit, however many places it owns', () => {
		let reads = 0;
		const commit = { sha: 'a', author: '', date: 0, authoredAt: 0, subject: '', parents: [] };
		const change: Change = {
			commit,
			get message() {
				reads++;
				return 'price';
			},
			paths: ['a.js'],
		};
		const places = Array.from({ length: 100 }, (): Place => {
			const features = new Float64Array(FEATURES.length);
			const rest = { count: 1, line: 1, frame: 0, isBoundary: false, isInFunction: true };
			return { path: 'a.js', commit, features, ...rest };
		});
		const wanted = wantedWords(['price'], []);
		const read = runAtOnce(withChanges(places, new Map([['a', change]]), new Set(['a.js']), wanted));
		const values = new Set(
			read.map(({ features }) => [at('change.isRoot'), at('change.messageWords')].map((i) => features[i]).join()),
		);
		assert.deepEqual([read.length, reads <= 2, [...values]], [100, true, ['1,1']]);
	});
});
