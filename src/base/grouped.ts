/** Items by key, in the order they came; those whose key is undefined are left out. */
export function grouped<T, K>(items: Iterable<T>, key: (item: T) => K | undefined): ReadonlyMap<K, readonly T[]> {
	const groups = new Map<K, T[]>();
	for (const item of items) {
		const own = key(item);
		if (own === undefined) {
			continue;
		}
		const group = groups.get(own);
		if (group) {
			group.push(item);
		} else {
			groups.set(own, [item]);
		}
	}
	return groups;
}
