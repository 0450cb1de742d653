import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FIXTURES = join(__dirname, '../fixtures');
const GOLDEN = join(__dirname, '../golden');

/** One input file and the file that holds what is expected of it. */
export interface GoldenCase {
	/** Path below the fixtures folder, without its ending. */
	readonly name: string;
	readonly input: string;
	/** Compares a value with what is expected; `UPDATE_GOLDEN=1` writes it instead. */
	check(text: string): void;
}

/** Every `.txt` below test/fixtures/`folder`; the expectation stands at the same path below test/golden. */
export function goldenCases(folder: string): readonly GoldenCase[] {
	return namesIn(join(FIXTURES, folder), '.txt').map((own) => {
		const name = join(folder, own);
		const file = join(GOLDEN, `${name}.txt`);
		return {
			name,
			input: readFileSync(join(FIXTURES, `${name}.txt`), 'utf8'),
			check: (text) => {
				if (process.env.UPDATE_GOLDEN === '1') {
					mkdirSync(dirname(file), { recursive: true });
					writeFileSync(file, text);
				}
				assert.ok(existsSync(file), `${file} is missing; write it with UPDATE_GOLDEN=1 and read it`);
				assert.equal(text, readFileSync(file, 'utf8'));
			},
		};
	});
}

/** Expectations below test/golden/`folder` that no input has any more. */
export function unusedGolden(folder: string): readonly string[] {
	const used = new Set(namesIn(join(FIXTURES, folder), '.txt'));
	return namesIn(join(GOLDEN, folder), '.txt').filter((name) => !used.has(name));
}

function namesIn(folder: string, ending: string): readonly string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith(ending))
		.map((name) => name.slice(0, -ending.length).replaceAll('\\', '/'))
		.sort();
}
