export interface Counts {
	readonly passed: number;
	readonly failed: number;
}

export interface FileCounts extends Counts {
	readonly files: Readonly<Record<string, { readonly passed: number; readonly failed: readonly string[] }>>;
}

export function countsOf(file: string, code: number, isFiltered: boolean): FileCounts;
export function worthASecondTry(counts: FileCounts): string[];
export function afterSecondTry(first: FileCounts, file: string, again: FileCounts): FileCounts;
export function total(rows: readonly (Counts & { readonly hasTests: boolean })[]): Counts;
