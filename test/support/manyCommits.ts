import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Many {
	readonly commits: number;
	readonly files: number;
	/** Files that each commit changes, of those that are there. Default: one. */
	readonly changes?: number;
	/** Is there already, with other files: what the first commit goes on from. */
	readonly from?: string;
}

const START = 1_000_000_000;
/** Entries of a folder, at every depth. */
const WIDTH = 50;

/** Where the nth file is: no folder has more than fifty entries. */
export function nthPath(n: number): string {
	const parts: number[] = [];
	for (let left = n; left > 0 || parts.length < 3; left = Math.floor(left / WIDTH)) {
		parts.unshift(left % WIDTH);
	}
	return `${parts.map((part) => `d${part}`).join('/')}.js`;
}

/** Fills `main` of a bare repository with commits on one line, a minute apart, each of which changes a file or some, in turn. */
export async function fillWithCommits(
	folder: string,
	{ commits, files, changes = 1, from: base }: Many,
): Promise<void> {
	const git = spawn('git', ['fast-import', '--quiet', '--depth=10'], {
		cwd: folder,
		stdio: ['pipe', 'ignore', 'inherit'],
	});
	const ended = once(git, 'close');
	const write = async (text: string) => {
		if (!git.stdin.write(text)) {
			await once(git.stdin, 'drain');
		}
	};
	let out = '';
	for (let commit = 0; commit < commits; commit++) {
		const who = `Dev ${commit % 9} <dev${commit % 9}@example.com> ${START + commit * 60} +0000`;
		const subject = `Change ${commit}`;
		out += `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${subject.length}\n${subject}\n`;
		if (commit === 0 && base !== undefined) {
			out += `from ${base}\n`;
		}
		const from = commit === 0 ? 0 : commit * changes;
		const count = commit === 0 ? files : changes;
		for (let i = 0; i < count; i++) {
			const text = `const changed = ${commit};\n`;
			out += `M 100644 inline ${nthPath((from + i * 7919) % files)}\ndata ${text.length}\n${text}\n`;
			if (out.length > 1 << 16) {
				await write(out);
				out = '';
			}
		}
	}
	await write(out);
	git.stdin.end();
	const [code] = await ended;
	if (code !== 0) {
		throw new Error(`git fast-import ended with ${code}.`);
	}
}
