import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';
import type { ChannelRef, Place } from '../../core/chat/model';
import { type SentMessage, stateNow, threadIn } from '../../core/incident/messages';
import type { Incident } from '../../core/incident/record';
import type { App } from '../app';
import type { Button, Run } from '../run';
import { type Connection, connectionOf } from './connections';

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
	const connections = await app.chat.connections.list();
	const threadOf = ({ messages = [] }: Pick<Incident, 'messages'>, channel: ChannelRef) =>
		threadIn(messages, { id: channel.id, conversation: connectionOf(connections, channel)?.conversation });
	const pending = deliveriesOf(incident, messageId).filter(({ state }) => state === 'queued' || state === 'failed');
	const roots = new Set(pending.filter(({ channel }) => !threadOf(incident, channel)).map(({ channel }) => channel.id));
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
	await linkThread(app, id, all, after);
	tellResult(run, id, messageId, all, unsent);
	const sent = all.filter(
		({ state, channel }) => state === 'sent' && pending.some((one) => one.channel.id === channel.id),
	);
	const wanted = [
		...(isPinned
			? sent.filter(({ channel }) => roots.has(channel.id)).map((one) => ({ ...one, what: 'pin' as const }))
			: []),
		...(marksOver ? sent.map((one) => ({ ...one, what: 'mark' as const })) : []),
	];
	for (const { channel, what } of wanted) {
		const connection = connectionOf(connections, channel);
		const root = after && threadOf(after, channel);
		if (connection && root) {
			await besides(app, run, { connection, root, messages: after.messages ?? [] }, what);
		}
	}
}

const deliveriesOf = ({ messages = [] }: Incident, messageId: string) =>
	messages.find(({ id }) => id === messageId)?.deliveries ?? [];

/** The thread is a link of the incident as soon as the chat has said where it is. */
async function linkThread(
	app: App,
	id: string,
	deliveries: ReturnType<typeof deliveriesOf>,
	incident: Incident | undefined,
): Promise<void> {
	for (const { place, channel } of deliveries) {
		const url = place?.url;
		if (incident && url !== undefined && !incident.links?.some((link) => link.url === url)) {
			await (await app.incidents()).addLink(id, { kind: 'chat', url, title: channel.name });
		}
	}
}

function tellResult(
	run: Run,
	incidentId: string,
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
		args: [{ incidentId, message: messageId }],
	});
	const [sent, unknown, failed] = [names(['sent']), names(['unknown']), names(['failed', 'queued'])];
	const open = names(['sending']);
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
	if (open !== '') {
		// Another window has it, or what the chat answered could not be kept.
		run.tell(
			unsent === undefined ? 'info' : 'warning',
			l10n.t('How it went in {0} will be in the timeline, or you are asked to look.', open),
		);
	}
	if (sent !== '' && unknown === '' && failed === '' && open === '') {
		run.tell('info', l10n.t('Sent to {0}. It is in the timeline.', sent));
	}
}

async function besides(
	app: App,
	run: Run,
	thread: { readonly connection: Connection; readonly root: Place; readonly messages: readonly SentMessage[] },
	what: 'pin' | 'mark',
): Promise<void> {
	const { connection, root, messages } = thread;
	const bot = await app.chat.botOf(connection);
	const first = messages.find(({ deliveries }) =>
		deliveries.some(({ place }) => place?.ts === root.ts && place?.conversation === root.conversation),
	);
	if (!bot || !first) {
		return;
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
