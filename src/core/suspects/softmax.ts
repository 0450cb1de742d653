/** Shares that add up to 1, from logits. Empty for none. */
export function softmax(logits: readonly number[]): readonly number[] {
	const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
	const powers = logits.map((logit) => Math.exp(logit - most));
	const total = powers.reduce((a, b) => a + b, 0);
	return powers.map((power) => power / total);
}

/** Sum of weights times features. */
export function dot(weights: ArrayLike<number>, features: ArrayLike<number>): number {
	let total = 0;
	for (let i = 0; i < features.length; i++) {
		total += (weights[i] ?? 0) * (features[i] ?? 0);
	}
	return total;
}
