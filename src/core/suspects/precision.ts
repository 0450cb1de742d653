import type { Verdict } from '../incident/record';

/** How often the analysis was right, as far as people (and bisections) have said. Counts; nothing of it leaves this machine. */
export interface SuspectPrecision {
	/** Verdicts of any kind that hold now. */
	readonly verdicts: number;
	readonly dismissed: number;
	/** Incidents with a confirmed commit that had been analysed when it was confirmed: what the two below are out of. */
	readonly incidents: number;
	/** Incidents whose first suspect at that time was a confirmed commit. */
	readonly top1: number;
	/** Incidents with a confirmed commit among the first three suspects at that time. */
	readonly top3: number;
	/** Incidents with a confirmed commit among the first five suspects at that time. */
	readonly top5: number;
}

/**
 * Counts verdicts against the rankings they were given on. Where an incident has several confirmed commits, the best placed one counts.
 *
 * @param incidents the verdicts of each
 */
export function suspectPrecision(incidents: readonly (readonly Verdict[])[]): SuspectPrecision {
	const all = incidents.flat();
	const places = incidents.flatMap((verdicts) => {
		const ranked = verdicts.filter(({ verdict, rank }) => verdict === 'confirmed' && rank !== undefined);
		return ranked.length === 0 ? [] : [Math.min(...ranked.map(({ rank }) => rank ?? Number.POSITIVE_INFINITY))];
	});
	return {
		verdicts: all.length,
		dismissed: all.filter(({ verdict }) => verdict === 'dismissed').length,
		incidents: places.length,
		top1: places.filter((place) => place === 1).length,
		top3: places.filter((place) => place <= 3).length,
		top5: places.filter((place) => place <= 5).length,
	};
}
