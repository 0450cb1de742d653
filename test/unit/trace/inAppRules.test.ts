import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isInApp } from '../../../src/core/frames/inApp';
import { globTest } from '../../../src/core/trace/glob';
import { inAppRules, noRules, ruled } from '../../../src/core/trace/inAppRules';
import type { Frame } from '../../../src/core/trace/model';

const aFrame = (frame: Partial<Frame>): Frame => ({ inApp: false, raw: '', range: [0, 1], ...frame });

describe('rules of a person for what is in-app', () => {
	it('say nothing of frames that they do not name', () => {
		const rules = inAppRules(['lib'], ['src/generated']);
		assert.equal(rules({ file: '/srv/src/cart.js' }), undefined);
		assert.equal(rules({ function: 'lib' }), undefined);
		assert.equal(inAppRules([], []), noRules);
		assert.equal(inAppRules([' '], [''])({ file: 'a.js', function: 'f' }), undefined);
	});

	it('name files by globs, and functions by how their names begin', () => {
		const rules = inAppRules(['node_modules/@acme', 'com.acme.'], ['src/*.gen.ts', 'com.acme.proxy.', 'org.']);
		assert.equal(rules({ file: '/app/node_modules/@acme/router/index.js' }), true);
		assert.equal(rules({ file: '/app/node_modules/express/index.js' }), undefined);
		assert.equal(rules({ file: 'https://h/src/cart.gen.ts?v=3' }), false);
		assert.equal(rules({ file: 'Cart.java', function: 'com.acme.Cart.total' }), true);
		assert.equal(rules({ function: 'org.apache.Run.main' }), false);
		assert.equal(rules({ function: 'torg.apache.Run.main' }), undefined);
	});

	it('leave in what is included and excluded', () => {
		const rules = inAppRules(['vendor/acme'], ['vendor']);
		assert.equal(rules({ file: 'vendor/acme/a.go' }), true);
		assert.equal(rules({ file: 'vendor/other/a.go' }), false);
	});

	it('answer by the file in the repository, too, and before anything else does', () => {
		const location = { path: 'src/generated/client.ts', line: 1, confidence: 1, alternatives: [] };
		const frame = aFrame({ file: '/app/dist/client.js', inApp: true });
		assert.equal(isInApp(frame, location, noRules), true);
		assert.equal(isInApp(frame, location, inAppRules([], ['src/generated'])), false);
		assert.equal(isInApp(frame, location, inAppRules(['dist'], ['src/generated'])), true);
		assert.equal(isInApp(aFrame({ file: 'a.js' }), undefined, noRules), false);
		assert.equal(isInApp(aFrame({ file: 'a.js' }), { ...location, path: 'vendor/a.js' }, noRules), false);
	});

	it('change a trace’s frames and nothing else', () => {
		const frames = [aFrame({ file: 'a.js', line: 3 }), aFrame({ file: 'b.js', inApp: true })];
		const exception = { type: 'E', message: 'm', relation: 'thrown' as const, frames, range: [0, 9] as const };
		const trace = { format: 'node', exceptions: [exception], range: [0, 9] as const };
		assert.equal(ruled(trace, noRules), trace);
		assert.deepEqual(ruled(trace, inAppRules(['a.js'], ['b.js'])), {
			...trace,
			exceptions: [
				{ ...exception, frames: [aFrame({ file: 'a.js', line: 3, inApp: true }), aFrame({ file: 'b.js' })] },
			],
		});
	});
});

describe('a glob', () => {
	const cases: readonly (readonly [glob: string, paths: readonly string[], others: readonly string[]])[] = [
		['a.js', ['a.js', '/srv/a.js', 'x/y/a.js'], ['b.js', 'aXjs', 'ba.js', 'a.jsx']],
		['src/generated', ['src/generated/a.ts', '/app/src/generated/b/c.ts'], ['src/generated2/a.ts', 'generated/a.ts']],
		['src/generated/', ['src/generated/a.ts'], ['src/a.ts']],
		['./src/*.ts', ['src/a.ts', '/app/./src/b.ts'], ['src/a/b.ts', 'src/a.js']],
		['src/**/*.ts', ['src/a.ts', 'src/a/b/c.ts'], ['lib/a.ts']],
		['/srv/app', ['/srv/app/a.js'], ['/home/srv/app/a.js', '/srv/application/a.js']],
		['**', ['a.js', '/x/y'], []],
		['*.min.js', ['/static/a.min.js'], ['/static/a.js']],
		['?.js', ['a.js', '/x/é.js', '/x/😀.js'], ['ab.js']],
		['lib/{a,b}/*.{js,ts}', ['lib/a/x.js', 'lib/b/x.ts'], ['lib/c/x.js', 'lib/a/x.css']],
		['C:/work', ['C:\\work\\a.cs', 'c:\\Work\\b.cs'], ['D:\\work\\a.cs']],
		['SRC', ['C:\\src\\a.cs', 'SRC/a.cs'], ['src/a.cs']],
		['app/[id]/(group)', ['app/[id]/(group)/page.tsx'], ['app/i/group/page.tsx']],
		['a+b.js', ['a+b.js'], ['aab.js']],
		['{a', ['{a/x.js'], ['a/x.js']],
	];
	for (const [glob, paths, others] of cases) {
		it(glob, () => {
			const test = globTest(glob);
			assert.deepEqual([...paths, ...others].filter(test), paths);
		});
	}

	it('without signs names itself, at any depth and with all that is in it', () => {
		const name = fc.stringMatching(/^[\w()[\]+^$.|-]{1,8}$/).filter((text) => text !== '.');
		const names = fc.array(name, { minLength: 1, maxLength: 4 });
		fc.assert(
			fc.property(names, fc.array(name, { maxLength: 3 }), fc.array(name, { maxLength: 3 }), (own, above, below) =>
				assert.ok(globTest(own.join('/'))([...above, ...own, ...below].join('/'))),
			),
		);
	});

	it('comes to an end soon, whatever it says: one that goes back over what it read would take longer than the universe', () => {
		const globs = [
			'a*'.repeat(500),
			'**/'.repeat(500),
			'*a'.repeat(500),
			'{a,b}'.repeat(200),
			'(a+)+$',
			'?*'.repeat(300),
		];
		const paths = ['a'.repeat(3000), 'a/'.repeat(1500), `${'a/'.repeat(1500)}b`];
		for (const glob of globs) {
			const test = globTest(glob);
			assert.equal(paths.map(test).length, paths.length);
		}
	});
});
