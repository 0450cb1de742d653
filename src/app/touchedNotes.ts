import { lazy } from '../base/lazy';
import { linesOf } from '../base/lines';
import { type Breather, breathing } from '../base/slices';
import type { OtherFile } from '../core/frames/elsewhere';
import { type LineMap, lineMap } from '../core/frames/lineMap';
import { isKept } from '../core/frames/rangeDrift';
import type { Followed } from '../core/notes/follow';
import { linesHeld } from '../core/notes/linesHeld';
import { movedOut } from '../core/notes/movedOut';
import type { NoteOfIncident } from '../core/notes/note';
import { type Touch, touchOf } from '../core/notes/touched';
import type { ChangedFile, Repository } from '../core/ports/repository';
import type { AnchorTracker } from './followAnchors';

/** A note that a change touches. */
export interface TouchedNote extends NoteOfIncident {
	/** In the changed text; where the file was deleted, `isDeleted`, where the note was. */
	readonly path: string;
	readonly touch: Touch;
	readonly isDeleted?: true;
	/** The file that the change cut its lines from, where it put them into another one. */
	readonly movedFrom?: string;
}

export interface ChangeToCheck {
	readonly repository: Repository;
	/** What the change starts from, full object name. */
	readonly base: string;
	/** The files that it changes, as `filesBetween` gives them. */
	readonly files: readonly ChangedFile[];
	/** What files hold with the change, by their paths there, in their order; undefined for those that are no files. */
	readonly texts: (paths: readonly string[], signal: AbortSignal) => Promise<readonly (string | undefined)[]>;
	/** Files of the change that git does not follow yet; asked for where lines went and are in none of `files`. */
	readonly newFiles?: (signal: AbortSignal) => Promise<readonly string[]>;
	/** Of the repository; resolved ones do not count. */
	readonly notes: readonly NoteOfIncident[];
	readonly tracker: AnchorTracker;
	readonly breather: Breather;
}

/** Changed files in which lines are looked for that were moved there, before the change or by it. */
const MAX_SEARCHED = 1000;
/** In UTF-16 units; longer files are generated. */
const MAX_LENGTH = 1_000_000;
/** Notes on other files whose lines are looked for in changed ones; of more it would take longer than people wait. */
const MAX_AWAY = 1000;

/**
 * The notes that a change touches: those whose lines, or function, are other than at `base`, or gone, or in another file.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function touchedNotes(change: ChangeToCheck, signal: AbortSignal): Promise<readonly TouchedNote[]> {
	const { repository, base, files, notes, tracker, breather, newFiles } = change;
	const changed = new Map(
		files.flatMap((file) => (file.status === 'A' ? [] : [[file.oldPath ?? file.path, file] as const])),
	);
	const open = notes.filter(({ note }) => note.resolved === undefined);
	if (changed.size === 0 || open.length === 0) {
		return [];
	}
	const breathe = breathing(breather, signal);
	const atBase = textsOnce((paths) =>
		repository.readVersions(
			paths.map((path) => ({ sha: base, path })),
			signal,
		),
	);
	const withChange = textsOnce((paths) => change.texts(paths, signal));
	const near = await mayBeIn(change, open, changed, atBase, breathe, signal);
	// What is most likely asked for then is read meanwhile.
	const likely = [...new Set(near.map(({ note }) => note.anchor.path))].filter((path) => changed.has(path));
	const [followed] = await Promise.all([
		tracker.follow(
			repository,
			base,
			near.map(({ note }) => note.anchor),
			signal,
		),
		atBase(likely),
		withChange(likely.flatMap((path) => nowOf(changed.get(path)))),
	]);
	const byPath = new Map<string, { readonly of: NoteOfIncident; readonly at: Followed }[]>();
	for (const [i, of] of near.entries()) {
		const at = followed[i];
		if (at && (at.kind === 'lines' || at.kind === 'gone') && changed.has(at.path)) {
			byPath.set(at.path, [...(byPath.get(at.path) ?? []), { of, at }]);
		}
	}
	const paths = [...byPath.keys()];
	const nows = paths.map((path) => changed.get(path));
	const [befores, afters] = await Promise.all([atBase(paths), withChange(nows.flatMap(nowOf))]);
	const added = lazy(async (): Promise<readonly ChangedFile[]> => {
		const found = (await newFiles?.(signal)) ?? [];
		return found.map((path) => ({ status: 'A', path }));
	});
	/** Looks in the files that git knows of first. */
	const whereTo = async <T>(except: string, look: (others: readonly OtherFile[]) => T | undefined) =>
		look(await otherFiles(files, except, atBase, withChange)) ??
		look(await otherFiles(await added(), except, atBase, withChange));
	const touched: TouchedNote[] = [];
	for (const [i, path] of paths.entries()) {
		await breathe();
		const before = befores.get(path) ?? '';
		const now = nows[i];
		const after = now && now.status !== 'D' ? afters.get(now.path) : undefined;
		const lines = linesOf(before);
		const map = after === undefined ? undefined : lineMap(before, after, { before: lines, after: linesOf(after) });
		for (const { of, at } of byPath.get(path) ?? []) {
			const touch = map ? touchOf(at, lines, map) : deleted(at);
			if (!touch) {
				continue;
			}
			const moved =
				at.kind === 'lines' && isCut(at, lines, map)
					? await whereTo(now?.path ?? path, (others) => movedOut(before, at, isGoneBy(map), others))
					: undefined;
			if (moved) {
				const { first, last } = moved;
				touched.push({ ...of, path: moved.path, touch: { what: 'lines', first, last }, movedFrom: path });
			} else {
				touched.push({ ...of, path: now?.path ?? path, touch, ...(!map && { isDeleted: true }) });
			}
		}
	}
	return touched;
}

