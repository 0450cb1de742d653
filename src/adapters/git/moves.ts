import { FaultlineError } from '../../base/errors';
import type { BlamedRun, Commit, FileBlame, MovedLine, Repository } from '../../core/ports/repository';
import { sameLines } from '../../core/suspects/formatting';
import type { Access } from './access';
import { BLAME } from './blameOptions';
import { FileBlameReader, readBlobs, readNulList } from './output';
import { GitLate } from './run';

/** Lines above and below that are looked at with one: a block is told from a line that many files have. */
const ROUND = 10;

/** Letters and digits that a block has at least, within a file and from another one. git would take half as many within a file: one line of a common kind. */
const MOVES = ['-M40', '-C40'];

/** All of it, with what each git waits for its turn, takes so many times as long as one git may at most. */
const TURNS = 3;

/** Options by which revisions are looked through. */
type Ignoring = (sha: string, signal: AbortSignal, more?: readonly string[]) => Promise<readonly string[]>;

/** A file at a commit, and lines of it. */
interface Lines {
	readonly path: string;
	readonly ranges: readonly (readonly [first: number, last: number])[];
}

/** What is in a file at one commit before, in which a line was found. */
interface Source {
	readonly commit: Commit;
	readonly path: string;
	/** 1-based line of the asked file → line there. */
	readonly lines: ReadonlyMap<number, number>;
	/** Lines there that came in one piece with the one that was asked for: others of a file may be where they always were. */
	readonly block: readonly number[];
}

/** Lines followed back through moves and copies. */
export function movesOf({ run }: Access, ignoring: Ignoring): Pick<Repository, 'movedLines'> {
	type Call = { readonly signal: AbortSignal; readonly withinMs: number; readonly mayFetch: false };

	async function blamed(revision: string, { path, ranges }: Lines, options: readonly string[], call: Call) {
		const reader = new FileBlameReader(Math.max(...ranges.map(([, last]) => last)));
		const args = [...BLAME, '--incremental', ...MOVES, ...options, ...ranges.map(([a, b]) => `-L${a},${b}`)];
		await run([...args, revision, '--', path], { ...call, onData: (chunk) => reader.add(chunk) });
		return reader.soFar();
	}

	/**
	 * Of lines that were taken from `source`: those of which nothing was changed that says something, and whether most of them are still there. Undefined
	 * where that cannot be told.
	 */
	async function takenAs(mover: string, path: string, source: Source, call: Call) {
		const files = [`${source.commit.sha}:${source.path}`, `${mover}:${source.path}`, `${mover}:${path}`];
		const [listed, texts] = await Promise.all([
			// A file that is gone is told from one that a partial clone lacks.
			run(['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', mover, '--', source.path], call),
			run(['cat-file', '--batch'], { ...call, input: `${files.join('\n')}\n` }),
		]);
		const isGone = readNulList(listed).length === 0;
		const [before, after, now] = readBlobs(texts).map((text) => text?.toString('utf8').split('\n'));
		if (before === undefined || now === undefined || (after === undefined && !isGone)) {
			return undefined;
		}
		const lines = [...source.lines];
		const isSame = sameLines(
			lines.map(([line, original]) => [before[original - 1] ?? '', now[line - 1] ?? '']),
			path,
		);
		const same = lines.filter((_, i) => isSame[i]);
		const taken = source.block.map((original) => bare(before[original - 1] ?? ''));
		return {
			lines: new Map(same),
			isCopy: after !== undefined && areKept(taken, before, after, source.path === path),
		};
	}

	return {
		movedLines: async (mover, path, line, { revision, formatting, looksEverywhere, withinMs }, signal) => {
			const late = new AbortController();
			const timer = setTimeout(() => late.abort(), withinMs * TURNS);
			const call: Call = { signal: AbortSignal.any([signal, late.signal]), withinMs, mayFetch: false };
			try {
				const ignored = await ignoring(revision, call.signal, formatting);
				const range = [Math.max(1, line - ROUND), line + ROUND] as const;
				const copies = looksEverywhere ? ['-C40'] : [];
				// As if the history ended before it, so that one change is looked at and what is older stays where that found it.
				const before = await blamed(`${mover}^!`, { path, ranges: [range] }, [...copies, ...ignored], call);
				const source = sourceOf(before, mover, line);
				// Names of two lines cannot be asked for in one.
				if (source === undefined || `${source.path}${path}`.includes('\n')) {
					return [];
				}
				const there = { path: source.path, ranges: rangesOf([...source.lines.values()]) };
				const [taken, written] = await Promise.all([
					takenAs(mover, path, source, call),
					blamed(source.commit.sha, there, ignored, call),
				]);
				return taken ? linesBy(written, { ...source, lines: taken.lines }, taken.isCopy) : [];
			} catch (error) {
				signal.throwIfAborted();
				const isPartial = FaultlineError.is(error, 'git.failed') || FaultlineError.is(error, 'git.partialClone');
				if (!late.signal.aborted && !isPartial && !(error instanceof GitLate)) {
					throw error;
				}
				return [];
			} finally {
				clearTimeout(timer);
				late.abort(); // where one git failed, the others have nobody that waits for them
			}
		},
	};
}

