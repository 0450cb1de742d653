import assert from 'node:assert/strict';
import { analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { runAtOnce } from '../../../src/base/slices';
import { sameCodeSteps } from '../../../src/core/suspects/formatting';
import { aRepository, never } from '../../support/repository';

const isSameCode = (before: string, after: string, path: string) => runAtOnce(sameCodeSteps(before, after, path));

describe('a commit that only reformats', () => {
	it('has the same tokens, whatever its lines, quotes and closing commas', () => {
		assert.ok(isSameCode("f(a,\n  'b')\n", 'f(\n\ta,\n\t"b",\n);\n', 'a.js'));
		assert.ok(isSameCode('if x:\n  y(1,\n  2)\n', 'if x:\n    y(\n        1, 2\n    )\n', 'a.py'));
		assert.ok(!isSameCode('f(a, b)', 'f(b, a)', 'a.js'));
		assert.ok(!isSameCode('return ab', 'return a b', 'a.js'));
		assert.ok(!isSameCode('if x:\n  a()\n  b()\n', 'if x:\n  a()\nb()\n', 'a.py'));
	});

	it('leaves what strings say and which words there are, also where indentation makes blocks', () => {
		assert.ok(!isSameCode("f('%Y-%m-%d %H')\n", 'f("%Y-%m-%d%H")\n', 'a.py'));
		assert.ok(!isSameCode("f('a, b')\n", "f('a,b')\n", 'a.js'));
		assert.ok(!isSameCode('return not x\n', 'return notx\n', 'a.py'));
		assert.ok(isSameCode('f( "a, b" )\n', "f('a, b')\n", 'a.js'));
	});

	it('is told in small pieces, however long a file or a line is', () => {
		const most = (before: string, after: string) => {
			const pieces = [...sameCodeSteps(before, after, 'a.js')].length;
			return Math.max(before.length, after.length) / (pieces + 1);
		};
		const statements = 'f("a b", 1);\n'.repeat(50_000);
		assert.ok(most(statements, ` ${statements}`) < 5000);
		assert.ok(most(`x${', y'.repeat(200_000)}`, `x ${', y'.repeat(200_000)}`) < 5000);
		assert.ok(runAtOnce(sameCodeSteps(`a${'\n'.repeat(300_000)}b`, `a${'\n'.repeat(300_001)}b`, 'a.js')));
	});

	it('is ruled out with that reason, and the change below it is named', async () => {
		const before = "export function add(sum, line) {\n\treturn sum + line.price.amount + tax(line, 'vat');\n}\n";
		const after =
			'export function add(sum, line) {\n\treturn (\n\t\tsum + line.price.amount + tax(line, "vat")\n\t);\n}\n';
		const built = aRepository()
			.commit('Start', { files: { 'src/a.js': before.replace('.amount', '') } })
			.commit('Price lines by amount', { files: { 'src/a.js': before } })
			.commit('Format with prettier', {
				files: { 'src/a.js': after.replace('(\n\t\tsum', '\n\t\tsum').replace('\n\t);', ';') },
			});
		try {
			const { commits, excluded } = await analyzeSuspects(
				{ text: 'TypeError: x\n    at add (/srv/src/a.js:3:9)\n', repository: await built.open(), revision: 'main' },
				{ now: () => 0, pause: async () => undefined },
				() => undefined,
				never(),
			);
			assert.equal(commits[0]?.subject, 'Price lines by amount');
			assert.deepEqual(
				excluded.map(({ subject, reason }) => [subject, reason]),
				[['Format with prettier', 'changes only the formatting of the files of the stack trace']],
			);
		} finally {
			built.remove();
		}
	});
});
