import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { decodeText } from '../../base/decodeText';
import { FaultlineError } from '../../base/errors';
import type { JsonFault } from '../../base/jsonFault';
import { KNOWN_PAYLOADS } from '../../core/alerts/payloads/recognize';
import type { App } from '../app';
import type { Run } from '../run';
import { faultSentence, payloadText, takeAlertPayload } from './alertPayload';
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
	const { payload, fault } = payloadText(chosen.text);
	if (payload) {
		const { text } = chosen;
		await takeAlertPayload(app, run, payload, (again) => createFromText(app, again, text, { isPlain: true }));
	} else {
		sayWhyNot(app, run, chosen, fault);
	}
}

/** What is wrong with what was chosen, and what can be done with it all the same. */
function sayWhyNot(app: App, run: Run, { text, show }: Chosen, fault: JsonFault | undefined): void {
	const known = new Intl.ListFormat(vscode.env.language, { type: 'disjunction' }).format(KNOWN_PAYLOADS);
	const sentence =
		fault === undefined ? l10n.t('This is no alert of {0}, so nothing was created.', known) : faultSentence(fault);
	run.tell(
		'warning',
		sentence,
		...(fault && show ? [{ title: l10n.t('Show in Editor'), act: async () => show(fault.line, fault.column) }] : []),
		...(text.trim() === ''
			? []
			: [
					{
						title: l10n.t('Create Incident from Its Text'),
						act: (again: Run) => createFromText(app, again, text, { isPlain: true }),
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
			return decodeText(await vscode.workspace.fs.readFile(file));
		})
	);
}
