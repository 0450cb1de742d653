import { perLocale } from '../../base/perLocale';

const inZone = perLocale(
	(timeZone) =>
		new Intl.DateTimeFormat('en-CA', {
			...{ timeZone, hourCycle: 'h23', timeZoneName: 'shortOffset' },
			...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
		}),
);

/** `2026-11-20 14:05:06 UTC`; empty for a time that no calendar has. */
export function utcText(at: number): string {
	const date = new Date(at);
	return Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `15:05:06 GMT+1`, with its day where that is not the one in UTC; empty where the zone is UTC, or none that is known. */
export function localText(at: number, timeZone: string | undefined): string {
	if (timeZone === undefined || /^(?:UTC|GMT|Etc\/.*)$/i.test(timeZone) || Number.isNaN(new Date(at).getTime())) {
		return '';
	}
	try {
		const parts = inZone(timeZone).formatToParts(at);
		const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
		const day = `${of('year')}-${of('month')}-${of('day')}`;
		const time = `${of('hour')}:${of('minute')}:${of('second')} ${of('timeZoneName')}`;
		return utcText(at).startsWith(day) ? time : `${day} ${time}`;
	} catch {
		return '';
	}
}

const UTC = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(:\d{2})? UTC(?= |$)/;
const LOCAL =
	/^\((?:\d{4}-\d{2}-\d{2} )?(?<time>\d{2}:\d{2}(?<second>:\d{2})?) GMT(?:(?<sign>[+-])(?<hours>\d{1,2})(?::(?<minutes>\d{2}))?)?\)(?= |$)/;

/**
 * The time that a line begins with, and what follows; undefined where it begins with none. The same time in a zone, as `localText` has it, is left out
 * where it can be told again; what somebody wrote otherwise stays.
 *
 * @param timeZone of whoever reads it, as `Intl` names it; undefined where none is known
 * @returns `at` in epoch milliseconds
 */
export function leadingTime(
	text: string,
	timeZone?: string,
): { readonly at: number; readonly rest: string } | undefined {
	const [all, day = '', minute = '', second = ':00'] = UTC.exec(text) ?? [];
	const at = Date.parse(`${day}T${minute}${second}.000Z`);
	if (all === undefined || Number.isNaN(at) || !utcText(at).startsWith(`${day} ${minute}`)) {
		return undefined;
	}
	const rest = text.slice(all.length).trimStart();
	return { at, rest: localText(at, timeZone) === '' ? rest : withoutLocal(rest, at) };
}

function withoutLocal(rest: string, at: number): string {
	const found = LOCAL.exec(rest);
	const { time = '', second, sign, hours = '0', minutes = '0' } = found?.groups ?? {};
	const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
	const local = new Date(at + offset);
	const isSame =
		!Number.isNaN(local.getTime()) && local.toISOString().slice(-13, second === undefined ? -8 : -5) === time;
	return found && isSame ? rest.slice(found[0].length).trimStart() : rest;
}
