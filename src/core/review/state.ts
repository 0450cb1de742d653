import type { Incident, Review } from '../incident/record';
import { readFrontMatter } from './frontMatter';

/** Whether its front matter says that it is not complete yet. */
export const isDraft = ({ text }: Pick<Review, 'text'>): boolean => readFrontMatter(text).front.status === 'draft';

/** How far a review has come: held where that was verified. */
export type ReviewState = 'none' | 'draft' | 'written' | 'held';

/** A review without text is none, whatever was checked off. */
export function reviewState({ review, checks = [] }: Pick<Incident, 'review' | 'checks'>): ReviewState {
	if (!review?.text.trim()) {
		return 'none';
	}
	if (isDraft(review)) {
		return 'draft';
	}
	return checks.some(({ check }) => check === 'reviewHeld') ? 'held' : 'written';
}
