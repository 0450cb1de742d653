import * as l10n from '@vscode/l10n';

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A duration as a person says it: one unit, rounded down ("14 minutes", "3 days", "2 years"). */
export function ageInWords(ms: number): string {
	const units: readonly (readonly [number, (n: number) => string])[] = [
		[365 * DAY_MS, (n) => (n === 1 ? l10n.t('1 year') : l10n.t('{0} years', n))],
		[30 * DAY_MS, (n) => (n === 1 ? l10n.t('1 month') : l10n.t('{0} months', n))],
		[DAY_MS, (n) => (n === 1 ? l10n.t('1 day') : l10n.t('{0} days', n))],
		[HOUR_MS, (n) => (n === 1 ? l10n.t('1 hour') : l10n.t('{0} hours', n))],
	];
	const unit = units.find(([size]) => ms >= size);
	const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
	return unit ? unit[1](Math.floor(ms / unit[0])) : minutes === 1 ? l10n.t('1 minute') : l10n.t('{0} minutes', minutes);
}
