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
