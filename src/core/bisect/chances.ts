import type { History } from './history';

/** What at least is kept for the commits that no evidence points at, all of them together: a ranking is wrong often enough. */
const FLOOR = 0.25;

/**
 * How likely each commit of the range did it; they add up to 1.
 *
 * @param scores probabilities of the commits that an analysis names; where they add up to more than there is to share out, they share it in proportion
 * @see An & Yoo, "FONTE: Finding Bug Inducing Commits from Failures", ICSE 2023: bisection weighted by the scores of a ranking
 */
export function chancesOf({ shas }: History, scores: ReadonlyMap<string, number>, floor = FLOOR): Float64Array {
	const named = shas.map((sha) => Math.max(0, scores.get(sha) ?? 0));
	const sum = named.reduce((total, score) => total + score, 0);
	const share = Math.min(sum, 1 - floor);
	const each = (1 - share) / Math.max(1, shas.length);
	return Float64Array.from(named, (score) => each + (sum === 0 ? 0 : (score / sum) * share));
}
