import * as l10n from '@vscode/l10n';
import type { ShownOpinion } from '../app/secondOpinion';
import { assertNever } from '../base/assertNever';
import { perLocale } from '../base/perLocale';
import type { Need, Status } from '../core/incident/status';
import type { Relation } from '../core/trace/model';

const MINUTE = 60_000;
const relativeTimes = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const percentages = perLocale(
	(locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
);
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
	['year', 365 * 24 * 60 * MINUTE],
	['month', 30 * 24 * 60 * MINUTE],
	['week', 7 * 24 * 60 * MINUTE],
	['day', 24 * 60 * MINUTE],
	['hour', 60 * MINUTE],
	['minute', MINUTE],
];

/** `3 days ago`, `in 2 hours`, `now`: times are epoch milliseconds. */
export function ago(at: number, now: number, locale: string): string {
	const ms = at - now;
	const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? (['second', 1000] as const);
	const format = relativeTimes(locale);
	return unit === 'second' ? format.format(0, 'second') : format.format(Math.round(ms / size), unit);
}

/** `82 %`, as the locale writes it. `share` is 0..1. */
export function percent(share: number, locale: string): string {
	return percentages(locale).format(share);
}

/** What a second opinion comes to, where there is no commit to show. */
export const opinionWithout = (opinion: ShownOpinion): string =>
	opinion.isUnknown
		? l10n.t('{0} did not say', opinionName(opinion))
		: opinion.elsewhere === undefined
			? l10n.t('{0} names none', opinionName(opinion))
			: l10n.t('{0} names {1}', opinionName(opinion), opinion.elsewhere);

/** Whose a second opinion is. */
export function opinionName({ rule, name = '' }: Pick<ShownOpinion, 'rule' | 'name'>): string {
	switch (rule) {
		case 'sentry':
			return l10n.t('Sentry’s rule');
		case 'datadog':
			return l10n.t('Datadog’s rule');
		default:
			return l10n.t('{0} itself', name);
	}
}

export function shortSha(sha: string): string {
	return sha.slice(0, 7);
}

/** Asked for each row of long lists, so that only the one name is looked up. */
export function statusName(status: Status): string {
	switch (status) {
		case 'new':
			return l10n.t('New');
		case 'acknowledged':
			return l10n.t('Acknowledged');
		case 'investigating':
			return l10n.t('Investigating');
		case 'mitigated':
			return l10n.t('Mitigated');
		case 'resolved':
			return l10n.t('Resolved');
		case 'closed':
			return l10n.t('Closed');
		default:
			return assertNever(status);
	}
}

export function needQuestion(need: Exclude<Need, 'checks'>): string {
	return {
		verificationNote: l10n.t('How was it verified that the incident is over?'),
		reason: l10n.t('Why is it being reopened?'),
		review: l10n.t('Post-incident review: what made this possible, and what is done about it?'),
	}[need];
}

/** An exception's title with how it stands to the one before: `Caused by TypeError: x is undefined`. */
export function exceptionTitle(relation: Relation, title: string): string {
	switch (relation) {
		case 'cause':
			return l10n.t('Caused by {0}', title);
		case 'context':
			return l10n.t('While handling {0}', title);
		case 'suppressed':
			return l10n.t('Suppressed {0}', title);
		case 'member':
			return l10n.t('In the group: {0}', title);
		default:
			return title;
	}
}
