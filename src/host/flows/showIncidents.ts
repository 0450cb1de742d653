import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import { ago, statusName } from '../words';

/** A list that is longer is cut: nobody scrolls that far, and each row crosses to another process. */
const LISTED = 500;

/**
 * Offers incidents, newest first, and opens the page of the one that is chosen.
 *
 * @param ids those that are gone by now are left out
 */
export async function showIncidents(app: App, title: string, ids: readonly string[]): Promise<void> {
	const incidents = await app.incidents();
	const known = [...new Set(ids)]
		.flatMap((id) => incidents.find(id) ?? [])
		.filter(({ isDeleted }) => !isDeleted)
		.sort((a, b) => b.detectedAt - a.detectedAt);
	const now = Date.now();
	const items = known.slice(0, LISTED).map((incident) => ({
		label: plainLabel(incident.title),
		description: [incident.key, incident.priority, statusName(incident.status)].join(' · '),
		detail: plainLabel(
			[ago(incident.detectedAt, now, vscode.env.language), incident.service].filter(Boolean).join(' · '),
		),
		id: incident.id,
	}));
	const chosen = await vscode.window.showQuickPick(items, {
		title: known.length > LISTED ? l10n.t('{0} (the latest {1} of {2})', title, LISTED, known.length) : title,
		placeHolder: l10n.t('Choose an incident to open'),
		matchOnDescription: true,
		matchOnDetail: true,
	});
	if (chosen) {
		await app.openPage(chosen.id);
	}
}
