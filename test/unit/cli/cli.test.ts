import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { worktreesIn } from '../../../src/adapters/git/worktrees';
import { mapsInFolders } from '../../../src/adapters/maps/inFolders';
import { runCommand } from '../../../src/adapters/process/runCommand';
import { main } from '../../../src/cli/main';
import { aCountingRepository, failsWhereBroken } from '../../support/bisecting';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';
import { schemaTexts } from '../../support/schemas';
import { encodedMappings } from '../../support/sourceMaps';

const TRACE = `TypeError: x is undefined
    at add (/srv/shop/src/pricing.js:2:9)
    at main (/srv/shop/src/main.js:1:1)
`;

async function faultline(args: readonly string[], input = ''): Promise<{ code: number; out: string; error: string }> {
	let out = '';
	let error = '';
	const io = {
		read: async (file: string) => (file === '-' ? input : readFileSync(file, 'utf8')),
		readLines: async function* () {
			yield* input.split('\n');
		},
		write: async (text: string) => {
			out += text;
		},
		writeError: (text: string) => {
			error += text;
		},
	};
	const breather = { now: () => performance.now(), pause: async () => undefined };
	const dependencies = {
		io,
		breather,
		cwd: process.cwd(),
		maps: mapsInFolders,
		version: '1.2.3',
		openRepository: (folder: string, signal: AbortSignal) => openRepository(folder, silentLog, signal),
		openWorktree: worktreesIn(silentLog),
		run: runCommand,
		readHome: async () => ({ events: [], damage: [] }),
	};
	return { code: await main(args, dependencies, never()), out, error };
}

const schema = (name: string) => {
	const { $schema: _, ...json } = JSON.parse(schemaTexts()[`${name}.schema.json`] ?? '');
	const validate = new Ajv({ strict: false, validateFormats: false }).compile(json);
	return (value: unknown) => assert.ok(validate(value), JSON.stringify(validate.errors));
};

