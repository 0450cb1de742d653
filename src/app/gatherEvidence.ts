import * as l10n from '@vscode/l10n';
import { grouped } from '../base/grouped';
import { type Breather, runInSlices } from '../base/slices';
import { isCodePath } from '../core/frames/pathKinds';
import type { IndexedChange } from '../core/ports/commitIndex';
import type { Change, FileBlame, Repository } from '../core/ports/repository';
import { withChanges } from '../core/suspects/changeFeatures';
import type { Case, Evidence, Window } from '../core/suspects/evidence';
import { reasonAgainst } from '../core/suspects/exclusions';
import { changedFiles, fileCandidates } from '../core/suspects/files';
import { mayOnlyFormat, sameCodeSteps } from '../core/suspects/formatting';
import { functionSpan } from '../core/suspects/functionSpan';
import type { Move } from '../core/suspects/moves';
import { ageOf, firstGuess, type Place, wantedWords } from '../core/suspects/places';
import { softmax } from '../core/suspects/softmax';
import { windowChanges } from '../core/suspects/windowChanges';
import type { Report } from './analyzeSuspects';
import { blamePlaces, linesOf } from './blamePlaces';
import { followMoves } from './followMoves';
import { gatherClues } from './gatherClues';
import { newChanges } from './newChanges';

/** Files of the trace that are blamed: each costs a walk of its history. */
const MAX_BLAMED = 5;

/** Commits whose messages and changed files are read: the likeliest by a first guess, and of the others the newest. */
const MAX_LIKELIEST = 100;
const MAX_NEWEST = 50;

/** Commits that are looked at whether they only reformat. */
const MAX_FORMATTING = 6;

/** Commits that count for which files change together. */
const MAX_TOGETHER = 20;

/** Commits on the trace's files that count for the same, where all of them are known. */
const MAX_HISTORY = 300;

/** Lines at the front of a file in which it says what it imports. */
const IMPORT_LINES = 60;

/** What a first answer lacks. */
const NOTHING_ELSE = {
	changes: new Map(),
	formatting: new Map(),
	moves: [],
	windowChanges: [],
	changedFiles: [],
	clues: [],
};

