import type { ConfirmedCause, HotFile } from '../selection';

/** Where the confirmed causes of incidents were among the suspects; of those incidents that had been analysed by then. Ids of incidents. */
export interface CausePlaces {
	readonly first: readonly string[];
	readonly top3: readonly string[];
	readonly top5: readonly string[];
	/** All of them. */
	readonly incidents: readonly string[];
}

/** So many causes are taken in between two breaths. */
const AT_ONCE = 200;

/** Where an incident has several confirmed commits, the best placed one counts; `suspectPrecision` counts the same. Run it by `runInSlices`. */
export function* causePlacesSteps(causes: readonly ConfirmedCause[]): Generator<undefined, CausePlaces> {
	const best = new Map<string, number>();
	for (const [index, { incident, rank }] of causes.entries()) {
		if (index % AT_ONCE === AT_ONCE - 1) {
			yield;
		}
		if (rank !== undefined) {
			const place = rank ?? Number.POSITIVE_INFINITY;
			best.set(incident, Math.min(best.get(incident) ?? place, place));
		}
	}
	const upTo = (last: number) => [...best].flatMap(([incident, place]) => (place <= last ? incident : []));
	yield;
	return { first: upTo(1), top3: upTo(3), top5: upTo(5), incidents: [...best.keys()] };
}

/**
 * The files that incidents have to do with: those that frames lie in, and those that the commits changed which were confirmed as causes. An
 * incident counts once for a file. Most incidents first. Run it by `runInSlices`.
 *
 * @param inFrames files that frames lie in
 * @param changed the files of a commit of a repository; undefined where they are not known, as of a repository that is not here
 */
export function* hotFilesSteps(
	inFrames: readonly HotFile[],
	causes: readonly ConfirmedCause[],
	changed: (repository: string, sha: string) => readonly string[] | undefined,
): Generator<undefined, readonly HotFile[]> {
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
		yield;
	}
	for (const [index, { incident, repository, sha }] of causes.entries()) {
		if (index % AT_ONCE === AT_ONCE - 1) {
			yield;
		}
		for (const path of repository === undefined ? [] : (changed(repository, sha) ?? [])) {
			add(repository, path, [incident]);
		}
	}
	const hot: HotFile[] = [];
	for (const { ids, ...file } of files.values()) {
		hot.push({ ...file, incidents: [...ids].sort().reverse() });
		yield;
	}
	return hot.sort(
		(a, b) => b.incidents.length - a.incidents.length || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
	);
}
