import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App, Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseIncidents } from '../flows/chooseIncidents';
import { saveAs } from '../flows/saveAs';
import type { Run } from '../run';

/** Writes incidents to a file: all of them as JSON, to be imported elsewhere, or what people read of a single one as Markdown. */
export const exportIncident: Command = async (app, run, argument, selected) => {
	const some = await chooseIncidents(app, run, argument, selected);
	if (some.length > 1) {
		await exportJson(
			app,
			run,
			some.map(({ id }) => id),
			'incidents.json',
		);
		return;
	}
	const incident = some[0] && (await chooseIncident(app, run, some[0].id));
	const format = incident && (await chooseFormat());
	if (!incident || !format) {
		return;
	}
	if (format === 'json') {
		await exportJson(app, run, [incident.id], `${incident.key}.json`);
		return;
	}
	const file = await saveAs(`${incident.key}.md`, { Markdown: ['md'] }, () =>
		run.work(l10n.t('Exporting the incident'), (_report, signal) => app.exchange.markdown(incident, signal)),
	);
	tellSaved(run, file, l10n.t('Exported {0}.', incident.key));
};

/** Writes all incidents to a file, deleted ones as well. */
export const exportAllIncidents: Command = async (app, run) => {
	await run.work(l10n.t('Reading incidents'), () => app.incidents());
	await exportJson(app, run, 'all', 'incidents.json');
};

async function exportJson(app: App, run: Run, ids: readonly string[] | 'all', name: string): Promise<void> {
	const file = await saveAs(name, { JSON: ['json'] }, () =>
		run.work(l10n.t('Exporting incidents'), (report, signal) => app.exchange.write(ids, report, signal)),
	);
	tellSaved(run, file, l10n.t('Exported. “Import Incidents…” reads the file, here or elsewhere.'));
}

function tellSaved(run: Run, file: vscode.Uri | undefined, sentence: string): void {
	if (file) {
		run.tell('info', sentence, {
			title: l10n.t('Open'),
			act: async () => {
				await vscode.window.showTextDocument(file);
			},
		});
	}
}

async function chooseFormat(): Promise<'json' | 'markdown' | undefined> {
	const chosen = await vscode.window.showQuickPick(
		[
			{ label: 'JSON', detail: l10n.t('All of it, to be imported elsewhere.'), format: 'json' as const },
			{
				label: 'Markdown',
				detail: l10n.t('What people read: state, evidence, suspects, timeline.'),
				format: 'markdown' as const,
			},
		],
		{ title: l10n.t('Export Incident'), placeHolder: l10n.t('As what?') },
	);
	return chosen?.format;
}
