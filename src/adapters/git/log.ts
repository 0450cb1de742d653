import type { ChangedFile, Commit, Repository } from '../../core/ports/repository';
import { type Access, NAMES_A_CALL } from './access';
import {
	COMMIT_FORMAT,
	MESSAGE_FORMAT,
	readChanges,
	readCommits,
	readLog,
	readNameStatus,
	readNulList,
} from './output';

/** `git log` as `readCommits` reads it, whatever the configuration. */
const ANY_LOG = ['log', '-z', '--encoding=UTF-8', '--no-show-signature'];
export const LOG = [...ANY_LOG, `--format=${COMMIT_FORMAT}`];

/** Commits by name, without the history round them. */
const BY_NAME = ['--no-walk=unsorted', '--ignore-missing'];

/** With the names of the files that each changed. */
const NAMES = ['--no-renames', '--name-only'];

type Log = Pick<
	Repository,
	| 'changes'
	| 'commits'
	| 'history'
	| 'search'
	| 'removalOf'
	| 'changesOnlySpace'
	| 'changedBetween'
	| 'changedFiles'
	| 'filesBetween'
	| 'newFiles'
>;

/** What commits say and what they changed. */
export function logOf(access: Access): Log {
	const { run, text, verify } = access;

	async function changedFiles(sha: string, signal: AbortSignal): Promise<readonly ChangedFile[]> {
		const parent = await verify(`${sha}^`, signal);
		const revisions = parent === undefined ? ['--root', sha] : [parent, sha];
		const args = ['diff-tree', '-r', '-M', '-z', '--no-commit-id', '--name-status', ...revisions];
		return readNameStatus(await run(args, { signal }));
	}

	return {
		changedFiles,
		commits: (shas, signal) => commitsBy(access, shas, signal),
		changes: async (shas, signal) => {
			if (shas.length === 0) {
				return new Map();
			}
			const args = [...ANY_LOG, `--format=${MESSAGE_FORMAT}`, ...BY_NAME, ...NAMES, '--stdin'];
			const output = await text(args, { signal, input: `${shas.join('\n')}\n` });
			return new Map(readChanges(output).map((change) => [change.commit.sha, change]));
		},
		history: async (sha, { paths = [], extensions = [], except, until, limit }, signal) => {
			const wanted = [...paths.map((path) => `:(top,literal)${path}`), ...ofKinds(extensions)];
			if (wanted.length === 0) {
				return [];
			}
			const bounds = [`--max-count=${limit}`, ...(until === undefined ? [] : [`--before=${gitTime(until)}`])];
			const range = [sha, ...(except === undefined ? [] : [`^${except}`])];
			const args = [...LOG, '--no-merges', ...NAMES, ...bounds, ...range, '--', ...wanted];
			return readLog(await text(args, { signal }));
		},
		search: async (sha, { text: wanted = '', except, limit }, signal) => {
			const find = async (...filter: string[]) => {
				const args = [
					...LOG,
					`--max-count=${limit}`,
					...filter,
					sha,
					...(except === undefined ? [] : [`^${except}`]),
					'--',
				];
				return readCommits(await text(args, { signal }));
			};
			if (wanted === '') {
				return find();
			}
			const plain = ['--fixed-strings', '--regexp-ignore-case'];
			const found = await Promise.all([find(...plain, `--grep=${wanted}`), find(...plain, `--author=${wanted}`)]);
			return [...new Map(found.flat().map((commit) => [commit.sha, commit])).values()]
				.sort((a, b) => b.date - a.date)
				.slice(0, limit);
		},
		removalOf: async (sha, path, signal) => {
			const args = [...LOG, '--max-count=1', '--no-renames', '--diff-filter=D', sha, '--', `:(top,literal)${path}`];
			return readCommits(await text(args, { signal }))[0];
		},
		changesOnlySpace: async (sha, signal) => {
			const { parents = [] } = (await commitsBy(access, [sha], signal)).get(sha) ?? {};
			const [parent] = parents;
			if (parent === undefined || parents.length > 1) {
				return false;
			}
			const changed = readNulList(await run(['diff-tree', '-r', '-z', '--no-renames', parent, sha], { signal }));
			// `:100644 100644 OLD NEW M`, then the path: a mode that changes is no white space.
			const rows = changed.filter((_, i) => i % 2 === 0);
			if (rows.length === 0 || !rows.every((row) => /^:(\d+) \1 \S+ \S+ M$/.test(row))) {
				return false;
			}
			const space = ['--ignore-all-space', '--ignore-blank-lines', '--no-textconv', '--no-ext-diff'];
			const counts = await text(['diff-tree', '-r', '--numstat', ...space, parent, sha], { signal });
			return counts
				.split('\n')
				.filter(Boolean)
				.every((row) => row.startsWith('0\t0\t'));
		},
		filesBetween: async (from, to, signal) => {
			// Of the work tree nothing is read, which filters that somebody configured would have to do: what has another time may be other.
			const how = to === undefined ? ['diff-index', '--no-renames', from] : ['diff-tree', '-r', '-M', from, to];
			const [command = '', ...rest] = how;
			return readNameStatus(await run([command, '-z', '--name-status', '--ignore-submodules', ...rest], { signal }));
		},
		newFiles: async (signal) =>
			readNulList(await run(['ls-files', '-z', '--others', '--exclude-standard'], { signal })),
		changedBetween: async (from, to, signal) => {
			const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', '--diff-filter=AM', from, to];
			return readNulList(await run(args, { signal }));
		},
	};
}

/** Facts of commits, by object name; unknown ones are missing from the answer. */
export async function commitsBy(
	{ text }: Access,
	shas: readonly string[],
	signal: AbortSignal,
): Promise<ReadonlyMap<string, Commit>> {
	const found = new Map<string, Commit>();
	for (let start = 0; start < shas.length; start += NAMES_A_CALL) {
		const names = shas.slice(start, start + NAMES_A_CALL);
		for (const commit of readCommits(await text([...LOG, ...BY_NAME, ...names, '--'], { signal }))) {
			found.set(commit.sha, commit);
		}
	}
	return found;
}

/** Files by their extensions, as git is asked for them. */
export const ofKinds = (extensions: Iterable<string>) =>
	Array.from(extensions, (extension) => `:(top,glob,icase)**/*.${extension}`);

/** A time as git cannot mistake it: a bare number of few digits would be a year or a day to it, and one before 1970 is now. */
export const gitTime = (time: number) => `@${Math.max(0, Math.floor(time / 1000))} +0000`;
