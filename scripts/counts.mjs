// How suites add up to the last line of npm test.
import fs from 'node:fs';

/** So many files may fail by chance; where more do, something is broken. */
const MOST_BY_CHANCE = 3;

/**
 * What one suite comes to. An end without counts is a failure, and so is one with an error code, and so are no tests at all,
 * unless a filter left them out.
 *
 * @param {string} file where the suite wrote { passed, failed, files }
 * @param {number} code its exit code
 * @param {boolean} isFiltered
 */
export function countsOf(file, code, isFiltered) {
	if (!fs.existsSync(file)) {
		return { passed: 0, failed: 1, files: {} };
	}
	const { passed, failed, files = {} } = JSON.parse(fs.readFileSync(file, 'utf8'));
	const hasNone = passed + failed === 0 && !isFiltered;
	return { passed, failed: failed === 0 && (code !== 0 || hasNone) ? 1 : failed, files };
}

/**
 * Files whose failures may be chance, as those of windows that are driven from outside can be. None where too many failed, and none where a
 * failure belongs to no file.
 *
 * @returns {string[]} relative paths
 */
export function worthASecondTry({ failed, files }) {
	const names = Object.keys(files).filter((name) => files[name].failed.length > 0);
	const told = names.reduce((sum, name) => sum + files[name].failed.length, 0);
	return names.length <= MOST_BY_CHANCE && told === failed && !names.includes('') ? names : [];
}

/**
 * What a suite comes to once files of it were run again.
 *
 * @param first its counts
 * @param {string} file one that failed
 * @param again the counts of that file alone
 */
export function afterSecondTry(first, file, again) {
	const before = first.files[file];
	const now = again.files[file] ?? { passed: 0, failed: [] };
	// A file that ended early may pass fewer tests than before, which must not look like a success.
	if (again.failed > 0 || now.passed < before.passed + before.failed.length) {
		return first;
	}
	return {
		passed: first.passed - before.passed + now.passed,
		failed: first.failed - before.failed.length,
		files: { ...first.files, [file]: now },
	};
}

/** Sums up; where there were tests to run and none ran, that is a failure. */
export function total(rows) {
	const sum = (key) => rows.reduce((before, row) => before + row[key], 0);
	const isEmpty = sum('passed') + sum('failed') === 0 && rows.some(({ hasTests }) => hasTests);
	return { passed: sum('passed'), failed: sum('failed') + (isEmpty ? 1 : 0) };
}
