import assert from 'node:assert/strict';
import { readPackages } from '../../../src/core/frames/packages';
import { recorded, resolveTraces, type Source } from '../../../src/core/frames/resolve';
import { indexTree } from '../../../src/core/frames/treeIndex';
import type { Unresolved } from '../../../src/core/suspects/model';
import type { Frame, Trace } from '../../../src/core/trace/model';

type Tree = readonly string[] | Readonly<Record<string, string>>;

const aTrace = (format: string, file: string | undefined, method?: string): Trace => {
	const frame: Frame = {
		...(file !== undefined && { file, line: 3 }),
		...(method !== undefined && { function: method }),
		inApp: true,
		raw: '',
		range: [0, 0],
	};
	return {
		format,
		range: [0, 0],
		exceptions: [{ type: 'Error', message: '', relation: 'thrown', frames: [frame], range: [0, 0] }],
	};
};

/** Files without a text are empty; those with one may be manifests. */
function sourceOf(tree: Tree): Source {
	const paths = Array.isArray(tree) ? (tree as readonly string[]) : Object.keys(tree);
	const texts = Array.isArray(tree) ? [] : Object.entries(tree).filter(([, text]) => text !== '');
	return { tree: indexTree(paths), packages: readPackages(new Map(texts)) };
}

/** Where one printed path leads: `null` nowhere, `a | b` several. */
function found(format: string, file: string | undefined, tree: Tree, method?: string): string | null {
	const trace = aTrace(format, file, method);
	const location = recorded([trace], resolveTraces([trace], sourceOf(tree))).locations[0]?.[0]?.[0];
	return location ? [location.path, ...location.alternatives].join(' | ') : null;
}

const npm = (name: string) => JSON.stringify({ name });

type Case = readonly [
	what: string,
	format: string,
	file: string | undefined,
	tree: Tree,
	expected: string | null,
	method?: string,
];

