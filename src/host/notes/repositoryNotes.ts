import { dirname, relative, sep } from 'node:path';
import type { AnchorTracker } from '../../app/followAnchors';
import { isNoteOf, type NoteOfIncident } from '../../core/notes/note';
import type { Repository } from '../../core/ports/repository';
import type { PlacedNote } from '../../core/suspects/notes';
import type { App } from '../app';
import { settings } from '../settings';
import type { NoteBook } from './noteBook';

/** A file of a repository's work tree. */
export interface FileOfRepository {
	readonly repository: Repository;
	/** Repository-relative, slashes. */
	readonly path: string;
}

/** Branches that others start from, the likeliest first. */
const BASES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/** Which notes are a repository's, and where they are in it. */
export class RepositoryNotes {
	/** Whether a repository has a commit; what it lacks is asked again when its HEAD moves. */
	private readonly commits = new WeakMap<Repository, { head: string; readonly known: Map<string, boolean> }>();

	constructor(
		private readonly app: Pick<App, 'openRepository'>,
		private readonly book: NoteBook,
		readonly tracker: AnchorTracker,
	) {}

	/** @returns undefined for what is in no repository, or is not looked at since the workspace is not trusted */
	async fileOf(file: string, signal: AbortSignal): Promise<FileOfRepository | undefined> {
		try {
			const repository = await this.app.openRepository(dirname(file), signal);
			const path = relative(repository.root, file).split(sep).join('/');
			return repository.isBare || path.startsWith('..') ? undefined : { repository, path };
		} catch {
			signal.throwIfAborted();
			return undefined;
		}
	}

	/** Notes of a repository: those whose commit it has, and those that were written in its folder, or in its home, at one that is gone. */
	async of(repository: Repository, head: string, signal: AbortSignal): Promise<readonly NoteOfIncident[]> {
		const all = await this.book.all();
		const before = this.commits.get(repository);
		const known = before?.known ?? new Map<string, boolean>();
		const isNew = before?.head !== head;
		const isAsked = (sha: string) => !known.has(sha) || (isNew && known.get(sha) === false);
		const asked = new Set(all.map(({ note }) => note.anchor.commit).filter(isAsked));
		if (asked.size > 0) {
			const found = await repository.named([...asked], signal);
			for (const sha of asked) {
				known.set(sha, found.has(sha));
			}
		}
		this.commits.set(repository, { head, known });
		const isHome = settings.home() === 'repository';
		const isKnown = (sha: string) => known.get(sha) === true;
		return all.filter(({ note }) => isNoteOf(note, { root: repository.root, isHome, isKnown }));
	}

	/**
	 * Where notes are at a revision.
	 *
	 * @param chosen which of the repository's; default all
	 * @param enough as of `AnchorTracker.follow`
	 */
	async placed(
		repository: Repository,
		revision: string,
		signal: AbortSignal,
		chosen: (notes: readonly NoteOfIncident[]) => readonly NoteOfIncident[] = (notes) => notes,
		enough?: AbortSignal,
	): Promise<readonly PlacedNote[]> {
		const either = enough ? AbortSignal.any([signal, enough]) : signal;
		const notes = chosen(await this.of(repository, revision, either));
		const anchors = notes.map(({ note }) => note.anchor);
		const followed = await this.tracker.follow(repository, revision, anchors, signal, enough);
		return notes.map((note, i) => ({ ...note, followed: followed[i] ?? { kind: 'unknown' } }));
	}

	/** Where the branch of `head` starts: from the branch that was set, or the usual ones; `head` itself on such a branch, and where there is none. */
	async baseOf(repository: Repository, head: string, signal: AbortSignal): Promise<string> {
		const configured = settings.notesBase();
		for (const name of configured === '' ? BASES : [configured]) {
			try {
				const base = await repository.mergeBase(head, await repository.resolve(name, signal), signal);
				if (base !== undefined) {
					return base;
				}
			} catch {
				signal.throwIfAborted(); // there is no such branch
			}
		}
		return head;
	}
}
