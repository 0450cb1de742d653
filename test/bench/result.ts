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

/** The same of two, which take turns, so that a machine that gets slower meanwhile is slower for both. */
export async function mediansMs(
	runs: number,
	first: () => Promise<unknown> | unknown,
	second: () => Promise<unknown> | unknown,
): Promise<[number, number]> {
	const times: [number[], number[]] = [[], []];
	for (let run = 0; run <= runs; run++) {
		for (const [i, work] of [first, second].entries()) {
			const started = performance.now();
			await work();
			times[i]?.push(performance.now() - started);
		}
	}
	return [median(times[0].slice(1)), median(times[1].slice(1))];
}
