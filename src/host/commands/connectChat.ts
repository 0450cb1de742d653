import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { isSlackWebhook, workflowFault } from '../../core/chat/address';
import { AUDIENCES, type Audience, audienceName, channelKindName } from '../../core/chat/model';
import type { ChatBot } from '../../core/ports/chatBot';
import type { App, Command } from '../app';
import { type Connection, hasThreads, sameChannel } from '../chat/connections';
import { cannotWrite } from '../chat/errors';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';

/** What a bot does beside writing, by the permission it takes. */
const EXTRAS = (): Readonly<Record<string, string>> => ({
	'channels:read': l10n.t('choose channels from a list'),
	'channels:manage': l10n.t('create a channel for an incident'),
	'channels:write.topic': l10n.t('set its topic'),
	'pins:write': l10n.t('pin the first message'),
});

/** Leads through connecting a channel of Slack: by a bot, which knows threads, or by an incoming webhook. It is tried before it is kept. */
export const connectSlack: Command = async (app, run) => {
	const bots = (await app.chat.connections.list()).filter(({ kind }) => kind === 'slackBot');
	const known = [...new Map(bots.map((one) => [one.secret, one])).values()];
	const way = await vscode.window.showQuickPick(
		[
			...known.map((bot) => ({
				...{ label: l10n.t('Another Channel of {0}', plainLabel(bot.workspace ?? 'Slack')), bot, isWebhook: false },
				detail: l10n.t('By the token that is kept already.'),
			})),
			{
				...{ label: l10n.t('Bot Token'), bot: undefined, isWebhook: false },
				detail: l10n.t(
					'One thread for each incident, channels for incidents, pins. Needs an app with the permission chat:write.',
				),
			},
			{
				...{ label: l10n.t('Incoming Webhook'), bot: undefined, isWebhook: true },
				detail: l10n.t('One channel, a message of its own each time.'),
			},
		],
		{ title: l10n.t('Connect Slack'), placeHolder: l10n.t('How is Slack reached?'), ignoreFocusOut: true },
	);
	if (!way) {
		return;
	}
	const found = await (way.isWebhook ? askSlackWebhook(app, run) : askBotChannel(app, run, way.bot));
	if (found) {
		await finish(app, run, found);
	}
};

/** Leads through connecting a channel of Microsoft Teams by a workflow; a card can be sent to try it. */
export const connectTeams: Command = async (app, run) => {
	const address = await askSecret(
		l10n.t('Connect Microsoft Teams'),
		l10n.t(
			'Address of a workflow “Post to a channel when a webhook request is received”. It is kept in the secret storage of this machine.',
		),
		'https://…/workflows/…',
		(text) =>
			({
				noAddress: l10n.t('It begins with https://'),
				connector: l10n.t(
					'Office connectors have ended. Make a workflow in the channel: “Workflows” → “Send webhook alerts to a channel”.',
				),
				none: undefined,
			})[workflowFault(text) ?? 'none'],
	);
	const name = address && (await askChannelName(l10n.t('Connect Microsoft Teams')));
	if (!address || !name) {
		return;
	}
	const send = l10n.t('Send Test Card');
	const answer = await vscode.window.showInformationMessage(
		l10n.t('Send a card to {0} to see whether the workflow works?', name),
		{ modal: true, detail: l10n.t('It says that Faultline is connected, and nothing else.') },
		send,
		l10n.t('Keep It Untried'),
	);
	if (answer === undefined) {
		return;
	}
	if (answer === send) {
		const chat = await app.chat.workflow(address, name);
		const message = {
			title: l10n.t('Faultline is connected'),
			text: l10n.t('Updates on incidents can be sent here.'),
			facts: [],
			nextAt: null,
		};
		await run.work(l10n.t('Asking {0}', 'Microsoft Teams'), (_report, signal) => chat.post(message, undefined, signal));
	}
	await finish(app, run, { kind: 'teamsWebhook', name, secret: address, missing: [] });
};

