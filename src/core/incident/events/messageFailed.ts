import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { DeliverySchema, withDelivery } from './deliveries';

/** A message is not in a channel, or nobody knows whether it is. */
export const messageFailed = defineEvent(
	'message.failed',
	v.object({ ...DeliverySchema, why: v.string(), isUnknown: v.boolean(), isSeen: v.optional(v.boolean()) }),
	{
		apply: (state, { payload: { why, isUnknown, ...of }, at }) =>
			withDelivery(state, of, (delivery) =>
				delivery.claim === of.claim && (delivery.state === 'sending' || delivery.state === 'unknown')
					? { ...delivery, state: isUnknown ? 'unknown' : 'failed', at: stampMs(at), why }
					: delivery,
			),
		describe: ({ payload: { channel, why, isUnknown, isSeen } }) => {
			if (isSeen) {
				return l10n.t('Somebody looked: it is not in {0}', channel.name);
			}
			return isUnknown
				? l10n.t('Not known whether it is in {0}: {1}', channel.name, why)
				: l10n.t('Not sent to {0}: {1}', channel.name, why);
		},
		provenance: ({ isSeen }) => (isSeen ? 'reported' : 'observed'),
		isFinal: true,
	},
);
