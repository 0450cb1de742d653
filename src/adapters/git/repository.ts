import { FaultlineError } from '../../base/errors';
import { lazy } from '../../base/lazy';
import type {
	BlamedLine,
	Change,
	ChangedFile,
	ChangedFiles,
	Commit,
	FileBlame,
	Repository,
	Submodule,
	Tag,
} from '../../core/ports/repository';
import { ambiguousRevision, explained, fetchFailed, noCommits, unknownRevision } from './errors';
import {
	COMMIT_FORMAT,
	readBlame,
	readBlob,
	readBlobs,
	readChanges,
	readCommits,
	readFileBlame,
	readNulList,
	readSubmodules,
	submodulePaths,
} from './output';
import { fetchMissing, promisorRemote } from './partialClone';
import { pathspecs } from './pathspecs';
import { type Git, type GitCall, GitExit } from './run';

/** Object names on one command line; keeps it far below every system's limit. */
const NAMES_A_CALL = 400;

/** Where a repository lists its commits that only reformat; the name git's and GitHub's documentation give it. */
const IGNORE_FILE = '.git-blame-ignore-revs';

/** Files whose text is kept: a trace asks for the same few several times. */
const TEXTS_KEPT = 32;

/** A git repository read through git itself. Made by `openRepository`. */
export class GitRepository implements Repository {
	private readonly ignored = new Map<string, ReadonlySet<string>>();
	private readonly promisor: () => Promise<string | undefined>;
	private readonly texts = new Map<string, string | undefined>();

	constructor(
		readonly root: string,
		readonly isBare: boolean,
		private readonly git: Git,
		private readonly mayFetch: () => boolean = () => false,
	) {
		this.promisor = lazy(() => promisorRemote(git, new AbortController().signal));
	}

	async resolve(revision: string, signal: AbortSignal): Promise<string> {
		const wanted = revision.trim();
		const found = isRevision(wanted) ? await this.verify(`${wanted}^{commit}`, signal) : undefined;
		if (found !== undefined) {
			return found;
		}
		if ((await this.run(['rev-list', '--all', '--max-count=1'], { signal })).length === 0) {
			throw noCommits(this.root);
		}
		const isStart = /^[0-9a-f]{4,39}$/.test(wanted);
		if (isStart && (await this.text(['rev-parse', `--disambiguate=${wanted}`], { signal })).trim().includes('\n')) {
			throw ambiguousRevision(wanted);
		}
		throw unknownRevision(revision, await this.isShallow(signal));
	}

	async isShallow(signal: AbortSignal): Promise<boolean> {
		return (await this.text(['rev-parse', '--is-shallow-repository'], { signal })).trim() === 'true';
	}

	async readTree(sha: string, signal: AbortSignal): Promise<string> {
		return this.text(['ls-tree', '-r', '-z', '--name-only', '--full-tree', sha], { signal });
	}

	async submodules(sha: string, signal: AbortSignal): Promise<readonly Submodule[]> {
		const paths = submodulePaths((await this.readFile(sha, '.gitmodules', signal)) ?? '').slice(0, NAMES_A_CALL);
		return paths.length === 0
			? []
			: readSubmodules(await this.run(['ls-tree', '-z', '--full-tree', sha, '--', ...paths], { signal }));
	}

	async readFiles(sha: string, paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
		const asked = paths.filter((path) => !path.includes('\n')); // the batch protocol has a request a line
		if (asked.length === 0) {
			return new Map();
		}
		await this.prefetch([sha, '--no-walk'], asked, signal);
		const input = asked.map((path) => `${sha}:${path}\n`).join('');
		const blobs = readBlobs(await this.run(['cat-file', '--batch'], { signal, input }));
		return new Map(
			asked.flatMap((path, i) => {
				const text = blobs[i]?.toString('utf8');
				return text === undefined ? [] : [[path, text] as const];
			}),
		);
	}

	async readVersions(
		files: readonly { readonly sha: string; readonly path: string }[],
		signal: AbortSignal,
	): Promise<readonly (string | undefined)[]> {
		if (files.length === 0) {
			return [];
		}
		// The batch protocol has a request a line; an empty one is answered as missing.
		const input = files.map(({ sha, path }) => (path.includes('\n') ? '\n' : `${sha}:${path}\n`)).join('');
		const blobs = readBlobs(await this.run(['cat-file', '--batch'], { signal, input }));
		return files.map((_, i) => blobs[i]?.toString('utf8'));
	}