/** Forgets a channel, and what lets us in, on this machine. */
export const disconnectChat: Command = async (app, run) => {
	const items = (await app.chat.connections.list()).map((connection) => ({
		...{ label: plainLabel(connection.name), description: channelKindName(connection.kind), connection },
		detail: connection.audiences.map(audienceName).join(', '),
	}));
	if (items.length === 0) {
		run.tell('info', l10n.t('No channel is connected.'), ...connectButtons());
		return;
	}
	const chosen = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Which channel is to be forgotten?') });
	if (chosen) {
		await app.chat.connections.remove(chosen.connection.id);
		run.tell(
			'info',
			l10n.t(
				'{0} is not connected any more. Its token or webhook still works until you revoke it there.',
				chosen.label,
			),
		);
	}
};

export const connectButtons = () => [
	{ title: l10n.t('Connect Slack…'), command: 'faultline.connectSlack' },
	{ title: l10n.t('Connect Microsoft Teams…'), command: 'faultline.connectTeams' },
];

type Found = Omit<Connection, 'id' | 'audiences'> & {
	/** Permissions that the token has not, and that nothing but extras need. */
	readonly missing: readonly string[];
};

async function askSlackWebhook(app: App, run: Run): Promise<Found | undefined> {
	const title = l10n.t('Connect Slack');
	const address = await askSecret(
		title,
		l10n.t('Address of the webhook. It is kept in the secret storage of this machine, and shown nowhere.'),
		'https://hooks.slack.com/services/…',
		(text) => (isSlackWebhook(text) ? undefined : l10n.t('It begins with https://hooks.slack.com/services/')),
	);
	if (!address) {
		return undefined;
	}
	const hook = await app.chat.webhook(address, 'Slack');
	await run.work(l10n.t('Asking {0}', 'Slack'), (_report, signal) => hook.check(signal));
	const name = await askChannelName(title);
	return name ? { kind: 'slackWebhook', name, secret: address, missing: [] } : undefined;
}

async function askBotChannel(app: App, run: Run, known: Connection | undefined): Promise<Found | undefined> {
	const token =
		known?.secret ??
		(await askSecret(
			l10n.t('Connect Slack'),
			l10n.t(
				'“Bot User OAuth Token” of the app. It is kept in the secret storage of this machine, and sent to Slack only.',
			),
			'xoxb-…',
			(text) => (/^xox[bp]-[\w-]+$/.test(text) ? undefined : l10n.t('It begins with xoxb-')),
		));
	if (!token) {
		return undefined;
	}
	const bot = await app.chat.bot(token);
	const me = await run.work(l10n.t('Asking {0}', 'Slack'), (_report, signal) => bot.me(signal));
	if (me.scopes && !me.scopes.includes('chat:write')) {
		throw cannotWrite(me.team, 'chat:write');
	}
	if (!known) {
		await renewTokens(app, run, me.team, token);
	}
	const missing = me.scopes ? Object.keys(EXTRAS()).filter((scope) => !me.scopes?.includes(scope)) : [];
	const channel = missing.includes('channels:read') ? await askChannelId() : await chooseChannel(run, bot, me.user);
	return channel && { kind: 'slackBot', secret: token, workspace: me.team, missing, ...channel };
}

async function chooseChannel(
	run: Run,
	bot: ChatBot,
	user: string,
): Promise<Pick<Found, 'name' | 'conversation'> | undefined> {
	const channels = await run.work(l10n.t('Asking {0}', 'Slack'), (_report, signal) => bot.channels(signal));
	const items = [
		...channels.map(({ id, name, isMember }) => ({
			...{ label: plainLabel(`#${name}`), name: `#${name}`, id },
			description: isMember ? '' : l10n.t('{0} is not in it: invite it there first', user),
		})),
		{ label: l10n.t('$(edit) Another Channel…'), name: '', id: '', description: l10n.t('a private one, by its id') },
	];
	const chosen = await vscode.window.showQuickPick(items, {
		...{ title: l10n.t('Connect Slack'), placeHolder: l10n.t('Which channel?'), ignoreFocusOut: true },
	});
	if (!chosen) {
		return undefined;
	}
	return chosen.id === '' ? askChannelId() : { name: chosen.name, conversation: chosen.id };
}

async function askChannelId(): Promise<Pick<Found, 'name' | 'conversation'> | undefined> {
	const title = l10n.t('Connect Slack');
	const id = await vscode.window.showInputBox({
		...{ title, ignoreFocusOut: true, placeHolder: 'C0123456789' },
		prompt: l10n.t('Id of the channel: it is at the end of “View channel details”.'),
		validateInput: (text) =>
			/^(?:[CGD][A-Z0-9]{2,})?$/.test(text.trim()) ? undefined : l10n.t('It begins with C and has no spaces.'),
	});
	const name = id?.trim() && (await askChannelName(title));
	return id && name ? { name, conversation: id.trim() } : undefined;
}

