import * as l10n from '@vscode/l10n';
import type { SourceState } from '../core/alerts/memoryText';
import { type AlertRecord, type AlertState, isOn, type Severity } from '../core/alerts/model';
import { ago } from './words';

export const alertStateWord = (state: AlertState): string =>
	({
		firing: l10n.t('firing'),
		acknowledged: l10n.t('acknowledged there'),
		suppressed: l10n.t('silenced'),
		resolved: l10n.t('resolved'),
	})[state];

export const severityWord = (severity: Severity): string =>
	({
		critical: l10n.t('critical'),
		error: l10n.t('error'),
		warning: l10n.t('warning'),
		info: l10n.t('info'),
	})[severity];

/** `firing for 5 minutes · critical · Alertmanager · 4×`: how an alert stands, in a few words. @param now epoch milliseconds */
export function alertFacts(alert: AlertRecord, now: number, locale: string): string {
	const { state, severity, sourceName, count, startsAt, endsAt, isFlapping } = alert;
	const when = ago(state === 'resolved' ? (endsAt ?? startsAt) : startsAt, now, locale);
	return [
		state === 'firing' ? l10n.t('firing, began {0}', when) : `${alertStateWord(state)} ${when}`,
		isFlapping && isOn(alert) ? l10n.t('comes and goes') : '',
		severityWord(severity),
		sourceName,
		count > 1 ? l10n.t('{0}×', count) : '',
	]
		.filter(Boolean)
		.join(' · ');
}

/** `2 firing · 3 resolved`: how many of them stand how. */
export function alertCounts(alerts: readonly AlertRecord[], more = 0): string {
	const count = (is: (alert: AlertRecord) => boolean) => alerts.filter(is).length;
	const parts = (['firing', 'acknowledged', 'suppressed', 'resolved'] as const).flatMap((state) => {
		const of = count((alert) => alert.state === state);
		return of > 0 ? [`${of} ${alertStateWord(state)}`] : [];
	});
	return [...parts, ...(more > 0 ? [l10n.t('{0} more', more)] : [])].join(' · ');
}

/** How a monitor answers, in a few words. */
export function sourceWords({ at, trouble, on }: SourceState, now: number, locale: string): string {
	if (trouble !== undefined) {
		return trouble;
	}
	if (at === undefined) {
		return l10n.t('not asked yet');
	}
	const asked = l10n.t('asked {0}', ago(at, now, locale));
	return on === undefined ? asked : [on === 1 ? l10n.t('1 alert') : l10n.t('{0} alerts', on), asked].join(' · ');
}
