import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import { grouped } from '../base/grouped';
import type { NoteOfIncident } from '../core/notes/note';
import type { Repository } from '../core/ports/repository';
import type { Clue, NotedCause } from '../core/suspects/clues';
import type { Case } from '../core/suspects/evidence';
import { type FileNotes, namedCommits, onTrace, type PlacedNote } from '../core/suspects/notes';

/** Root-cause notes of other incidents than the one that is analyzed. */
export interface NotesSource {
	/**
	 * Those of the repository that are `wanted`, where they are at a revision; without those that were resolved.
	 *
	 * @param revision full object name
	 */
	readonly placed: (
		repository: Repository,
		revision: string,
		wanted: (note: NoteOfIncident) => boolean,
		signal: AbortSignal,
	) => Promise<readonly PlacedNote[]>;
	/** What an incident is called, and the commit (full object name) that was confirmed as its cause. */
	readonly about: (incident: string) => Promise<{ readonly key: string; readonly cause?: string } | undefined>;
}

export interface GatheredNotes {
	readonly notes: readonly FileNotes[];
	readonly clues: readonly Clue[];
}

/** Notes whose incidents and commits are looked at; on more of them nobody reads on. */
const MAX_NOTES = 30;

/**
 * What was learned in other incidents about the code of the trace: notes on its files, and the commits that they lead to.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function gatherNotes(
	{ repository, revision, frames, tree, earlier }: Case,
	source: NotesSource | undefined,
	signal: AbortSignal,
): Promise<GatheredNotes> {
	const paths = new Set(frames.map(({ location }) => location.path));
	if (!source || paths.size === 0) {
		return { notes: [], clues: [] };
	}
	// A file that is not there any more may be one of the trace's by now.
	const mayBe = ({ note: { anchor } }: NoteOfIncident) => paths.has(anchor.path) || !tree.has(anchor.path);
	const found = onTrace(await source.placed(repository, revision, mayBe, signal), frames).slice(0, MAX_NOTES);
	const abouts = new Map(
		await Promise.all(
			[...new Set(found.map(({ incident }) => incident))].map(async (id) => [id, await source.about(id)] as const),
		),
	);
	const known = found.flatMap((one) => {
		const about = abouts.get(one.incident);
		return about ? [{ ...one, about }] : [];
	});
	const notes = [...grouped(known, ({ path }) => path)].flatMap(([path, [first, ...rest]]): FileNotes[] => {
		return first
			? [{ path, line: first.line, isNear: first.isNear, incident: first.about.key, more: rest.length }]
			: [];
	});
	const causes = await Promise.all(
		known.map(async ({ note, about, path, isNear }): Promise<readonly NotedCause[]> => {
			const named = await resolved(repository, namedCommits(note), signal);
			const of = { incident: about.key, path, isNear };
			return [
				...(about.cause === undefined ? [] : [{ ...of, sha: about.cause, isNamed: false }]),
				...named.map((sha) => ({ ...of, sha, isNamed: true })),
			];
		}),
	);
	const isTold = new Set(earlier.map(({ sha }) => sha)); // for a stronger reason
	const left = causes.flat().filter(({ sha }) => !isTold.has(sha));
	return { notes, clues: await cluesOf(left, repository, revision, signal) };
}

/** Full object names of those that the repository has. */
async function resolved(
	repository: Repository,
	names: readonly string[],
	signal: AbortSignal,
): Promise<readonly string[]> {
	const found = await Promise.all(
		names.map(async (name) => {
			try {
				const sha = await repository.resolve(name, signal);
				return sha.startsWith(name) ? sha : []; // not a branch that is called so
			} catch (error) {
				signal.throwIfAborted();
				if (FaultlineError.is(error)) {
					return [];
				}
				throw error;
			}
		}),
	);
	return found.flat();
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
