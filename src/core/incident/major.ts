import type { Incident, Update } from './record';

/** Whether it is a major incident now: declared, and not stood down. */
export function isMajor({ major }: Pick<Incident, 'major'>): boolean {
	return major !== undefined && major.stoodDown === undefined;
}

/**
 * When those who wait were promised the next update, in epoch milliseconds; undefined where nothing is due: nothing was promised, the major
 * incident was stood down, or it is over. Only what was written since it was declared counts; somebody may have said since that it comes later.
 */
export function nextUpdateDue({
	major,
	updates = [],
	updateSnoozedUntil = Number.NEGATIVE_INFINITY,
	status,
}: Pick<Incident, 'major' | 'updates' | 'updateSnoozedUntil' | 'status'>): number | undefined {
	if (major?.stoodDown || status === 'resolved' || status === 'closed') {
		return undefined;
	}
	const promised = promisedAt(major, updates.at(-1));
	return promised === undefined ? undefined : Math.max(promised, updateSnoozedUntil);
}

function promisedAt(major: Incident['major'], last: Update | undefined): number | undefined {
	if (!major || (last && last.at >= major.declaredAt)) {
		return last?.nextAt ?? undefined;
	}
	return major.declaredAt + major.updateMinutes * 60_000;
}
