import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Found, Incidents } from '../../app/incidents';
import { isAbort } from '../../base/errors';
import type { App, Command } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { inTreeOrder } from '../views/nodes';
import { statusName } from '../words';

/** So many are offered before anything is typed. */
const LATEST = 50;

interface Item extends vscode.QuickPickItem {
	readonly incidentId: string;
}

/** Searches as one types, in titles, descriptions, traces, notes and keys; the one that is chosen is opened, and shown in the tree. */
export const searchIncidents: Command = async (app, run) => {
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	const chosen = await choose(app, run, incidents);
	if (chosen !== undefined) {
		await app.view.reveal(chosen);
		await app.openPage(chosen);
	}
};

/** @returns the id of an incident; undefined for Escape */
function choose(app: App, run: Run, incidents: Incidents): Promise<string | undefined> {
	return new Promise((resolve) => {
		const pick = vscode.window.createQuickPick<Item>();
		let searching = new AbortController();
		const show = async (text: string) => {
			searching.abort();
			const abort = new AbortController();
			searching = abort;
			pick.busy = true;
			try {
				const found = await answerTo(text, incidents, AbortSignal.any([abort.signal, run.signal]));
				if (!abort.signal.aborted) {
					pick.items = found.map(itemOf);
				}
			} catch (error) {
				if (!isAbort(error) && !abort.signal.aborted) {
					app.log.error(error instanceof Error ? error : String(error), 'search');
					pick.items = [];
					pick.title = l10n.t('The incidents could not be searched; the log says why.');
				}
			} finally {
				if (searching === abort) {
					pick.busy = false;
				}
			}
		};
		pick.title = l10n.t('Search Incidents');
		pick.placeholder = l10n.t('Words of titles, descriptions, stack traces or notes, or a key such as INC-7F3KQ');
		pick.onDidChangeValue((text) => void show(text));
		pick.onDidAccept(() => {
			const [item] = pick.activeItems;
			if (item) {
				resolve(item.incidentId);
				pick.hide();
			}
		});
		pick.onDidHide(() => {
			searching.abort();
			resolve(undefined);
			pick.dispose();
		});
		void show('');
		pick.show();
	});
}

async function answerTo(text: string, incidents: Incidents, signal: AbortSignal): Promise<readonly Found[]> {
	return text.trim() === ''
		? inTreeOrder(incidents.list())
				.slice(0, LATEST)
				.map((incident) => ({ incident, excerpt: '' }))
		: incidents.search(text, signal);
}

function itemOf({ incident, excerpt }: Found): Item {
	const { id, title, key, priority, status } = incident;
	return {
		incidentId: id,
		label: plainLabel(title),
		description: `${key} · ${priority} · ${statusName(status)}`,
		...(excerpt !== '' && { detail: plainLabel(excerpt) }),
		alwaysShow: true, // the search knows better than VS Code's filter what fits
	};
}
