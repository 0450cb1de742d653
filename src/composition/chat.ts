import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import { ChatConnections } from '../host/chat/connections';
import { type Chat, chat } from '../host/chat/service';
import { settings } from '../host/settings';
import type { Ground } from './ground';

/** Chats; what asks them is loaded when something is first sent, or a channel connected. */
export function openChat({ context, log, clock }: Ground, incidents: App['incidents']): Chat {
	const needs = {
		...{ log, clock, random: Math.random },
		wait: (ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }),
	};
	const parts = lazy(async () => {
		const [bot, webhook, workflow, library] = await Promise.all([
			import('../adapters/chat/slack/bot'),
			import('../adapters/chat/slack/webhook'),
			import('../adapters/chat/teams/workflow'),
			import('../adapters/http/axios'),
		]);
		return { ...bot, ...webhook, ...workflow, library };
	});
	return chat({
		connections: new ChatConnections(context.secrets),
		adapters: {
			bot: async (token) => {
				const { slackBot, library } = await parts();
				return slackBot(library, { api: settings.slackApi(), token }, needs);
			},
			webhook: async (address, name) => {
				const { slackWebhook, library } = await parts();
				return slackWebhook(library, { address, name }, needs);
			},
			workflow: async (address, name) => {
				const { teamsWorkflow, library } = await parts();
				return teamsWorkflow(library, { address, name }, needs);
			},
		},
		incidents,
		exclusive: async (key) => {
			const { machineClaims } = await import('../adapters/chat/machineClaims');
			return machineClaims(join(context.globalStorageUri.fsPath, 'sending'), clock)(key);
		},
		messageId: async () => (await import('ulid')).ulid(),
	});
}