	async readFile(sha: string, path: string, signal: AbortSignal): Promise<string | undefined> {
		const key = `${sha}:${path}`;
		if (this.texts.has(key)) {
			return this.texts.get(key);
		}
		if (key.includes('\n')) {
			return undefined; // the batch protocol has a request a line
		}
		const text = readBlob(await this.run(['cat-file', '--batch'], { signal, input: `${key}\n` }))?.toString('utf8');
		this.texts.set(key, text);
		for (const oldest of [...this.texts.keys()].slice(0, -TEXTS_KEPT)) {
			this.texts.delete(oldest);
		}
		return text;
	}

	async blame(
		sha: string,
		path: string,
		ranges: readonly (readonly [number, number])[],
		signal: AbortSignal,
	): Promise<readonly BlamedLine[]> {
		await this.prefetch([sha], [path], signal);
		const text = await this.readFile(sha, path, signal);
		if (text === undefined || text === '') {
			return [];
		}
		const last = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
		const wanted = ranges
			.filter(([first]) => first <= last)
			.map(([first, end]) => `-L${Math.max(1, first)},${Math.min(end, last)}`);
		if (wanted.length === 0) {
			return [];
		}
		// The configured ignore file may be missing here, which git takes for an error; the repository's own list is what counts.
		const ignored = [...(await this.ignoredRevisions(sha, signal))].map((name) => `--ignore-rev=${name}`);
		const args = ['blame', '--porcelain', '-w', '--no-ignore-revs-file', ...ignored, ...wanted, sha, '--', path];
		return readBlame(await this.text(args, { signal }));
	}

	async blameFile(
		sha: string,
		path: string,
		signal: AbortSignal,
		formatting: readonly string[] = [],
	): Promise<FileBlame | undefined> {
		await this.prefetch([sha], [path], signal);
		const text = await this.readFile(sha, path, signal);
		if (text === undefined) {
			return undefined;
		}
		const names = [...(await this.ignoredRevisions(sha, signal)), ...formatting];
		const ignored = names.map((name) => `--ignore-rev=${name}`);
		const args = ['blame', '--incremental', '-w', '--no-ignore-revs-file', ...ignored, sha, '--', path];
		return readFileBlame(text === '' ? '' : await this.text(args, { signal }), text.split('\n').length);
	}

