import { FaultlineError } from '../base/errors';
import { type Elsewhere, lineElsewhere, type OtherFile, weightOf } from '../core/frames/elsewhere';
import type { Repository } from '../core/ports/repository';

/** Changed files that are looked through: one call of git takes them all. */
const MAX_FILES = 400;
/** Files that hold the line and are compared; a line in more of them tells nothing. */
const MAX_CANDIDATES = 8;
/** In UTF-16 units; longer files are generated. */
const MAX_LENGTH = 1_000_000;
/** Letters and digits of a line that is worth a search. */
const MIN_WEIGHT = 8;
/** UTF-16 units of a line that is searched for: it stands on a command line, and a part of it finds the same files. */
const MAX_SEARCHED = 1000;

export interface LostLine {
	readonly repository: Repository;
	/** Full object name. */
	readonly revision: string;
	/** Full object name of the revision to look in; `HEAD` where absent. */
	readonly until?: string;
	/** The file that the line was in, at that revision. */
	readonly path: string;
	/** 1-based. */
	readonly line: number;
	/** What that file held. */
	readonly before: string;
	/** Whether a line of it (1-based) is not there any more. */
	readonly isGone: (line: number) => boolean;
	/** What another file holds now; undefined when there is none. */
	readonly otherText: (path: string) => Promise<string | undefined>;
}

/**
 * Where a line went that was cut from its file since the revision: looked for in the files that were changed since then (where these are many, in
 * those the commit that removed it changed, and in the nearest), by the line's text, and held against the lines around it.
 *
 * @returns undefined where it is in none of them, or nobody knows in which; also where git cannot say
 */
export async function movedElsewhere(lost: LostLine, signal: AbortSignal): Promise<Elsewhere | undefined> {
	const { repository, revision, path, line, before, isGone, otherText, until } = lost;
	const text = searchedFor(before, line);
	if (text === undefined) {
		return undefined;
	}
	try {
		const head = until ?? (await repository.resolve('HEAD', signal));
		const files = await filesToSearch(lost, head, signal);
		const holding = await repository.filesHolding(head, files, text, signal);
		if (holding.length > MAX_CANDIDATES) {
			return undefined;
		}
		const others = await Promise.all(
			holding.map(async (other): Promise<OtherFile | undefined> => {
				const after = await otherText(other);
				return after === undefined || after.length > MAX_LENGTH
					? undefined
					: { path: other, after, before: (await repository.readFile(revision, other, signal)) ?? '' };
			}),
		);
		return lineElsewhere(
			before,
			line,
			isGone,
			others.flatMap((other) => (other && other.path !== path ? [other] : [])),
		);
	} catch (error) {
		signal.throwIfAborted();
		if (FaultlineError.is(error)) {
			return undefined; // it is gone from its file whatever git can say of others
		}
		throw error;
	}
}

/** The line's own text, else that of the more telling neighbour, without white space around it; none that git cannot be given. */
function searchedFor(before: string, line: number): string | undefined {
	const lines = before.split(/\r\n|\n|\r/);
	const near = [line, line + 1, line - 1].map((one) => {
		const text = (lines[one - 1] ?? '').trim();
		return text.length > MAX_SEARCHED ? text.slice(0, MAX_SEARCHED).replace(/[\uD800-\uDBFF]$/, '') : text;
	});
	// A text with NULs is binary to git, one with U+FFFD is not the file's own bytes.
	return near.find((text) => weightOf(text) >= MIN_WEIGHT && !/[\0\uFFFD]/.test(text));
}

async function filesToSearch(
	{ repository, revision, path, line }: LostLine,
	head: string,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const all = (await repository.changedBetween(revision, head, signal)).filter((other) => other !== path);
	if (all.length <= MAX_FILES) {
		return all;
	}
	const by = await repository.changeOfLine(revision, head, path, line, signal);
	const together = by ? (await repository.changedFiles(by.sha, signal)).map((file) => file.path) : [];
	const changed = new Set(all);
	const first = together.filter((other) => changed.has(other));
	const near = all.map((other) => ({ other, shared: sharedFolders(path, other) })).sort((a, b) => b.shared - a.shared);
	return [...new Set([...first, ...near.map(({ other }) => other)])].slice(0, MAX_FILES);
}

/** How many folders two paths begin with together. */
function sharedFolders(one: string, other: string): number {
	const [a, b] = [one.split('/'), other.split('/')];
	let shared = 0;
	while (shared < a.length - 1 && a[shared] === b[shared]) {
		shared++;
	}
	return shared;
}
