import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import {
	AUDIENCES,
	audienceName,
	ChannelRefSchema,
	MESSAGE_KINDS,
	MessageSchema,
	messageKindName,
} from '../../chat/model';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

const Composed = v.object({
	...MessageSchema.entries,
	kind: v.picklist(MESSAGE_KINDS),
	audience: v.picklist(AUDIENCES),
	channels: v.array(ChannelRefSchema),
});
export type ComposedMessage = v.InferOutput<typeof Composed>;

/** A person pressed Send: what is sent where. It is kept from then on, whatever becomes of it. */
export const messageComposed = defineEvent('message.composed', Composed, {
	apply: (state, { payload: { channels, ...message }, id, at, actor }) => ({
		...state,
		messages: [
			...(state.messages ?? []),
			{
				...{ ...message, id, actor, at: stampMs(at) },
				deliveries: channels.map((channel) => ({
					...{ channel, state: 'queued' as const, attempt: 0, at: stampMs(at) },
				})),
			},
		],
	}),
	describe: ({ payload: { kind, audience, channels, title } }) =>
		l10n.t(
			'{0} for {1}, to {2}: {3}',
			messageKindName(kind),
			audienceName(audience),
			channels.map(({ name }) => name).join(', '),
			title,
		),
	provenance: 'reported',
	words: ({ title, text }) => [title, text],
	isFinal: true, // what was said to others is not taken back by saying that it was not
});
