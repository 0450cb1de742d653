import { FaultlineError } from '../../base/errors';
import type { BlamedRun, Commit, FileBlame, MovedLine, Repository } from '../../core/ports/repository';
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

	/** Whether a line that was taken from `source` is still there; undefined where that cannot be told. */
	async function isKept(mover: string, path: string, line: number, source: Source, call: Call) {
		const input = `${source.commit.sha}:${source.path}\n${mover}:${source.path}\n`;
		const [listed, texts] = await Promise.all([
			// A file that is gone is told from one that a partial clone lacks.
			run(['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', mover, '--', source.path], call),
			run(['cat-file', '--batch'], { ...call, input }),
		]);
		if (readNulList(listed).length === 0) {
			return false;
		}
		const [before, after] = readBlobs(texts);
		const lines = before?.toString('utf8').split('\n');
		const text = lines?.[(source.lines.get(line) ?? 0) - 1]?.trim();
		if (lines === undefined || text === undefined || after === undefined) {
			return undefined;
		}
		const count = (all: readonly string[]) => all.filter((one) => one.includes(text) && one.trim() === text).length;
		const more = count(after.toString('utf8').split('\n')) - count(lines);
		return source.path === path ? more > 0 : more >= 0;
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
				if (source === undefined || source.path.includes('\n')) {
					return [];
				}
				const there = { path: source.path, ranges: rangesOf([...source.lines.values()]) };
				const [isCopy, written] = await Promise.all([
					isKept(mover, path, line, source, call),
					blamed(source.commit.sha, there, ignored, call),
				]);
				return isCopy === undefined ? [] : linesBy(written, source, isCopy);
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
	return { commit, path, lines: new Map(own.flatMap(linesIn)) };
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
