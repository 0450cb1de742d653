import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { slackChannelName } from '../../core/chat/slack';
import type { Incident } from '../../core/incident/record';
import type { BotChannel, ChatBot } from '../../core/ports/chatBot';
import type { App, Command } from '../app';
import type { Connection } from '../chat/connections';
import { chooseIncident } from '../flows/chooseIncident';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { connectButtons } from './connectChat';

/** Creates a channel in Slack for one incident, for its responders, with a topic that says what it is about. */
export const createSlackChannel: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const bot = incident && (await chooseBot(app));
	if (!incident) {
		return;
	}
	if (!bot) {
		run.tell(
			'info',
			l10n.t('A channel is created by a bot. Connect Slack by a bot token first.'),
			...connectButtons().slice(0, 1),
		);
		return;
	}
	const client = await app.chat.botOf(bot);
	const topic = (await app.redact(`${incident.key} ${incident.title}`.replaceAll(/\s+/g, ' '), run.signal)).text;
	const channel = client && (await createNamed(run, client, incident, bot.workspace ?? 'Slack'));
	if (!client || !channel) {
		return;
	}
	await app.chat.connections.add({
		...{ id: randomUUID(), kind: 'slackBot', name: `#${channel.name}`, audiences: ['responders'], secret: bot.secret },
		...{
			conversation: channel.id,
			incident: incident.id,
			...(bot.workspace !== undefined && { workspace: bot.workspace }),
		},
	});
	await linkTo(app, run, client, incident, channel);
	try {
		await run.work(l10n.t('Setting the topic'), (_report, signal) => client.setTopic(channel.id, topic, signal));
	} catch (error) {
		if (!FaultlineError.is(error)) {
			throw error;
		}
		run.tell('warning', l10n.t('#{0} is there, but without a topic: {1}', channel.name, error.message));
	}
	run.tell('info', l10n.t('#{0} is there. Announce {1} in it.', channel.name, incident.key), {
		...{ title: l10n.t('Compose Update…'), command: 'faultline.composeUpdate', args: [{ incidentId: incident.id }] },
	});
};

/** Asks for a name until there is a channel of it. @returns undefined where the person goes no further */
async function createNamed(
	run: Run,
	client: ChatBot,
	{ key, title }: Incident,
	workspace: string,
): Promise<BotChannel | undefined> {
	let value = slackChannelName(key, title);
	let taken = '';
	for (;;) {
		const name = await vscode.window.showInputBox({
			...{ title: l10n.t('Create Slack Channel for {0}', key), ignoreFocusOut: true, value },
			prompt: taken || l10n.t('A public channel of {0} is created when you press Enter.', workspace),
			validateInput: (text) =>
				/^[a-z0-9_-]{1,80}$/.test(text) ? undefined : l10n.t('Small letters, digits and hyphens, at most 80.'),
		});
		if (name === undefined) {
			return undefined;
		}
		try {
			return await run.work(l10n.t('Creating #{0}', name), (_report, signal) => client.createChannel(name, signal));
		} catch (error) {
			if (!FaultlineError.is(error, 'chat.nameTaken')) {
				throw error;
			}
			[value, taken] = [name, error.message];
		}
	}
}

/** The channel is a link of the incident, for who has no connection to it. */
async function linkTo(
	app: App,
	run: Run,
	client: ChatBot,
	incident: Incident,
	{ id, name }: BotChannel,
): Promise<void> {
	try {
		const { url } = await run.work(l10n.t('Asking {0}', 'Slack'), (_report, signal) => client.me(signal));
		if (url !== undefined && URL.canParse(`archives/${id}`, url)) {
			const link = { kind: 'chat' as const, url: new URL(`archives/${id}`, url).href, title: `#${name}` };
			await (await app.incidents()).addLink(incident.id, link);
		}
	} catch (error) {
		if (!FaultlineError.is(error)) {
			throw error;
		}
		app.log.warn('chat: link to the channel', error); // it is there, and connected
	}
}

/** The bot of the only workspace there is; of several the person is asked for one. */
async function chooseBot(app: App): Promise<Connection | undefined> {
	const bots = (await app.chat.connections.list()).filter(({ kind }) => kind === 'slackBot');
	const each = [...new Map(bots.map((one) => [one.secret, one])).values()];
	if (each.length < 2) {
		return each[0];
	}
	const items = each.map((bot) => ({ label: plainLabel(bot.workspace ?? bot.name), bot }));
	return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('In which workspace?') }))?.bot;
}
