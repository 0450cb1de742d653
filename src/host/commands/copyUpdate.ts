import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { asEmail, asStatusPage } from '../../core/chat/elsewhere';
import { lastWords } from '../../core/chat/lastWords';
import type { Audience, Message } from '../../core/chat/model';
import type { Incident } from '../../core/incident/record';
import type { App, Command } from '../app';
import { firstDraft, messageOf, templatesOf, wordsFor } from '../chat/composition';
import { chooseIncident } from '../flows/chooseIncident';
import type { Run } from '../run';

/** Puts what customers are told into the clipboard, as Markdown for a status page. */
export const copyStatusPageText: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const message = incident && (await messageFor(app, run, incident, 'customers'));
	if (!incident || !message) {
		return;
	}
	await copy(app, run, asStatusPage(incident, message, wordsFor(incident, vscode.env.language)));
	if (Object.values(lastWords(incident, 'customers')).every((words) => words === '')) {
		run.tell(
			'info',
			l10n.t(
				'The text for the status page is in the clipboard. No update was written for customers yet, so it names the problem and when it began, and nothing else.',
			),
			{ title: l10n.t('Compose Update…'), command: 'faultline.composeUpdate', args: [{ incidentId: incident.id }] },
		);
		return;
	}
	run.tell(
		'info',
		l10n.t('The text for the status page is in the clipboard: it says what customers are told, and nothing else.'),
	);
};

/** Puts an update into the clipboard as an e-mail: subject, then Markdown. */
export const copyAsEmail: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const message = incident && (await messageFor(app, run, incident, 'leadership'));
	if (!incident || !message) {
		return;
	}
	await copy(app, run, asEmail(message));
	run.tell('info', l10n.t('The e-mail is in the clipboard, its subject in the first line. Nothing was sent.'));
};

async function messageFor(app: App, run: Run, incident: Incident, audience: Audience): Promise<Message> {
	const templates = await run.work(l10n.t('Reading templates'), (_report, signal) =>
		templatesOf(app, incident, signal),
	);
	const draft = firstDraft(incident, [], Date.now(), audience);
	return messageOf(incident, draft, templates, vscode.env.language).message;
}

async function copy(app: App, run: Run, text: string): Promise<void> {
	await vscode.env.clipboard.writeText((await app.redact(text, run.signal)).text);
}