const groups: Readonly<Record<string, readonly Case[]>> = {
	'a path behind what a builder put before it': [
		['/usr/src/app', 'node', '/usr/src/app/index.js', ['index.js', 'web/app/index.js'], 'index.js'],
		['GitHub Actions', 'python', '/home/runner/work/shop/shop/cart.py', ['cart.py', 'shop/tests/cart.py'], 'cart.py'],
		['GitHub containers', 'ruby', '/__w/shop/shop/lib/cart.rb', ['lib/cart.rb', 'x/lib/cart.rb'], 'lib/cart.rb'],
		['GitHub workspace', 'node', '/github/workspace/main.js', ['main.js', 'a/main.js'], 'main.js'],
		['Lambda', 'python', '/var/task/handler.py', ['handler.py', 'old/handler.py'], 'handler.py'],
		['GitLab', 'go', '/builds/acme/tools/shop/main.go', ['main.go', 'cmd/x/main.go'], 'main.go'],
		[
			'a runner on Windows',
			'dotnet',
			'C:\\actions-runner\\_work\\shop\\shop\\Program.cs',
			['Program.cs', 'x/Program.cs'],
			'Program.cs',
		],
		[
			'Azure Pipelines',
			'dotnet',
			'D:\\a\\1\\s\\src\\Shop\\Cart.cs',
			['src/Shop/Cart.cs', 'x/Shop/Cart.cs'],
			'src/Shop/Cart.cs',
		],
		['a Windows path of another case', 'node', 'C:\\SHOP\\Src\\Cart.JS', ['src/cart.js', 'x/cart.js'], 'src/cart.js'],
		['a long Windows path', 'node', '\\\\?\\C:\\shop\\src\\cart.js', ['src/cart.js'], 'src/cart.js'],
		['a network share', 'node', '\\\\build\\share\\shop\\src\\cart.js', ['src/cart.js'], 'src/cart.js'],
	],
	'a package of this repository': [
		[
			'npm, by its name',
			'node',
			'/app/node_modules/@acme/cart/dist/x.js',
			{ 'libs/basket/package.json': npm('@acme/cart'), 'libs/basket/src/x.ts': '', 'src/x.ts': '' },
			'libs/basket/src/x.ts',
		],
		[
			'pnpm, through its store',
			'node',
			'/app/node_modules/.pnpm/@acme+cart@1.0.0/node_modules/@acme/cart/src/x.js',
			{ 'libs/basket/package.json': npm('@acme/cart'), 'libs/basket/src/x.js': '' },
			'libs/basket/src/x.js',
		],
		[
			'yarn, through a virtual folder',
			'node',
			'/app/.yarn/__virtual__/cart-virtual-0a1b2c/1/libs/basket/src/x.js',
			['libs/basket/src/x.js', 'x/libs/basket/src/x.js'],
			'libs/basket/src/x.js',
		],
		[
			'npm, built twice',
			'node',
			'/app/node_modules/cart/dist/esm/deep/x.mjs',
			{ 'libs/cart/package.json': npm('cart'), 'libs/cart/src/deep/x.mts': '' },
			'libs/cart/src/deep/x.mts',
		],
		[
			'Nx, built into one folder',
			'node',
			'/srv/x/dist/libs/cart/src/lib/x.js',
			['libs/cart/src/lib/x.ts', 'libs/pay/src/lib/x.ts'],
			'libs/cart/src/lib/x.ts',
		],
		[
			'not one of another name in a folder of that name',
			'node',
			'/app/node_modules/debug/src/index.js',
			{ 'packages/debug/package.json': npm('@acme/debug'), 'packages/debug/src/index.js': '' },
			null,
		],
		[
			'Go, by its module',
			'go',
			'example.com/acme/cart@v1.2.3/x.go',
			{ 'modules/cart/go.mod': 'module example.com/acme/cart\n', 'modules/cart/x.go': '', 'x.go': '' },
			'modules/cart/x.go',
		],
		[
			'Go, by its import path',
			'go',
			'example.com/acme/cart/deep/x.go',
			{
				'go.mod': 'module example.com/acme\n',
				'modules/cart/go.mod': 'module example.com/acme/cart\n',
				'modules/cart/deep/x.go': '',
				'other/deep/x.go': '',
			},
			'modules/cart/deep/x.go',
		],
		[
			'Go, by the function',
			'go',
			'/tmp/b001/x.go',
			{ 'go.mod': 'module example.com/acme\n', 'a/x.go': '', 'b/x.go': '' },
			'b/x.go',
			'example.com/acme/b.(*T).Run',
		],
		[
			'not another Go module of the same layout',
			'go',
			'example.com/other/a/x.go',
			{ 'go.mod': 'module example.com/acme\n', 'a/x.go': '' },
			null,
			'example.com/other/a.Run',
		],
		[
			'Rust, by its crate',
			'rust',
			'/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/acme-cart-1.2.3/src/lib.rs',
			{
				'crates/basket/Cargo.toml': '[package]\nname = "acme-cart"\n',
				'crates/basket/src/lib.rs': '',
				'src/lib.rs': '',
			},
			'crates/basket/src/lib.rs',
		],
		[
			'Rust, by the function',
			'rust',
			'src/lib.rs',
			{
				'crates/basket/Cargo.toml': '[package]\nname = "acme-cart"\n',
				'crates/basket/src/lib.rs': '',
				'crates/other/src/lib.rs': '',
			},
			'crates/basket/src/lib.rs',
			'acme_cart::total',
		],
		[
			'not another crate',
			'rust',
			'/root/.cargo/registry/src/github.com-1ecc6299db9ec823/serde-1.0.1/src/lib.rs',
			{ 'Cargo.toml': '[package]\nname = "acme"\n', 'src/lib.rs': '' },
			null,
		],
		[
			'Python, in its src layout',
			'python',
			'/venv/lib/python3.12/site-packages/acme/cart/x.py',
			['packages/cart/src/acme/cart/x.py', 'packages/cart/src/acme/cart/__init__.py'],
			'packages/cart/src/acme/cart/x.py',
		],
		[
			'Python, in the folder that setuptools is told',
			'python',
			'/venv/lib/python3.12/site-packages/acme/cart/x.py',
			{
				'pyproject.toml': '[project]\nname = "acme"\n\n[tool.setuptools.package-dir]\n"acme.cart" = "lib/basket"\n',
				'lib/basket/x.py': '',
				'docs/acme/cart/x.py': '',
			},
			'lib/basket/x.py',
		],
		[
			'Python, in the folder of setup.cfg',
			'python',
			'/venv/lib/python3.12/site-packages/acme/x.py',
			{ 'setup.cfg': '[options]\npackage_dir =\n    = python\n', 'python/acme/x.py': '', 'demo/acme/x.py': '' },
			'python/acme/x.py',
		],
		[
			'Python, where Poetry takes it from',
			'python',
			'/venv/lib/python3.12/site-packages/acme/x.py',
			{
				'svc/pyproject.toml': '[tool.poetry]\npackages = [\n  { include = "acme", from = "code" },\n]\n',
				'svc/code/acme/x.py': '',
				'old/acme/x.py': '',
			},
			'svc/code/acme/x.py',
		],
		[
			'Python, as Hatch renames it',
			'python',
			'/venv/lib/python3.12/site-packages/acme/x.py',
			{ 'pyproject.toml': '[tool.hatch.build.targets.wheel.sources]\n"src/inner" = "acme"\n', 'src/inner/x.py': '' },
			'src/inner/x.py',
		],
		[
			'npm, the one that Lerna names',
			'node',
			'/app/node_modules/@acme/cart/x.js',
			{
				'lerna.json': '{"packages":["packages/*"]}',
				'packages/basket/package.json': npm('@acme/cart'),
				'packages/basket/x.js': '',
				'demo/cart/package.json': npm('@acme/cart'),
				'demo/cart/x.js': '',
			},
			'packages/basket/x.js',
		],
		[
			'npm, the one that pnpm names, none of what it leaves out',
			'node',
			'/app/node_modules/@acme/cart/x.js',
			{
				'pnpm-workspace.yaml': 'packages:\n  # ours\n  - "libs/**"\n  - \'!libs/old/**\'\ncatalog:\n  - x\n',
				'libs/old/cart/package.json': npm('@acme/cart'),
				'libs/old/cart/x.js': '',
				'libs/new/cart/package.json': npm('@acme/cart'),
				'libs/new/cart/x.js': '',
			},
			'libs/new/cart/x.js',
		],
		[
			'npm, the one among the workspaces',
			'node',
			'/app/node_modules/@acme/cart/x.js',
			{
				'package.json': '{"name":"root","workspaces":{"packages":["./web/cart"]}}',
				'api/cart/package.json': npm('@acme/cart'),
				'api/cart/x.js': '',
				'web/cart/package.json': npm('@acme/cart'),
				'web/cart/x.js': '',
			},
			'web/cart/x.js',
		],
		[
			'Go, the module that go.work uses',
			'go',
			'/root/go/pkg/mod/acme.io/cart@v1.2.3/x.go',
			{
				'go.work': 'go 1.22\n\nuse (\n\t./svc/cart // ours\n\t./tools\n)\n',
				'a/testdata/go.mod': 'module acme.io/cart\n',
				'a/testdata/x.go': '',
				'svc/cart/go.mod': 'module acme.io/cart\n',
				'svc/cart/x.go': '',
			},
			'svc/cart/x.go',
		],
		[
			'not a Python package that is vendored below another',
			'python',
			'/venv/lib/python3.12/site-packages/requests/api.py',
			['acme/_vendor/__init__.py', 'acme/_vendor/requests/api.py'],
			null,
		],
		[
			'Ruby, by its gem',
			'ruby',
			'/usr/local/bundle/gems/acme-cart-1.2.3/lib/acme/x.rb',
			{ 'cart/acme-cart.gemspec': 'Gem::Specification.new', 'cart/lib/acme/x.rb': '', 'lib/acme/x.rb': '' },
			'cart/lib/acme/x.rb',
		],
		[
			'not another gem',
			'ruby',
			'/usr/local/bundle/gems/rack-2.2.3/lib/rack/x.rb',
			{ 'acme.gemspec': 'x', 'lib/rack/x.rb': '' },
			null,
		],
		[
			'PHP, by its package',
			'php',
			'/app/vendor/acme/cart/src/X.php',
			{ 'packages/basket/composer.json': '{"name":"acme/cart"}', 'packages/basket/src/X.php': '', 'src/X.php': '' },
			'packages/basket/src/X.php',
		],
		[
			'Dart, by its package',
			'dart',
			'package:cart/src/x.dart',
			{ 'packages/basket/pubspec.yaml': 'name: cart\n', 'packages/basket/lib/src/x.dart': '', 'lib/src/x.dart': '' },
			'packages/basket/lib/src/x.dart',
		],
		[
			'not another Dart package',
			'dart',
			'package:flutter/src/x.dart',
			{ 'pubspec.yaml': 'name: cart\n', 'lib/src/x.dart': '' },
			null,
		],
		[
			'Bazel, in its output',
			'node',
			'/root/.cache/bazel/_bazel_root/0a/execroot/_main/bazel-out/k8-fastbuild/bin/web/src/x.js',
			['web/src/x.ts', 'other/web/src/x.ts'],
			'web/src/x.ts',
		],
		[
			'Bazel, in its runfiles',
			'python',
			'/app/run.runfiles/_main/shop/x.py',
			['shop/x.py', 'a/shop/x.py'],
			'shop/x.py',
		],
		[
			'deterministic .NET',
			'dotnet',
			'/_/src/Shop/Cart.cs',
			['src/Shop/Cart.cs', 'old/src/Shop/Cart.cs'],
			'src/Shop/Cart.cs',
		],
	],
	'an address of a bundler': [
		[
			'webpack with a package',
			'browser',
			'webpack://shop-web/./src/x.ts',
			{ 'web/package.json': npm('shop-web'), 'web/src/x.ts': '', 'api/src/x.ts': '' },
			'web/src/x.ts',
		],
		['webpack with a query', 'browser', 'webpack:///./src/App.vue?1a2b', ['src/App.vue'], 'src/App.vue'],
		[
			'Next’s layers',
			'node',
			'webpack-internal:///(rsc)/./app/cart/page.tsx',
			['app/cart/page.tsx', 'web/app/cart/page.tsx'],
			'app/cart/page.tsx',
		],
		[
			'an address in an address',
			'node',
			'rsc://React/Server/webpack-internal:///(rsc)/./app/page.tsx?12',
			['app/page.tsx'],
			'app/page.tsx',
		],
		[
			'a folder in brackets is Next’s own',
			'node',
			'webpack-internal:///(rsc)/./app/(shop)/page.tsx',
			['app/(shop)/page.tsx', 'app/page.tsx'],
			'app/(shop)/page.tsx',
		],
		['Turbopack', 'node', 'turbopack:///[project]/src/x.tsx', ['src/x.tsx', 'a/src/x.tsx'], 'src/x.tsx'],
		[
			'Vite’s file system',
			'browser',
			'http://localhost:5173/@fs/home/me/shop/libs/cart/x.ts?t=17',
			['libs/cart/x.ts'],
			'libs/cart/x.ts',
		],
		[
			'Vite with a time',
			'browser',
			'http://localhost:5173/src/cart/x.ts?t=1700000000',
			['src/cart/x.ts'],
			'src/cart/x.ts',
		],
		[
			'Next’s chunks',
			'browser',
			'https://shop.example/_next/static/chunks/app/cart/page-0a1b2c3d4e5f6071.js',
			['src/app/cart/page.tsx', 'src/app/page.tsx'],
			'src/app/cart/page.tsx',
		],
		[
			'Next’s chunks of a variable part',
			'browser',
			'https://shop.example/_next/static/chunks/app/%5Bid%5D/page-0a1b2c3d4e5f6071.js',
			['app/[id]/page.tsx', 'app/page.tsx'],
			'app/[id]/page.tsx',
		],
		[
			'Next’s server',
			'node',
			'/app/.next/server/pages/api/pay.js',
			['pages/api/pay.ts', 'x/api/pay.ts'],
			'pages/api/pay.ts',
		],
		['a hash at the end', 'browser', 'https://shop.example/src/x.js#main', ['src/x.js'], 'src/x.js'],
		['percent escapes in a plain path', 'node', '/app/src/my%20cart.js', ['src/my cart.js'], 'src/my cart.js'],
		['a percent sign that is none', 'node', '/app/src/100%.js', ['src/100%.js'], 'src/100%.js'],
		['accents taken apart', 'node', '/Users/me/shop/src/Cafe\u0301.js', ['src/Café.js'], 'src/Café.js'],
		['accents put together', 'node', '/app/src/Caf\u00e9.js', ['src/Cafe\u0301.js'], 'src/Cafe\u0301.js'],
	],
	'a call without a path': [
		[
			'of a Kotlin file class',
			'java',
			undefined,
			['core/src/com/acme/Cart.kt'],
			'core/src/com/acme/Cart.kt',
			'com.acme.CartKt.total',
		],
		[
			'of an inner class',
			'java',
			undefined,
			['src/main/java/com/acme/Cart.java'],
			'src/main/java/com/acme/Cart.java',
			'com.acme.Cart$Line$1.total',
		],
		[
			'of a Scala object',
			'java',
			undefined,
			['src/main/scala/com/acme/Cart.scala'],
			'src/main/scala/com/acme/Cart.scala',
			'com.acme.Cart$.total',
		],
		[
			'of PHP, by PSR-4',
			'php',
			undefined,
			{ 'composer.json': '{"autoload":{"psr-4":{"Acme\\\\Shop\\\\":"src/"}}}', 'src/Carts/Cart.php': '' },
			'src/Carts/Cart.php',
			'Acme\\Shop\\Carts\\Cart->total',
		],
		[
			'of PHP, by PSR-0',
			'php',
			undefined,
			{ 'composer.json': '{"autoload":{"psr-0":{"Acme\\\\":"lib"}}}', 'lib/Acme/Cart.php': '' },
			'lib/Acme/Cart.php',
			'Acme\\Cart::total',
		],
		[
			'of Ruby, as Rails loads it',
			'ruby',
			undefined,
			['app/models/shop/cart_item.rb'],
			'app/models/shop/cart_item.rb',
			'Shop::CartItem#total',
		],
		[
			'of .NET, by its project',
			'dotnet',
			undefined,
			{ 'src/Acme.Shop/Acme.Shop.csproj': '<Project/>', 'src/Acme.Shop/Carts/Cart.cs': '', 'x/Cart.cs': '' },
			'src/Acme.Shop/Carts/Cart.cs',
			'Acme.Shop.Carts.Cart.Total',
		],
		['of C, which has no such rule', 'native', undefined, ['main.c'], null, 'main'],
	],
};

