import type { Reason } from './model';

/** Scores and weights have three digits, so that a score is the sum of what is shown. */
export const rounded = (value: number) => Math.round(value * 1000) / 1000;

export const total = (reasons: readonly Pick<Reason, 'weight'>[]) =>
	rounded(reasons.reduce((sum, reason) => sum + reason.weight, 0));