/** Where a line was before `mover`, with the others that were in the same file; undefined where `mover` made it. */
function sourceOf({ commits, runs }: FileBlame, mover: string, line: number): Source | undefined {
	const found = runs.find((run) => line >= run.line && line < run.line + run.count);
	const commit = commits[found?.owner ?? -1];
	if (!found || !commit || commit.sha === mover) {
		return undefined;
	}
	const { owner, path } = found;
	const own = runs.filter((run) => run.owner === owner && run.path === path);
	return { commit, path, lines: new Map(own.flatMap(linesIn)), block: linesIn(found).map(([, original]) => original) };
}

function linesBy(
	{ commits, owners, boundaries }: FileBlame,
	{ path: from, lines }: Source,
	isCopy: boolean,
): readonly MovedLine[] {
	return [...lines].flatMap(([line, original]) => {
		const owner = owners[original - 1] ?? -1;
		const writer = commits[owner];
		return writer ? [{ line, from, isCopy, writer, isBoundary: boundaries.has(owner) }] : [];
	});
}

/** A line without its white space, which moves and copies are told without. */
const bare = (line: string) => line.replace(/\s+/g, '');

/** Whether most of the lines that were taken, by their letters, are as often there as they were; in the file that they went to, once more. */
function areKept(
	taken: readonly string[],
	before: readonly string[],
	after: readonly string[],
	isSameFile: boolean,
): boolean {
	const more = new Map(taken.map((line) => [line, 0]));
	for (const [lines, each] of [
		[before, -1],
		[after, 1],
	] as const) {
		for (const line of lines.map(bare)) {
			const count = more.get(line);
			if (count !== undefined) {
				more.set(line, count + each);
			}
		}
	}
	const weigh = (isCounted: (line: string) => boolean) =>
		taken.reduce((sum, line) => sum + (isCounted(line) ? line.length : 0), 0);
	return 2 * weigh((line) => (more.get(line) ?? 0) >= (isSameFile ? 1 : 0)) > weigh(() => true);
}

const linesIn = ({ line, count, originalLine }: BlamedRun) =>
	Array.from({ length: count }, (_, i) => [line + i, originalLine + i] as const);

function rangesOf(lines: readonly number[]): readonly (readonly [number, number])[] {
	const ranges: [number, number][] = [];
	for (const line of lines.toSorted((a, b) => a - b)) {
		const last = ranges.at(-1);
		if (last && line <= last[1] + 1) {
			last[1] = line;
		} else {
			ranges.push([line, line]);
		}
	}
	return ranges;
}