type Texts = (paths: readonly string[]) => Promise<ReadonlyMap<string, string | undefined>>;

/** Reads each text once, however often it is asked for. */
function textsOnce(read: (paths: readonly string[]) => Promise<readonly (string | undefined)[]>): Texts {
	const known = new Map<string, string | undefined>();
	return async (paths) => {
		const missing = paths.filter((path) => !known.has(path));
		const texts = missing.length === 0 ? [] : await read(missing);
		for (const [i, path] of missing.entries()) {
			known.set(path, texts[i]);
		}
		return known;
	};
}

/** Where a changed file is with the change; nowhere where that deletes it. */
const nowOf = (file: ChangedFile | undefined): readonly string[] => (file && file.status !== 'D' ? [file.path] : []);

const isGoneBy = (map: LineMap | undefined) => (line: number) => map === undefined || !isKept(map.at(line));

/** Whether nothing of the lines is left in their file. */
function isCut(
	{ first, last }: Extract<Followed, { kind: 'lines' }>,
	lines: readonly string[],
	map: LineMap | undefined,
): boolean {
	const isGone = isGoneBy(map);
	for (let line = first; line <= last; line++) {
		if ((lines[line - 1] ?? '').trim() !== '' && !isGone(line)) {
			return false;
		}
	}
	return true;
}

/** The files of a change but one, as they were and as they are with it. */
async function otherFiles(
	files: readonly ChangedFile[],
	except: string,
	atBase: Texts,
	withChange: Texts,
): Promise<readonly OtherFile[]> {
	const kept = files.filter(({ status }) => status !== 'D').slice(0, MAX_SEARCHED);
	const before = ({ status, path, oldPath }: ChangedFile) => (status === 'A' ? undefined : (oldPath ?? path));
	const [befores, afters] = await Promise.all([
		atBase(kept.flatMap((file) => before(file) ?? [])),
		withChange(kept.map(({ path }) => path)),
	]);
	return kept.flatMap((file) => {
		const after = afters.get(file.path);
		return file.path === except || after === undefined || after.length > MAX_LENGTH
			? []
			: [{ path: file.path, before: befores.get(before(file) ?? '') ?? '', after }];
	});
}

/**
 * Notes that may be in changed files: those that were written on one, those whose file is not there at `base`, which may have been renamed, and those of
 * whose lines a changed file has some, unless these are very many.
 */
async function mayBeIn(
	{ repository, base }: ChangeToCheck,
	notes: readonly NoteOfIncident[],
	changed: ReadonlyMap<string, ChangedFile>,
	atBase: Texts,
	breathe: () => Promise<void>,
	signal: AbortSignal,
): Promise<readonly NoteOfIncident[]> {
	const away = notes.filter(({ note }) => !changed.has(note.anchor.path));
	if (away.length === 0) {
		return notes;
	}
	const paths = away.length > MAX_AWAY ? [] : [...changed.keys()].slice(0, MAX_SEARCHED);
	const [tree, texts] = await Promise.all([repository.readTree(base, signal), atBase(paths)]);
	const isThere = new Set(tree.split('\0'));
	const held = linesHeld(paths.length === 0 ? [] : away.map(({ note }) => note.anchor.fingerprint));
	for (const path of paths) {
		await breathe();
		const text = texts.get(path) ?? '';
		if (text.length <= MAX_LENGTH) {
			held.add(text);
		}
	}
	return notes.filter(
		({ note: { anchor } }) => changed.has(anchor.path) || !isThere.has(anchor.path) || held.has(anchor.fingerprint),
	);
}

const deleted = (at: Followed): Touch | undefined =>
	at.kind === 'lines'
		? { what: 'lines', first: at.first, last: at.last }
		: at.kind === 'gone'
			? { what: 'function', first: at.line, last: at.line }
			: undefined;
