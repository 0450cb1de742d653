import type { Incident } from './record';

/** The lifecycle, in order. */
export const STATUSES = ['new', 'acknowledged', 'investigating', 'mitigated', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

/** What a change of status asks a person for before it is made: a note in the timeline, or the post-incident review. */
export type Need = 'verificationNote' | 'reason' | 'review';

export type Transition = { readonly allowed: true; readonly needs: readonly Need[] } | { readonly allowed: false };

/** What of an incident decides on its lifecycle. */
export type InLifecycle = Pick<Incident, 'status' | 'priority' | 'major' | 'review'>;

/** Statuses reachable from each one, and what each step asks for. Going back is reopening and asks why. */
const TABLE: Readonly<Record<Status, Readonly<Partial<Record<Status, readonly Need[]>>>>> = {
	new: { acknowledged: [], investigating: [], mitigated: [], resolved: [] },
	acknowledged: { investigating: [], mitigated: [], resolved: [] },
	investigating: { acknowledged: [], mitigated: [], resolved: [] },
	mitigated: { investigating: ['reason'], resolved: [] },
	resolved: { investigating: ['reason'], closed: ['verificationNote', 'review'] },
	closed: { investigating: ['reason'] },
};

/** Whether an incident may go to another status, and what that asks for; a review only where one is due and was not written yet. */
export function transition(incident: InLifecycle, to: Status): Transition {
	const needs = TABLE[incident.status][to];
	return needs
		? { allowed: true, needs: needs.filter((need) => need !== 'review' || lacksReview(incident)) }
		: { allowed: false };
}

/** Statuses that `from` may change to, in lifecycle order. */
export function nextStatuses(from: Status): readonly Status[] {
	return STATUSES.filter((to) => TABLE[from][to] !== undefined);
}

/** Of what was once a major incident, or is a P1, others are to learn. */
function lacksReview({ priority, major, review }: InLifecycle): boolean {
	return (priority === 'P1' || major !== undefined) && !review?.text.trim();
}
