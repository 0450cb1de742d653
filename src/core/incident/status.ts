/** The lifecycle, in order. */
export const STATUSES = ['new', 'acknowledged', 'investigating', 'mitigated', 'resolved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

/** What a change of status asks a person for before it is made. */
export type Need = 'verificationNote' | 'reason';

export type Transition = { readonly allowed: true; readonly needs: readonly Need[] } | { readonly allowed: false };

/** Statuses reachable from each one, and what each step asks for. Going back is reopening and asks why. */
const TABLE: Readonly<Record<Status, Readonly<Partial<Record<Status, readonly Need[]>>>>> = {
	new: { acknowledged: [], investigating: [], mitigated: [], resolved: [] },
	acknowledged: { investigating: [], mitigated: [], resolved: [] },
	investigating: { acknowledged: [], mitigated: [], resolved: [] },
	mitigated: { investigating: ['reason'], resolved: [] },
	resolved: { investigating: ['reason'], closed: ['verificationNote'] },
	closed: { investigating: ['reason'] },
};

/** Whether an incident may go from one status to another, and what that asks for. */
export function transition(from: Status, to: Status): Transition {
	const needs = TABLE[from][to];
	return needs ? { allowed: true, needs } : { allowed: false };
}

/** Statuses that `from` may change to, in lifecycle order. */
export function nextStatuses(from: Status): readonly Status[] {
	return STATUSES.filter((to) => TABLE[from][to] !== undefined);
}
