import * as l10n from '@vscode/l10n';
import { perLocale } from '../base/perLocale';
import type { IncidentClock, TargetState } from '../core/incident/targets';

const MINUTE = 60_000;
const inUnits = (unit: 'minute' | 'hour' | 'day') =>
	perLocale((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }));
const units = { minute: inUnits('minute'), hour: inUnits('hour'), day: inUnits('day') };

/** `12 min`, `3 hr`, `2 days`: the largest unit of which there are two, so that little is lost; never less than a minute. */
export function duration(ms: number, locale: string): string {
	const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE));
	const [unit, size] =
		minutes < 120
			? (['minute', 1] as const)
			: minutes < 48 * 60
				? (['hour', 60] as const)
				: (['day', 24 * 60] as const);
	return units[unit](locale).format(Math.floor(minutes / size));
}

/** The target that counts now: somebody is to answer, then it is to be over. Undefined where nothing is promised, or all is done. */
export function nextTarget({
	acknowledge,
	resolve,
}: IncidentClock): { readonly of: 'acknowledge' | 'resolve'; readonly state: TargetState } | undefined {
	if (resolve?.isDone) {
		return undefined;
	}
	if (acknowledge && !acknowledge.isDone) {
		return { of: 'acknowledge', state: acknowledge };
	}
	return resolve && { of: 'resolve', state: resolve };
}

/** `ack in 12 min`, `resolve 3 hr overdue`: what the clock says in a few words; empty where it says nothing. */
export function clockWords(clock: IncidentClock, locale: string): string {
	const next = nextTarget(clock);
	if (!next) {
		return '';
	}
	const { of, state } = next;
	const time = duration(state.leftMs, locale);
	if (state.state === 'missed') {
		return of === 'acknowledge' ? l10n.t('ack {0} overdue', time) : l10n.t('resolve {0} overdue', time);
	}
	return of === 'acknowledge' ? l10n.t('ack in {0}', time) : l10n.t('resolve in {0}', time);
}

/** The same as a sentence of its own. */
export function clockSentence(clock: IncidentClock, locale: string): string {
	const next = nextTarget(clock);
	if (!next) {
		return '';
	}
	const { of, state } = next;
	const time = duration(state.leftMs, locale);
	if (state.state === 'missed') {
		return of === 'acknowledge'
			? l10n.t('It was to be acknowledged {0} ago.', time)
			: l10n.t('It was to be resolved {0} ago.', time);
	}
	return of === 'acknowledge' ? l10n.t('To be acknowledged in {0}.', time) : l10n.t('To be resolved in {0}.', time);
}