describe('the command line', () => {
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('Write', { files: { 'src/pricing.js': 'a\nb\nc\n', 'src/main.js': 'm\n' } })
			.commit('Break', { files: { 'src/pricing.js': 'a\nbroken\nc\n' } })
			.commit('Unrelated', { files: { 'other.js': 'x\n' } });
	});
	after(() => built.remove());

	it('parses a text into traces that fit the published schema', async () => {
		const { code, out } = await faultline(['parse', '--json', '-'], TRACE);
		const output = JSON.parse(out);
		schema('parse')(output);
		assert.deepEqual(
			[code, output.traces[0].exceptions[0].type, output.traces[0].exceptions[0].frames.length],
			[0, 'TypeError', 2],
		);
	});

	it('finds wording that blames a person, in lines, in JSON that fits the published schema, and in SARIF with fixes', async () => {
		const text = '# Review\n\nNo.\nBob should have checked 🎯 it.\n';
		const lines = await faultline(['blameless'], text);
		assert.deepEqual([lines.code, lines.out.split('\n')[1]], [0, '    Or: There was no prompt to check']);
		assert.match(lines.out, /^-:4:1: “Bob should have checked”: /);
		const { code, out } = await faultline(['blameless', '--json', '--fail', '-'], text);
		const output = JSON.parse(out);
		schema('blameless')(output);
		assert.deepEqual([code, output.files[0].findings.length], [1, 1]);
		const { runs } = JSON.parse((await faultline(['blameless', '--sarif', '--phrase', 'it.'], text)).out);
		assert.deepEqual(
			runs[0].results.map(({ ruleId, locations }: { ruleId: string; locations: { physicalLocation: object }[] }) => [
				ruleId,
				locations[0]?.physicalLocation,
			]),
			[
				[
					'blameless/counterfactual',
					{
						artifactLocation: { uri: '-' },
						region: { startLine: 4, startColumn: 1, endLine: 4, endColumn: 24 },
					},
				],
				[
					'blameless/ownPhrase',
					{
						artifactLocation: { uri: '-' },
						region: { startLine: 4, startColumn: 28, endLine: 4, endColumn: 31 },
					},
				],
			],
		);
		assert.equal(
			runs[0].results[0].fixes[0].artifactChanges[0].replacements[0].insertedContent.text,
			'There was no prompt to check',
		);
		assert.equal((await faultline(['blameless', '--json', '--sarif'], text)).code, 2);
		assert.equal((await faultline(['blameless', '--fail'], 'The deploy failed to start.')).code, 0);
	});

	it('gives every trace a fingerprint, the same in every command', async () => {
		const moved = TRACE.replaceAll('/srv/shop', '/app').replaceAll(':1:1', ':7:1');
		const { out } = await faultline(['parse'], `${TRACE}\n${moved}\n${TRACE.replace('add', 'sum')}`);
		const [first, second, other] = JSON.parse(out).traces.map((trace: { fingerprint: string }) => trace.fingerprint);
		assert.equal(second, first);
		assert.notEqual(other, first);
		const suspects = await faultline(['suspects', '--repo', built.folder, '--at', 'HEAD', '--json'], TRACE);
		assert.equal(JSON.parse(suspects.out).traces[0].fingerprint, first);
	});

	it('says what other products’ rules would name, and why not a commit, for who asks', async () => {
		const suspects = (...more: string[]) =>
			faultline(['suspects', '--repo', built.folder, '--at', 'HEAD', ...more], TRACE);
		const { out } = await suspects('--json', '--limit', '1', '--second-opinion', '--why-not', 'HEAD~2');
		const output = JSON.parse(out);
		schema('suspects')(output);
		assert.deepEqual(
			output.secondOpinion.map(({ rule, commit }: { rule: string; commit: { subject: string } }) => [
				rule,
				commit.subject,
			]),
			[
				['sentry', 'Break'],
				['datadog', 'Break'],
			],
		);
		assert.deepEqual(
			[output.commits.length, output.whyNot.answer, output.whyNot.rank, output.whyNot.commit.subject],
			[1, 'suspect', 2, 'Write'],
		);
		const people = await suspects('--why-not', 'HEAD');
		assert.match(
			people.out,
			/Why not \w{10} {2}Unrelated\n +No evidence points at it: it changed no file of the stack trace\.\n/,
		);
		const unknown = await suspects('--why-not', 'nope');
		assert.deepEqual([unknown.code, /nope/.test(unknown.error)], [1, true]);
	});

	it('bisects by a command, which gets its own words, and tests first what a trace makes suspect', async function () {
		this.timeout(60_000);
		const counted = aCountingRepository(12, 6);
		counted.git('tag', 'wide', 'HEAD');
		const { program, args } = failsWhereBroken("console.log('--help')");
		const words = (...more: string[]) => [
			'bisect',
			'--repo',
			counted.folder,
			'--good',
			'c1',
			'--bad',
			'wide',
			'--json',
			...more,
			'--',
			program,
			...args,
		];
		try {
			const { code, out, error } = await faultline(words());
			const output = JSON.parse(out);
			schema('bisect')(output);
			assert.deepEqual([code, output.culprit.subject, output.isPlain, output.commits], [0, 'Commit 6', true, 11]);
			assert.match(error, /is the first bad commit/);
			const trace = 'TypeError: x\n    at f (/srv/app/broken.txt.js:1:1)\n    at g (/srv/app/src/late.js:1:1)\n';
			counted.commit('Late', { files: { 'src/late.js': 'late\n' }, tag: 'late' });
			const suspected = await faultline(
				[
					'bisect',
					'--repo',
					counted.folder,
					'--good',
					'c1',
					'--bad',
					'late',
					'--trace',
					'-',
					'--json',
					'--',
					program,
					...args,
				],
				trace,
			);
			assert.deepEqual(
				[JSON.parse(suspected.out).isPlain, JSON.parse(suspected.out).culprit.subject],
				[false, 'Commit 6'],
			);
		} finally {
			counted.remove();
		}
		const refused = [
			['bisect', '--good', 'c1', '--bad', 'c2'],
			['bisect', '--good', 'c1', '--', 'true'],
			['bisect', '--good', 'c1', '--bad', 'c2', 'true'],
			['bisect', '--good', 'c1', '--bad', 'c2', '--timeout', '0', '--', 'true'],
		];
		for (const one of refused) {
			assert.equal((await faultline(one)).code, 2, one.join(' '));
		}
	});

	it('takes a release for the tag it stands for, and names the tags it looked for', async () => {
		built.git('tag', 'prod/1.4', 'HEAD~1');
		const suspects = (...at: string[]) => faultline(['suspects', '--repo', built.folder, '--json', ...at], TRACE);
		const { out } = await suspects('--at', 'shop@1.4+543', '--tag-pattern', 'prod/{version}');
		assert.equal(JSON.parse(out).revision, built.sha('HEAD~1'));
		const { code, error } = await suspects('--at', 'shop@1.4+543');
		assert.equal(code, 1);
		assert.match(error, /shop@1\.4\+543 is not in this repository\..* There is no tag v1\.4\+543, /);
	});

	it('takes the person’s word for whose code a frame is', async () => {
		const text = `${TRACE}    at next (/srv/shop/node_modules/@acme/router/index.js:9:1)\n`;
		const rules = ['--not-in-app', 'src/main.*', '--in-app', 'node_modules/@acme/**', '--in-app', 'nowhere'];
		const inApp = (trace: { exceptions: { frames: { inApp: boolean }[] }[] }) =>
			trace.exceptions.flatMap(({ frames }) => frames.map((frame) => frame.inApp));
		const parsed = await faultline(['parse', ...rules], text);
		assert.deepEqual(JSON.parse(parsed.out).traces.map(inApp), [[true, false, true]]);
		const lines = await faultline(['parse', '--jsonl', ...rules], `${JSON.stringify({ id: 1, text })}\n`);
		assert.deepEqual(JSON.parse(lines.out).traces.map(inApp), [[true, false, true]]);
		const suspects = await faultline(
			['suspects', '--repo', built.folder, '--at', 'HEAD', '--json', ...rules, '--not-in-app', 'src/pricing.js'],
			text,
		);
		const output = JSON.parse(suspects.out);
		schema('suspects')(output);
		assert.deepEqual(output.traces.map(inApp), [[false, false, true]]);
		assert.deepEqual(
			output.files.map(({ reasons }: { reasons: { detail: string }[] }) => reasons[0]?.detail),
			['holds a vendor frame, at line 2', 'holds a vendor frame, at line 1'],
		);
	});

	it('answers one line for each line, in order, an empty text among them', async () => {
		const input = `${[TRACE, '', 'no trace'].map((text, id) => JSON.stringify({ id, text })).join('\n')}\n`;
		const { code, out } = await faultline(['parse', '--jsonl'], input);
		const lines = out
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		assert.deepEqual(
			[code, lines.map(({ id, traces }) => [id, traces.length])],
			[
				0,
				[
					[0, 1],
					[1, 0],
					[2, 0],
				],
			],
		);
		lines.forEach(schema('parse-line'));
	});

	it('names the suspect at a revision that is not checked out, in a work tree and in a bare repository alike', async () => {
		const bare = `${built.folder}-cli-bare`;
		built.git('clone', '--quiet', '--bare', built.folder, bare);
		for (const repo of [built.folder, bare]) {
			const { code, out } = await faultline(
				['suspects', '--repo', repo, '--at', built.sha('HEAD~1'), '--json', '-'],
				TRACE,
			);
			const output = JSON.parse(out);
			schema('suspects')(output);
			assert.deepEqual([code, output.commits[0].subject, output.files[0].path], [0, 'Break', 'src/pricing.js']);
			assert.deepEqual(output.traces[0].exceptions[0].frames[0].resolved, {
				path: 'src/pricing.js',
				line: 2,
				confidence: 1,
				alternatives: [],
			});
		}
		rmSync(bare, { recursive: true });
	});

	it('tells a person the same in words', async () => {
		const { code, out } = await faultline(['suspects', '--repo', built.folder, '--at', 'HEAD'], TRACE);
		assert.equal(code, 0);
		assert.match(out, /Suspect commits\n.*Break/);
	});

	it('shows a terminal no commands that a commit may hold', async () => {
		const hostile = aRepository().commit('red \u001b[31m and a bell \u0007', { files: { 'src/pricing.js': 'a\nb\n' } });
		const { out } = await faultline(['suspects', '--repo', hostile.folder, '--at', 'HEAD'], TRACE);
		hostile.remove();
		assert.match(out, /red \ufffd\[31m and a bell \ufffd/);
	});

	it('reads a bundle’s trace through the source maps of a folder that is named', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-cli-'));
		const mappings = encodedMappings([[[40, 0, 1, 0]]]);
		const map = { version: 3, file: 'app.js', sources: ['../src/pricing.js'], names: [], mappings };
		writeFileSync(join(folder, 'app.js.map'), JSON.stringify(map));
		const args = ['suspects', '--repo', built.folder, '--at', 'HEAD', '--maps', folder, '--json'];
		const { out } = await faultline(args, 'TypeError: x\n    at e (https://shop.example/app.js:1:45)\n');
		rmSync(folder, { recursive: true });
		const output = JSON.parse(out);
		schema('suspects')(output);
		const [frame] = output.traces[0].exceptions[0].frames;
		assert.deepEqual([frame.resolved.path, frame.resolved.line, frame.original.line], ['src/pricing.js', 2, 2]);
		assert.equal(output.commits[0].subject, 'Break');
	});

	it('ends with 0 where nothing was found', async () => {
		const { code, out } = await faultline(
			['suspects', '--repo', built.folder, '--at', 'HEAD', '--json'],
			'all is well',
		);
		assert.deepEqual([code, JSON.parse(out).commits, JSON.parse(out).problems[0].code], [0, [], 'noTrace']);
	});

	it('ends with 2 and one line for bad usage', async () => {
		for (const args of [
			[],
			['nope'],
			['suspects'],
			['suspects', '--at='],
			['parse', '--wat'],
			['parse', 'a', 'b'],
			['suspects', '--at', 'HEAD', '--limit', 'x'],
			['suspects', '--at', 'HEAD', '--started', 'x'],
			['parse', '--at', 'HEAD'],
		]) {
			const { code, error } = await faultline(args);
			assert.deepEqual([code, error.trimEnd().split('\n').length], [2, 1], args.join(' '));
		}
	});

	it('ends with 1 and one line for failure', async () => {
		const failures: readonly (readonly [string[], string?])[] = [
			[['suspects', '--repo', built.folder, '--at', 'nope'], TRACE],
			[['suspects', '--repo', join(built.folder, 'nowhere'), '--at', 'HEAD'], TRACE],
			[['parse', join(built.folder, 'nowhere.txt')]],
			[['parse', '--jsonl'], '{"id": 1}'],
			[['parse', '--jsonl'], 'not json'],
		];
		for (const [args, input] of failures) {
			const { code, error, out } = await faultline(args, input);
			assert.deepEqual([code, error.trimEnd().split('\n').length, out], [1, 1, ''], args.join(' '));
		}
	});

	it('prints its version and its help', async () => {
		assert.equal((await faultline(['--version'])).out, '1.2.3\n');
		assert.match((await faultline(['--help'])).out, /faultline suspects/);
	});
});

describe('the published JSON Schemas', () => {
	it('are what the sources say; `npm run schema` writes them', () => {
		for (const [name, text] of Object.entries(schemaTexts())) {
			assert.equal(readFileSync(join(__dirname, '../../../media/schema', name), 'utf8'), text, name);
		}
	});
});
