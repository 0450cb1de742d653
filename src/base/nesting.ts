/** Whether lists and objects are in one another more than `limit` deep: what walks such a value by recursion ends with the stack. */
export function isNestedDeeper(value: unknown, limit: number): boolean {
	if (typeof value !== 'object' || value === null) {
		return false;
	}
	return limit === 0 || Object.values(value).some((part) => isNestedDeeper(part, limit - 1));
}
