import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { draftText, readDraft } from '../../core/github/issueDraft';
import { draftClosed } from '../errors';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';

/** Something to choose beside what the document says. */
export interface DraftChoice {
	readonly label: string;
	readonly icon: string;
	/** What is chosen now. */
	readonly value: string;
	readonly choose: (run: Run) => Promise<void>;
}

/** A way to send a draft. */
export interface DraftSending {
	/** Says where it goes. */
	readonly label: string;
	readonly icon: string;
	/** The draft stays open where it fails. @returns what is to be done once it was sent: that is not tried again with it */
	readonly send: (run: Run, said: { readonly title: string; readonly body: string }) => Promise<() => Promise<void>>;
}

/** What is written in a document and sent from there. All of it is asked anew each time the questions are shown. */
export interface Draft {
	readonly document: vscode.TextDocument;
	readonly title: string;
	readonly placeHolder: () => string;
	readonly sendings: () => readonly DraftSending[];
	readonly choices: () => readonly DraftChoice[];
	/** A sentence for who goes away to edit it: nothing was sent. */
	readonly unsent: string;
	/** A sentence for when sending failed: it is kept. */
	readonly kept: string;
}

/** Opens a document in which a person sees and edits what is sent. */
export async function openDraft(title: string, body: string): Promise<vscode.TextDocument> {
	const content = draftText(title, body);
	const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
	await vscode.window.showTextDocument(document, { preview: false });
	return document;
}

/** Asks what is to be done with a draft, until it is sent or left to be edited. @throws FaultlineError `github.draftClosed` */
export async function askAndSend(run: Run, draft: Draft): Promise<void> {
	const { document, title, unsent, kept } = draft;
	const resume = {
		title: l10n.t('Continue…'),
		act: async (again: Run) => askAndSend(again, draft),
	};
	for (;;) {
		if (document.isClosed) {
			throw draftClosed();
		}
		const picked = await vscode.window.showQuickPick(itemsOf(draft), {
			...{ title, placeHolder: draft.placeHolder(), ignoreFocusOut: true },
		});
		if (picked?.choice) {
			await picked.choice.choose(run);
			continue;
		}
		if (!picked?.sending) {
			await vscode.window.showTextDocument(document, { preview: false });
			run.tell('info', unsent, resume);
			return;
		}
		const said = readDraft(document.getText());
		if (!said) {
			run.tell('warning', l10n.t('The first line of the draft is to be the title, of 1 to 256 characters.'), resume);
			return;
		}
		// Told once the draft is closed: closing moves the focus, which would take away what somebody opens who saw that it is done.
		const told: Parameters<Run['tell']>[] = [];
		let afterwards: () => Promise<void>;
		try {
			afterwards = await picked.sending.send({ ...run, tell: (...message) => void told.push(message) }, said);
		} catch (error) {
			run.tell('info', kept, resume); // what was written is still in the editor
			throw error;
		}
		try {
			await afterwards();
			await closeDraft(document);
		} finally {
			for (const message of told) {
				run.tell(...message);
			}
		}
		return;
	}
}

type Item = vscode.QuickPickItem & { readonly sending?: DraftSending; readonly choice?: DraftChoice };

function itemsOf(draft: Draft): readonly Item[] {
	const icon = (id: string) => new vscode.ThemeIcon(id);
	return [
		...draft.sendings().map((sending) => ({
			...{ sending, label: plainLabel(sending.label), iconPath: icon(sending.icon) },
			detail: plainLabel(readDraft(draft.document.getText())?.title ?? ''),
		})),
		...draft.choices().map((choice) => ({
			...{ choice, label: choice.label, iconPath: icon(choice.icon) },
			description: plainLabel(choice.value) || l10n.t('none'),
		})),
		{ label: l10n.t('Edit Title and Text First'), iconPath: icon('edit') },
	];
}

/** Asks for some of what there is; those that are chosen now come first. @returns what was chosen now where the person pressed Escape */
export async function chooseMany(
	known: readonly string[],
	picked: readonly string[],
	placeHolder: string,
): Promise<readonly string[]> {
	const all = [...picked, ...known.filter((name) => !picked.includes(name))];
	const items = all.map((label) => ({ label, picked: picked.includes(label) }));
	const chosen = await vscode.window.showQuickPick(items, { canPickMany: true, ignoreFocusOut: true, placeHolder });
	return chosen?.map(({ label }) => label) ?? picked;
}

/** Closes a draft without asking whether to save it: it was sent, or only there to be seen. */
export async function closeDraft(document: vscode.TextDocument): Promise<void> {
	if (!document.isClosed) {
		await vscode.window.showTextDocument(document, { preview: false });
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	}
}
