import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DiffReader } from '../../../src/adapters/git/diffs';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { type AnalyzeRequest, analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const breather = { now: () => performance.now(), pause: async () => undefined };

const CART = [
	"import { rateOf } from './money/rates.js';",
	'',
	'export function checkout(cart) {',
	'\tconst rate = rateOf(cart);',
	'\treturn { due: rate.amountDue(cart) };',
	'}',
	'',
].join('\n');
const RATES = ['export function rateOf(cart) {', '\treturn { amountDue: () => cart.total };', '}', ''].join('\n');
const far = (text: string) => ({ files: { 'tools/report/print.js': `export const text = '${text}';\n` } });
const trace = (message: string) => `TypeError: ${message}\n    at checkout (/srv/shop/src/cart.js:5:22)\n`;

describe('changes since the last good revision, on none of the lines of the trace', () => {
	let built: RepositoryBuilder;
	beforeEach(() => {
		built = aRepository()
			.commit('Start', { files: { 'src/cart.js': CART, 'src/money/rates.js': RATES } })
			.commit('Report', far('none'))
			.commit('Tax', { files: { 'src/tax.js': '' }, tag: 'v1' });
	});
	afterEach(() => built.remove());

	const analyze = async (message: string, more: Partial<AnalyzeRequest> = { lastGood: 'v1' }) =>
		analyzeSuspects(
			{ text: trace(message), repository: await built.open(), revision: 'HEAD', ...more },
			breather,
			() => undefined,
			never(),
		);

	it('are suspects, the one that took away a name of the error first, and say so; without a last good one they are not', async () => {
		built
			.commit('Print more', far('more'))
			.commit('Call it the amount', { files: { 'src/money/rates.js': RATES.replace('amountDue', 'amount') } })
			.commit('Print all', far('all'))
			.commit('Tell of it', { files: { 'README.md': 'amountDue\n' } });
		const { commits } = await analyze('rate.amountDue is not a function');
		const [first] = commits;
		assert.equal(first?.subject, 'Call it the amount');
		assert.ok(
			first.reasons.some(({ detail }) =>
				detail.startsWith('changed lines with amountDue, which the error or a frame names'),
			),
		);
		assert.ok(first.reasons.some(({ detail }) => /is new since v1, the last good revision/.test(detail)));
		assert.equal(first.score, Math.round(first.reasons.reduce((sum, { weight }) => sum + weight, 0) * 1000) / 1000);
		assert.ok(!commits.some(({ subject }) => subject === 'Tell of it'), 'no code was changed');
		const without = await analyze('rate.amountDue is not a function', {});
		assert.deepEqual(
			without.commits.map(({ subject }) => subject),
			['Start'],
		);
	});

	it('say which file they changed that the trace leads to, or that is beside its own, or only that they are new', async () => {
		built
			.commit('Print more', far('more'))
			.commit('Tax it', { files: { 'src/tax.js': 'export const tax = 0.2;\n' } })
			.commit('Rate anew', { files: { 'src/money/rates.js': RATES.replace('cart.total', 'cart.sum') } });
		const { commits } = await analyze('Cannot read properties of undefined');
		const reasons = Object.fromEntries(commits.map((one) => [one.subject, one.reasons.map(({ detail }) => detail)]));
		assert.match(reasons['Rate anew']?.[0] ?? '', /^changed src\/money\/rates\.js, which is called like rates/);
		assert.match(reasons['Tax it']?.[0] ?? '', /^changed src\/tax\.js, beside files of the stack trace/);
		assert.deepEqual(
			reasons['Print more']?.map((detail) => detail.replace(/;.*/, '')),
			['is new since v1, the last good revision'],
		);
		assert.equal(commits.at(-1)?.subject, 'Print more');
	});

	it('make the files that they changed suspect, behind those of the trace, and say which did and since when; what only is new does not', async () => {
		built
			.commit('Print more', far('more'))
			.commit('Call it the amount', {
				files: {
					'src/money/rates.js': RATES.replace('amountDue', 'amount'),
					'lib/vouchers.js': 'export const vouchers = [];\n',
					'lib/vouchers.md': 'Vouchers\n',
				},
				tag: 'renamed',
			})
			.commit('Print all', far('all'))
			.commit('Move all', {
				files: {
					'lib/beside.js': `${RATES}// amountDue\n`,
					...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`lib/part${i}.js`, `part(${i});\n`])),
				},
			});
		const { files } = await analyze('rate.amountDue is not a function');
		const reasons = new Map(files.map(({ path, reasons: [first] }) => [path, first?.detail]));
		const sha = built.sha('renamed').slice(0, 8);
		assert.equal(files[0]?.path, 'src/cart.js');
		assert.equal(reasons.get('lib/vouchers.js'), `was changed by ${sha}, which is new since v1`);
		const rates = files.find(({ path }) => path === 'src/money/rates.js');
		assert.deepEqual(
			rates?.reasons.map(({ detail }) => detail),
			[`was changed by ${sha}, which is new since v1`, 'is called like rates, which a file of the stack trace imports'],
		);
		for (const { score, reasons: all } of files) {
			assert.equal(score, Math.round(all.reduce((sum, { weight }) => sum + weight, 0) * 1000) / 1000);
		}
		assert.deepEqual(
			[...reasons.keys()].filter((path) => /\.md$|part|beside|report/.test(path)),
			[],
			'no prose, nothing of a change to very many files, nothing that is only new',
		);
		const score = (path: string) => files.find((one) => one.path === path)?.score ?? 0;
		assert.ok(score('src/cart.js') > score('src/money/rates.js'));
		const without = await analyze('rate.amountDue is not a function', {});
		assert.ok(!without.files.some(({ path }) => path.startsWith('lib/')));
	});

	it('raise a file that something else leads to as well', async () => {
		built.commit('Rate anew', { files: { 'src/money/rates.js': RATES.replace('cart.total', 'cart.sum') } });
		const rates = async (lastGood?: string) => {
			const { files } = await analyze(
				'Cannot read properties of undefined',
				lastGood === undefined ? {} : { lastGood },
			);
			return files.find(({ path }) => path === 'src/money/rates.js')?.score ?? 0;
		};
		assert.ok((await rates('v1')) > (await rates()));
	});

	it('are no reason to suspect a file where they were made after the start', async () => {
		const startedAt = Number(built.git('log', '-1', '--format=%ct').trim()) * 1000 + 1;
		built.commit('Call it the amount', {
			files: { 'src/money/rates.js': RATES.replace('amountDue', 'amount'), 'lib/vouchers.js': 'vouchers();\n' },
		});
		const { files } = await analyze('rate.amountDue is not a function', { lastGood: 'v1', startedAt });
		assert.ok(!files.some(({ path }) => path === 'lib/vouchers.js'));
	});

	it('come behind the change of the failing line itself', async () => {
		built
			.commit('Ask the rate', { files: { 'src/cart.js': CART.replace('rate.amountDue', 'rate.due.amountDue') } })
			.commit('Rate anew', { files: { 'src/money/rates.js': RATES.replace('cart.total', 'cart.sum') } });
		const { commits } = await analyze('Cannot read properties of undefined');
		assert.deepEqual(
			commits.map(({ subject }) => subject),
			['Ask the rate', 'Rate anew'],
		);
	});

	it('are none that were made after the start, and those are not told one by one', async () => {
		built.commit('Call it the amount', { files: { 'src/money/rates.js': RATES.replace('amountDue', 'amount') } });
		const startedAt = Number(built.git('log', '-1', '--format=%ct').trim()) * 1000 + 1;
		built.commit('Print more', far('more')).commit('Print all', far('all'));
		const { commits, excluded } = await analyze('rate.amountDue is not a function', { lastGood: 'v1', startedAt });
		assert.deepEqual(
			commits.map(({ subject }) => subject),
			['Call it the amount'],
		);
		assert.deepEqual(
			excluded.map(({ reason }) => reason).filter((reason) => !reason.startsWith('already in')),
			[],
		);
	});

	it('are none where no frame is in the repository: what is missing is said instead', async () => {
		built.commit('Print more', far('more'));
		const { commits, problems } = await analyze('x is not a function', {
			text: 'TypeError: x\n    at f (/other/place/lib/index.js:1:2)\n',
			lastGood: 'v1',
		});
		assert.deepEqual([commits, problems.map(({ code }) => code)], [[], ['noFileAtRevision']]);
		const { commits: none } = await analyze('', { text: 'all is well', lastGood: 'v1' });
		assert.deepEqual(none, []);
	});

	it('are never sure, as it may be none of them', async () => {
		built.commit('Print more', far('more'));
		const [only] = (await analyze('Cannot read properties of undefined')).commits;
		assert.ok(only && only.score <= 0.5, `${only?.score}`);
	});

	it('are named by code, not by prose, a lock file before it, or white space', async () => {
		built
			.commit('Tell of it', { files: { 'src/README.md': 'amountDue\n' } })
			.commit('Space it', { files: { 'src/money/rates.js': RATES.replace('\treturn', '\t\treturn') } })
			.commit('Read it', { files: { 'tools/report/print.js': '// please read its properties\n' } })
			.commit('Call it the amount', {
				files: {
					'package-lock.json': '{ "a": 1 }\n'.repeat(20_000),
					'src/money/rates.js': RATES.replace('amountDue', 'amount'),
				},
			});
		const { commits } = await analyze("Cannot read properties of undefined (reading 'amountDue')");
		const reasons = Object.fromEntries(commits.map((one) => [one.subject, one.reasons.map(({ detail }) => detail)]));
		assert.match(reasons['Call it the amount']?.[0] ?? '', /^changed lines with amountDue/);
		assert.ok(!('Tell of it' in reasons) && !('Space it' in reasons));
		assert.ok(!reasons['Read it']?.some((detail) => detail.startsWith('changed lines with')));
	});

	it('count beside a trace file that the same commit only reformats, and beside a line of it far from the failure', async () => {
		const broken = CART.replace('rateOf(cart);', '\n\t\trateOf(\n\t\t\tcart,\n\t\t);').replace('= \n', '=\n');
		built.commit('Format and rename', {
			files: { 'src/cart.js': broken, 'src/money/rates.js': RATES.replace('amountDue', 'amount') },
		});
		const { commits } = await analyzeSuspects(
			{
				text: trace('rate.amountDue is not a function').replace(':5:', ':8:'),
				repository: await built.open(),
				revision: 'HEAD',
				lastGood: 'v1',
			},
			breather,
			() => undefined,
			never(),
		);
		assert.equal(commits[0]?.subject, 'Format and rename');
		assert.ok(commits[0]?.reasons.some(({ detail }) => detail.startsWith('changed lines with amountDue')));
	});

	it('are read, too, where the repository’s attributes hide what changes in a file', async () => {
		built.commit('Hide code', { files: { '.gitattributes': '*.js -diff\n' }, tag: 'v1.1' });
		built
			.commit('Print more', far('more'))
			.commit('Call it the amount', { files: { 'src/money/rates.js': RATES.replace('amountDue', 'amount') } });
		const { commits } = await analyze('rate.amountDue is not a function', { lastGood: 'v1.1' });
		assert.deepEqual(
			commits.map(({ subject }) => subject),
			['Call it the amount', 'Print more'],
		);
		assert.match(commits[0]?.reasons[0]?.detail ?? '', /^changed lines with amountDue/);
	});

	it('have, and did not change, what stands where a history begins', async () => {
		built.git('checkout', '--quiet', '--orphan', 'other');
		built.git('rm', '-r', '--quiet', '--force', '.');
		const files = { 'lib/due.js': 'export const amountDue = 0;\n', 'config/prices.json': '{}\n' };
		built.commit('Begin prices', { files, tag: 'begun' });
		built.git('checkout', '--quiet', 'main');
		built.git('merge', '--quiet', '--allow-unrelated-histories', '--message', 'Join', 'other');
		const found = await analyze('rate.amountDue is not a function');
		const begun = found.commits.find(({ subject }) => subject === 'Begin prices');
		assert.deepEqual(
			begun?.reasons.map(({ detail }) => detail.replace(/;.*/, '')),
			[
				'has lines with amountDue, which the error or a frame names, where the history here begins',
				'is new since v1, the last good revision',
			],
		);
		const due = found.files.find(({ path }) => path === 'lib/due.js');
		assert.equal(due?.reasons[0]?.detail, `is in ${built.sha('begun').slice(0, 8)}, where the history here begins`);
	});

	it('are read from a partial clone as far as it goes, without asking anybody for the rest', async () => {
		built.commit('Rate anew', { files: { 'src/money/rates.js': RATES.replace('amountDue', 'amount') } });
		built.commit('Print more', far('more'));
		built.git('config', 'uploadpack.allowFilter', 'true');
		const clone = join(built.folder, 'partial');
		built.git('clone', '--quiet', '--filter=blob:none', `file://${built.folder}`, clone);
		const packs = readdirSync(join(clone, '.git', 'objects', 'pack')).filter((name) => name.endsWith('.pack')).length;
		const silent = () => undefined;
		const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
		const repository = await openRepository(clone, log, never());
		const [head, except] = await Promise.all(['HEAD', 'HEAD~2'].map((name) => repository.resolve(name, never())));
		const found = await repository.diffs(head ?? '', { except: except ?? '', extensions: ['js'], limit: 9 }, never());
		assert.ok(found.length <= 2);
		assert.equal(
			readdirSync(join(clone, '.git', 'objects', 'pack')).filter((name) => name.endsWith('.pack')).length,
			packs,
			'nothing was fetched',
		);
	});

	it('are told by their files where the repository lacks what they changed', async () => {
		built.commit('Rate anew', { files: { 'src/money/rates.js': RATES.replace('amountDue', 'amount') } });
		const blob = built.git('rev-parse', 'HEAD:src/money/rates.js').trim();
		rmSync(join(built.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
		const { commits } = await analyze('rate.amountDue is not a function');
		assert.equal(commits[0]?.subject, 'Rate anew');
		assert.match(commits[0]?.reasons[0]?.detail ?? '', /^changed src\/money\/rates\.js, which is called like/);
	});
});