/** Whom it is for, and it is kept. */
async function finish(app: App, run: Run, { missing, ...found }: Found): Promise<void> {
	const audiences = await askAudiences(found.name);
	if (!audiences) {
		return;
	}
	const kept = await replaced(app, found);
	if (kept === undefined) {
		return;
	}
	await app.chat.connections.add({
		...found,
		...(kept?.incident !== undefined && { incident: kept.incident }),
		...{ id: kept?.id ?? randomUUID(), audiences: [...audiences] },
	});
	const extras = EXTRAS();
	const lacks = missing.map((scope) => l10n.t('{0} to {1}', scope, extras[scope] ?? ''));
	run.tell(
		'info',
		lacks.length > 0
			? l10n.t(
					'{0} is connected. Messages can be sent; the token lacks these permissions: {1}.',
					found.name,
					lacks.join(', '),
				)
			: l10n.t('{0} is connected. Nothing is sent before you press Send.', found.name),
		{ title: l10n.t('Compose Update…'), command: 'faultline.composeUpdate' },
	);
}

/**
 * The connection that is replaced, so that what was not sent to it can be sent again, and threads go on; `null` where it is a new one.
 *
 * @returns undefined where the person goes no further
 */
async function replaced(app: App, found: Omit<Found, 'missing'>): Promise<Connection | null | undefined> {
	const all = await app.chat.connections.list();
	const same = sameChannel(all, found);
	if (!same || hasThreads(found.kind) || same.secret === found.secret) {
		return same ?? null;
	}
	const chosen = await vscode.window.showQuickPick(
		[
			{ label: l10n.t('Replace It'), detail: l10n.t('What was not sent to it can be sent again.'), same },
			{ label: l10n.t('Keep Both'), same: null },
		],
		{ ...{ title: found.name, ignoreFocusOut: true }, placeHolder: l10n.t('{0} is connected already', found.name) },
	);
	return chosen?.same;
}

/** A new token takes the place of those of the same workspace that Slack does not accept any more. */
async function renewTokens(app: App, run: Run, workspace: string, token: string): Promise<void> {
	const others = (await app.chat.connections.list()).filter(
		(one) => one.kind === 'slackBot' && one.workspace === workspace && one.secret !== token,
	);
	for (const old of new Set(others.map(({ secret }) => secret))) {
		const bot = await app.chat.bot(old);
		try {
			await run.work(l10n.t('Asking {0}', 'Slack'), (_report, signal) => bot.me(signal));
		} catch (error) {
			if (!FaultlineError.is(error, 'chat.unauthorized')) {
				throw error;
			}
			await app.chat.connections.renew(old, token);
		}
	}
}

async function askAudiences(name: string): Promise<readonly Audience[] | undefined> {
	const items = AUDIENCES.map((audience) => ({
		label: audienceName(audience),
		audience,
		picked: audience === 'engineering',
	}));
	const chosen = await vscode.window.showQuickPick(items, {
		...{ canPickMany: true, ignoreFocusOut: true, title: name },
		placeHolder: l10n.t('Who reads {0}? They are told what is written for them', name),
	});
	return chosen && chosen.length > 0 ? chosen.map(({ audience }) => audience) : undefined;
}

async function askChannelName(title: string): Promise<string | undefined> {
	const typed = await vscode.window.showInputBox({
		...{ title, ignoreFocusOut: true, placeHolder: '#incidents' },
		prompt: l10n.t('How do you call the channel? It is shown where something is sent.'),
		validateInput: (text) => (text.trim().length <= 80 ? undefined : l10n.t('At most 80 characters.')),
	});
	return typed?.trim() || undefined;
}

async function askSecret(
	title: string,
	prompt: string,
	placeHolder: string,
	faultOf: (text: string) => string | undefined,
): Promise<string | undefined> {
	const typed = await vscode.window.showInputBox({
		...{ title, prompt, placeHolder, password: true, ignoreFocusOut: true },
		validateInput: (text) => (text.trim() === '' ? undefined : faultOf(text.trim())),
	});
	return typed?.trim() || undefined;
}
