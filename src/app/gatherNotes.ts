import * as l10n from '@vscode/l10n';
import { isAbort } from '../base/errors';
import { grouped } from '../base/grouped';
import { unlessAborted } from '../base/unlessAborted';
import type { NoteOfIncident } from '../core/notes/note';
import type { Repository } from '../core/ports/repository';
import type { Clue, NotedCause } from '../core/suspects/clues';
import type { Case } from '../core/suspects/evidence';
import { type FileNotes, type NoteOnFile, namedCommits, onTrace, type PlacedNote } from '../core/suspects/notes';

/** Root-cause notes of other incidents than the one that is analyzed. */
export interface NotesSource {
	/**
	 * Those of the repository that are `chosen` from all of its, where they are at a revision; without those that were resolved. Each is followed after those before it.
	 *
	 * @param revision full object name
	 * @param enough when it aborts, those that were not followed until then are `unknown`
	 */
	readonly placed: (
		repository: Repository,
		revision: string,
		chosen: (notes: readonly NoteOfIncident[]) => readonly NoteOfIncident[],
		signal: AbortSignal,
		enough: AbortSignal,
	) => Promise<readonly PlacedNote[]>;
	/** What an incident is called, and the commit (full object name) that was confirmed as its cause. */
	readonly about: (incident: string) => Promise<{ readonly key: string; readonly cause?: string } | undefined>;
	/** Told of what kept notes from being read: they are a help, and without them the analysis is whole. */
	readonly onError: (error: unknown) => void;
}

export interface GatheredNotes {
	readonly notes: readonly FileNotes[];
	readonly clues: readonly Clue[];
}

/** Notes whose incidents and commits are looked at; on more of them nobody reads on. */
const MAX_NOTES = 30;
/** Notes on files that are gone that are followed, the newest: each costs a walk through the history. */
const MAX_GONE = 5;
/** How long notes may keep an analysis waiting that is otherwise done. What was followed until then is remembered, so that the next analysis comes further. */
const WITHIN_MS = 1000;

/**
 * What was learned in other incidents about the code of the trace: notes on its files, and the commits that they lead to; as much of it as is known
 * a second after the rest.
 *
 * @param rest what is gathered beside it, and goes before it: git is asked by one process at a time meanwhile
 * @throws `signal.reason` when cancelled
 */
export async function gatherNotes(
	subject: Case,
	source: NotesSource | undefined,
	rest: Promise<unknown>,
	signal: AbortSignal,
): Promise<GatheredNotes> {
	if (!source || subject.frames.length === 0) {
		return { notes: [], clues: [] };
	}
	const late = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isOver = false;
	const startTimer = () => {
		timer = isOver ? undefined : setTimeout(() => late.abort(), WITHIN_MS);
	};
	rest.then(startTimer, () => late.abort()); // what fails beside it is told by who asked for it
	const either = AbortSignal.any([signal, late.signal]);
	/** What there is, unless it fails or is late. */
	const orElse = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
		try {
			return await work;
		} catch (error) {
			signal.throwIfAborted();
			if (!isAbort(error)) {
				source.onError(error);
			}
			return otherwise;
		}
	};
	try {
		const { repository, revision, frames } = subject;
		const chosen = (all: readonly NoteOfIncident[]) => worthFollowing(all, subject);
		// When it is late it ends by itself, with what it knows.
		const placed = await orElse(source.placed(repository, revision, chosen, signal, late.signal), []);
		const found = onTrace(placed, frames);
		const onFiles = [...grouped(found, ({ path }) => path)];
		// The nearest of each file at least.
		const looked = new Set([...onFiles.flatMap(([, [first]]) => first ?? []), ...found.slice(0, MAX_NOTES)]);
		const ids = [...new Set([...looked].map(({ incident }) => incident))];
		const asked = Promise.all(ids.map(async (id) => [id, await orElse(source.about(id), undefined)] as const));
		const abouts = new Map(await unlessAborted(asked, signal)); // late as well: they are at hand, unlike what git is asked
		const known = [...looked].flatMap((one) => {
			const about = abouts.get(one.incident);
			return about ? [{ ...one, about }] : [];
		});
		const notes = onFiles.flatMap(([path, all]): FileNotes[] => {
			const first = known.find((one) => one.path === path);
			const more = all.filter(({ incident }) => !ids.includes(incident) || abouts.get(incident)).length - 1;
			return first ? [{ path, line: first.line, isNear: first.isNear, incident: first.about.key, more }] : [];
		});
		return { notes, clues: await orElse(cluesBy(known, subject, either), []) };
	} finally {
		isOver = true;
		clearTimeout(timer);
	}
}

