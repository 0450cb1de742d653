import { isDraft } from '../review/state';
import { type ClosureRules, DEFAULT_CLOSURE, missingChecks } from './closure';
import type { Incident } from './record';

/** The lifecycle, in order. */
export const STATUSES = ['new', 'acknowledged', 'investigating', 'mitigated', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

/** What a change of status asks a person for before it is made: a note in the timeline, the post-incident review, or what is to be verified. */
export type Need = 'verificationNote' | 'reason' | 'review' | 'checks';

export type Transition = { readonly allowed: true; readonly needs: readonly Need[] } | { readonly allowed: false };

/** What of an incident decides on its lifecycle. */
export type InLifecycle = Pick<Incident, 'status' | 'priority' | 'major' | 'review' | 'checks'>;

/** Statuses reachable from each one, and what each step asks for. Going back is reopening and asks why. */
const TABLE: Readonly<Record<Status, Readonly<Partial<Record<Status, readonly Need[]>>>>> = {
	new: { acknowledged: [], investigating: [], mitigated: [], resolved: [] },
	acknowledged: { investigating: [], mitigated: [], resolved: [] },
	investigating: { acknowledged: [], mitigated: [], resolved: [] },
	mitigated: { investigating: ['reason'], resolved: [] },
	resolved: { investigating: ['reason'], closed: ['checks', 'verificationNote', 'review'] },
	closed: { investigating: ['reason'] },
};

/** Whether an incident may go to another status, and what that asks for; of a review, and of what is to be verified, only what is due and not there yet. */
export function transition(incident: InLifecycle, to: Status, closure: ClosureRules = DEFAULT_CLOSURE): Transition {
	const needs = TABLE[incident.status][to];
	return needs ? { allowed: true, needs: needs.filter((need) => isOpen(need, incident, closure)) } : { allowed: false };
}

/** Statuses that `from` may change to, in lifecycle order. */
export function nextStatuses(from: Status): readonly Status[] {
	return STATUSES.filter((to) => TABLE[from][to] !== undefined);
}

function isOpen(need: Need, incident: InLifecycle, closure: ClosureRules): boolean {
	switch (need) {
		case 'review':
			return lacksReview(incident);
		case 'checks':
			return missingChecks(incident, closure).length > 0;
		default:
			return true;
	}
}

/** Of what was once a major incident, or is a P1, others are to learn. A draft is not there yet. */
export const isReviewDue = ({ priority, major }: Pick<InLifecycle, 'priority' | 'major'>): boolean =>
	priority === 'P1' || major !== undefined;

function lacksReview({ review, ...incident }: InLifecycle): boolean {
	return isReviewDue(incident) && (!review?.text.trim() || isDraft(review));
}
