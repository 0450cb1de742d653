import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { handOverNote as noteOf } from '../../core/chat/elsewhere';
import { isOver } from '../../core/incident/triage/groups';
import type { Command } from '../app';
import { wordsFor } from '../chat/composition';
import { inTreeOrder } from '../views/nodes';

/** Opens a note for the next shift as a document: open incidents with their state and next steps, to be edited and sent as one likes. */
export const handOverNote: Command = async (app, run) => {
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	const open = inTreeOrder(incidents.list().filter((one) => !isOver(one)));
	if (open.length === 0) {
		run.tell('info', l10n.t('No incident is open: there is nothing to hand over.'));
		return;
	}
	const next = await vscode.window.showInputBox({
		...{ title: l10n.t('Hand-Over Note'), ignoreFocusOut: true },
		prompt: l10n.t('What else does the next shift have to know? Left empty, the note says what the incidents say.'),
	});
	if (next === undefined) {
		return;
	}
	const content = await run.work(l10n.t('Reading incidents'), async (_report, signal) => {
		const whole = [];
		for (const { id } of open) {
			signal.throwIfAborted();
			whole.push(await incidents.get(id));
		}
		const time = (at: number) =>
			new Date(at).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
		const note = noteOf(
			whole.flatMap((incident) => incident ?? []),
			{ from: incidents.me, at: Date.now(), next },
			(incident) => wordsFor(incident, vscode.env.language),
			time,
		);
		return (await app.redact(note, signal)).text;
	});
	await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }), {
		preview: false,
	});
};
