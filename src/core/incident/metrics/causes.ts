import { grouped } from '../../../base/grouped';
import type { ConfirmedCause, HotFile } from '../selection';

/** Where the confirmed causes of incidents were among the suspects; of those incidents that had been analysed by then. Ids of incidents. */
export interface CausePlaces {
	readonly first: readonly string[];
	readonly top3: readonly string[];
	readonly top5: readonly string[];
	/** All of them. */
	readonly incidents: readonly string[];
}

/** Where an incident has several confirmed commits, the best placed one counts; `suspectPrecision` counts the same. */
export function causePlaces(causes: readonly ConfirmedCause[]): CausePlaces {
	const ranked = grouped(
		causes.filter(({ rank }) => rank !== undefined),
		({ incident }) => incident,
	);
	const best = [...ranked].map(([incident, own]) => ({
		incident,
		place: Math.min(...own.map(({ rank }) => rank ?? Number.POSITIVE_INFINITY)),
	}));
	const upTo = (last: number) => best.filter(({ place }) => place <= last).map(({ incident }) => incident);
	return { first: upTo(1), top3: upTo(3), top5: upTo(5), incidents: upTo(Number.POSITIVE_INFINITY) };
}

/**
 * The files that incidents have to do with: those that frames lie in, and those that the commits changed which were confirmed as causes. An
 * incident counts once for a file. Most incidents first.
 *
 * @param inFrames files that frames lie in
 * @param changed the files of a commit of a repository; undefined where they are not known, as of a repository that is not here
 */
export function hotFiles(
	inFrames: readonly HotFile[],
	causes: readonly ConfirmedCause[],
	changed: (repository: string, sha: string) => readonly string[] | undefined,
): readonly HotFile[] {
	const files = new Map<string, { readonly repository?: string; readonly path: string; readonly ids: Set<string> }>();
	const add = (repository: string | undefined, path: string, ids: readonly string[]) => {
		const key = `${repository ?? ''}\0${path}`;
		const known = files.get(key) ?? { ...(repository !== undefined && { repository }), path, ids: new Set<string>() };
		files.set(key, known);
		for (const id of ids) {
			known.ids.add(id);
		}
	};
	for (const { repository, path, incidents } of inFrames) {
		add(repository, path, incidents);
	}
	for (const { incident, repository, sha } of causes) {
		for (const path of repository === undefined ? [] : (changed(repository, sha) ?? [])) {
			add(repository, path, [incident]);
		}
	}
	return [...files.values()]
		.map(({ ids, ...file }) => ({ ...file, incidents: [...ids].sort().reverse() }))
		.sort((a, b) => b.incidents.length - a.incidents.length || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
