import { grouped } from '../base/grouped';
import { linesOf } from '../base/lines';
import { type Breather, breathing } from '../base/slices';
import type { OtherFile } from '../core/frames/elsewhere';
import { lineMap } from '../core/frames/lineMap';
import { isKept } from '../core/frames/rangeDrift';
import type { Followed } from '../core/notes/follow';
import { linesHeld } from '../core/notes/linesHeld';
import { type CutLines, cutSearch } from '../core/notes/movedOut';
import type { NoteOfIncident } from '../core/notes/note';
import { type Touch, touching } from '../core/notes/touched';
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
	const [own, away] = [open.filter(isOf(changed)), open.filter((one) => !isOf(changed)(one))];
	const follow = (some: readonly NoteOfIncident[]) =>
		tracker.follow(
			repository,
			base,
			some.map(({ note }) => note.anchor),
			signal,
		);
	const come = async () => {
		const some = await mayBeIn(change, away, [...changed.keys()], atBase, breathe, signal);
		return { some, at: await follow(some) };
	};
	// What is most likely asked for then is read with it.
	const likely = [...new Set(own.map(({ note }) => note.anchor.path))];
	const [at, others] = await Promise.all([
		follow(own),
		come(),
		atBase(likely),
		withChange(likely.flatMap((path) => nowOf(changed.get(path)))),
	]);
	const near = [...own, ...others.some];
	const followed = [...at, ...others.at];
	const byPath = grouped(
		near.flatMap((of, i) => {
			const at = followed[i];
			return at && (at.kind === 'lines' || at.kind === 'gone') && changed.has(at.path) ? [{ of, at }] : [];
		}),
		({ at }) => at.path,
	);
	const paths = [...byPath.keys()];
	const nows = paths.map((path) => changed.get(path));
	const [befores, afters] = await Promise.all([atBase(paths), withChange(nows.flatMap(nowOf))]);
	const touched: TouchedNote[] = [];
	/** Notes whose lines are cut from their file, by their place in `touched`. */
	const cuts = new Map<number, CutLines & { readonly from: string }>();
	for (const [i, path] of paths.entries()) {
		await breathe();
		const before = befores.get(path) ?? '';
		const now = nows[i];
		const after = now && now.status !== 'D' ? afters.get(now.path) : undefined;
		const lines = linesOf(before);
		const map = after === undefined ? undefined : lineMap(before, after, { before: lines, after: linesOf(after) });
		const touchOf = map ? touching(lines, map) : deleted;
		const isGone = (line: number) => map === undefined || !isKept(map.at(line));
		for (const { of, at } of byPath.get(path) ?? []) {
			await breathe();
			const touch = touchOf(at);
			if (!touch) {
				continue;
			}
			const file = now?.path ?? path;
			if (at.kind === 'lines' && isCut(at, lines, isGone)) {
				cuts.set(touched.length, { before, old: lines, range: at, isGone, path: file, from: path });
			}
			touched.push({ ...of, path: file, touch, ...(!map && { isDeleted: true }) });
		}
	}
	const newer = async (): Promise<readonly ChangedFile[]> =>
		((await newFiles?.(signal)) ?? []).map((path) => ({ status: 'A', path }));
	// Files that git knows of come first.
	for (const more of [async () => files, newer]) {
		if (cuts.size === 0) {
			break;
		}
		const search = cutSearch([...cuts.values()]);
		for (const file of await filesOf(await more(), atBase, withChange)) {
			await breathe();
			search.add(file);
		}
		for (const [i, cut] of cuts) {
			await breathe();
			const moved = search.find(cut);
			const one = touched[i];
			if (moved && one) {
				const { first, last, path } = moved;
				const { isDeleted: _, ...rest } = one;
				touched[i] = { ...rest, path, touch: { what: 'lines', first, last }, movedFrom: cut.from };
				cuts.delete(i);
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

/** Whether nothing of the lines is left in their file. */
function isCut(
	{ first, last }: Extract<Followed, { kind: 'lines' }>,
	lines: readonly string[],
	isGone: (line: number) => boolean,
): boolean {
	for (let line = first; line <= Math.min(last, lines.length); line++) {
		if ((lines[line - 1] ?? '').trim() !== '' && !isGone(line)) {
			return false;
		}
	}
	return true;
}

/** Files of a change, as they were and as they are with it. */
async function filesOf(files: readonly ChangedFile[], atBase: Texts, withChange: Texts): Promise<readonly OtherFile[]> {
	const kept = files.filter(({ status }) => status !== 'D').slice(0, MAX_SEARCHED);
	const before = ({ status, path, oldPath }: ChangedFile) => (status === 'A' ? undefined : (oldPath ?? path));
	const [befores, afters] = await Promise.all([
		atBase(kept.flatMap((file) => before(file) ?? [])),
		withChange(kept.map(({ path }) => path)),
	]);
	return kept.flatMap((file) => {
		const after = afters.get(file.path);
		return after === undefined || after.length > MAX_LENGTH
			? []
			: [{ path: file.path, before: befores.get(before(file) ?? '') ?? '', after }];
	});
}

const isOf =
	(changed: ReadonlyMap<string, ChangedFile>) =>
	({ note }: NoteOfIncident): boolean =>
		changed.has(note.anchor.path);

/**
 * Of notes that were written on other files, those that may be in changed ones: those whose file is not there at `base`, which may have been renamed, and
 * those of whose lines a changed file has some, unless these are very many.
 */
async function mayBeIn(
	{ repository, base, breather }: ChangeToCheck,
	away: readonly NoteOfIncident[],
	changed: readonly string[],
	atBase: Texts,
	breathe: () => Promise<void>,
	signal: AbortSignal,
): Promise<readonly NoteOfIncident[]> {
	if (away.length === 0) {
		return [];
	}
	const paths = away.length > MAX_AWAY ? [] : changed.slice(0, MAX_SEARCHED);
	const readTree = async () => {
		await breather.pause(); // to start a process takes the host's time: one in a turn
		return repository.readTree(base, signal);
	};
	const [tree, texts] = await Promise.all([readTree(), atBase(paths)]);
	const isThere = new Set(tree.split('\0'));
	const held = linesHeld(paths.length === 0 ? [] : away.map(({ note }) => note.anchor.fingerprint));
	for (const path of paths) {
		await breathe();
		const text = texts.get(path) ?? '';
		if (text.length <= MAX_LENGTH) {
			held.add(text);
		}
	}
	return away.filter(({ note: { anchor } }) => !isThere.has(anchor.path) || held.has(anchor.fingerprint));
}

const deleted = (at: Followed): Touch | undefined =>
	at.kind === 'lines'
		? { what: 'lines', first: at.first, last: at.last }
		: at.kind === 'gone'
			? { what: 'function', first: at.line, last: at.line }
			: undefined;
