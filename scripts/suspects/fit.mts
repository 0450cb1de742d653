// A conditional logit: answers compete for a case; an answer's share is the sum of the softmax over its rows.
import type { Group } from './dataset.mts';

export interface FitOptions {
	/** Strength of the pull towards 0, on standardised features. */
	readonly l2: number;
	readonly steps: number;
	/** How little cases count that the weights make unlikely, since half of the truth is uncertain: 0, all count as they do in a likelihood, to 1. */
	readonly doubt?: number;
}

/**
 * Weights that make the right answers likeliest, by Adam over all groups that have a right answer.
 *
 * @param width features a row
 * @returns weights for features as they are (not standardised)
 * @see McFadden, "Conditional logit analysis of qualitative choice behavior", 1974; Kingma & Ba, "Adam", 2015; for `doubt` Zhang & Sabuncu,
 * "Generalized cross entropy loss for training deep neural networks with noisy labels", 2018
 */
export function weightsFor(
	groups: readonly Group[],
	width: number,
	{ l2, steps, doubt = 0 }: FitOptions,
): readonly number[] {
	const used = groups.filter(({ isRight }) => isRight.some(Boolean));
	const scale = scales(used, width);
	// Weights are held for standardised features, where one step size and one pull fit all; w = standardised / scale.
	const weights = new Float64Array(width);
	const raw = new Float64Array(width);
	const first = new Float64Array(width);
	const second = new Float64Array(width);
	for (let step = 1; step <= steps; step++) {
		const gradient = new Float64Array(width);
		for (const group of used) {
			addGradient(group, raw, width, doubt, gradient);
		}
		for (let j = 0; j < width; j++) {
			const g = ((gradient[j] ?? 0) * (scale[j] ?? 1)) / used.length + l2 * (weights[j] ?? 0);
			first[j] = 0.9 * (first[j] ?? 0) + 0.1 * g;
			second[j] = 0.99 * (second[j] ?? 0) + 0.01 * g * g;
			const rate = 0.08 / (1 + step / 100);
			const move = (first[j] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((second[j] ?? 0) / (1 - 0.99 ** step)) + 1e-8);
			weights[j] = (weights[j] ?? 0) - rate * move;
			raw[j] = (weights[j] ?? 0) * (scale[j] ?? 1);
		}
	}
	return [...raw];
}

/** 1 / standard deviation of each feature; 0 where it never varies. */
function scales(groups: readonly Group[], width: number): Float64Array {
	const sum = new Float64Array(width);
	const squares = new Float64Array(width);
	let count = 0;
	for (const { rows, count: n } of groups) {
		count += n;
		for (let i = 0; i < n * width; i++) {
			const value = rows[i] ?? 0;
			sum[i % width] = (sum[i % width] ?? 0) + value;
			squares[i % width] = (squares[i % width] ?? 0) + value * value;
		}
	}
	return sum.map((total, j) => {
		const variance = (squares[j] ?? 0) / count - (total / count) ** 2;
		return variance > 1e-9 ? 1 / Math.sqrt(variance) : 0;
	});
}

/** Adds the gradient of -log(sum of the right answers' shares), times that sum to the power of `doubt`. */
function addGradient(group: Group, weights: Float64Array, width: number, doubt: number, gradient: Float64Array): void {
	const { rows, count, answer, isRight } = group;
	const powers = powersOf(group, weights, width);
	let all = 0;
	let right = 0;
	for (let i = 0; i < count; i++) {
		all += powers[i] as number;
		right += isRight[answer[i] as number] ? (powers[i] as number) : 0;
	}
	right = Math.max(right, 1e-300);
	const weight = (right / all) ** doubt;
	for (let i = 0; i < count; i++) {
		const share = powers[i] as number;
		const off = share / all - (isRight[answer[i] as number] ? share / right : 0);
		if (off > 1e-7 || off < -1e-7) {
			for (let j = 0, at = i * width; j < width; j++, at++) {
				(gradient[j] as number) += weight * off * (rows[at] as number);
			}
		}
	}
}

function powersOf({ rows, count, offset }: Group, weights: ArrayLike<number>, width: number): Float64Array {
	const logits = new Float64Array(count);
	let most = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < count; i++) {
		let logit = offset[i] as number;
		for (let j = 0, at = i * width; j < width; j++, at++) {
			logit += (rows[at] as number) * (weights[j] as number);
		}
		logits[i] = logit;
		most = Math.max(most, logit);
	}
	return logits.map((logit) => Math.exp(logit - most));
}

/** Share of each answer; they add up to 1. */
export function sharesOf(group: Group, weights: ArrayLike<number>, width: number): Float64Array {
	const shares = new Float64Array(group.answers.length);
	const powers = powersOf(group, weights, width);
	let all = 0;
	for (let i = 0; i < group.count; i++) {
		const answer = group.answer[i] as number;
		shares[answer] = (shares[answer] as number) + (powers[i] as number);
		all += powers[i] as number;
	}
	return shares.map((share) => share / (all || 1));
}

/**
 * Offset and slope that turn shares into probabilities, by logistic regression on shares of cases the weights were not made from.
 *
 * @see Platt, "Probabilistic outputs for support vector machines", 1999
 */
export function calibrate(pairs: readonly { readonly share: number; readonly isRight: boolean }[]) {
	let offset = 0;
	let slope = 1;
	for (let step = 0; step < 4000; step++) {
		let [byOffset, bySlope] = [0, 0];
		for (const { share, isRight } of pairs) {
			const clipped = Math.min(1 - 1e-6, Math.max(1e-6, share));
			const logit = Math.log(clipped / (1 - clipped));
			const error = 1 / (1 + Math.exp(-(offset + slope * logit))) - Number(isRight);
			byOffset += error;
			bySlope += error * logit;
		}
		offset -= (0.5 * byOffset) / pairs.length;
		slope -= (0.1 * bySlope) / pairs.length;
	}
	return { offset: Number(offset.toFixed(4)), slope: Number(slope.toFixed(4)) };
}