for (const [group, cases] of Object.entries(groups)) {
	describe(group, () => {
		for (const [what, format, file, tree, expected, method] of cases) {
			it(what, () => assert.equal(found(format, file, tree, method), expected));
		}
	});
}

describe('a frame that is in no file of the repository', () => {
	const why = (
		format: string,
		file: string | undefined,
		tree: Tree,
		method?: string,
	): Unresolved | null | undefined => {
		const trace = aTrace(format, file, method);
		return recorded([trace], resolveTraces([trace], sourceOf(tree))).unresolved[0]?.[0]?.[0];
	};

	it('says that the trace names no file', () => assert.deepEqual(why('node', undefined, ['a.js']), { code: 'noFile' }));
	it('names the package it is in', () => {
		assert.deepEqual(why('node', '/app/node_modules/@scope/x/lib/y.js', ['a.js']), {
			code: 'vendor',
			package: '@scope/x',
		});
		assert.deepEqual(why('go', '/go/pkg/mod/github.com/!burnt!sushi/toml@v1.0.0/y.go', ['a.go']), {
			code: 'vendor',
			package: 'github.com/BurntSushi/toml',
		});
	});
	it('names the runtime it is in', () => {
		assert.deepEqual(why('node', 'node:internal/process/task_queues', ['a.js']), {
			code: 'runtime',
			package: 'Node.js',
		});
		assert.deepEqual(why('python', '/usr/lib/python3.11/json/decoder.py', ['a.py']), {
			code: 'runtime',
			package: 'Python',
		});
	});
	it('says that there is no such file at the revision', () =>
		assert.deepEqual(why('node', '/app/src/x.js', ['src/a.js']), { code: 'notAtRevision' }));
	it('says that only a stand-in of that name is there', () =>
		assert.deepEqual(why('node', '/srv/deep/down/src/x.js', ['test/fixtures/src/x.js']), {
			code: 'onlyDouble',
			path: 'test/fixtures/src/x.js',
		}));
	it('says that it was not where the rest of the program was', () => {
		const one = aTrace('node', '/srv/shop/src/deep/a.js');
		const other = aTrace('node', '/opt/tool/b.js');
		assert.deepEqual(
			recorded([one, other], resolveTraces([one, other], sourceOf(['src/deep/a.js']))).unresolved.flat(2),
			[null, { code: 'outside' }],
		);
	});
	it('gives no reason where there is a file', () => assert.equal(why('node', '/app/src/a.js', ['src/a.js']), null));

	it('is found soon out of paths and names that are data: the ends of a path tell where it is', function () {
		this.timeout(20_000);
		const much = (piece: string) => piece.repeat(500_000 / piece.length);
		const tree = ['src/cart/a.js', 'src/cart/a.go', 'src/cart/A.cs', 'src/Shop.csproj', 'go.mod'];
		for (const piece of ['?', 'a', 'a/', 'dist/', '../', 'a://', '%41', 'a-0']) {
			assert.equal(found('javascript', `/app/${much(piece)}/src/cart/a.js`, tree), 'src/cart/a.js', piece);
			assert.equal(found('go', `/app/${much(piece)}/src/cart/a.go`, tree), 'src/cart/a.go', piece);
			assert.equal(found('dotnet', undefined, tree, much(`${piece}.`)), null, piece);
		}
	});
});
