import type { Audience, ChannelRef, Message, MessageKind, Place } from '../chat/model';

/** How a message got on, or not, on its way into one channel. */
export interface Delivery {
	readonly channel: ChannelRef;
	/**
	 * `queued`: nobody tried yet; `sending`: somebody did, and no answer is known; `failed`: it surely is not there; `unknown`: it may be there, and a person has
	 * to look before it is sent again.
	 */
	readonly state: 'queued' | 'sending' | 'sent' | 'failed' | 'unknown';
	/** How often it was tried. */
	readonly attempt: number;
	/** Of the try that goes on, or was the last one: who holds it sends, nobody else does. */
	readonly claim?: string;
	/** When that state began, epoch milliseconds. */
	readonly at: number;
	/** Why it is not there, in a sentence. */
	readonly why?: string;
	readonly place?: Place;
}

/** What was, or is to be, said in chats. */
export interface SentMessage extends Message {
	/** ULID of its event. */
	readonly id: string;
	readonly kind: MessageKind;
	readonly audience: Audience;
	readonly at: number;
	readonly actor: string;
	/** One for each channel. */
	readonly deliveries: readonly Delivery[];
	/** Somebody said that what is not sent is not to be. */
	readonly isDiscarded?: true;
}

/** A try without an answer for so long has none: the window that made it is gone. */
export const ANSWER_MS = 3 * 60_000;

/** The state as it is to be shown at some time: a try that nobody answers for any more may have arrived. */
export function stateNow({ state, at }: Pick<Delivery, 'state' | 'at'>, now: number): Delivery['state'] {
	return state === 'sending' && now - at > ANSWER_MS ? 'unknown' : state;
}

/** Whether somebody may try it (again): only what surely is not there. */
export const maySend = ({ state }: Pick<Delivery, 'state'>): boolean => state === 'queued' || state === 'failed';

/** Where the thread of an incident is in a channel: at the first message there that a bot sent. */
export function threadIn(messages: readonly SentMessage[], channelId: string): Place | undefined {
	for (const { deliveries } of messages) {
		const found = deliveries.find(
			({ channel, state, place }) => channel.id === channelId && state === 'sent' && place?.ts,
		);
		if (found) {
			return found.place;
		}
	}
	return undefined;
}
