import type { History } from './history';

/** How a commit was found: it has the failure or not, or cannot be tested (it does not build). */
export type Answer = 'good' | 'bad' | 'skip';

/** Where a bisection is. Made by `startSteps`, moved on by `answered`, never changed. */
export interface Bisection {
	readonly history: History;
	/** How likely each commit of the history did it, if their order is to follow from it; absent: every one is as likely. */
	readonly chances: Float64Array | undefined;
	/** Commits that may have done it, parents before children; the last one is known to be bad, and is a descendant of all of them. */
	readonly open: readonly number[];
	readonly skipped: ReadonlySet<number>;
	/** Answers so far, skips left out. */
	readonly answers: number;
	/** Answers there may be at most. Going by number from here on would keep to it, and no commit is asked after which that would not be so. */
	readonly limit: number;
}

export type Step =
	| {
			readonly kind: 'ask';
			readonly sha: string;
			/** Commits that may have done it, now. */
			readonly left: number;
	  }
	| { readonly kind: 'found'; readonly sha: string }
	/** All that could tell these apart cannot be tested. */
	| { readonly kind: 'undecided'; readonly shas: readonly string[] };

/** Answers that a wrong ranking may cost more than going by number takes at worst. */
export const SLACK = 2;

/** With more commits than this only those on the first-parent line are weighed, which takes linear time. */
const EXACT = 4000;

/** Up to so many commits it is known what going by number takes at worst, whatever their branches; of more the binary logarithm is taken for it. */
const KNOWN = 1000;

/** Of the likeliest cuts so many are tried for one that keeps to the limit. */
const TRIED = 6;

/** Of commits beside that line so many are looked at, where all on it are skipped. */
const SAMPLE = 64;

/** Work between two yields. */
const PIECE = 2000;

/** Where to cut when the commits at the half cannot be tested: away from there, since what breaks a build breaks its neighbours'. */
const CUTS = [1 / 2, 1 / 4, 3 / 4, 1 / 8, 5 / 8, 3 / 8, 7 / 8];

/** @param chances by the history's order, adding up to 1; without them the bisection is git's own: by number */
export function* startSteps(history: History, chances?: Float64Array, slack = SLACK): Generator<undefined, Bisection> {
	const open = history.shas.map((_, index) => index);
	const state = { history, chances, open, skipped: new Set<number>(), answers: 0, limit: Number.POSITIVE_INFINITY };
	return chances ? { ...state, limit: (yield* worstByNumber(state)) + slack } : state;
}

/**
 * The next commit to test: the one whose ancestors, itself included, hold nearest to half of the likelihood that is left. No commit is asked whose
 * answer follows from earlier ones. Where a wrong ranking could lead beyond the limit, half of the number counts instead.
 *
 * Exact up to some thousands of commits; beyond, commits beside the first-parent line are asked once the line is narrowed down.
 */
export function* nextSteps(state: Bisection): Generator<undefined, Step> {
	const { history, open, skipped } = state;
	const tip = open.at(-1);
	if (tip === undefined) {
		return { kind: 'undecided', shas: [] };
	}
	const name = (index: number) => history.shas[index] ?? '';
	if (open.length === 1) {
		return { kind: 'found', sha: name(tip) };
	}
	const parts = open.length <= EXACT ? yield* allParts(state) : yield* partsOfLine(state);
	let askable: readonly Part[] = parts.filter(({ index }) => index !== tip && !skipped.has(index));
	if (askable.length === 0 && open.length > EXACT) {
		askable = yield* partsOfSample(state);
	}
	const cut = CUTS[open.filter((index) => skipped.has(index)).length % CUTS.length] ?? 0.5;
	const byNumber = ({ count }: Part) => Math.abs(count / open.length - cut);
	const best = (yield* likeliest(state, askable, cut)) ?? least(askable, byNumber);
	return best === undefined
		? { kind: 'undecided', shas: open.map(name).reverse() }
		: { kind: 'ask', sha: name(best.index), left: open.length };
}

/** The state once `sha` was tested. An answer about a commit that is decided already changes nothing. */
export function answered(state: Bisection, sha: string, answer: Answer): Bisection {
	const { history, open, skipped } = state;
	const index = open.find((one) => history.shas[one] === sha);
	if (index === undefined) {
		return state;
	}
	if (answer === 'skip') {
		return { ...state, skipped: new Set([...skipped, index]) };
	}
	return { ...without(state, index, answer === 'bad'), answers: state.answers + 1 };
}

/** The state with only a commit and its ancestors open, or with all but these. */
function without(state: Bisection, index: number, isBad: boolean): Bisection {
	const walk = reach(state);
	walk.partOf(index);
	return { ...state, open: state.open.filter((one) => walk.wasReached(one) === isBad) };
}

/** A commit with what its ancestors and itself hold of what is open. */
interface Part {
	readonly index: number;
	readonly count: number;
	readonly mass: number;
}

/** The commit that cuts nearest to half of the likelihood, of those that keep to the limit; undefined where none of the best does. */
function* likeliest(state: Bisection, parts: readonly Part[], cut: number): Generator<undefined, Part | undefined> {
	const { chances, open, skipped, answers, limit } = state;
	const total = chances ? open.reduce((sum, index) => sum + (chances[index] ?? 0), 0) : 0;
	if (total === 0) {
		return undefined;
	}
	const left = ({ count }: Part) => answers + 1 + bits(Math.max(count, open.length - count));
	const inBits = parts.filter((part) => left(part) <= limit);
	if (open.length > KNOWN || skipped.size > 0) {
		return least(inBits, ({ mass }) => Math.abs(mass / total - cut));
	}
	const within = inBits
		.map((part) => ({ part, by: Math.abs(part.mass / total - cut), number: Math.abs(part.count / open.length - cut) }))
		.sort((a, b) => a.by - b.by || a.number - b.number);
	for (const { part } of within.slice(0, TRIED)) {
		const bad = yield* worstByNumber(compact(without(state, part.index, true)));
		const good = yield* worstByNumber(compact(without(state, part.index, false)));
		if (answers + 1 + Math.max(bad, good) <= limit) {
			return part;
		}
	}
	return undefined;
}