/**
 * Gathers what there is on the files of a trace and their commits: cheap things first, no more than a few walks of history.
 *
 * @param onFirst told what is known as soon as the file of the most telling frame is blamed, and while that takes long, what is known by then
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function gatherEvidence(
	subject: Case,
	breather: Breather,
	report: Report,
	signal: AbortSignal,
	onFirst?: (evidence: Evidence) => void,
): Promise<Evidence> {
	const { repository, revision, frames, startedAt } = subject;
	const paths = [...new Set(frames.map(({ location }) => location.path))];
	const wanted = wantedWords(subject.messages, frames, subject.elsewhere);
	const clues = gatherClues(subject, breather, signal);
	clues.catch(() => undefined); // awaited at the end
	const until = subject.isStartKnown ? startedAt : undefined;
	const news = newChanges({ repository, revision, from: subject.window?.from, until }, signal);
	news.catch(() => undefined); // awaited at the end
	report(l10n.t('Asking who last changed the lines of the stack trace'));
	const asked = paths.slice(0, MAX_BLAMED);
	const history = historyOf(subject, asked, signal);
	const texts = await repository.readFiles(revision, asked, signal);
	const placesOf = blamePlaces(subject, texts, wanted, breather, signal);
	const filesOf = (
		places: readonly Place[],
		changes: ReadonlyMap<string, Change>,
		known: readonly IndexedChange[] = [],
	) =>
		fileCandidates({
			frames,
			messages: subject.messages,
			elsewhere: subject.elsewhere,
			...textsNear(subject, texts),
			blamed: blamedFiles(places, startedAt),
			...likely(places, changes, known, subject),
			named: namesakes(subject),
			isCode,
		});
	const isCode = (path: string) => isCodePath(path) && subject.tree.has(path);
	const tell = (places: readonly Place[]) => {
		if (onFirst && places.length > 0) {
			const files = filesOf(places, new Map());
			onFirst({ ...NOTHING_ELSE, places, files });
		}
	};
	const moves = new Map<string, Promise<readonly Move[]>>();
	const follow = (path: string, names?: readonly string[]) => {
		const { onRun, found } = followMoves(subject, path, names, signal);
		const onBlamed = (blame: FileBlame) => {
			const own = found(blame);
			own.catch(() => undefined); // awaited at the end
			moves.set(path, own);
		};
		return { onRun, onBlamed };
	};
	const waiting = asked.map((path, order) =>
		placesOf(path, order, { ...follow(path), ...(order === 0 && onFirst && { onSoFar: tell }) }),
	);
	const told = waiting[0]?.then(tell);
	told?.catch(() => undefined); // awaited at the end
	const blamed = await Promise.all(waiting);
	report(l10n.t('Reading the commits on these lines'));
	const read = await repository.changes(worthReading(blamed.flat(), subject.window), signal);
	const formatting = await formattingOnly(repository, blamed.flat(), read, breather, signal);
	const ignored = [...new Set([...formatting.values()].flat())];
	const seenThrough = await Promise.all(
		asked.map((path, order) => {
			const names = formatting.get(path);
			return names ? placesOf(path, order, { formatting: names, ...follow(path, names) }) : (blamed[order] ?? []);
		}),
	);
	const all = seenThrough.flat();
	const more = worthReading(all, subject.window).filter((sha) => !read.has(sha));
	const changes = ignored.length === 0 ? read : new Map([...read, ...(await repository.changes(more, signal))]);
	await told; // it reads the same places
	const places = await runInSlices(withChanges(all, changes, new Set(paths), wanted), breather, signal);
	const owners = new Set(places.map(({ commit }) => commit.sha));
	const files = filesOf(places, changes, await history);
	const others = windowChanges({
		...subject,
		...(await news),
		owners: new Set(places.filter(({ isInFunction }) => isInFunction).map(({ commit }) => commit.sha)),
		reformatted: new Map(
			ignored.map((sha) => [sha, new Set([...formatting].flatMap(([path, shas]) => (shas.includes(sha) ? path : [])))]),
		),
		files,
		isCode: isCodePath,
	});
	const found = await runInSlices(others, breather, signal);
	const telling = found.flatMap(({ change, bearing }) => (bearing ? change : []));
	return {
		places,
		files,
		changedFiles: await runInSlices(changedFiles({ ...subject, isCode }, telling, files), breather, signal),
		changes,
		windowChanges: found,
		formatting: new Map(
			ignored.flatMap((sha) => {
				const change = owners.has(sha) ? undefined : changes.get(sha);
				return change ? [[sha, change.commit] as const] : [];
			}),
		),
		moves: (await Promise.all(moves.values())).flat(),
		clues: await clues,
	};
}

/** What is known of the files' own history without a walk of it; it is a help and nothing depends on it. */
async function historyOf(
	{ index, revision, startedAt, isStartKnown }: Case,
	paths: readonly string[],
	signal: AbortSignal,
): Promise<readonly IndexedChange[]> {
	try {
		const until = isStartKnown ? { until: startedAt } : {};
		return (await index?.history(revision, { paths, ...until, limit: MAX_HISTORY }, signal)) ?? [];
	} catch {
		return []; // cancelled, which what runs beside it tells; or the index is broken, which whoever keeps it tells
	}
}

/** By file, the commits on its lines that only reformat it. */
async function formattingOnly(
	repository: Repository,
	places: readonly Place[],
	changes: ReadonlyMap<string, Change>,
	breather: Breather,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const asked = [...changes.values()]
		.filter((change) => change.commit.parents.length === 1 && mayOnlyFormat(change))
		.slice(0, MAX_FORMATTING)
		.flatMap(({ commit }) =>
			[...new Set(places.flatMap((place) => (place.commit.sha === commit.sha ? place.path : [])))].map((path) => ({
				path,
				sha: commit.sha,
				parent: commit.parents[0] ?? '',
			})),
		);
	const texts = await repository.readVersions(
		asked.flatMap(({ path, sha, parent }) => [
			{ sha: parent, path },
			{ sha, path },
		]),
		signal,
	);
	const found: { readonly path: string; readonly sha: string }[] = [];
	for (const [i, one] of asked.entries()) {
		const [before, after] = [texts[2 * i], texts[2 * i + 1]];
		if (
			before !== undefined &&
			after !== undefined &&
			(await runInSlices(sameCodeSteps(before, after, one.path), breather, signal))
		) {
			found.push(one);
		}
	}
	return new Map([...grouped(found, ({ path }) => path)].map(([path, own]) => [path, own.map(({ sha }) => sha)]));
}

