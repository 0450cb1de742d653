import * as l10n from '@vscode/l10n';
import type { Bucket, BucketUnit, Period } from '../../core/incident/metrics/periods';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`: the two largest units that say something. */
export function durationText(ms: number): string {
	if (ms < MINUTE) {
		return l10n.t('{0} s', Math.round(ms / 1000));
	}
	const minutes = Math.round(ms / MINUTE);
	const [days, hours, left] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
	const parts = [
		[days, l10n.t('{0} d', days)],
		[hours, l10n.t('{0} h', hours)],
		[days > 0 ? 0 : left, l10n.t('{0} min', left)],
	] as const;
	return parts.flatMap(([amount, text]) => (amount > 0 ? text : [])).join(' ');
}

/** How a bucket is called: short on an axis, in full in a table. */
export function bucketNames(
	{ start }: Bucket,
	unit: BucketUnit,
	locale: string,
): { readonly label: string; readonly name: string } {
	const date = new Date(start * DAY);
	const say = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
	switch (unit) {
		case 'week':
			return {
				label: say({ month: 'short', day: 'numeric' }),
				name: say({ month: 'short', day: 'numeric', year: 'numeric' }),
			};
		case 'month':
			// the year once, where it begins: an axis has little room
			return {
				label: date.getUTCMonth() === 0 ? say({ month: 'short', year: 'numeric' }) : say({ month: 'short' }),
				name: say({ month: 'long', year: 'numeric' }),
			};
		case 'quarter': {
			const name = l10n.t('Q{0} {1}', Math.floor(date.getUTCMonth() / 3) + 1, say({ year: 'numeric' }));
			return { label: name, name };
		}
		default: {
			const name = say({ year: 'numeric' });
			return { label: name, name };
		}
	}
}

export function isoDate({ start }: Bucket): string {
	return new Date(start * DAY).toISOString().slice(0, 10);
}

/** What a row of a course over time is. */
export function bucketTitle(unit: BucketUnit): string {
	return {
		week: l10n.t('Week from'),
		month: l10n.t('Month'),
		quarter: l10n.t('Quarter'),
		year: l10n.t('Year'),
	}[unit];
}

export function courseTitle(unit: BucketUnit): string {
	return {
		week: l10n.t('Incidents by week'),
		month: l10n.t('Incidents by month'),
		quarter: l10n.t('Incidents by quarter'),
		year: l10n.t('Incidents by year'),
	}[unit];
}

/** Which incidents, inside a sentence. */
export function periodWords(period: Period): string {
	return {
		days30: l10n.t('the last 30 days'),
		days90: l10n.t('the last 90 days'),
		months12: l10n.t('the last 12 months'),
		all: l10n.t('all time'),
	}[period];
}

export function incidentsText(count: number, locale: string): string {
	return count === 1 ? l10n.t('1 incident') : l10n.t('{0} incidents', count.toLocaleString(locale));
}
