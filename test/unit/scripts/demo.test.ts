import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoRepository, makeDemoRepository } from '../../../scripts/demo/repository.mjs';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { never, silentLog } from '../../support/repository';

const NOW = Date.parse('2026-03-20T14:00:00Z');
const breather = { now: () => 0, pause: () => Promise.resolve() };

describe('the demo repository', function () {
	this.timeout(30_000);
	const folder = mkdtempSync(join(tmpdir(), 'faultline-demo-'));
	let demo: DemoRepository;

	before(async () => {
		demo = await makeDemoRepository(join(folder, 'checkout'), { now: NOW });
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	const git = (...args: string[]) => execFileSync('git', args, { cwd: demo.folder, encoding: 'utf8' }).trim();

	it('has two weeks of history by several authors, and ends the day before', () => {
		assert.ok(git('log', '--format=%H').split('\n').length >= 18);
		assert.ok(new Set(git('log', '--format=%an').split('\n')).size >= 4);
		assert.equal(git('log', '-1', '--format=%as'), '2026-03-19');
	});

	it('broke between the last good and the deployed revision, and went on since', () => {
		const between = git('rev-list', `${demo.lastGoodTag}..${demo.deployTag}`).split('\n');
		assert.ok(between.includes(demo.breakingCommit));
		assert.ok(git('rev-list', `${demo.deployTag}..main`).split('\n').length >= 3);
		assert.equal(git('status', '--porcelain'), '');
	});

	it('logged the crash as production would, with the lines of the deployed revision', () => {
		const log = readFileSync(demo.logFile, 'utf8');
		const [, path = '', line = ''] = /at reduction \(\/srv\/checkout\/(\S+):(\d+):\d+\)/.exec(log) ?? [];
		const deployed = git('show', `${demo.deployTag}:${path}`).split('\n');
		assert.match(deployed[Number(line) - 1] ?? '', /discount\.rate/);
		assert.doesNotMatch(readFileSync(join(demo.folder, path), 'utf8').split('\n')[Number(line) - 1] ?? '', /rate/);
		assert.match(log, /^ {4}at async route \(\/srv\/checkout\/src\/http\.js/m);
		assert.match(log, /\[cause\]: TypeError/);
		assert.ok(!log.includes(tmpdir()));
		assert.match(log, /^2026-03-20T11:/);
	});

	it('leads Faultline to the change that broke it', async () => {
		const { commits } = await analyzeSuspects(
			{
				text: readFileSync(demo.logFile, 'utf8'),
				repository: await openRepository(demo.folder, silentLog, never()),
				revision: demo.deployTag,
			},
			breather,
			() => undefined,
			never(),
		);
		assert.equal(commits[0]?.sha, demo.breakingCommit);
	});
});
