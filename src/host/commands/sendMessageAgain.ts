import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openDeliveries } from '../../app/sendMessage';
import type { Delivery } from '../../core/incident/messages';
import type { Incident } from '../../core/incident/record';
import type { App, Command } from '../app';
import { args } from '../args';
import { namesHere } from '../chat/connections';
import { deliver } from '../chat/deliver';
import { chooseIncident } from '../flows/chooseIncident';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';

/** A dialog shows so much; longer messages are shown in an editor. */
const SHOWN = 1500;

/** Sends what is not sent. Of what may be there already a person is asked who looked. */
export const sendMessageAgain: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const message = incident && (await chooseMessage(run, incident, args.message(argument)));
	if (!incident || message === undefined) {
		return;
	}
	const unknown = openDeliveries(incident, Date.now()).filter(
		(one) => one.message.id === message && one.state === 'unknown',
	);
	for (const { delivery } of unknown) {
		if (!(await settle(app, incident, message, delivery))) {
			return;
		}
	}
	if (!(await isSeen(app, incident, message))) {
		return;
	}
	const now = await (await app.incidents()).get(incident.id);
	if (now && openDeliveries(now, Date.now()).some((one) => one.message.id === message && one.state !== 'sending')) {
		await deliver(app, run, now, message);
	}
};

/** What of a message is not sent is not to be. */
export const discardMessage: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const message = incident && (await chooseMessage(run, incident, args.message(argument)));
	if (!incident || message === undefined) {
		return;
	}
	await (await app.incidents()).discardMessage(incident.id, message);
	run.tell('info', l10n.t('What was not sent of it is discarded. It stays in the timeline.'));
};

async function chooseMessage(run: Run, incident: Incident, named: string | undefined): Promise<string | undefined> {
	const open = openDeliveries(incident, Date.now());
	if (named !== undefined) {
		return named;
	}
	const items = [...new Map(open.map(({ message }) => [message.id, message])).values()].map((message) => ({
		...{ label: plainLabel(message.title), id: message.id },
		description: open
			.filter((one) => one.message.id === message.id)
			.map(({ delivery }) => delivery.channel.name)
			.join(', '),
	}));
	if (items.length === 0) {
		run.tell('info', l10n.t('All that was composed about {0} is sent.', incident.key));
		return undefined;
	}
	return items.length === 1
		? items[0]?.id
		: (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Which message?') }))?.id;
}

/** What came with an incident from elsewhere goes out in this person's name only once they have seen it. */
async function isSeen(app: App, { messages = [] }: Incident, id: string): Promise<boolean> {
	const message = messages.find((one) => one.id === id);
	if (!message || app.chat.seen.has(id)) {
		return true;
	}
	const send = l10n.t('Send');
	const left = message.deliveries.filter(({ state }) => state !== 'sent').map(({ channel }) => channel);
	const channels = namesHere(await app.chat.connections.list(), left);
	const facts = message.facts.map(({ label, value }) => `${label}: ${value}`);
	const whole = [message.title, ...facts, '', message.text].join('\n');
	if (whole.length > SHOWN) {
		await vscode.window.showTextDocument(
			await vscode.workspace.openTextDocument({ language: 'markdown', content: whole }),
		);
	}
	const detail = whole.length > SHOWN ? l10n.t('It is long: all of it is in the editor.') : whole;
	const answer = await vscode.window.showWarningMessage(
		l10n.t('Send this to {0}?', channels.join(', ')),
		{ modal: true, detail },
		send,
	);
	if (answer === send) {
		app.chat.seen.add(id);
	}
	return answer === send;
}

/** @returns false where nobody looked */
async function settle(app: App, incident: Incident, message: string, { channel, why }: Delivery): Promise<boolean> {
	const [there, absent] = [l10n.t('It Is There'), l10n.t('It Is Not There')];
	const answer = await vscode.window.showWarningMessage(
		l10n.t('Is the message in {0}? Look there first.', channel.name),
		{ modal: true, detail: why ?? l10n.t('The window that sent it ended before the chat answered.') },
		there,
		absent,
	);
	if (answer === undefined) {
		return false;
	}
	await (await app.incidents()).settleDelivery(
		...([incident.id, { message, channel: channel.id }, answer === there] as const),
		l10n.t('Somebody looked, and it was not there.'),
	);
	return true;
}
