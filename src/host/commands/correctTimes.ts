import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Corrections } from '../../core/incident/events/timesCorrected';
import type { Incident } from '../../core/incident/record';
import { timeName } from '../../core/incident/timeName';
import { type IncidentTime, TIMES } from '../../core/incident/times';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { localTimeIn, localTimeText } from '../localTime';

interface Item extends vscode.QuickPickItem {
	readonly time?: IncidentTime;
}

/** Corrects when it began, was detected, acknowledged and so on; several together, since they are held against each other. */
export const correctTimes: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const given: { -readonly [time in IncidentTime]?: number | null } = {};
	for (;;) {
		const chosen = await vscode.window.showQuickPick(itemsOf(incident, given), {
			title: l10n.t('Times of {0}', incident.key),
			placeHolder: l10n.t('Which time was another one?'),
			ignoreFocusOut: true,
		});
		if (!chosen) {
			return;
		}
		if (chosen.time === undefined) {
			break;
		}
		const ms = await askTime(incident, chosen.time, given[chosen.time]);
		if (ms !== undefined) {
			given[chosen.time] = ms;
		}
	}
	const corrections: Corrections = given;
	await (await app.incidents()).correctTimes(incident.id, corrections);
};

function itemsOf(incident: Incident, given: Corrections): readonly Item[] {
	const count = Object.keys(given).length;
	const save: readonly Item[] =
		count === 0
			? []
			: [
					{
						label: count === 1 ? l10n.t('$(check) Save 1 Correction') : l10n.t('$(check) Save {0} Corrections', count),
					},
				];
	return [
		...save,
		...TIMES.flatMap((time): readonly Item[] => {
			const now = incident[time];
			if (now === undefined) {
				return [];
			}
			const said = given[time];
			return [
				{
					label: capital(timeName(time)),
					time,
					description:
						said === undefined ? localTimeText(now) : said === null ? l10n.t('as recorded') : localTimeText(said),
					...(said !== undefined
						? { detail: l10n.t('not saved yet; before: {0}', localTimeText(now)) }
						: incident.corrections?.[time] !== undefined && { detail: l10n.t('corrected') }),
				},
			];
		}),
	];
}

/** @returns `null` for as recorded, undefined when the person goes away from it */
async function askTime(
	incident: Incident,
	time: IncidentTime,
	said: number | null | undefined,
): Promise<number | null | undefined> {
	const text = await vscode.window.showInputBox({
		title: l10n.t('Times of {0}: {1}', incident.key, timeName(time)),
		prompt: l10n.t('Your local time, such as 2026-11-20 14:05, or 14:05 for today; empty for as recorded'),
		value: localTimeText(said ?? incident[time] ?? Date.now()),
		ignoreFocusOut: true,
		validateInput: (value) =>
			value.trim() === '' || localTimeIn(value, Date.now()) !== undefined
				? undefined
				: l10n.t('Write a time such as 2026-11-20 14:05 or 14:05.'),
	});
	return text === undefined ? undefined : text.trim() === '' ? null : localTimeIn(text, Date.now());
}

function capital(word: string): string {
	return word.charAt(0).toLocaleUpperCase(vscode.env.language) + word.slice(1);
}
