/** Commits that may have done it: those in the bad revision that are not in the good one. Numbers stand for commits, parents before children. */
export interface History {
	/** Full object names, parents before children; the bad revision is the last one. */
	readonly shas: readonly string[];
	/** Of each commit, those of its parents that are among them, first parent first. */
	readonly parents: readonly (readonly number[])[];
}

/** Commits between two yields. */
const PIECE = 1000;

/**
 * @param parents each commit's parents, those outside of the range included, in any order of commits
 * @param bad the revision that is bad; what is not among its ancestors cannot have done it and is left out
 */
export function* historySteps(
	parents: ReadonlyMap<string, readonly string[]>,
	bad: string,
): Generator<undefined, History> {
	const numbers = new Map<string, number>();
	const shas: string[] = [];
	const numbered: number[][] = [];
	const inside = (sha: string) => (parents.get(sha) ?? []).filter((parent) => parents.has(parent));
	// Depth first without recursion: a chain of a hundred thousand commits is ordinary.
	const open = parents.has(bad) ? [{ sha: bad, next: 0 }] : [];
	const begun = new Set([bad]);
	for (let top = open.at(-1); top; top = open.at(-1)) {
		const own = inside(top.sha);
		const parent = own[top.next++];
		if (parent === undefined) {
			open.pop();
			numbers.set(top.sha, shas.length);
			shas.push(top.sha);
			numbered.push(own.flatMap((one) => numbers.get(one) ?? []));
			if (shas.length % PIECE === 0) {
				yield;
			}
		} else if (!begun.has(parent)) {
			begun.add(parent);
			open.push({ sha: parent, next: 0 });
		}
	}
	return { shas, parents: numbered };
}
