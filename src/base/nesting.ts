/** Whether lists and objects are in one another more than `limit` deep: what walks such a value by recursion ends with the stack. */
export function isNestedDeeper(value: unknown, limit: number): boolean {
	if (typeof value !== 'object' || value === null) {
		return false;
	}
	if (limit === 0) {
		return true;
	}
	// Every event that is read comes through here, so no list of its values is made.
	for (const key in value) {
		if (Object.hasOwn(value, key) && isNestedDeeper((value as Record<string, unknown>)[key], limit - 1)) {
			return true;
		}
	}
	return false;
}
