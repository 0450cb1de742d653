// What git says of where lines went, for the benchmarks to be held against; and how they sample.

/** Old line → line of today, undefined where it is not there any more; lines on which the two ways disagree are missing. `now`: what the file is called today. */
export function truthOf(
	git: (...args: string[]) => string,
	old: string,
	head: string,
	path: string,
	now = path,
): Map<number, number | undefined> {
	const blame = (of: string, ...args: string[]) =>
		[...git('blame', '-w', '--porcelain', ...args, '--', of).matchAll(/^([0-9a-f]{40}) (\d+) (\d+)/gm)].map(
			([, sha = '', origin, line]) => ({ sha, origin: Number(origin), line: Number(line) }),
		);
	const today = new Map(blame(now, head).map(({ sha, origin, line }) => [`${sha}:${origin}`, line]));
	const forwards = new Map(
		blame(path, '--reverse', `${old}..${head}`).map(({ sha, origin, line }) => [
			line,
			sha === head ? origin : undefined,
		]),
	);
	const truth = new Map<number, number | undefined>();
	for (const { sha, origin, line } of blame(path, old)) {
		const paired = today.get(`${sha}:${origin}`);
		if (forwards.has(line) && forwards.get(line) === paired) {
			truth.set(line, paired);
		}
	}
	return truth;
}

/** The commit, file and line that a line comes from, through files that it was copied or moved from. */
export function originOf(git: (...args: string[]) => string, sha: string, path: string, line: number): string {
	const args = ['blame', '--porcelain', '-w', '-C', '-C', `-L${line},${line}`, sha, '--', path];
	const output = git(...args);
	const [, commit = '', origin = ''] = /^([0-9a-f]{40}) (\d+)/.exec(output) ?? [];
	return [commit, /^filename (.*)$/m.exec(output)?.[1], origin].join(' ');
}

/** Where the hunks of a diff move a line; undefined where they replace it. */
export function offsetsOf(diff: string): (line: number) => number | undefined {
	const hunks = [...diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map(
		([, from, count = '1', , added = '1']) => ({
			from: Number(from),
			count: Number(count),
			added: Number(added),
		}),
	);
	return (line) => {
		let offset = 0;
		for (const { from, count, added } of hunks) {
			if (count > 0 && line >= from && line < from + count) {
				return undefined;
			}
			if (line > from) {
				offset += added - count;
			}
		}
		return line + offset;
	};
}

/** The same numbers in every run (mulberry32). */
export function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

export function sample<T>(values: readonly T[], size: number, random: () => number): readonly T[] {
	const rest = [...values];
	return Array.from({ length: Math.min(size, rest.length) }, () =>
		rest.splice(Math.floor(random() * rest.length), 1),
	).flat();
}

export async function lasting(work: () => unknown): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}
