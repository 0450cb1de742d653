export interface Counts {
	readonly passed: number;
	readonly failed: number;
}

export function countsOf(file: string, code: number, isFiltered: boolean): Counts;
export function total(rows: readonly (Counts & { readonly hasTests: boolean })[]): Counts;
