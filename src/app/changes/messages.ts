// What is said in chats about an incident, and how it got there.
import type { Place } from '../../core/chat/model';
import { messageClaimed } from '../../core/incident/events/messageClaimed';
import { type ComposedMessage, messageComposed } from '../../core/incident/events/messageComposed';
import { messageDiscarded } from '../../core/incident/events/messageDiscarded';
import { messageFailed } from '../../core/incident/events/messageFailed';
import { messageSent } from '../../core/incident/events/messageSent';
import { updateSnoozed } from '../../core/incident/events/updateSnoozed';
import type { WrittenUpdate } from '../../core/incident/events/updateWritten';
import { nextUpdateDue } from '../../core/incident/major';
import { type Delivery, maySend, type SentMessage, stateNow } from '../../core/incident/messages';
import type { Incident } from '../../core/incident/record';
import { messageEmpty, messageTaken, nothingDue, snoozeBehind, textMissing } from '../incidentErrors';
import type { NewEvent } from './newEvent';
import { updated } from './response';

/** Which message, on its way into which channel, by its connection's id. */
export interface DeliveryRef {
	readonly message: string;
	readonly channel: string;
}

/** How a try ended. `isSeen`: a person looked. */
export type DeliveryResult =
	| { readonly state: 'sent'; readonly place: Place; readonly isSeen?: boolean }
	| { readonly state: 'failed' | 'unknown'; readonly why: string; readonly isSeen?: boolean };

/**
 * @param id ULID of the message's event
 * @param update what it says as an update, to be kept with it where another audience was not told the same
 * @throws FaultlineError `message.empty`
 */
export function composedMessage(
	incident: Incident,
	id: string,
	message: ComposedMessage,
	update: WrittenUpdate | undefined,
): readonly NewEvent[] {
	if (message.title.trim() === '' || message.channels.length === 0) {
		throw messageEmpty(incident.key);
	}
	const hasUpdate = update && [update.known, update.impact, update.doing].some((part) => part.trim() !== '');
	const last = incident.updates?.at(-1);
	const isNew =
		(update && (['known', 'impact', 'doing'] as const).some((part) => update[part].trim() !== last?.[part].trim())) ||
		update?.nextAt !== last?.nextAt ||
		(message.audience === 'customers' && last?.audience !== 'customers');
	return [
		...(hasUpdate && isNew ? updated(incident, { ...update, audience: message.audience }) : []),
		{ ...messageComposed.of(message), id },
	];
}

/** @throws FaultlineError `message.taken` where nobody may send it (any more), or where somebody does right now */
export function claimedDelivery(incident: Incident, ref: DeliveryRef, claim: string): readonly NewEvent[] {
	const { message, delivery } = found(incident, ref);
	if (message.isDiscarded || !maySend(delivery)) {
		throw messageTaken(incident.key);
	}
	return [messageClaimed.of({ ...of(ref, delivery, claim), attempt: delivery.attempt + 1 })];
}

/** How the try of `claim` ended; what is told of one that somebody else has is left out, but that it was sent. */
export function deliveredAs(
	incident: Incident,
	ref: DeliveryRef,
	claim: string,
	result: DeliveryResult,
): readonly NewEvent[] {
	const { delivery } = found(incident, ref);
	const { isSeen } = result;
	const said = { ...of(ref, delivery, claim), ...(isSeen && { isSeen }) };
	return result.state === 'sent'
		? [messageSent.of({ ...said, place: { ...result.place } })]
		: [messageFailed.of({ ...said, why: result.why, isUnknown: result.state === 'unknown' })];
}

/**
 * What a person found who looked.
 *
 * @param now epoch milliseconds
 * @throws FaultlineError `message.taken` where it is known already
 */
export function settledDelivery(
	incident: Incident,
	ref: DeliveryRef,
	isThere: boolean,
	why: string,
	now: number,
): readonly NewEvent[] {
	const { delivery } = found(incident, ref);
	if (stateNow(delivery, now) !== 'unknown') {
		throw messageTaken(incident.key);
	}
	return deliveredAs(
		...([incident, ref, delivery.claim ?? ''] as const),
		isThere ? { state: 'sent', place: {}, isSeen: true } : { state: 'failed', why, isSeen: true },
	);
}

/** @throws FaultlineError `message.taken` where there is nothing left that was not sent */
export function discardedMessage(incident: Incident, id: string): readonly NewEvent[] {
	const message = incident.messages?.find((one) => one.id === id);
	if (!message || message.isDiscarded || message.deliveries.every(({ state }) => state === 'sent')) {
		throw messageTaken(incident.key);
	}
	return [messageDiscarded.of({ message: id })];
}

/**
 * @param now epoch milliseconds
 * @throws FaultlineError `incident.textMissing`, `incident.nothingDue`, `incident.snoozeBehind`
 */
export function snoozed(incident: Incident, until: number, reason: string, now: number): readonly NewEvent[] {
	const due = nextUpdateDue(incident);
	if (due === undefined) {
		throw nothingDue(incident.key);
	}
	if (reason.trim() === '') {
		throw textMissing(incident.key, 'snooze');
	}
	if (until <= Math.max(now, due)) {
		throw snoozeBehind(incident.key);
	}
	return [updateSnoozed.of({ until, reason: reason.trim() })];
}

function found(
	{ key, messages = [] }: Incident,
	ref: DeliveryRef,
): { readonly message: SentMessage; readonly delivery: Delivery } {
	const message = messages.find(({ id }) => id === ref.message);
	const delivery = message?.deliveries.find(({ channel }) => channel.id === ref.channel);
	if (!message || !delivery) {
		throw messageTaken(key);
	}
	return { message, delivery };
}

const of = ({ message }: DeliveryRef, { channel: { id, name } }: Delivery, claim: string) => ({
	...{ message, claim, channel: { id, name } },
});
