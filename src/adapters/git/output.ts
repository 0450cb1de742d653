// Readers of git's machine formats: bytes in, values out, nothing run.

import { StringDecoder } from 'node:string_decoder';
import type { Remote } from '../../core/github/remote';
import type {
	BlamedLine,
	BlamedRun,
	BlameOptions,
	Change,
	ChangedFile,
	ChangedFiles,
	Commit,
	FileBlame,
	Submodule,
} from '../../core/ports/repository';

/** For `git log -z --format`: NULs between the fields, which no field can hold, and one before the first, where no path is empty. */
export const COMMIT_FORMAT = '%x00%H%x00%aN%x00%ct%x00%at%x00%P%x00%s';
/** The same with the whole message. */
export const MESSAGE_FORMAT = `${COMMIT_FORMAT}%x00%B`;

/** The same with the tree, and whether it only bounds what was asked for, as `--boundary` has it. */
export const TREE_FORMAT = `${MESSAGE_FORMAT}%x00%T%x00%m`;

/** Fields of `COMMIT_FORMAT`. */
const FACTS = 6;

/** The last second of the year 9999: a date beyond is a mistake that no calendar writes. */
const LAST_SECOND = 253_402_300_799;

/** Reads what `git log -z --format=COMMIT_FORMAT [--name-only]` prints. */
export const readLog = (output: string): ChangedFiles[] =>
	recordsIn(output, FACTS).map(({ fields, paths }) => ({ commit: commitOf(fields), paths }));

/** Reads what `git log -z --format=COMMIT_FORMAT` prints. */
export const readCommits = (output: string): Commit[] => readLog(output).map(({ commit }) => commit);

/** Reads what `git log -z --format=MESSAGE_FORMAT --name-only` prints. */
export const readChanges = (output: string): Change[] =>
	recordsIn(output, FACTS + 1).map(({ fields, paths }) => ({
		commit: commitOf(fields),
		message: fields[FACTS] ?? '',
		paths,
	}));

/** Reads what `git log -z --boundary --format=TREE_FORMAT` prints. */
export const readTrees = (output: string) =>
	recordsIn(output, FACTS + 3).map(({ fields }) => ({
		commit: commitOf(fields),
		message: fields[FACTS] ?? '',
		tree: fields[FACTS + 1] ?? '',
		isBoundary: fields[FACTS + 2] === '-',
	}));

function recordsIn(output: string, width: number) {
	const tokens = output.split('\0');
	const records: { readonly fields: readonly string[]; readonly paths: readonly string[] }[] = [];
	for (let at = 1; at + width <= tokens.length; ) {
		const fields = tokens.slice(at, at + width);
		const end = tokens.indexOf('', at + width);
		const paths = tokens.slice(at + width, end < 0 ? tokens.length : end);
		records.push({ fields, paths: paths.map((path, i) => (i === 0 ? path.replace(/^\n/, '') : path)) });
		at = end < 0 ? tokens.length : end + 1;
	}
	return records;
}

function commitOf(fields: readonly string[]): Commit {
	const [sha = '', author = '', seconds = '0', authored = '0', parents = '', subject = ''] = fields;
	return {
		sha,
		author,
		date: msOf(seconds),
		authoredAt: msOf(authored),
		parents: parents.split(' ').filter(Boolean),
		subject,
	};
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

/** Reads `git blame --incremental` as it comes, the newest commits first: a header for each run of lines, with the facts of a commit the first time. */
export class FileBlameReader {
	private readonly commits: { -readonly [K in keyof Commit]: Commit[K] }[] = [];
	private readonly indexes = new Map<string, number>();
	private readonly owners: Int32Array;
	private readonly boundaries = new Set<number>();
	private readonly runs: BlamedRun[] = [];
	private run = { owner: -1, line: 0, count: 0, originalLine: 0 };
	private readonly decoder = new StringDecoder('utf8');
	private index = -1;
	/** What came of a line without its end. */
	private begun = '';

	/** @param count lines that the file has */
	constructor(
		count: number,
		private readonly onRun?: BlameOptions['onRun'],
	) {
		this.owners = new Int32Array(count).fill(-1);
	}

	add(chunk: Buffer): void {
		const lines = (this.begun + this.decoder.write(chunk)).split('\n');
		this.begun = lines.pop() ?? '';
		for (const line of lines) {
			this.take(line);
		}
	}

	/** What is known by now: lines that nobody was found for yet have no owner. */
	soFar(): FileBlame {
		return {
			commits: this.commits.map((commit) => ({ ...commit })),
			owners: this.owners.slice(),
			boundaries: new Set(this.boundaries),
			runs: [...this.runs],
		};
	}

	private take(line: string): void {
		const header = /^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/.exec(line);
		if (header) {
			const sha = header[1] ?? '';
			this.index = this.indexes.get(sha) ?? this.commits.length;
			if (this.index === this.commits.length) {
				this.indexes.set(sha, this.index);
				this.commits.push({ sha, author: '', date: 0, authoredAt: 0, subject: '', parents: [] });
			}
			const [originalLine, first, count] = header.slice(2).map(Number) as [number, number, number];
			this.owners.fill(this.index, first - 1, first - 1 + count);
			this.run = { owner: this.index, line: first, count, originalLine };
			return;
		}
		const commit = this.commits[this.index];
		if (!commit) {
			return;
		}
		if (line.startsWith('author ')) {
			commit.author = line.slice('author '.length);
		} else if (line.startsWith('committer-time ')) {
			commit.date = timeIn(line);
		} else if (line.startsWith('author-time ')) {
			commit.authoredAt = timeIn(line);
		} else if (line.startsWith('summary ')) {
			commit.subject = line.slice('summary '.length);
		} else if (line === 'boundary') {
			this.boundaries.add(this.index);
		} else if (line.startsWith('filename ')) {
			const run = { ...this.run, path: unquoted(line.slice('filename '.length)) };
			this.runs.push(run);
			this.onRun?.(run, { ...commit }, this.boundaries.has(this.index));
		}
	}
}

const timeIn = (header: string) => msOf(header.slice(header.indexOf(' ') + 1));

/** Splits what git ends with NULs (`-z`). */
export function readNulList(output: Buffer): string[] {
	const text = output.toString('utf8');
	return text.length === 0 ? [] : text.slice(0, text.endsWith('\0') ? -1 : undefined).split('\0');
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

/** Reads what `git remote --verbose` says of fetching; behind the address may be the filter of a partial clone. */
export function readRemotes(text: string): readonly Remote[] {
	return text.split('\n').flatMap((row) => {
		const [, name, url] = /^([^\t]+)\t(.*) \(fetch\)(?: \[[^\]]*\])?$/.exec(row) ?? [];
		return name && url ? [{ name, url }] : [];
	});
}

/** `--name-status -z`, both names of a rename. */
export function readNameStatus(output: Buffer): readonly ChangedFile[] {
	const fields = readNulList(output);
	const changed: ChangedFile[] = [];
	for (let i = 0; i + 1 < fields.length; i += 2) {
		const status = fields[i]?.charAt(0) ?? '';
		const path = fields[i + 1] ?? '';
		if (status === 'R' || status === 'C') {
			changed.push({ status, path: fields[i + 2] ?? path, oldPath: path });
			i += 1;
		} else {
			changed.push({ status, path });
		}
	}
	return changed;
}