describe('diffs of commits', () => {
	let built: RepositoryBuilder;
	beforeEach(() => {
		built = aRepository().commit('Start', { files: { 'a.txt': 'one\ntwo\n' }, tag: 'v1' });
	});
	afterEach(() => built.remove());

	const diffs = async (limit = 10, until = Date.parse('2100-01-01')) => {
		const repository = await built.open();
		const [head, except] = await Promise.all(['HEAD', 'v1'].map((name) => repository.resolve(name, never())));
		return repository.diffs(head ?? '', { except: except ?? '', until, limit, extensions: ['txt'] }, never());
	};
	const head = () => built.git('rev-parse', 'HEAD').trim();

	it('have the lines that came and went, newest first, whatever the configuration', async () => {
		built.git('config', 'color.ui', 'always');
		built.git('config', 'diff.external', '/bin/false');
		built.git('config', 'diff.context', '9');
		built.commit('Change', { files: { 'a.txt': 'one\n2\n' } });
		const first = head();
		built.commit('Again', { files: { 'a.txt': 'one\n3\n' } });
		const found = await diffs();
		assert.deepEqual(
			found.map(({ sha }) => sha),
			[head(), first],
		);
		assert.deepEqual(
			found.map(({ lines }) => lines.split('\n').filter((line) => /^[-+ ](?![-+])/.test(line))),
			[
				['-2', '+3'],
				['-two', '+2'],
			],
		);
		assert.equal((await diffs(1)).length, 1);
		const before = Number(built.git('log', '-1', '--format=%ct', first).trim()) * 1000;
		assert.deepEqual(
			(await diffs(1, before)).map(({ sha }) => sha),
			[first],
			'what came later does not count',
		);
	});

	it('have the lines of files that are no text to git, as far as there are not too many, and no program makes text of them', async () => {
		built.git('config', 'diff.hidden.binary', 'true');
		built.git('config', 'diff.hidden.textconv', '/bin/false');
		built.git('config', 'diff.hidden.command', '/bin/false');
		const attributes = 'a.txt diff=hidden\nb.txt -diff\n';
		built.commit('Change', { files: { '.gitattributes': attributes, 'a.txt': 'one\n2\n', 'b.txt': 'new\n' } });
		const change = head();
		built.commit('Film', { files: { 'film.txt': `\0${'0123456789'.repeat(8)}\n`.repeat(100_000) } });
		const [film, changed] = await diffs();
		assert.deepEqual([film?.sha, changed?.sha], [head(), change]);
		assert.ok((film?.lines.length ?? 0) <= 60_000);
		assert.deepEqual(
			changed?.lines.split('\n').filter((line) => /^[-+](?![-+])/.test(line)),
			['-two', '+2', '+new'],
		);
	});

	it('are the same however the output is cut into pieces', () => {
		const name = fc.constantFrom('a'.repeat(40), 'b'.repeat(64), 'c'.repeat(39));
		const line = fc.oneof(
			name.map((sha) => `commit ${sha}`),
			name.map((sha) => `+commit ${sha}`),
			fc.constantFrom('', '+é', '-x'.repeat(60), '@@ -1 +1 @@ f'),
		);
		fc.assert(
			fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(200)), (lines, cuts) => {
				const output = Buffer.from(lines.map((one) => `${one}\n`).join(''));
				const read = (places: readonly number[]) => {
					const reader = new DiffReader();
					const ends = [...new Set([0, ...places, output.length])]
						.filter((end) => end <= output.length)
						.sort((a, b) => a - b);
					for (const [i, end] of ends.slice(1).entries()) {
						reader.add(output.subarray(ends[i], end));
					}
					return reader.end();
				};
				const whole = read([]);
				assert.deepEqual(read(cuts), whole);
				const heads = lines.filter((one) => /^commit (?:[ab]+)$/.test(one));
				assert.deepEqual(
					whole.map(({ sha }) => `commit ${sha}`),
					heads,
				);
			}),
		);
	});

	it('are not parted by what a file says', async () => {
		const line = `commit ${'a'.repeat(40)}`;
		built.commit('Change', { files: { 'a.txt': `${line}\n\r${line}\n\0${line}\nend\n` } });
		assert.deepEqual(
			(await diffs()).map(({ sha }) => sha),
			[head()],
		);
	});

	it('are cut off where a change is very large, and that of others is whole', async () => {
		built
			.commit('Small', { files: { 'b.txt': 'small\n' } })
			.commit('Large', { files: { 'c.txt': 'x\n'.repeat(200_000) } });
		const [large, small] = await diffs();
		assert.ok((large?.lines.length ?? 0) <= 60_000);
		assert.match(small?.lines ?? '', /\+small\n/);
	});

	it('are those that were read by then where all of them are too much', async () => {
		built.commit('Old', { files: { 'b.txt': 'small\n' } });
		built.commit('Huge', { files: { 'c.txt': `${'0123456789'.repeat(8)}\n`.repeat(420_000) } });
		assert.deepEqual(
			(await diffs()).map(({ sha }) => sha),
			[head()],
		);
	});
});
