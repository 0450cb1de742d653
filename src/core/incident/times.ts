/** The times of an incident, in the order in which they come. */
export const TIMES = ['startedAt', 'detectedAt', 'acknowledgedAt', 'mitigatedAt', 'resolvedAt', 'closedAt'] as const;
export type IncidentTime = (typeof TIMES)[number];

/** Times that a status leaves behind. */
export type Mark = Exclude<IncidentTime, 'startedAt' | 'detectedAt'>;

type Times = Partial<Readonly<Record<IncidentTime, number>>>;

/** Times as the timeline tells them, and what somebody corrected. Epoch milliseconds. */
interface Told extends Times {
	readonly createdAt: number;
	readonly corrections?: Times;
}

export interface DerivedTimes extends Times {
	readonly startedAt: number;
	readonly detectedAt: number;
}

/**
 * The times that count: as they were corrected, else as the timeline tells. A correction of a status that was not reached counts for nothing.
 * What nobody said is never later than what is said of a later step: who corrects only that it was resolved at ten says that it was
 * acknowledged by then as well.
 */
export function timesOf({ createdAt, corrections = {}, ...told }: Told): DerivedTimes {
	let latest = Number.POSITIVE_INFINITY;
	/** Called from the last step to the first. */
	const step = (said: number | undefined, derived: number | undefined): number | undefined => {
		const ms = said ?? (derived === undefined ? undefined : Math.min(derived, latest));
		latest = Math.min(latest, ms ?? latest);
		return ms;
	};
	const reached = (mark: Mark) => step(told[mark] === undefined ? undefined : corrections[mark], told[mark]);
	const marks = {
		closedAt: reached('closedAt'),
		resolvedAt: reached('resolvedAt'),
		mitigatedAt: reached('mitigatedAt'),
		acknowledgedAt: reached('acknowledgedAt'),
	};
	const detectedAt = step(corrections.detectedAt, createdAt) ?? createdAt;
	const said = told.startedAt === createdAt ? undefined : told.startedAt;
	const startedAt = step(corrections.startedAt ?? said, createdAt) ?? createdAt;
	return { ...marks, startedAt, detectedAt };
}

/**
 * The first two times, one of them in `about`, that are in the wrong order, the earlier step first; undefined where all of those are in order.
 */
export function outOfOrder(
	times: Times,
	about: readonly IncidentTime[],
): readonly [IncidentTime, IncidentTime] | undefined {
	const known = TIMES.filter((time) => times[time] !== undefined);
	for (const [place, step] of known.entries()) {
		const next = known[place + 1];
		const isAsked = about.includes(step) || (next !== undefined && about.includes(next));
		if (next !== undefined && isAsked && (times[step] ?? 0) > (times[next] ?? 0)) {
			return [step, next];
		}
	}
	return undefined;
}

/** Those of the times that are there, and nothing else. */
export function onlyTimes(times: Times): Times {
	return Object.fromEntries(TIMES.flatMap((time) => (times[time] === undefined ? [] : [[time, times[time]]])));
}

/** What is left of the corrections without some; nothing to put in where none of those was corrected. */
export function withoutCorrection(
	{ corrections }: { readonly corrections?: Times },
	times: readonly IncidentTime[],
): { readonly corrections?: Times } {
	if (!corrections || !times.some((time) => time in corrections)) {
		return {};
	}
	const left = Object.entries(corrections).filter(([time]) => !times.includes(time as IncidentTime));
	return { corrections: left.length > 0 ? Object.fromEntries(left) : undefined };
}
