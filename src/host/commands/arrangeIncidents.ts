import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { STATUSES } from '../../core/incident/status';
import { type Filter, GROUPINGS, NO_FILTER, SORTINGS } from '../../core/incident/triage/arrangement';
import { isFiltering } from '../../core/incident/triage/filter';
import type { App, Command } from '../app';
import { args } from '../args';
import { filterParts, groupingName, sortingName } from '../views/arrangementWords';
import { statusName } from '../words';

/** Chooses what the incidents are grouped by. */
export const groupBy: Command = async ({ view }) => {
	const grouping = await chooseOne(l10n.t('Group By'), GROUPINGS, view.arrangement.grouping, groupingName);
	if (grouping) {
		await view.arrange({ grouping });
	}
};

/** Chooses what comes first, in the list or in each group. */
export const sortBy: Command = async ({ view }) => {
	const sorting = await chooseOne(l10n.t('Sort By'), SORTINGS, view.arrangement.sorting, sortingName);
	if (sorting) {
		await view.arrange({ sorting });
	}
};

/** Chooses which incidents are shown; one part of the filter at a time. */
export const filterIncidents: Command = async ({ view }) => {
	const { filter } = view.arrangement;
	const only = (part: Partial<Filter>) => filterParts({ ...NO_FILTER, ...part }).join();
	const parts: readonly Part[] = [
		{
			label: `$(search) ${l10n.t('Text…')}`,
			description: only({ text: filter.text }),
			ask: () => askText(filter),
		},
		{
			label: `$(circle-large-outline) ${l10n.t('Status…')}`,
			description: only({ statuses: filter.statuses }),
			ask: () => askStatuses(filter),
		},
		{
			label: `${filter.isMine ? '$(check)' : '$(account)'} ${l10n.t('Assigned to Me')}`,
			ask: async () => ({ isMine: !filter.isMine }),
		},
		{
			label: `${filter.isHere ? '$(check)' : '$(repo)'} ${l10n.t('This Repository')}`,
			detail: l10n.t('Those that were analyzed in a repository that is open here'),
			ask: async () => ({ isHere: !filter.isHere }),
		},
		...(isFiltering(filter) ? [{ label: `$(clear-all) ${l10n.t('Show All')}`, ask: async () => NO_FILTER }] : []),
	];
	const chosen = await vscode.window.showQuickPick(parts, {
		title: l10n.t('Filter Incidents'),
		placeHolder: l10n.t('Which incidents are to be shown?'),
	});
	const change = await chosen?.ask();
	if (change) {
		await view.arrange({ filter: { ...filter, ...change } });
	}
};

/** Shows all incidents again; brings one into sight that is named. */
export const clearFilter: Command = async ({ view }, _run, argument) => {
	await view.arrange({ filter: NO_FILTER });
	const incident = args.incident(argument);
	if (incident !== undefined) {
		await view.reveal(incident);
	}
};

/** Shows another page of a group of the tree. */
export const showMoreIncidents: Command = async (app: App, _run, argument) => {
	const group = args.group(argument);
	if (group !== undefined) {
		app.view.showMore(group);
	}
};

interface Part extends vscode.QuickPickItem {
	/** @returns undefined when the person goes away from it */
	readonly ask: () => Promise<Partial<Filter> | undefined>;
}

async function askText({ text }: Filter): Promise<Partial<Filter> | undefined> {
	const typed = await vscode.window.showInputBox({
		title: l10n.t('Filter Incidents by Text'),
		prompt: l10n.t('Words of titles, descriptions, stack traces or notes, or the beginning of a key. Empty shows all.'),
		value: text,
	});
	return typed === undefined ? undefined : { text: typed.trim().slice(0, 1000) };
}

async function askStatuses({ statuses }: Filter): Promise<Partial<Filter> | undefined> {
	const chosen = await vscode.window.showQuickPick(
		STATUSES.map((status) => ({ label: statusName(status), picked: statuses.includes(status), status })),
		{ title: l10n.t('Filter Incidents by Status'), placeHolder: l10n.t('None shows all'), canPickMany: true },
	);
	const all = chosen?.map(({ status }) => status);
	return all && { statuses: all.length === STATUSES.length ? [] : all };
}

/** One of some values; the current one is marked. */
async function chooseOne<T extends string>(
	title: string,
	values: readonly T[],
	current: T,
	nameOf: (value: T) => string,
): Promise<T | undefined> {
	const items = values.map((value) => ({
		label: nameOf(value),
		...(value === current && { description: l10n.t('now'), iconPath: new vscode.ThemeIcon('check') }),
		value,
	}));
	const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: nameOf(current) });
	return chosen?.value;
}
