import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { maySend } from '../messages';
import { defineEvent } from './define';
import { DeliverySchema, withDelivery } from './deliveries';

/**
 * Somebody is about to send a message. Written before it is sent: of two who claim the same try the first one has it, whichever window asks, and the other one
 * sends nothing.
 */
export const messageClaimed = defineEvent(
	'message.claimed',
	v.object({ ...DeliverySchema, attempt: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
	{
		apply: (state, { payload, at }) =>
			withDelivery(state, payload, (delivery) => {
				const { why: _, ...rest } = delivery;
				return maySend(delivery) && payload.attempt === delivery.attempt + 1
					? { ...rest, state: 'sending', attempt: payload.attempt, claim: payload.claim, at: stampMs(at) }
					: delivery;
			}),
		describe: ({ payload: { channel, attempt } }) =>
			attempt === 1
				? l10n.t('Sending to {0}', channel.name)
				: l10n.t('Sending to {0} again, try {1}', channel.name, attempt),
		provenance: 'observed',
		isFinal: true,
	},
);
