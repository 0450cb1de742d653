import { FaultlineError } from '../../base/errors';
import type { Repository } from '../../core/ports/repository';
import { type Access, NAMES_A_CALL } from './access';
import { BLAME } from './blameOptions';
import { commitsBy, LOG } from './log';
import { movesOf } from './moves';
import { FileBlameReader, readBlame, readCommits } from './output';

/** Where a repository lists its commits that only reformat; the name git's and GitHub's documentation give it. */
const IGNORE_FILE = '.git-blame-ignore-revs';

/** A list may name a commit by either kind of object name, in any case. */
const LISTED = /^[ \t]*([0-9a-f]{64}|[0-9a-f]{40})\b/gim;

type Blame = Pick<Repository, 'blame' | 'blameFile' | 'ignoredRevisions' | 'changeOfLine' | 'movedLines'>;

/** Who last changed lines. `forget` drops lists of ignored revisions that are kept. */
export function blameOf(access: Access, { readFile }: Pick<Repository, 'readFile'>): Blame & { forget(): void } {
	const { run, text, prefetch } = access;
	const known = new Map<string, ReadonlySet<string>>();

	async function ignoredRevisions(sha: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
		const before = known.get(sha);
		if (before) {
			return before;
		}
		const list = (await readFile(sha, IGNORE_FILE, signal)) ?? '';
		const listed = [...list.matchAll(LISTED)].map((match) => match[1] ?? '').slice(0, NAMES_A_CALL);
		// git blame refuses a name that is not here (a shallow clone, a list copied from elsewhere).
		const ignored = new Set((await commitsBy(access, listed, signal)).keys());
		known.set(sha, ignored);
		return ignored;
	}

	const ignoring = async (sha: string, signal: AbortSignal, more: readonly string[] = []) =>
		[...(await ignoredRevisions(sha, signal)), ...more].map((name) => `--ignore-rev=${name}`);

	/** The last commit from `from` to `to` that still has a line; undefined where git cannot say. */
	async function lastWith(
		from: string,
		to: string,
		path: string,
		line: number,
		signal: AbortSignal,
	): Promise<string | undefined> {
		const args = [...BLAME, '--reverse', '--porcelain', `-L${line},${line}`, `${from}..${to}`, '--', path];
		try {
			return readBlame(await text(args, { signal }))[0]?.sha;
		} catch (error) {
			signal.throwIfAborted();
			if (FaultlineError.is(error, 'git.failed')) {
				return undefined; // not a descendant, or there is no such line
			}
			throw error;
		}
	}

	return {
		ignoredRevisions,
		...movesOf(access, ignoring),
		forget: () => known.clear(),
		blame: async (sha, path, ranges, signal) => {
			await prefetch([sha], [path], signal);
			const found = await readFile(sha, path, signal);
			if (found === undefined || found === '') {
				return [];
			}
			const last = found.split('\n').length - (found.endsWith('\n') ? 1 : 0);
			const wanted = ranges
				.filter(([first]) => first <= last)
				.map(([first, end]) => `-L${Math.max(1, first)},${Math.min(end, last)}`);
			if (wanted.length === 0) {
				return [];
			}
			const args = [...BLAME, '--porcelain', ...(await ignoring(sha, signal)), ...wanted, sha, '--', path];
			return readBlame(await text(args, { signal }));
		},
		blameFile: async (sha, path, signal, { formatting, onRun, watch } = {}) => {
			await prefetch([sha], [path], signal);
			const found = await readFile(sha, path, signal);
			if (found === undefined) {
				return undefined;
			}
			const args = [...BLAME, '--incremental', ...(await ignoring(sha, signal, formatting)), sha, '--', path];
			const reader = new FileBlameReader(found.split('\n').length, onRun);
			if (found !== '') {
				watch?.(() => reader.soFar());
				await run(args, { signal, onData: (chunk) => reader.add(chunk) });
			}
			return reader.soFar();
		},
		changeOfLine: async (from, to, path, line, signal) => {
			const last = await lastWith(from, to, path, line, signal);
			if (last === undefined || last === to) {
				return undefined;
			}
			const args = [...LOG, '--reverse', '--ancestry-path', '--no-merges', to, `^${last}`];
			return readCommits(await text([...args, '--', `:(top,literal)${path}`], { signal }))[0];
		},
	};
}