	async changes(shas: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Change>> {
		if (shas.length === 0) {
			return new Map();
		}
		const format = `--format=${COMMIT_FORMAT}%B\x1f`;
		const args = ['log', '--encoding=UTF-8', '--no-walk=unsorted', '--ignore-missing', '--no-renames', '--name-only'];
		const output = await this.text([...args, format, '--stdin'], { signal, input: `${shas.join('\n')}\n` });
		return new Map(readChanges(output).map((change) => [change.commit.sha, change]));
	}

	async ignoredRevisions(sha: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
		const known = this.ignored.get(sha);
		if (known) {
			return known;
		}
		const list = (await this.readFile(sha, IGNORE_FILE, signal)) ?? '';
		const listed = [...list.matchAll(/^[ \t]*([0-9a-f]{40})\b/gm)]
			.map((match) => match[1] ?? '')
			.slice(0, NAMES_A_CALL);
		// git blame refuses a name that is not here (a shallow clone, a list copied from elsewhere).
		const ignored = new Set(listed.length === 0 ? [] : (await this.commits(listed, signal)).keys());
		this.ignored.set(sha, ignored);
		return ignored;
	}

	async commits(shas: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Commit>> {
		const found = new Map<string, Commit>();
		for (let start = 0; start < shas.length; start += NAMES_A_CALL) {
			const names = shas.slice(start, start + NAMES_A_CALL);
			const output = await this.text(
				[
					'log',
					'--encoding=UTF-8',
					'--no-walk=unsorted',
					'--ignore-missing',
					`--format=${COMMIT_FORMAT}`,
					...names,
					'--',
				],
				{ signal },
			);
			for (const { lines: _, ...commit } of readCommits(output)) {
				found.set(commit.sha, commit);
			}
		}
		return found;
	}

	async history(
		sha: string,
		{
			paths,
			except,
			until,
			limit,
		}: { readonly paths: readonly string[]; readonly except?: string; readonly until?: number; readonly limit: number },
		signal: AbortSignal,
	): Promise<readonly ChangedFiles[]> {
		if (paths.length === 0) {
			return [];
		}
		const output = await this.text(
			[
				'log',
				'--encoding=UTF-8',
				'--no-merges',
				'--no-renames',
				'--name-only',
				`--format=${COMMIT_FORMAT}`,
				`--max-count=${limit}`,
				...(until === undefined ? [] : [`--before=${gitTime(until)}`]),
				sha,
				...(except === undefined ? [] : [`^${except}`]),
				'--',
				...paths.map((path) => `:(top,literal)${path}`),
			],
			{ signal },
		);
		return readCommits(output).map(({ lines, ...commit }) => ({ commit, paths: lines }));
	}

	async search(
		sha: string,
		{ text = '', except, limit }: { readonly text?: string; readonly except?: string; readonly limit: number },
		signal: AbortSignal,
	): Promise<readonly Commit[]> {
		const find = async (...filter: string[]) => {
			const args = ['log', '--encoding=UTF-8', `--format=${COMMIT_FORMAT}`, `--max-count=${limit}`, ...filter, sha];
			const output = await this.text([...args, ...(except === undefined ? [] : [`^${except}`]), '--'], { signal });
			return readCommits(output).map(({ lines: _, ...commit }) => commit);
		};
		if (text === '') {
			return find();
		}
		const plain = ['--fixed-strings', '--regexp-ignore-case'];
		const found = (await Promise.all([find(...plain, `--grep=${text}`), find(...plain, `--author=${text}`)])).flat();
		return [...new Map(found.map((commit) => [commit.sha, commit])).values()]
			.sort((a, b) => b.date - a.date)
			.slice(0, limit);
	}

	async isAncestor(sha: string, descendant: string, signal: AbortSignal): Promise<boolean> {
		try {
			await this.git(['merge-base', '--is-ancestor', sha, descendant], { signal });
			return true;
		} catch (error) {
			if (error instanceof GitExit && error.exitCode === 1) {
				return false;
			}
			throw explained(error, this.root);
		}
	}

	async between(
		except: string,
		sha: string,
		limit: number,
		signal: AbortSignal,
	): Promise<{ readonly shas: ReadonlySet<string>; readonly isComplete: boolean }> {
		const output = await this.text(['rev-list', `--max-count=${limit + 1}`, sha, `^${except}`], { signal });
		const shas = output.split('\n').filter(Boolean);
		return { shas: new Set(shas.slice(0, limit)), isComplete: shas.length <= limit };
	}

	async parentsBetween(
		except: string,
		sha: string,
		limit: number,
		signal: AbortSignal,
	): Promise<{ readonly parents: ReadonlyMap<string, readonly string[]>; readonly isComplete: boolean }> {
		const args = ['rev-list', '--parents', `--max-count=${limit + 1}`, sha, `^${except}`];
		const rows = (await this.text(args, { signal })).split('\n').filter(Boolean);
		const parents = new Map(
			rows.slice(0, limit).map((row) => {
				const [own = '', ...others] = row.split(' ');
				return [own, others] as const;
			}),
		);
		return { parents, isComplete: rows.length <= limit };
	}

	async mergeBase(one: string, other: string, signal: AbortSignal): Promise<string | undefined> {
		try {
			return (await this.git(['merge-base', one, other], { signal })).toString('utf8').trim() || undefined;
		} catch (error) {
			if (error instanceof GitExit && error.exitCode === 1) {
				return undefined;
			}
			throw explained(error, this.root);
		}
	}

	async commitBefore(sha: string, date: number, signal: AbortSignal): Promise<string | undefined> {
		const output = await this.text(['rev-list', '--max-count=1', '--first-parent', `--before=${gitTime(date)}`, sha], {
			signal,
		});
		return output.trim() || undefined;
	}

	async previousTag(sha: string, signal: AbortSignal): Promise<string | undefined> {
		if ((await this.tags(1, signal)).length === 0) {
			return undefined; // describe would walk all of the history to find that out
		}
		const parent = await this.verify(`${sha}^`, signal);
		if (parent === undefined) {
			return undefined;
		}
		try {
			return (
				(await this.text(['describe', '--tags', '--abbrev=0', '--candidates=1', parent], { signal })).trim() ||
				undefined
			);
		} catch {
			signal.throwIfAborted();
			return undefined; // no tag is an ancestor
		}
	}

	async branches(limit: number, signal: AbortSignal): Promise<readonly Tag[]> {
		const [own, remote] = await Promise.all([
			this.refs('refs/heads', limit, signal),
			this.refs('refs/remotes', limit, signal),
		]);
		return [...own, ...remote].slice(0, limit);
	}

	async tags(limit: number, signal: AbortSignal): Promise<readonly Tag[]> {
		return this.refs('refs/tags', limit, signal);
	}

	/** The refs below a folder, those that name commits, newest first. */
	private async refs(folder: string, limit: number, signal: AbortSignal): Promise<readonly Tag[]> {
		const format =
			'%(refname:strip=2)%1f%(objectname)%1f%(*objectname)%1f%(objecttype)%(*objecttype)%1f%(creatordate:unix)%1f%(symref)';
		const output = await this.text(
			['for-each-ref', '--sort=-creatordate', `--count=${limit}`, `--format=${format}`, folder],
			{ signal },
		);
		return output.split('\n').flatMap((row) => {
			const [name = '', own = '', peeled = '', types = '', seconds = '', symref = ''] = row.split('\x1f');
			return types.endsWith('commit') && symref === ''
				? [{ name, sha: peeled || own, date: Number(seconds) * 1000 }]
				: [];
		});
	}

	async removalOf(sha: string, path: string, signal: AbortSignal): Promise<Commit | undefined> {
		const output = await this.text(
			[
				'log',
				'--max-count=1',
				'--no-renames',
				'--diff-filter=D',
				`--format=${COMMIT_FORMAT}`,
				sha,
				'--',
				`:(top,literal)${path}`,
			],
			{ signal },
		);
		return readCommits(output).map(({ lines: _, ...commit }) => commit)[0];
	}

	async remotes(signal: AbortSignal): Promise<readonly string[]> {
		return (await this.text(['remote'], { signal })).split('\n').filter((name) => name !== '' && !name.startsWith('-'));
	}

	async fetch(remote: string, signal: AbortSignal): Promise<void> {
		const whole = (await this.isShallow(signal)) ? ['--unshallow'] : [];
		const quiet = ['--quiet', '--no-recurse-submodules', '--no-write-fetch-head', '--no-auto-maintenance'];
		try {
			await this.git(['fetch', ...quiet, '--tags', ...whole, '--end-of-options', remote], { signal, mayFetch: true });
		} catch (error) {
			signal.throwIfAborted();
			throw fetchFailed(remote, error);
		}
		// What a tree held before may be more now.
		this.ignored.clear();
		this.texts.clear();
	}

	async changeOfLine(
		from: string,
		to: string,
		path: string,
		line: number,
		signal: AbortSignal,
	): Promise<Commit | undefined> {
		const last = await this.lastWith(from, to, path, line, signal);
		if (last === undefined || last === to) {
			return undefined;
		}
		const output = await this.text(
			[
				'log',
				'--encoding=UTF-8',
				'--reverse',
				'--ancestry-path',
				'--no-merges',
				`--format=${COMMIT_FORMAT}`,
				to,
				`^${last}`,
				'--',
				`:(top,literal)${path}`,
			],
			{ signal },
		);
		return readCommits(output).map(({ lines: _, ...commit }) => commit)[0];
	}

	/** The last commit from `from` to `to` that still has a line; undefined where git cannot say. */
	private async lastWith(
		from: string,
		to: string,
		path: string,
		line: number,
		signal: AbortSignal,
	): Promise<string | undefined> {
		const args = ['blame', '--reverse', '--porcelain', '-w', '--no-ignore-revs-file', `-L${line},${line}`];
		try {
			return readBlame(await this.text([...args, `${from}..${to}`, '--', path], { signal }))[0]?.sha;
		} catch (error) {
			signal.throwIfAborted();
			if (FaultlineError.is(error, 'git.failed')) {
				return undefined; // not a descendant, or there is no such line
			}
			throw error;
		}
	}

	async changesOnlySpace(sha: string, signal: AbortSignal): Promise<boolean> {
		const { parents = [] } = (await this.commits([sha], signal)).get(sha) ?? {};
		const [parent] = parents;
		if (parent === undefined || parents.length > 1) {
			return false;
		}
		const changed = await this.changedFiles(sha, signal);
		if (changed.length === 0 || changed.some(({ status }) => status !== 'M')) {
			return false;
		}
		const args = [
			'diff',
			'--no-ext-diff',
			'--ignore-all-space',
			'--ignore-blank-lines',
			'--numstat',
			parent,
			sha,
			'--',
		];
		const rows = (await this.text(args, { signal })).split('\n').filter(Boolean);
		return rows.every((row) => row.startsWith('0\t0\t'));
	}

	async changedBetween(from: string, to: string, signal: AbortSignal): Promise<readonly string[]> {
		const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', '--diff-filter=AM', from, to];
		return readNulList(await this.run(args, { signal }));
	}

	async filesHolding(
		sha: string,
		paths: readonly string[],
		text: string,
		signal: AbortSignal,
	): Promise<readonly string[]> {
		const found: string[] = [];
		for (const names of pathspecs(paths)) {
			const plain = ['--no-color', '--no-recurse-submodules', '--fixed-strings', '--full-name'];
			const args = ['grep', '-z', '-l', '-I', ...plain, '-e', text, sha, '--', ...names];
			try {
				const output = await this.git(args, { mayFetch: this.mayFetch(), signal });
				found.push(...readNulList(output).map((name) => name.slice(sha.length + 1)));
			} catch (error) {
				if (!(error instanceof GitExit && error.exitCode === 1)) {
					throw explained(error, this.root, this.mayFetch());
				}
			}
		}
		return found;
	}

	async changedFiles(sha: string, signal: AbortSignal): Promise<readonly ChangedFile[]> {
		const parent = await this.verify(`${sha}^`, signal);
		const revisions = parent === undefined ? ['--root', sha] : [parent, sha];
		const fields = readNulList(
			await this.run(['diff-tree', '-r', '-M', '-z', '--no-commit-id', '--name-status', ...revisions], { signal }),
		);
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

	/** Where a person let us, has all that a reading needs fetched at once, instead of one file at a time by git. */
	private async prefetch(revisions: readonly string[], paths: readonly string[], signal: AbortSignal): Promise<void> {
		const remote = this.mayFetch() ? await this.promisor() : undefined;
		if (remote !== undefined) {
			await fetchMissing(this.git, remote, revisions, paths, signal);
		}
	}

	private async verify(revision: string, signal: AbortSignal): Promise<string | undefined> {
		try {
			return (await this.git(['rev-parse', '--verify', '--quiet', '--end-of-options', revision], { signal }))
				.toString('utf8')
				.trim();
		} catch (error) {
			if (error instanceof GitExit && error.exitCode > 0) {
				return undefined;
			}
			throw explained(error, this.root);
		}
	}

	private async text(args: readonly string[], call: GitCall): Promise<string> {
		return (await this.run(args, call)).toString('utf8');
	}

	private async run(args: readonly string[], call: GitCall): Promise<Buffer> {
		try {
			return await this.git(args, { mayFetch: this.mayFetch(), ...call });
		} catch (error) {
			throw explained(error, this.root, this.mayFetch());
		}
	}
}

/** A time as git cannot mistake it: a bare number of few digits would be a year or a day to it. */
const gitTime = (time: number) => `@${Math.floor(time / 1000)} +0000`;

/** Whether a person's text may be handed to git as a revision at all: not empty, no option, no exclusion, one line. */
function isRevision(text: string): boolean {
	return /^[^-^]/.test(text) && [...text].every((character) => character >= ' ') && text.length < 1000;
}
