import * as l10n from '@vscode/l10n';

const MINUTE = 60_000;

/** How long something took, to the minute: `2 d 3 h 5 min`; seconds where it was less than two minutes. */
export function spanText(ms: number): string {
	const whole = Math.max(0, ms);
	if (whole < 2 * MINUTE) {
		return l10n.t('{0} s', Math.round(whole / 1000));
	}
	const minutes = Math.round(whole / MINUTE);
	const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
	return [days > 0 && l10n.t('{0} d', days), (days > 0 || hours > 0) && l10n.t('{0} h', hours), l10n.t('{0} min', rest)]
		.filter((part) => part !== false)
		.join(' ');
}
