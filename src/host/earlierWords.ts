import * as l10n from '@vscode/l10n';
import type { EarlierIncident } from '../app/earlierIncidents';
import { shortSha, statusName } from './words';

/** So many functions or files are named. */
const NAMED = 3;

/** Why an earlier incident is shown, the most telling first. */
export function whyEarlier({ hasSameFailure, functions, files, isAlike }: EarlierIncident): readonly string[] {
	const calls = functions.map((one) => one.slice(one.indexOf(' ') + 1));
	const inFunctions = new Set(functions.map((one) => one.slice(0, one.indexOf(' '))));
	const others = files.filter((file) => !inFunctions.has(file));
	return [
		...(hasSameFailure ? [l10n.t('same stack trace')] : []),
		...(calls.length > 0 ? [l10n.t('same functions: {0}', named(calls))] : []),
		...(others.length > 0 ? [l10n.t('same files: {0}', named(others))] : []),
		...(isAlike ? [l10n.t('says nearly the same')] : []),
	];
}

/** How it was resolved, in as many sentences as are known. */
export function howResolved({ incident, cause, links, learned }: EarlierIncident): readonly string[] {
	return [
		l10n.t('It is {0}', statusName(incident.status).toLocaleLowerCase()),
		...(cause ? [l10n.t('Cause: {0} ({1})', cause.subject, shortSha(cause.sha))] : []),
		...links.map(({ title, url }) => l10n.t('Helped: {0}', title || url)),
		...(learned === '' ? [] : [learned]),
	];
}

function named(all: readonly string[]): string {
	const first = all.slice(0, NAMED).join(', ');
	return all.length > NAMED ? l10n.t('{0} and {1} more', first, all.length - NAMED) : first;
}
