/**
 * A percentile by linear interpolation between the closest ranks (Hyndman and Fan's type 7, what spreadsheets call PERCENTILE.INC): the
 * value at place `share × (n − 1)` of the values in order, counted from 0, and between two places in proportion. The median of an even
 * number of values is the mean of the middle two.
 *
 * @param share 0..1: 0.5 for the median
 * @returns null where there are no values: there is no median of nothing
 * @see Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996)
 */
export function percentile(values: readonly number[], share: number): number | null {
	const sorted = [...values].sort((a, b) => a - b);
	const place = share * (sorted.length - 1);
	const below = sorted[Math.floor(place)];
	const above = sorted[Math.ceil(place)];
	if (below === undefined || above === undefined) {
		return null;
	}
	return below + (above - below) * (place - Math.floor(place));
}