/** Answers that going by number takes at worst from here on. */
function* worstByNumber(state: Bisection): Generator<undefined, number> {
	const { open } = state;
	if (open.length > KNOWN) {
		return bits(open.length);
	}
	if (open.length <= 2) {
		return open.length - 1;
	}
	const parts = yield* allParts(state);
	const best = least(parts.slice(0, -1), ({ count }) => Math.abs(count / open.length - 0.5));
	if (!best) {
		return 0;
	}
	const bad = yield* worstByNumber(compact(without(state, best.index, true)));
	const good = yield* worstByNumber(compact(without(state, best.index, false)));
	return 1 + Math.max(bad, good);
}

function least(parts: readonly Part[], key: (part: Part) => number): Part | undefined {
	let best: Part | undefined;
	let bestKey = Number.POSITIVE_INFINITY;
	for (const part of parts) {
		const own = key(part);
		if (own < bestKey) {
			[best, bestKey] = [part, own];
		}
	}
	return best;
}

/** Every open commit. One with a single open parent adds itself to that one's; only where lines meet are ancestors counted. */
function* allParts(state: Bisection): Generator<undefined, readonly Part[]> {
	const { history, chances, open } = state;
	const walk = reach(state);
	const parts = new Map<number, Part>();
	let done = 0;
	for (const index of open) {
		const parents = (history.parents[index] ?? []).filter(walk.isOpen);
		const [parent] = parents;
		const own = chances?.[index] ?? 0;
		if (parents.length > 1) {
			const part = walk.partOf(index);
			parts.set(index, part);
			done += part.count;
		} else {
			const below = parent === undefined ? undefined : parts.get(parent);
			parts.set(index, { index, count: (below?.count ?? 0) + 1, mass: (below?.mass ?? 0) + own });
			done++;
		}
		if (done > PIECE) {
			done = 0;
			yield;
		}
	}
	return [...parts.values()];
}

/** The commits of the first-parent line from the tip, as far as it is open; each ancestor is looked at once. */
function* partsOfLine(state: Bisection): Generator<undefined, readonly Part[]> {
	const { history, chances, open } = state;
	const { isOpen } = reach(state);
	const line: number[] = [];
	for (let at = open.at(-1); at !== undefined; at = (history.parents[at] ?? []).find(isOpen)) {
		line.push(at);
	}
	const seen = new Set<number>();
	const parts: Part[] = [];
	let mass = 0;
	let done = 0;
	for (const index of line.reverse()) {
		const left = [index];
		for (let at = left.pop(); at !== undefined; at = left.pop()) {
			if (!seen.has(at)) {
				seen.add(at);
				mass += chances?.[at] ?? 0;
				left.push(...(history.parents[at] ?? []).filter(isOpen));
				if (++done % PIECE === 0) {
					yield;
				}
			}
		}
		parts.push({ index, count: seen.size, mass });
	}
	return parts;
}

/** Some commits, evenly out of all that can be tested. */
function* partsOfSample(state: Bisection): Generator<undefined, readonly Part[]> {
	const { open, skipped } = state;
	const walk = reach(state);
	const some = open.slice(0, -1).filter((index) => !skipped.has(index));
	const step = Math.max(1, Math.floor(some.length / SAMPLE));
	const parts: Part[] = [];
	for (let i = Math.floor(step / 2); i < some.length; i += step) {
		const index = some[i] ?? 0;
		parts.push(walk.partOf(index));
		yield;
	}
	return parts;
}

/** Walks over what is open. What lies between two open commits is open, so that no walk ends too early. */
function reach({ history, open, chances }: Pick<Bisection, 'history' | 'open' | 'chances'>) {
	const inside = new Uint8Array(history.shas.length);
	for (const index of open) {
		inside[index] = 1;
	}
	const isOpen = (index: number) => inside[index] === 1;
	const reached = new Int32Array(history.shas.length);
	let walks = 0;
	return {
		isOpen,
		/** Counts the commit and its open ancestors. */
		partOf: (index: number): Part => {
			walks++;
			let count = 0;
			let mass = 0;
			const left = [index];
			for (let at = left.pop(); at !== undefined; at = left.pop()) {
				if (reached[at] === walks) {
					continue;
				}
				reached[at] = walks;
				count++;
				mass += chances?.[at] ?? 0;
				for (const parent of history.parents[at] ?? []) {
					if (inside[parent] === 1) {
						left.push(parent);
					}
				}
			}
			return { index, count, mass };
		},
		/** Whether the last count held this commit. */
		wasReached: (index: number) => reached[index] === walks,
	};
}

/** The same question about a history of what is open only, so that it costs what that holds. */
function compact(state: Bisection): Bisection {
	const { history, open } = state;
	const numbers = new Map(open.map((index, number) => [index, number]));
	return {
		...state,
		history: {
			shas: open.map((index) => history.shas[index] ?? ''),
			parents: open.map((index) => (history.parents[index] ?? []).flatMap((parent) => numbers.get(parent) ?? [])),
		},
		chances: undefined,
		open: open.map((_, number) => number),
	};
}

/** Answers that halving by number takes, at least: the binary logarithm, rounded up. */
function bits(count: number): number {
	return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}
