/** One figure of a benchmark, always beside a named reference measured in the same run. */
export interface BenchResult {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** What `referenceValue` measures, in the same unit. */
	readonly reference: string;
	readonly referenceValue: number;
	/** `value / referenceValue`. */
	readonly ratio: number;
	/** What the ratio or the value should be, in words. */
	readonly target: string;
	readonly met: boolean;
}

/** The middle value; NaN for none. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that `work` takes: the median of `runs`, after one that warms up. */
export async function medianMs(runs: number, work: () => Promise<unknown> | unknown): Promise<number> {
	await work();
	const times: number[] = [];
	for (let run = 0; run < runs; run++) {
		const started = performance.now();
		await work();
		times.push(performance.now() - started);
	}
	return median(times);
}
