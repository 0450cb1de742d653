import { FaultlineError } from '../base/errors';
import type { ChannelRef } from '../core/chat/model';
import { isSaidAlready, stateNow, threadIn, wordsOf } from '../core/incident/messages';
import type { Incident } from '../core/incident/record';
import type { ChatChannel } from '../core/ports/chat';
import { hashOf } from '../core/trace/hash';
import type { DeliveryRef, DeliveryResult } from './changes/messages';
import { cancelledSending, saidAlready, unknownSending } from './incidentErrors';
import type { Incidents } from './incidents';

export interface SendNeeds {
	readonly incidents: Pick<Incidents, 'get' | 'claimDelivery' | 'recordDelivery'>;
	/** The channel as it is connected here. @throws FaultlineError `chat.notConnected` */
	readonly channel: (channel: ChannelRef) => Promise<ChatChannel>;
	/**
	 * Whether this is the first on this machine to ask for `key`. Where it is not, another window sends that.
	 *
	 * @returns what gives it back, for a try that never began; undefined where it is taken
	 */
	readonly exclusive: (key: string) => Promise<(() => Promise<void>) | undefined>;
	/** Waits until what others wrote at the same time would be here; at once where nobody else writes. */
	readonly settle: () => Promise<void>;
	/** What tells one try from all others. */
	readonly newId: () => string;
}

/** What became of a try; `taken`: somebody else sends it, or has. */
export type Sent = DeliveryResult['state'] | 'taken';

/** After these it surely is not there. Whatever else goes wrong between asking and an answer may have done it. */
const UNKNOWN: ReadonlySet<string> = new Set([
	'chat.unclear',
	'chat.malformed',
	'http.unclear',
	'http.timeout',
	'http.unavailable',
	'http.malformed',
	'http.tooLarge',
]);

/**
 * Sends a message that was composed into one of its channels, once, whoever else tries the same: a try is claimed in the log before it is sent, and of several
 * claims the first one counts. How it ended is written down, too; a window that ends in between leaves a claim without an answer, which only a person who looked
 * in the chat can settle.
 *
 * @throws FaultlineError `store.*` where the claim could not be written: then nothing was sent
 */
export async function sendMessage(
	{ incidents, channel, exclusive, settle, newId }: SendNeeds,
	id: string,
	ref: DeliveryRef,
	signal: AbortSignal,
): Promise<Sent> {
	const before = deliveryIn(await incidents.get(id), ref);
	const giveBack = before && (await exclusive(`${ref.message}.${ref.channel}.${before.attempt + 1}`));
	if (!giveBack) {
		return 'taken';
	}
	const claim = newId();
	let chat: ChatChannel;
	try {
		chat = await channel(before.channel);
		signal.throwIfAborted();
		await incidents.claimDelivery(id, ref, claim);
	} catch (error) {
		await giveBack();
		if (FaultlineError.is(error, 'message.taken')) {
			return 'taken';
		}
		throw error;
	}
	await settle();
	const { messages = [] } = (await incidents.get(id)) ?? {};
	const message = messages.find((one) => one.id === ref.message);
	const mine = message?.deliveries.find((one) => one.channel.id === ref.channel);
	if (!message || mine?.state !== 'sending' || mine.claim !== claim) {
		return 'taken';
	}
	const at = { id: ref.channel, conversation: chat.conversation };
	const { name } = mine.channel;
	// Other windows of this machine may have written the same a moment ago, and are heard of within a second. Whoever sends a second time was asked.
	const alone =
		mine.attempt === 1
			? await exclusive(`same.${hashOf(`${id} ${chat.conversation ?? ref.channel} ${wordsOf(message)}`)}`)
			: async () => {};
	const result: DeliveryResult =
		!alone || isSaidAlready(messages, message, at)
			? { state: 'failed', why: saidAlready(name) }
			: signal.aborted
				? { state: 'failed', why: cancelledSending() }
				: await tried(() => chat.post(message, threadIn(messages, at), signal), name);
	if (result.state === 'failed') {
		await alone?.();
	}
	await incidents.recordDelivery(id, ref, claim, result);
	return result.state;
}

/** Never rejects: also what was cancelled is told. */
async function tried(post: () => ReturnType<ChatChannel['post']>, name: string): Promise<DeliveryResult> {
	try {
		return { state: 'sent', place: await post() };
	} catch (error) {
		return FaultlineError.is(error) && !UNKNOWN.has(error.code)
			? { state: 'failed', why: error.message }
			: { state: 'unknown', why: unknownSending(name) };
	}
}

function deliveryIn(incident: Incident | undefined, ref: DeliveryRef) {
	const message = incident?.messages?.find((one) => one.id === ref.message);
	return message?.deliveries.find(({ channel }) => channel.id === ref.channel);
}

/** Deliveries that a person has to do something about, of all messages; oldest first. */
export function openDeliveries({ messages = [] }: Pick<Incident, 'messages'>, now: number) {
	return messages
		.filter(({ isDiscarded }) => !isDiscarded)
		.flatMap((message) =>
			message.deliveries
				.map((delivery) => ({ message, delivery, state: stateNow(delivery, now) }))
				.filter(({ state }) => state !== 'sent'),
		);
}
