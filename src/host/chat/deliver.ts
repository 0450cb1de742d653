import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';
import { stateNow, threadIn } from '../../core/incident/messages';
import type { Incident } from '../../core/incident/record';
import type { App } from '../app';
import type { Button, Run } from '../run';

/** What is done beside sending, where it was asked for; that it fails is told, and is no failure of the message. */
export interface Besides {
	readonly isPinned: boolean;
	readonly marksOver: boolean;
}

/**
 * Sends a message into those of its channels where it is not yet, one after the other, and says how that went. What is not sent stays in the timeline, with a way to
 * try again.
 */
export async function deliver(
	app: App,
	run: Run,
	incident: Incident,
	messageId: string,
	{ isPinned, marksOver }: Besides = { isPinned: false, marksOver: false },
): Promise<void> {
	const incidents = await app.incidents();
	const { id } = incident;
	const pending = deliveriesOf(incident, messageId).filter(({ state }) => state === 'queued' || state === 'failed');
	const roots = new Set(
		pending.filter(({ channel }) => !threadIn(incident.messages ?? [], channel.id)).map(({ channel }) => channel.id),
	);
	let unsent: string | undefined;
	await run.work(l10n.t('Sending'), async (report, signal) => {
		for (const { channel } of pending) {
			report(channel.name);
			signal.throwIfAborted();
			try {
				await app.chat.send(id, { message: messageId, channel: channel.id }, signal);
			} catch (error) {
				if (!FaultlineError.is(error)) {
					throw error;
				}
				app.log.warn('chat', error); // it stays as it was, and the others are sent
				unsent ??= error.message;
			}
		}
	});
	const after = await incidents.get(id);
	const all = after ? deliveriesOf(after, messageId) : [];
	await linkThread(app, after);
	tellResult(run, after, messageId, all, unsent);
	const sent = all.filter(
		({ state, channel }) => state === 'sent' && pending.some((one) => one.channel.id === channel.id),
	);
	if (isPinned) {
		await besides(
			app,
			run,
			sent.filter(({ channel }) => roots.has(channel.id)).map(({ channel }) => channel.id),
			after,
			'pin',
		);
	}
	if (marksOver) {
		await besides(
			app,
			run,
			sent.map(({ channel }) => channel.id),
			after,
			'mark',
		);
	}
}

const deliveriesOf = ({ messages = [] }: Incident, messageId: string) =>
	messages.find(({ id }) => id === messageId)?.deliveries ?? [];

/** The thread is a link of the incident as soon as the chat has said where it is. */
async function linkThread(app: App, incident: Incident | undefined): Promise<void> {
	for (const { deliveries, title } of incident?.messages ?? []) {
		const url = deliveries.find(({ place }) => place?.url)?.place?.url;
		if (incident && url !== undefined && !incident.links?.some((link) => link.url === url)) {
			await (await app.incidents()).addLink(incident.id, { kind: 'chat', url, title });
		}
	}
}

function tellResult(
	run: Run,
	incident: Incident | undefined,
	messageId: string,
	all: ReturnType<typeof deliveriesOf>,
	unsent: string | undefined,
): void {
	const names = (states: readonly string[]) =>
		all
			.filter((one) => states.includes(stateNow(one, Date.now())))
			.map(({ channel }) => channel.name)
			.join(', ');
	const again = (title: string): Button => ({
		...{ title, command: 'faultline.sendMessageAgain' },
		args: [{ incidentId: incident?.id, message: messageId }],
	});
	const [sent, unknown, failed] = [names(['sent']), names(['unknown']), names(['failed', 'queued'])];
	const why = unsent ?? all.find(({ state }) => state === 'failed')?.why ?? '';
	if (unknown !== '') {
		run.tell(
			'warning',
			l10n.t('It is not known whether the message is in {0}. Look there before it is sent again.', unknown),
			again(l10n.t('I Looked…')),
		);
	}
	if (failed !== '') {
		run.tell('error', l10n.t('Not sent to {0}: {1}', failed, why), again(l10n.t('Send Again')));
	}
	if (sent !== '' && unknown === '' && failed === '') {
		run.tell('info', l10n.t('Sent to {0}. It is in the timeline.', sent));
	}
}

async function besides(
	app: App,
	run: Run,
	channels: readonly string[],
	incident: Incident | undefined,
	what: 'pin' | 'mark',
): Promise<void> {
	const connections = await app.chat.connections.list();
	for (const id of channels) {
		const connection = connections.find((one) => one.id === id);
		const bot = connection && (await app.chat.botOf(connection));
		const root = threadIn(incident?.messages ?? [], id);
		const first = incident?.messages?.find(({ deliveries }) =>
			deliveries.some(({ place }) => place?.ts !== undefined && place.ts === root?.ts),
		);
		if (!bot || !root || !first) {
			continue;
		}
		try {
			await run.work(what === 'pin' ? l10n.t('Pinning') : l10n.t('Marking as over'), (_report, signal) =>
				what === 'pin'
					? bot.pin(root, signal)
					: bot.update(root, { ...first, title: l10n.t('Over: {0}', first.title) }, signal),
			);
		} catch (error) {
			if (!FaultlineError.is(error)) {
				throw error;
			}
			app.log.warn(`chat: ${what}`, error);
			run.tell('warning', error.message);
		}
	}
}
