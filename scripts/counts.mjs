// How suites add up to the last line of npm test.
import fs from 'node:fs';

/**
 * What one suite comes to. An end without counts is a failure, and so is one with an error code, and so are no tests at all,
 * unless a filter left them out.
 *
 * @param {string} file where the suite wrote { passed, failed }
 * @param {number} code its exit code
 * @param {boolean} isFiltered
 */
export function countsOf(file, code, isFiltered) {
	if (!fs.existsSync(file)) {
		return { passed: 0, failed: 1 };
	}
	const { passed, failed } = JSON.parse(fs.readFileSync(file, 'utf8'));
	const hasNone = passed + failed === 0 && !isFiltered;
	return { passed, failed: failed === 0 && (code !== 0 || hasNone) ? 1 : failed };
}

/** Sums up; where there were tests to run and none ran, that is a failure. */
export function total(rows) {
	const sum = (key) => rows.reduce((before, row) => before + row[key], 0);
	const isEmpty = sum('passed') + sum('failed') === 0 && rows.some(({ hasTests }) => hasTests);
	return { passed: sum('passed'), failed: sum('failed') + (isEmpty ? 1 : 0) };
}
