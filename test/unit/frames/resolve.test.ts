import assert from 'node:assert/strict';
import { readPackages } from '../../../src/core/frames/packages';
import { recorded, resolveFrame, resolveTraces, type Source } from '../../../src/core/frames/resolve';
import { indexTree, type TreeIndex } from '../../../src/core/frames/treeIndex';
import type { Frame, Trace } from '../../../src/core/trace/model';

const aFrame = (file: string | undefined, method?: string, line = 3): Frame => ({
	...(file !== undefined && { file }),
	...(method !== undefined && { function: method }),
	line,
	inApp: true,
	raw: '',
	range: [0, 0],
});

const aTrace = (format: string, ...frames: readonly Frame[]): Trace => ({
	format,
	range: [0, 0],
	exceptions: [{ type: 'Error', message: '', relation: 'thrown', frames, range: [0, 0] }],
});

interface Options {
	readonly method?: string;
	readonly manifests?: Readonly<Record<string, string>>;
}

/** What was found of the frames of a trace with one exception. */
const located = (trace: Trace, tree: TreeIndex, more: Partial<Source> = {}) =>
	recorded([trace], resolveTraces([trace], { tree, ...more })).locations[0]?.[0] ?? [];

/** Where one printed path leads, in a tree of paths; `null` nowhere, `a | b` several. */
function found(format: string, file: string, tree: readonly string[], options: Options = {}): string | null {
	const location = resolveFrame(aFrame(file, options.method), format, {
		tree: indexTree(tree),
		packages: readPackages(new Map(Object.entries(options.manifests ?? {}))),
	});
	return location && [location.path, ...location.alternatives].join(' | ');
}

