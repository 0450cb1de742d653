import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { PlaceSchema } from '../../chat/model';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { DeliverySchema, withDelivery } from './deliveries';

/** A message is in a channel: the chat said so, or a person who looked. */
export const messageSent = defineEvent(
	'message.sent',
	v.object({ ...DeliverySchema, place: PlaceSchema, isSeen: v.optional(v.boolean()) }),
	{
		apply: (state, { payload: { place, ...of }, at }) =>
			withDelivery(state, of, ({ why: _, ...delivery }) => ({ ...delivery, state: 'sent', at: stampMs(at), place })),
		describe: ({ payload: { channel, isSeen } }) =>
			isSeen ? l10n.t('Somebody looked: it is in {0}', channel.name) : l10n.t('Sent to {0}', channel.name),
		provenance: ({ isSeen }) => (isSeen ? 'reported' : 'observed'),
		isFinal: true,
	},
);
