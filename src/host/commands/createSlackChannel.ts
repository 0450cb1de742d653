import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { slackChannelName } from '../../core/chat/slack';
import type { App, Command } from '../app';
import type { Connection } from '../chat/connections';
import { chooseIncident } from '../flows/chooseIncident';
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
	const name = await vscode.window.showInputBox({
		...{ title: l10n.t('Create Slack Channel for {0}', incident.key), ignoreFocusOut: true },
		prompt: l10n.t('A public channel of {0} is created when you press Enter.', bot.workspace ?? 'Slack'),
		value: slackChannelName(incident.key, incident.title),
		validateInput: (text) =>
			/^[a-z0-9_-]{1,80}$/.test(text) ? undefined : l10n.t('Small letters, digits and hyphens, at most 80.'),
	});
	const client = name === undefined ? undefined : await app.chat.botOf(bot);
	if (name === undefined || !client) {
		return;
	}
	const topic = (await app.redact(`${incident.key} ${incident.title}`.replaceAll(/\s+/g, ' '), run.signal)).text;
	const channel = await run.work(l10n.t('Creating #{0}', name), (_report, signal) =>
		client.createChannel(name, signal),
	);
	await app.chat.connections.add({
		...{ id: randomUUID(), kind: 'slackBot', name: `#${channel.name}`, audiences: ['responders'], secret: bot.secret },
		...{
			conversation: channel.id,
			incident: incident.id,
			...(bot.workspace !== undefined && { workspace: bot.workspace }),
		},
	});
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

/** The bot of the only workspace there is; of several the person is asked for one. */
async function chooseBot(app: App): Promise<Connection | undefined> {
	const bots = (await app.chat.connections.list()).filter(({ kind }) => kind === 'slackBot');
	const each = [...new Map(bots.map((one) => [one.secret, one])).values()];
	if (each.length < 2) {
		return each[0];
	}
	const items = each.map((bot) => ({ label: bot.workspace ?? bot.name, bot }));
	return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('In which workspace?') }))?.bot;
}