/** Commits by how much a first guess gives their places, and then by their age: the guess knows too little to leave out what came last. */
function worthReading(places: readonly Place[], window: Window | undefined): readonly string[] {
	const shares = [...sharesByCommit(places)];
	const guessed = shares.sort((a, b) => isNew(b[0], window) - isNew(a[0], window) || b[1] - a[1]).map(([sha]) => sha);
	const dates = new Map(places.map(({ commit }) => [commit.sha, commit.date]));
	const newest = guessed.slice(MAX_LIKELIEST).sort((a, b) => (dates.get(b) ?? 0) - (dates.get(a) ?? 0));
	return [...guessed.slice(0, MAX_LIKELIEST), ...newest.slice(0, MAX_NEWEST)];
}

/** What was there before the last good revision is only told of: it comes last. */
const isNew = (sha: string, window: Window | undefined) => (window?.shas.has(sha) ? 1 : 0);

function sharesByCommit(places: readonly Place[]): ReadonlyMap<string, number> {
	const shares = softmax(places.map(firstGuess));
	const sums = new Map<string, number>();
	for (const [i, { commit }] of places.entries()) {
		sums.set(commit.sha, (sums.get(commit.sha) ?? 0) + (shares[i] ?? 0));
	}
	return sums;
}

/** By a first guess: what each blamed file holds of the suspicion, and how new it is. */
function blamedFiles(places: readonly Place[], startedAt: number) {
	const shares = softmax(places.map(firstGuess));
	const facts = new Map<string, { readonly share: number; readonly age: number }>();
	for (const [i, { path, commit }] of places.entries()) {
		const before = facts.get(path) ?? { share: 0, age: 12 };
		facts.set(path, {
			share: before.share + (shares[i] ?? 0),
			age: Math.min(before.age, ageOf(commit, startedAt)),
		});
	}
	return facts;
}

/** What the likeliest commits changed: files that change together, and those that a suspect touched. */
function likely(
	places: readonly Place[],
	changes: ReadonlyMap<string, Change>,
	known: readonly IndexedChange[],
	{ window, startedAt, isStartKnown }: Case,
) {
	const bounds = { window, startedAt, isStartKnown, ignored: new Set<string>() }; // blame has seen through those that are ignored
	const shares = [...sharesByCommit(places)].sort((a, b) => b[1] - a[1]);
	const read = shares.flatMap(([sha, score]) => {
		const change = changes.get(sha);
		return change ? [{ ...change, score }] : [];
	});
	return {
		suspects: read.slice(0, MAX_TOGETHER).filter(({ commit }) => reasonAgainst(commit, bounds) === undefined),
		history: [...read, ...known.filter(({ sha }) => !changes.has(sha))].map(({ paths }) => paths),
	};
}

function textsNear({ frames }: Case, texts: ReadonlyMap<string, string>) {
	const functionTexts = frames.slice(0, 4).flatMap(({ location, line }) => {
		const text = texts.get(location.path);
		if (text === undefined || line === undefined) {
			return [];
		}
		const lines = linesOf(text);
		const span = functionSpan(lines, line) ?? { first: Math.max(1, line - 8), last: line + 8 };
		const first = Math.max(span.first, line - 25);
		return [lines.slice(first - 1, Math.min(span.last, line + 15)).join('\n')];
	});
	const importTexts = [...texts.values()].slice(0, 3).map((text) =>
		linesOf(text)
			.slice(0, IMPORT_LINES)
			.filter((line) => /\b(?:import|from|require|use|using|include)\b|#include/.test(line))
			.join('\n'),
	);
	return { functionTexts, importTexts };
}

/** Files called after a name, in the ways of the languages of the trace: `FooBar.java`, `foo_bar.rb`, `foo-bar.js`. */
function namesakes({ tree, frames }: Case): (word: string) => readonly string[] {
	const extensions = new Set(frames.map(({ location }) => extensionOf(location.path)));
	if ([...HEADERS].some((extension) => extensions.has(extension))) {
		extensions.add('.h').add('.hpp');
	}
	return (word) => {
		const snake = word.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
		const stems = new Set([word, snake, snake.replaceAll('_', '-')]);
		return [...stems].flatMap((stem) => [...extensions].flatMap((extension) => tree.named(`${stem}${extension}`)));
	};
}

const HEADERS = new Set(['.c', '.cc', '.cpp', '.cxx', '.m', '.mm']);
const extensionOf = (path: string) => /\.\w+$/.exec(path)?.[0] ?? '';
