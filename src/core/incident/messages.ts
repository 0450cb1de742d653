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

/** A channel as messages are looked for in it: by its connection, or, where somebody else connected the same, by what the chat calls it. */
export interface ChannelAt {
	/** Of the connection. */
	readonly id: string;
	/** Slack's id of it, where it has one. */
	readonly conversation?: string | undefined;
}

/** Where the thread of an incident is in a channel: at the first message there that a bot sent, or at the one that began it anew. */
export function threadIn(messages: readonly SentMessage[], at: ChannelAt): Place | undefined {
	let thread: Place | undefined;
	for (const { channel, state, place } of messages.flatMap(({ deliveries }) => deliveries)) {
		if (state === 'sent' && place?.ts && isIn(at, channel, place) && (!thread || place.isRoot)) {
			thread = place;
		}
	}
	return thread;
}

const isIn = ({ id, conversation }: ChannelAt, channel: ChannelRef, place: Place | undefined): boolean =>
	channel.id === id || (conversation !== undefined && place?.conversation === conversation);

/**
 * Whether the words of a message are in a channel already, or on their way there by a message that is before it: the same within a few minutes is not meant twice, but
 * two windows, or two people, pressed Send at once.
 */
export function isSaidAlready(messages: readonly SentMessage[], message: SentMessage, at: ChannelAt): boolean {
	const place = messages.indexOf(message);
	return messages.some(
		(other, index) =>
			other !== message &&
			wordsOf(other) === wordsOf(message) &&
			Math.abs(other.at - message.at) <= ANSWER_MS &&
			other.deliveries.some(
				(delivery) =>
					isIn(at, delivery.channel, delivery.place) &&
					(delivery.state === 'sent' ||
						delivery.state === 'unknown' ||
						(delivery.state === 'sending' && index < place)),
			),
	);
}

/** What a message says to whom, to be compared. */
export const wordsOf = ({ audience, title, text }: Pick<SentMessage, 'audience' | 'title' | 'text'>): string =>
	JSON.stringify([audience, title, text]);