describe('a frame found in the repository', () => {
	it('takes a folder in angle brackets for one that is only named', () => {
		const tree = ['src/shop/Cart.php', 'lib/cart/total.rb'];
		assert.equal(found('php', '<shop>/src/shop/Cart.php', tree), 'src/shop/Cart.php');
		assert.equal(
			found('ruby', '<path>/gems/ruby/3.2.0/gems/cart-1.4.0/lib/cart/total.rb', tree, {
				manifests: { 'cart.gemspec': 'Gem::Specification.new { |spec| spec.name = "cart" }' },
			}),
			'lib/cart/total.rb',
		);
		assert.equal(found('ruby', '<internal:kernel>', ['kernel']), null);
	});

	it('takes the folder that several files at the root are printed with for the root', () => {
		const tree = indexTree(['cart.c', 'total.c', 'main.c', 'tools/print.c']);
		const at = '/home/ada/src/c/shop';
		const trace = aTrace('sanitizer', ...['cart.c', 'total.c', 'main.c'].map((name) => aFrame(`${at}/${name}`)));
		assert.deepEqual(
			located(trace, tree).map((location) => location?.path),
			['cart.c', 'total.c', 'main.c'],
		);
		const others = aTrace('sanitizer', aFrame(`${at}/cart.c`), aFrame(`${at}/main.c`), aFrame(`${at}/other.c`));
		assert.deepEqual(located(others, tree), [null, null, null]);
	});

	it('finds a Go package of a module that was called differently, is kept with the repository, or has no manifest at its root', () => {
		const manifests = { 'go.mod': 'module go.example.com/shop/v3\n' };
		const tree = ['cart/cart.go', 'vendor/example.org/money/sum.go'];
		const method = 'github.com/ada/shop/cart.(*Cart).Total';
		const file = '/go/src/github.com/ada/shop/cart/cart.go';
		assert.equal(found('go', file, tree, { method, manifests }), 'cart/cart.go');
		assert.equal(
			found('go', '/build/shop/cart/cart.go', tree, { method, manifests: { 'docs/go.mod': 'module docs\n' } }),
			'cart/cart.go',
		);
		assert.equal(
			found('go', '/gopath/src/example.org/money/sum.go', tree, { method: 'example.org/money.Sum', manifests }),
			'vendor/example.org/money/sum.go',
		);
		const other = 'github.com/ada/till/cart.(*Cart).Total';
		assert.equal(found('go', '/go/src/github.com/ada/till/cart/cart.go', tree, { method: other, manifests }), null);
	});

	it('finds extensions of Deno where it keeps them, and takes them for the runtime elsewhere', () => {
		assert.equal(found('node', 'ext:deno_web/01_event.js', ['ext/web/01_event.js']), 'ext/web/01_event.js');
		assert.equal(
			found('node', 'ext:deno_node/internal/buffer.mjs', ['ext/node/polyfills/internal/buffer.mjs']),
			'ext/node/polyfills/internal/buffer.mjs',
		);
		assert.equal(found('node', 'ext:core/01_core.js', ['libs/core/01_core.js']), 'libs/core/01_core.js');
		assert.equal(found('node', 'ext:core/01_core.js', ['src/01_core.js']), null);
	});

	const cases: readonly (readonly [
		what: string,
		format: string,
		file: string,
		tree: readonly string[],
		expected: string | null,
		options?: Options,
	])[] = [
		['under a container folder', 'node', '/usr/src/app/src/cart.js', ['src/cart.js', 'test/cart.js'], 'src/cart.js'],
		[
			'by its longest suffix',
			'node',
			'/app/packages/api/src/index.ts',
			['packages/web/src/index.ts', 'packages/api/src/index.ts'],
			'packages/api/src/index.ts',
		],
		[
			'in a monorepo package that was deployed by itself',
			'node',
			'/app/src/billing/tax.ts',
			['packages/billing-service/src/billing/tax.ts'],
			'packages/billing-service/src/billing/tax.ts',
		],
		['on Windows', 'node', 'C:\\Program Files (x86)\\shop\\src\\cart.js', ['src/cart.js'], 'src/cart.js'],
		['with other case than in the tree', 'node', 'C:\\Shop\\SRC\\Cart.js', ['src/cart.js'], 'src/cart.js'],
		[
			'behind a URL with a port and a query',
			'node',
			'http://localhost:8080/static/src/cart.js?v=3',
			['src/cart.js'],
			'src/cart.js',
		],
		['behind a webpack URL', 'node', 'webpack:///./src/cart.ts', ['src/cart.ts'], 'src/cart.ts'],
		['compiled from TypeScript', 'node', '/app/dist/cart/total.js', ['src/cart/total.ts'], 'src/cart/total.ts'],
		['at the root of the tree', 'node', '/srv/server.js', ['server.js'], 'server.js'],
		['through `..`', 'node', '/srv/app/lib/../src/cart.js', ['src/cart.js', 'lib/cart.js'], 'src/cart.js'],
		[
			'in a package of its own name under node_modules',
			'node',
			'/app/node_modules/@shop/cart-lib/src/total.js',
			['packages/cart_lib/src/total.js'],
			'packages/cart_lib/src/total.js',
		],
		[
			'as the package the repository publishes',
			'node',
			'/app/node_modules/express/lib/router.js',
			['lib/router.js'],
			'lib/router.js',
			{ manifests: { 'package.json': '{"name": "express"}' } },
		],
		[
			'not in somebody else’s package',
			'node',
			'/app/node_modules/express/lib/router.js',
			['lib/router.js', 'src/lib/router.js'],
			null,
		],
		['not for a common name by its base name alone', 'node', '/x/y/z/v/w/index.js', ['src/index.js'], null],
		['not in Node itself', 'node', 'node:internal/modules/cjs/loader', ['loader.js'], null],
		['as an ambiguity that says what fits', 'node', '/x/cart.js', ['a/cart.js', 'b/cart.js'], null],
		[
			'as an ambiguity with both files',
			'node',
			'/x/src/cart.js',
			['a/src/cart.js', 'b/src/cart.js'],
			'a/src/cart.js | b/src/cart.js',
		],
		[
			'in code rather than in its tests',
			'node',
			'/x/src/cart.js',
			['test/src/cart.js', 'a/src/cart.js'],
			'a/src/cart.js',
		],
		[
			'in a Python package under site-packages',
			'python',
			'/usr/lib/python3.11/site-packages/shop/cart.py',
			['src/shop/cart.py'],
			'src/shop/cart.py',
		],
		[
			'not in the Python standard library',
			'python',
			'/usr/lib/python3.11/json/decoder.py',
			['shop/decoder.py', 'decoder.py'],
			null,
		],
		[
			'not in another Python package',
			'python',
			'/venv/lib/python3.11/site-packages/django/views/base.py',
			['shop/views/base.py'],
			null,
		],
		[
			'by its Java package',
			'java',
			'Cart.java',
			['core/src/main/java/com/shop/Cart.java', 'core/src/main/java/com/other/Cart.java'],
			'core/src/main/java/com/shop/Cart.java',
			{ method: 'com.shop.Cart$Line.total' },
		],
		[
			'not by a Java base name of another package',
			'java',
			'Cart.java',
			['src/main/java/com/shop/Cart.java'],
			null,
			{ method: 'org.vendor.Cart.total' },
		],
		[
			'by a Kotlin file that leaves the common packages out',
			'java',
			'Main.kt',
			['src/main/kotlin/cart/Main.kt'],
			'src/main/kotlin/cart/Main.kt',
			{ method: 'com.shop.cart.MainKt.main' },
		],
		['in a Go module', 'go', '/build/shop/internal/cart/cart.go', ['internal/cart/cart.go'], 'internal/cart/cart.go'],
		['not in a Go dependency', 'go', '/go/pkg/mod/github.com/other/lib@v1.2.3/cart/cart.go', ['cart/cart.go'], null],
		[
			'in its own module in the Go module cache',
			'go',
			'/go/pkg/mod/github.com/shop/lib@v1.2.3/cart/cart.go',
			['cart/cart.go'],
			'cart/cart.go',
			{ manifests: { 'go.mod': 'module github.com/shop/lib\n' } },
		],
		['not in the Go runtime', 'go', '/usr/local/go/src/net/http/server.go', ['http/server.go', 'server.go'], null],
	];
	for (const [what, format, file, tree, expected, options] of cases) {
		it(what, () => assert.equal(found(format, file, tree, options), expected));
	}

	it('is nowhere without a file', () => {
		assert.equal(resolveFrame(aFrame(undefined), 'node', { tree: indexTree(['a.js']) }), null);
	});

	it('stays inside the repository whatever the path says', () => {
		assert.equal(found('node', '/app/../../etc/passwd', ['src/passwd']), null);
		assert.equal(found('node', '../../../src/cart.js', ['src/cart.js']), 'src/cart.js');
	});
});

describe('frames of one trace', () => {
	const tree = indexTree([
		'api/src/server.js',
		'api/src/deep/cart.js',
		'web/src/server.js',
		'web/src/other.js',
		'api/index.js',
		'web/index.js',
	]);

	it('settle each other by where the program was installed', () => {
		const trace = aTrace(
			'node',
			aFrame('/srv/x/src/server.js'),
			aFrame('/srv/x/src/deep/cart.js'),
			aFrame('/srv/x/index.js'),
		);
		const paths = located(trace, tree).map((location) => [location?.path, location?.alternatives.length]);
		assert.deepEqual(paths, [
			['api/src/server.js', 0],
			['api/src/deep/cart.js', 0],
			['api/index.js', 0],
		]);
	});

	it('are never dropped by what another frame taught', () => {
		const trace = aTrace('node', aFrame('/srv/x/src/deep/cart.js'), aFrame('/srv/y/src/other.js'));
		assert.deepEqual(
			located(trace, tree).map((location) => location?.path),
			['api/src/deep/cart.js', 'web/src/other.js'],
		);
	});
});
