import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { alertId } from '../../core/alerts/model';
import { KNOWN_PAYLOADS, recognizePayload } from '../../core/alerts/payloads/recognize';
import type { App } from '../app';
import type { Run } from '../run';
import { createFromText } from './createFromText';

/** A larger file is no payload of alerts. */
const LIMIT_MB = 20;

/** Takes in what a monitor sent, out of the clipboard, the open editor, or a file. */
export async function takePayload(app: App, run: Run): Promise<void> {
	const text = await chooseText(run);
	if (text === undefined) {
		return;
	}
	const payload = recognizePayload(jsonIn(text), Date.now());
	if (!payload) {
		run.tell(
			'warning',
			l10n.t(
				'This is no alert of {0}, so nothing was created.',
				new Intl.ListFormat(vscode.env.language, { type: 'disjunction' }).format(KNOWN_PAYLOADS),
			),
			...(text.trim() === ''
				? []
				: [
						{
							title: l10n.t('Create Incident from Its Text'),
							act: (again: Run) => createFromText(app, again, text, ''),
						},
					]),
		);
		return;
	}
	const { monitor, alerts } = payload;
	const [first] = alerts;
	const sync = await app.alerts.sync();
	const news = await run.work(l10n.t('Taking in alerts of {0}', monitor), (_report, signal) =>
		sync.take({ source: first?.source ?? '', alerts, isWhole: false }, signal),
	);
	const incidents = await app.incidents();
	const id = news?.opened[0] ?? news?.changed[0] ?? (first && sync.memory.get(alertId(first))?.incident);
	const incident = id === undefined ? undefined : incidents.find(id);
	if (!incident) {
		run.tell('info', l10n.t('{0} says only what is over or silenced already, so no incident was opened.', monitor));
		return;
	}
	run.tell(
		'info',
		news && news.opened.length > 0
			? news.opened.length === 1
				? l10n.t('{0} was opened for an alert of {1}.', incident.key, monitor)
				: l10n.t('{0} incidents were opened for alerts of {1}.', news.opened.length, monitor)
			: news && news.changed.length > 0
				? l10n.t('{0} has this alert of {1} already, and was told what is new.', incident.key, monitor)
				: l10n.t('{0} has this alert of {1} already.', incident.key, monitor),
		{ title: l10n.t('Open Incident'), command: 'faultline.openIncident', args: [{ incidentId: incident.id }] },
	);
	app.active.set(incident.id);
	await app.view.reveal(incident.id);
}

/** @returns undefined when the person chose none */
async function chooseText(run: Run): Promise<string | undefined> {
	const editor = vscode.window.activeTextEditor;
	const places = [
		{ label: `$(clippy) ${l10n.t('Clipboard')}`, of: 'clipboard' as const },
		...(editor ? [{ label: `$(file-code) ${l10n.t('The Open Editor')}`, of: 'editor' as const }] : []),
		{ label: `$(folder-opened) ${l10n.t('A File…')}`, of: 'file' as const },
	];
	const place = await vscode.window.showQuickPick(places, {
		title: l10n.t('Create Incident from Alert Payload'),
		placeHolder: l10n.t('Where is what the monitor sent?'),
	});
	switch (place?.of) {
		case 'clipboard':
			return vscode.env.clipboard.readText();
		case 'editor':
			return editor?.selection.isEmpty ? editor.document.getText() : editor?.document.getText(editor.selection);
		case 'file':
			return fileText(run);
		default:
			return undefined;
	}
}

async function fileText(run: Run): Promise<string | undefined> {
	const [file] =
		(await vscode.window.showOpenDialog({
			title: l10n.t('Alert Payload'),
			openLabel: l10n.t('Take In'),
			filters: { JSON: ['json', 'txt', 'log'], [l10n.t('All Files')]: ['*'] },
		})) ?? [];
	return (
		file &&
		run.work(l10n.t('Reading the file'), async () => {
			const name = file.path.slice(file.path.lastIndexOf('/') + 1);
			if ((await vscode.workspace.fs.stat(file)).size > LIMIT_MB * 1024 * 1024) {
				throw new FaultlineError(
					'alerts.tooLarge',
					l10n.t('{0} is larger than {1} MB, so it was not read. Is it what a monitor sent?', name, LIMIT_MB),
				);
			}
			return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
		})
	);
}

/** The text as JSON; a log line before it, or a body as some loggers quote it, is looked through. */
function jsonIn(text: string): unknown {
	const start = text.search(/[{[]/);
	for (const one of start > 0 ? [text, text.slice(start)] : [text]) {
		try {
			const json: unknown = JSON.parse(one);
			return typeof json === 'string' ? JSON.parse(json) : json;
		} catch {
			// the next way
		}
	}
	return undefined;
}
