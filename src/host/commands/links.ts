import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isWebAddress, LINK_KINDS, linkKindName } from '../../core/incident/links';
import type { App, Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { likelyKind } from '../linkKind';
import type { Run } from '../run';

/** Links an incident to an issue, a pull request, an alert and the like. An address in the clipboard is offered. */
export const addLink: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const title = l10n.t('Link of {0}', incident.key);
	const copied = (await vscode.env.clipboard.readText()).trim();
	const typed = await vscode.window.showInputBox({
		title,
		prompt: l10n.t('Address of an issue, a pull request, an alert, a chat, a dashboard or a runbook'),
		placeHolder: 'https://',
		value: isWebAddress(copied) && !incident.links?.some(({ url }) => url === copied) ? copied : '',
		validateInput: (text) =>
			isWebAddress(text.trim()) ? undefined : l10n.t('An address begins with https:// or http://.'),
	});
	const url = typed?.trim();
	if (url === undefined) {
		return;
	}
	const likely = likelyKind(url);
	const kinds = [likely, ...LINK_KINDS.filter((kind) => kind !== likely)];
	const kind = await vscode.window.showQuickPick(
		kinds.map((one) => ({ label: linkKindName(one), leadsTo: one })),
		{ title, placeHolder: l10n.t('What does it lead to?') },
	);
	if (!kind) {
		return;
	}
	const name = await vscode.window.showInputBox({
		title,
		prompt: l10n.t('What it is called here; empty for its address'),
	});
	if (name !== undefined) {
		await (await app.incidents()).addLink(incident.id, { kind: kind.leadsTo, url, title: name.trim() });
		await app.view.reveal(incident.id);
	}
};

/** Opens a link of an incident in the browser; VS Code asks where it does not know the domain. */
export const openLink: Command = async (app, run, argument) => {
	const found = await linkOf(app, run, argument);
	if (found) {
		await vscode.commands.executeCommand('vscode.open', found.link.url); // as text: a Uri would be encoded anew
	}
};

export const copyLink: Command = async (app, run, argument) => {
	const found = await linkOf(app, run, argument);
	if (found) {
		await vscode.env.clipboard.writeText(found.link.url);
	}
};

export const removeLink: Command = async (app, run, argument) => {
	const found = await linkOf(app, run, argument);
	if (!found) {
		return;
	}
	const { incident, link } = found;
	const incidents = await app.incidents();
	await incidents.removeLink(incident.id, link.url);
	run.tell('info', l10n.t('Removed the link {0} from {1}.', link.title.trim() || link.url, incident.key), {
		title: l10n.t('Undo'),
		act: async () => {
			await incidents.addLink(incident.id, link);
		},
	});
};

/** A link that the incident has, so that nobody else's address is opened. */
async function linkOf(app: App, run: Run, argument: unknown) {
	const ref = args.incidentLink(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const link = incident?.links?.find(({ url }) => url === ref?.url);
	return incident && link && isWebAddress(link.url) ? { incident, link } : undefined;
}
