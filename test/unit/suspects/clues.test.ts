import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCommitIndex } from '../../../src/adapters/commits/commitIndex';
import { gitIn } from '../../../src/adapters/git/run';
import { type AnalyzeRequest, analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { runAtOnce } from '../../../src/base/slices';
import { changedPackage as changedSteps, configurationKind } from '../../../src/core/suspects/clues';
import { fillWithCommits } from '../../support/manyCommits';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

const LOCK = (express: string) =>
	JSON.stringify(
		{
			packages: {
				'node_modules/body-parser': { version: '1.20.0', dependencies: { express: '*' } },
				'node_modules/express': { version: express, resolved: `https://registry.example/express-${express}.tgz` },
			},
		},
		undefined,
		'\t',
	);

const changedPackage = (...of: Parameters<typeof changedSteps>) => runAtOnce(changedSteps(...of));

describe('a change that breaks a program beside its stack trace', () => {
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('Start', { files: { 'package-lock.json': LOCK('4.17.0'), 'src/a.js': 'a();\n' }, tag: 'v1' })
			.commit('Tell of it', { files: { 'README.md': 'shop\n' } })
			.commit('Update express', { files: { 'package-lock.json': LOCK('5.0.0') } })
			.commit('Turn prices on', { files: { 'config/feature-flags.json': '{"prices": true}\n' }, tag: 'v2' });
	});
	after(() => built.remove());

	const analyze = async (text: string, more: Partial<AnalyzeRequest> = {}) =>
		analyzeSuspects(
			{ text, repository: await built.open(), revision: 'v2', lastGood: 'v1', ...more },
			{ now: () => 0, pause: async () => undefined },
			() => undefined,
			never(),
		);

	it('is a dependency whose version changed, where only its frames are in the trace', async () => {
		const { commits, problems } = await analyze(
			'TypeError: x\n    at f (/srv/shop/node_modules/express/lib/router.js:1:2)\n    at g (node:internal/timers:1:2)\n',
		);
		assert.equal(commits[0]?.subject, 'Update express');
		assert.match(commits[0]?.reasons[0]?.detail ?? '', /changed the version of express in package-lock\.json/);
		assert.deepEqual(
			problems.map(({ code }) => code),
			[],
		);
	});

	it('is a feature flag, the configuration, a migration or a build, and says which', async () => {
		const { commits } = await analyze('TypeError: x\n    at f (/srv/shop/src/a.js:1:2)\n');
		const flag = commits.find(({ subject }) => subject === 'Turn prices on');
		assert.deepEqual(
			flag?.reasons.map(({ kind, detail }) => [kind, detail.replace(/;.*/, '')]),
			[['configuration', 'changed feature flags, config/feature-flags.json']],
		);
		assert.equal(configurationKind('db/migrate/20260101_add_price.rb'), 'migration');
		assert.equal(configurationKind('.github/workflows/ci.yml'), 'workflow');
		assert.equal(configurationKind('deploy/Dockerfile'), 'container');
		assert.equal(configurationKind('src/main/resources/application-prod.yml'), 'settings');
		assert.equal(configurationKind('src/cart.ts'), undefined);
	});

	it('is a migration by its folder or its number, not code that is only called so', () => {
		const kinds = (paths: readonly string[]) => new Set(paths.map(configurationKind));
		const migrations = [
			'db/migrate/20200101_add_price.rb',
			'shop/migrations/0001_initial.py',
			'alembic/versions/3f2a_add_price.py',
			'src/main/resources/db/migration/V2__add_price.sql',
			'migrations/20200101120000_add_price.ts',
			'prisma/migrations/20200101_add/migration.sql',
			'internal/migrate/000001_init.up.sql',
			'db/schema.rb',
			'alembic.ini',
			'migrate.sql',
		];
		assert.deepEqual(kinds(migrations), new Set(['migration']));
		const code = ['migrate.go', 'db/migrate.ts', 'src/migration.py', 'cmd/migrate/main.go', 'lib/migrations.rb'];
		assert.deepEqual(kinds(code), new Set([undefined]));
	});

	it('is one that was the cause of an earlier incident, of the same failure before the same code, where the deployed revision has it', async () => {
		const repository = await built.open();
		const told = built.git('rev-parse', 'v2~2').trim();
		const express = built.git('rev-parse', 'v2~1').trim();
		const nowhere = 'f'.repeat(40);
		const { commits } = await analyze('TypeError: x\n    at f (/srv/shop/src/a.js:1:2)\n', {
			repository,
			revision: 'v2~1',
			earlier: [
				{ sha: told, incident: 'INC-2', hasSameFailure: false },
				{ sha: express, incident: 'INC-3', hasSameFailure: false },
				{ sha: express, incident: 'INC-1', hasSameFailure: false },
				{ sha: told, incident: 'INC-4', hasSameFailure: true },
				{ sha: built.git('rev-parse', 'v2').trim(), incident: 'INC-5', hasSameFailure: true },
				{ sha: nowhere, incident: 'INC-6', hasSameFailure: true },
			],
		});
		const because = commits.flatMap(({ subject, reasons }) =>
			reasons.flatMap(({ kind, detail, weight }) => (kind === 'earlier' ? [{ subject, detail, weight }] : [])),
		);
		assert.deepEqual(
			because.map(({ subject, detail }) => `${subject}: ${detail.replace(/;.*/, '')}`),
			[
				'Tell of it: was confirmed as the cause of INC-4, which failed in the same way',
				'Update express: was confirmed as the cause of INC-3, which went through the same code',
			],
		);
		assert.deepEqual(
			because.map(({ weight }) => weight),
			[0.3, 0.1],
			'each counts once',
		);
	});

	it('is found among more commits than can be read, once the history is indexed', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-commits-'));
		const many = aRepository().commit('Start', {
			files: { 'package-lock.json': LOCK('4.17.0'), 'src/a.js': 'a();\n' },
			tag: 'v1',
		});
		await fillWithCommits(many.folder, { commits: 450, files: 50, from: many.sha() });
		many.git('reset', '--quiet', '--hard');
		many.commit('Update express', { files: { 'package-lock.json': LOCK('5.0.0') }, tag: 'v2' });
		const git = gitIn(many.folder, silentLog);
		const index = await openCommitIndex({ git, root: many.folder, file: join(folder, 'index'), log: silentLog });
		try {
			const found = async () => {
				const { commits } = await analyzeSuspects(
					{
						text: 'TypeError: x\n    at f (/srv/shop/node_modules/express/lib/router.js:1:2)\n',
						repository: await many.open(),
						...{ revision: 'v2', lastGood: 'v1', index },
					},
					{ now: () => 0, pause: async () => undefined },
					() => undefined,
					never(),
				);
				return commits.map(({ subject }) => subject);
			};
			assert.deepEqual(await found(), []);
			await index.update(many.sha(), () => undefined, never());
			assert.deepEqual(await found(), ['Update express']);
		} finally {
			await index.close();
			many.remove();
			rmSync(folder, { recursive: true, force: true });
		}
	}).timeout(60_000);

	it('is not a package that only another one’s block names, nor one with a longer name', () => {
		const before = LOCK('4.17.0');
		assert.equal(changedPackage(before, LOCK('5.0.0'), ['body-parser']), undefined);
		assert.equal(changedPackage('a-b==1\n', 'a-b==2\n', ['a', 'b']), undefined);
		assert.equal(changedPackage('a==1\nb==1\n', 'a==1\nb==2\n', ['a', 'b']), 'b');
		assert.equal(
			changedPackage(
				'[[package]]\nname = "tokio"\nversion = "1.0.0"\n',
				'[[package]]\nname = "tokio"\nversion = "1.2.0"\n',
				['tokio'],
			),
			'tokio',
		);
		assert.equal(
			changedPackage('\tgithub.com/a/b v1.0.0 // indirect\n', '\tgithub.com/a/b v1.1.0\n', ['github.com/a/b']),
			'github.com/a/b',
		);
	});
});
