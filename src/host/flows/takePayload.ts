import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { alertId } from '../../core/alerts/model';
import { type PayloadJson, payloadJson } from '../../core/alerts/payloads/payloadJson';
import { KNOWN_PAYLOADS, recognizePayload } from '../../core/alerts/payloads/recognize';
import type { App } from '../app';
import type { Run } from '../run';
import { createFromText } from './createFromText';

/** A larger file is no payload of alerts. */
const LIMIT_MB = 20;

/** What a person chose. */
interface Chosen {
	readonly text: string;
	/** Puts the cursor on a place in it, 1-based, where it is in an editor. */
	readonly show?: (line: number, column: number) => void;
}

/** Takes in what a monitor sent, out of the clipboard, the open editor, or a file. */
export async function takePayload(app: App, run: Run): Promise<void> {
	const chosen = await chooseText(run);
	if (chosen === undefined) {
		return;
	}
	const { text } = chosen;
	const read = payloadJson(text);
	const payload = read && 'json' in read ? recognizePayload(read.json, Date.now()) : undefined;
	if (!payload) {
		sayWhyNot(app, run, chosen, read);
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

/** What is wrong with what was chosen, and what can be done with it all the same. */
function sayWhyNot(app: App, run: Run, { text, show }: Chosen, read: PayloadJson): void {
	const known = new Intl.ListFormat(vscode.env.language, { type: 'disjunction' }).format(KNOWN_PAYLOADS);
	const fault = read && 'fault' in read ? read.fault : undefined;
	const sentence =
		fault === undefined
			? l10n.t('This is no alert of {0}, so nothing was created.', known)
			: fault.isCutOff
				? l10n.t(
						'This JSON is incomplete: it breaks off at line {0}, column {1}, so nothing was created. Copy all of it, then try again.',
						fault.line,
						fault.column,
					)
				: l10n.t(
						'This JSON is not valid: it is wrong at line {0}, column {1}, so nothing was created. Correct it, then try again.',
						fault.line,
						fault.column,
					);
	run.tell(
		'warning',
		sentence,
		...(fault && show ? [{ title: l10n.t('Show in Editor'), act: async () => show(fault.line, fault.column) }] : []),
		...(text.trim() === ''
			? []
			: [
					{
						title: l10n.t('Create Incident from Its Text'),
						act: (again: Run) => createFromText(app, again, text, ''),
					},
				]),
	);
}

/** @returns undefined when the person chose none */
async function chooseText(run: Run): Promise<Chosen | undefined> {
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
			return { text: await vscode.env.clipboard.readText() };
		case 'editor':
			return editor && textOf(editor);
		case 'file': {
			const text = await fileText(run);
			return text === undefined ? undefined : { text };
		}
		default:
			return undefined;
	}
}

/** What is selected; all of it where nothing is. */
function textOf({ document, selection: chosen }: vscode.TextEditor): Chosen {
	const range = chosen.isEmpty ? undefined : chosen;
	const start = chosen.isEmpty ? new vscode.Position(0, 0) : chosen.start;
	return {
		text: document.getText(range),
		show: (line, column) => {
			const before = line === 1 ? start.character : 0;
			const at = new vscode.Position(start.line + line - 1, before + column - 1);
			void vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
		},
	};
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
