import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors';

/**
 * `merge=union` is for the rare file that was changed on both sides (a clone that writes to one branch in two places): both sides' lines belong in it,
 * in any order. They are text with readable diffs on purpose, and not marked as generated, which would fold them away in a pull request.
 */
const ATTRIBUTES = `# Incidents, by Faultline: one event log for each clone and branch. Commit this folder to share them.
*.jsonl text eol=lf merge=union
`;

const IGNORE = `# Copies of what could not be read, and what a clean-up needs while it runs.
*.txt
*.tmp
*.lock
*.todo
`;

/** Tells git how to treat the folder, unless somebody has. */
export async function setUp(folder: string): Promise<void> {
	await writeNew(join(folder, '.gitattributes'), ATTRIBUTES);
	await writeNew(join(folder, '.gitignore'), IGNORE);
}

async function writeNew(path: string, text: string): Promise<void> {
	try {
		await writeFile(path, text, { flag: 'wx' });
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') {
			throw error;
		}
	}
}
