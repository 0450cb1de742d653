// Readers of git's machine formats: bytes in, values out, nothing run.
import type { BlamedLine, Change, Commit, FileBlame, Submodule } from '../../core/ports/repository';

const UNIT = '\x1f';
const RECORD = '\x1e';

/** For `git log --format`: one record a commit, its fields apart by a character no name can hold. */
export const COMMIT_FORMAT = `${RECORD}%H${UNIT}%aN${UNIT}%ct${UNIT}%at${UNIT}%P${UNIT}%s${UNIT}`;

/** The last second of the year 9999: a date beyond is a mistake that no calendar writes. */
const LAST_SECOND = 253_402_300_799;

export interface LoggedCommit extends Commit {
	/** What `git log` printed below the record: the paths of `--name-only`. */
	readonly lines: readonly string[];
}

/** Reads what `git log --format=COMMIT_FORMAT [--name-only]` prints. */
export function readCommits(output: string): LoggedCommit[] {
	return output
		.split(RECORD)
		.slice(1)
		.map((record) => {
			const [sha = '', author = '', seconds = '0', authored = '0', parents = '', subject = '', rest = ''] =
				record.split(UNIT);
			return {
				sha,
				author,
				date: msOf(seconds),
				authoredAt: msOf(authored),
				parents: parents.split(' ').filter(Boolean),
				subject,
				lines: rest.split('\n').filter(Boolean).map(unquoted),
			};
		});
}

const msOf = (seconds: string) => Math.min(Number(seconds), LAST_SECOND) * 1000;

