import * as l10n from '@vscode/l10n';
import { perLocale } from '../../base/perLocale';
import { language } from '../shared/language';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param locale as VS Code speaks */
export function timeWords(locale: string) {
	const short = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
	const dated = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
	const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });
	const units = new Map<string, Intl.NumberFormat>();
	const counted = (count: number, unit: 'day' | 'hour' | 'minute' | 'second') => {
		const known = units.get(unit) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' });
		units.set(unit, known);
		return known.format(count);
	};
	const isSameDay = (one: number, other: number) => new Date(one).toDateString() === new Date(other).toDateString();
	return {
		/** `14:05`, `Nov 20, 14:05`: as short as it is clear on the day of `now`. */
		moment: (at: number, now: number) => (isSameDay(at, now) ? short : dated).format(at),
		/** Everything, with the time zone. */
		exact: (at: number) => full.format(at),
		/** The two largest parts: `3 days 4 hr`, `12 min`, `1 min 5 sec` where seconds are asked for and the time is short. */
		duration: (ms: number, withSeconds = false) => {
			const abs = Math.abs(ms);
			const parts: [number, 'day' | 'hour' | 'minute' | 'second'][] =
				abs >= DAY
					? [
							[Math.floor(abs / DAY), 'day'],
							[Math.floor((abs % DAY) / HOUR), 'hour'],
						]
					: abs >= HOUR || !withSeconds
						? [
								[Math.floor(abs / HOUR), 'hour'],
								[Math.floor((abs % HOUR) / MINUTE), 'minute'],
							]
						: [
								[Math.floor(abs / MINUTE), 'minute'],
								[Math.floor((abs % MINUTE) / SECOND), 'second'],
							];
			const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit));
			return shown.join(' ') || (withSeconds ? counted(0, 'second') : l10n.t('under a minute'));
		},
	};
}

const inLocale = perLocale(timeWords);

/** Of the page's own language. */
export const words = () => inLocale(language());
