// What a repository path is by its name alone.

const TEST_FOLDER =
	/(?:^|\/)(?:tests?|testing|specs?|__tests__|__mocks__|__fixtures__|fixtures|e2e|testdata|mocks|benches|benchmarks?)\//i;
const TEST_NAME =
	/(?:^|\/)(?:test_[^/]*|conftest\.py|[^/]*_test\.\w+|[^/]*[-_.](?:test|spec|tests)\.\w+|[^/]*(?:Test|Tests|TestCase|IT|Spec)\.(?:java|kt|scala|groovy))$/;
const VENDORED = /(?:^|\/)(?:node_modules|vendor|vendored|third[-_]?party|bower_components|externals?|_vendor)\//i;

/** Tests, fixtures and benchmarks: seldom where production breaks. */
export function isTestPath(path: string): boolean {
	return TEST_FOLDER.test(path) || TEST_NAME.test(path);
}

/** Other people's code that is kept in the repository. */
export function isVendoredPath(path: string): boolean {
	return VENDORED.test(path);
}

const DOUBLE =
	/(?:^|\/)(?:__mocks__|__fixtures__|fixtures?|mocks?|stubs?|fakes?|doubles|testdata|__snapshots__|generated|__generated__|gen)\//i;

/** Stand-ins of tests, and generated files: they may be called like the code they stand for. */
export function isDoublePath(path: string): boolean {
	return DOUBLE.test(path);
}

/** Extensions of code, without the dot. */
export const CODE_EXTENSIONS: ReadonlySet<string> = new Set(
	(
		'py pyx pxd java scala kt kts groovy clj go js jsx mjs cjs ts tsx mts cts vue svelte hbs coffee rs rb rake erb haml slim cs fs vb cshtml razor c h ' +
		'cc cpp cxx hh hpp hxx inl ipp m mm swift php phtml inc module tpl twig lua pl pm sh bash ps1 ex exs erl hrl y l sql'
	).split(' '),
);

/** Code that runs in production, by its extension and folder. */
export function isCodePath(path: string): boolean {
	const dot = path.lastIndexOf('.'); // a file called `go` is none
	return dot >= 0 && CODE_EXTENSIONS.has(path.slice(dot + 1)) && !isTestPath(path) && !isVendoredPath(path);
}

const HELPER =
	/(?:^|\/)[\w-]*(?:util|helper|common|wrapper|base|error|alloc|memory|assert|debug|string|strbuf|list|hash|vector|array|buffer|log)[\w-]*\.\w+$/i;

/** Called like code that everybody uses: it is in many traces and seldom at fault. */
export const isHelperPath = (path: string) => HELPER.test(path);

/** Declarations, seldom what runs. */
export const isHeaderPath = (path: string) => /\.(?:h|hpp|hh|d\.ts|pyi)$/.test(path);
