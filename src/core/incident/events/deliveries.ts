import * as v from 'valibot';
import type { Delivery, SentMessage } from '../messages';
import type { IncidentState } from './define';

/** Which message, and on its way into which channel. */
export const DeliverySchema = {
	/** ULID of the event that composed it. */
	message: v.string(),
	/** Id of the connection, and its name. */
	channel: v.object({ id: v.string(), name: v.string() }),
	/** Of whoever tried: the same in what is told of one try. */
	claim: v.string(),
};
export interface DeliveryOf {
	readonly message: string;
	readonly channel: { readonly id: string; readonly name: string };
	readonly claim: string;
}

/** Changes the delivery of a message in one channel; what names none changes nothing. */
export function withDelivery(
	state: IncidentState,
	{ message, channel }: Pick<DeliveryOf, 'message' | 'channel'>,
	change: (delivery: Delivery) => Delivery,
): IncidentState {
	const { messages } = state;
	if (!messages) {
		return state;
	}
	const changed = (one: SentMessage): SentMessage => {
		const deliveries = one.deliveries.map((own) => (own.channel.id === channel.id ? change(own) : own));
		return one.id === message ? { ...one, deliveries } : one;
	};
	return { ...state, messages: messages.map(changed) };
}