/** A path as git prints it when it holds a quote, a backslash or a control character: C-style, in double quotes. */
function unquoted(path: string): string {
	if (!path.startsWith('"') || !path.endsWith('"')) {
		return path;
	}
	const bytes: number[] = [];
	const inner = Buffer.from(path.slice(1, -1), 'utf8');
	for (let i = 0; i < inner.length; i++) {
		const byte = inner[i] ?? 0;
		const next = inner[i + 1] ?? 0;
		if (byte !== 0x5c) {
			bytes.push(byte);
		} else if (next >= 0x30 && next <= 0x37) {
			bytes.push(Number.parseInt(inner.toString('latin1', i + 1, i + 4), 8));
			i += 3;
		} else {
			bytes.push(ESCAPES[String.fromCharCode(next)] ?? next);
			i += 1;
		}
	}
	return Buffer.from(bytes).toString('utf8');
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Reads `git blame --porcelain`: a header line for each line, facts of a commit the first time it is seen. */
export function readBlame(output: string): BlamedLine[] {
	const found: BlamedLine[] = [];
	const paths = new Map<string, string>();
	const boundaries = new Set<string>();
	let sha = '';
	let originalLine = 0;
	let line = 0;
	for (const text of output.split('\n')) {
		if (text.startsWith('\t')) {
			found.push({ line, sha, originalLine, originalPath: paths.get(sha) ?? '', isBoundary: boundaries.has(sha) });
			continue;
		}
		const header = /^([0-9a-f]{40,64}) (\d+) (\d+)/.exec(text);
		if (header) {
			[sha, originalLine, line] = [header[1] ?? '', Number(header[2]), Number(header[3])];
		} else if (text.startsWith('filename ')) {
			paths.set(sha, unquoted(text.slice('filename '.length)));
		} else if (text === 'boundary') {
			boundaries.add(sha);
		}
	}
	return found;
}

/** Fields of `COMMIT_FORMAT`. */
const FACTS = 6;

/** Reads `git log --format=COMMIT_FORMAT%B\x1f --name-only`. */
export function readChanges(output: string): Change[] {
	return output
		.split(RECORD)
		.slice(1)
		.flatMap((record) => {
			const fields = record.split(UNIT);
			const [commit] = readCommits(`${RECORD}${fields.slice(0, FACTS).join(UNIT)}${UNIT}`);
			if (!commit) {
				return [];
			}
			const { lines: _, ...facts } = commit;
			const paths = (fields.at(-1) ?? '').split('\n').filter(Boolean).map(unquoted);
			return [{ commit: facts, message: fields.slice(FACTS, -1).join(UNIT), paths }];
		});
}

/**
 * Reads `git blame --incremental`: a header for each run of lines, with the facts of a commit the first time it is seen.
 *
 * @param count lines that the file has
 */
export function readFileBlame(output: string, count: number): FileBlame {
	const commits: { -readonly [K in keyof Commit]: Commit[K] }[] = [];
	const indexes = new Map<string, number>();
	const owners = new Int32Array(count).fill(-1);
	const boundaries = new Set<number>();
	let index = -1;
	for (const text of output.split('\n')) {
		const header = /^([0-9a-f]{40,64}) \d+ (\d+) (\d+)$/.exec(text);
		if (header) {
			const sha = header[1] ?? '';
			index = indexes.get(sha) ?? commits.length;
			if (index === commits.length) {
				indexes.set(sha, index);
				commits.push({ sha, author: '', date: 0, authoredAt: 0, subject: '', parents: [] });
			}
			const first = Number(header[2]) - 1;
			owners.fill(index, first, first + Number(header[3]));
			continue;
		}
		const commit = commits[index];
		if (!commit) {
			continue;
		}
		if (text.startsWith('author ')) {
			commit.author = text.slice('author '.length);
		} else if (text.startsWith('committer-time ')) {
			commit.date = timeIn(text);
		} else if (text.startsWith('author-time ')) {
			commit.authoredAt = timeIn(text);
		} else if (text.startsWith('summary ')) {
			commit.subject = text.slice('summary '.length);
		} else if (text === 'boundary') {
			boundaries.add(index);
		}
	}
	return { commits, owners, boundaries };
}

const timeIn = (header: string) => msOf(header.slice(header.indexOf(' ') + 1));

/** Splits what git ends with NULs (`-z`). */
export function readNulList(output: Buffer): string[] {
	const text = output.toString('utf8');
	return text.length === 0 ? [] : text.slice(0, text.endsWith('\0') ? -1 : undefined).split('\0');
}

/** Reads one object of `git cat-file --batch`; undefined when it is missing or no file. */
export function readBlob(output: Buffer): Buffer | undefined {
	const end = output.indexOf(0x0a);
	const header = /^[0-9a-f]+ blob (\d+)$/.exec(output.toString('utf8', 0, Math.max(0, end)));
	return header ? output.subarray(end + 1, end + 1 + Number(header[1])) : undefined;
}

/** Reads what `git cat-file --batch` answers to many requests, in their order; undefined for what is missing or no file. */
export function readBlobs(output: Buffer): readonly (Buffer | undefined)[] {
	const found: (Buffer | undefined)[] = [];
	for (let at = 0; at < output.length; ) {
		const end = output.indexOf(0x0a, at);
		if (end < 0) {
			break;
		}
		const header = /^[0-9a-f]+ (\w+) (\d+)$/.exec(output.toString('utf8', at, end));
		const size = Number(header?.[2] ?? 0);
		found.push(header?.[1] === 'blob' ? output.subarray(end + 1, end + 1 + size) : undefined);
		at = end + 1 + (header ? size + 1 : 0);
	}
	return found;
}

/** The folders that a `.gitmodules` file names, as far as they are inside the repository. */
export function submodulePaths(text: string): readonly string[] {
	return [...text.matchAll(/^[ \t]*path[ \t]*=[ \t]*"?([^"\r\n]+?)"?[ \t]*$/gm)]
		.map((match) => (match[1] ?? '').replace(/\/+$/, ''))
		.filter((path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..'));
}

/** Reads the commits that `git ls-tree -z` lists among files and folders. */
export function readSubmodules(output: Buffer): readonly Submodule[] {
	return readNulList(output).flatMap((row) => {
		const [, sha, path] = /^160000 commit ([0-9a-f]{40,64})\t(.+)$/s.exec(row) ?? [];
		return sha && path ? [{ sha, path }] : [];
	});
}
