import { keyOf, keysOf, longestKeyOf } from '../../core/incident/keys';

/** More than so many share a short key only where somebody made them so; each has its longest key then, so that a new one does not change all others'. */
const CROWD = 50;

/** Hands out keys, so that incidents whose short keys are the same get longer ones, whatever order they come in. */
export class KeyRing {
	/** Ids by their shortest key. */
	private readonly same = new Map<string, Set<string>>();

	/** @returns ids of other incidents, whose keys may be others now */
	add(id: string): readonly string[] {
		const ids = this.same.get(keyOf(id));
		if (!ids) {
			this.same.set(keyOf(id), new Set([id]));
			return [];
		}
		const others = ids.has(id) || ids.size > CROWD ? [] : [...ids];
		ids.add(id);
		return others;
	}

	/** @returns ids of other incidents, whose keys may be others now */
	delete(id: string): readonly string[] {
		const ids = this.same.get(keyOf(id));
		return ids?.delete(id) && ids.size <= CROWD ? [...ids] : [];
	}

	has(id: string): boolean {
		return this.same.get(keyOf(id))?.has(id) ?? false;
	}

	ids(): readonly string[] {
		return [...this.same.values()].flatMap((ids) => [...ids]);
	}

	keyFor(id: string): string {
		const ids = this.same.get(keyOf(id));
		if (ids && ids.size > CROWD) {
			return longestKeyOf(id);
		}
		return (ids && ids.size > 1 ? keysOf(ids).get(id) : undefined) ?? keyOf(id);
	}
}
