import type { Breather } from '../base/slices';
import { lineMap } from '../core/frames/lineMap';
import type { Followed } from '../core/notes/follow';
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
}

export interface ChangeToCheck {
	readonly repository: Repository;
	/** What the change starts from, full object name. */
	readonly base: string;
	/** The files that it changes, as `filesBetween` gives them. */
	readonly files: readonly ChangedFile[];
	/** What files hold with the change, by their paths there, in their order; undefined for those that are no files. */
	readonly texts: (paths: readonly string[], signal: AbortSignal) => Promise<readonly (string | undefined)[]>;
	/** Of the repository; resolved ones do not count. */
	readonly notes: readonly NoteOfIncident[];
	readonly tracker: AnchorTracker;
	readonly breather: Breather;
}

/** What is done in one go before others get their turn. */
const SLICE_MS = 10;

/**
 * The notes that a change touches: those whose lines, or function, are other than at `base`, or gone.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function touchedNotes(change: ChangeToCheck, signal: AbortSignal): Promise<readonly TouchedNote[]> {
	const { repository, base, files, notes, tracker, breather } = change;
	const changed = new Map(
		files.flatMap((file) => (file.status === 'A' ? [] : [[file.oldPath ?? file.path, file] as const])),
	);
	const open = notes.filter(({ note }) => note.resolved === undefined);
	if (changed.size === 0 || open.length === 0) {
		return [];
	}
	const near = await mayBeIn(change, open, changed, signal);
	const followed = await tracker.follow(
		repository,
		base,
		near.map(({ note }) => note.anchor),
		signal,
	);
	const byPath = new Map<string, { readonly of: NoteOfIncident; readonly at: Followed }[]>();
	for (const [i, of] of near.entries()) {
		const at = followed[i];
		if (at && (at.kind === 'lines' || at.kind === 'gone') && changed.has(at.path)) {
			byPath.set(at.path, [...(byPath.get(at.path) ?? []), { of, at }]);
		}
	}
	const paths = [...byPath.keys()];
	const befores = await repository.readVersions(
		paths.map((path) => ({ sha: base, path })),
		signal,
	);
	const nows = paths.map((path) => changed.get(path));
	const afters = await change.texts(
		nows.map((file) => (file?.status === 'D' ? '' : (file?.path ?? ''))),
		signal,
	);
	const touched: TouchedNote[] = [];
	let turn = breather.now();
	for (const [i, path] of paths.entries()) {
		if (breather.now() - turn > SLICE_MS) {
			await breather.pause();
			signal.throwIfAborted();
			turn = breather.now();
		}
		const [before = '', after] = [befores[i], afters[i]];
		const isDeleted = after === undefined || nows[i]?.status === 'D';
		const map = isDeleted ? undefined : lineMap(before, after);
		for (const { of, at } of byPath.get(path) ?? []) {
			const touch = map ? touchOf(at, before, map) : deleted(at);
			if (touch) {
				touched.push({ ...of, path: nows[i]?.path ?? path, touch, ...(isDeleted && { isDeleted: true }) });
			}
		}
	}
	return touched;
}

/**
 * Notes that may be in changed files: those that were written on one, and those whose file is not there at `base`, which may have been renamed. That a
 * note's lines went from a file that is still there to another one is not looked for: it would take following all of them.
 */
async function mayBeIn(
	{ repository, base }: ChangeToCheck,
	notes: readonly NoteOfIncident[],
	changed: ReadonlyMap<string, ChangedFile>,
	signal: AbortSignal,
): Promise<readonly NoteOfIncident[]> {
	const isElsewhere = notes.some(({ note }) => !changed.has(note.anchor.path));
	const tree = isElsewhere ? new Set((await repository.readTree(base, signal)).split('\0')) : new Set<string>();
	return notes.filter(({ note: { anchor } }) => changed.has(anchor.path) || !tree.has(anchor.path));
}

const deleted = (at: Followed): Touch | undefined =>
	at.kind === 'lines'
		? { what: 'lines', first: at.first, last: at.last }
		: at.kind === 'gone'
			? { what: 'function', first: at.line, last: at.line }
			: undefined;