/** Notes on files of the trace; then the newest of those on files that are not there any more, and may be one of the trace's by now. */
function worthFollowing(all: readonly NoteOfIncident[], { frames, tree }: Case): readonly NoteOfIncident[] {
	const paths = new Set(frames.map(({ location }) => location.path));
	const gone = all.filter(({ note: { anchor } }) => !paths.has(anchor.path) && !tree.has(anchor.path));
	return [
		...all.filter(({ note: { anchor } }) => paths.has(anchor.path)),
		...gone.sort((a, b) => b.note.at - a.note.at).slice(0, MAX_GONE),
	];
}

type KnownNote = NoteOnFile & { readonly about: { readonly key: string; readonly cause?: string } };

/** The commits that notes lead to, but those for which an earlier incident speaks already. */
async function cluesBy(
	notes: readonly KnownNote[],
	{ repository, revision, earlier }: Case,
	signal: AbortSignal,
): Promise<readonly Clue[]> {
	const said = notes.flatMap(({ note, about, path, isNear }): readonly NotedCause[] => {
		const of = { incident: about.key, path, isNear };
		return [
			...(about.cause === undefined ? [] : [{ ...of, sha: about.cause, isNamed: false }]),
			...namedCommits(note).map((sha) => ({ ...of, sha, isNamed: true })),
		];
	});
	const shas = await repository.named([...new Set(said.map(({ sha }) => sha))], signal);
	const isTold = new Set(earlier.map(({ sha }) => sha)); // for a stronger reason
	const causes = said.flatMap((one) => {
		const sha = shas.get(one.sha);
		return sha === undefined || isTold.has(sha) ? [] : [{ ...one, sha }];
	});
	return cluesOf(causes, repository, revision, signal);
}

/** A commit counts once, by the nearest of its notes, a confirmed cause before one that is only named; and where the deployed revision has it. */
async function cluesOf(
	causes: readonly NotedCause[],
	repository: Repository,
	revision: string,
	signal: AbortSignal,
): Promise<readonly Clue[]> {
	const rank = ({ isNear, isNamed }: NotedCause) => 2 * Number(isNear) + Number(!isNamed);
	const best = [...grouped(causes, ({ sha }) => sha).values()].flatMap(
		(all) => all.toSorted((a, b) => rank(b) - rank(a))[0] ?? [],
	);
	if (best.length === 0) {
		return [];
	}
	const shas = best.map(({ sha }) => sha);
	const [commits, contained] = await Promise.all([
		repository.commits(shas, signal),
		repository.containedIn([revision], shas, signal),
	]);
	const isDeployed = contained.get(revision);
	return best.flatMap(({ sha, incident, path, isNamed, isNear }): readonly Clue[] => {
		const commit = commits.get(sha);
		if (!commit || !isDeployed?.has(sha)) {
			return [];
		}
		const detail = isNamed
			? l10n.t('is named in {0}’s root-cause note on {1}', incident, path)
			: l10n.t('was confirmed as the cause of {0}, whose root-cause note is on {1}', incident, path);
		return [{ commit, kind: 'earlier', detail, strength: isNear ? 0.1 : 0.03 }];
	});
}
