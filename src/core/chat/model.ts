import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { TimeSchema } from '../incident/events/schemas';

/** Who is told. */
export const AUDIENCES = ['responders', 'engineering', 'leadership', 'customers'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const audienceName = (audience: Audience): string =>
	({
		responders: l10n.t('Responders'),
		engineering: l10n.t('Engineering'),
		leadership: l10n.t('Leadership'),
		customers: l10n.t('Customers'),
	})[audience];

/** What is said: that there is an incident, how it goes, that it is over, what was learned. */
export const MESSAGE_KINDS = ['announce', 'status', 'major', 'standDown', 'review'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export const messageKindName = (kind: MessageKind): string =>
	({
		announce: l10n.t('Announcement'),
		status: l10n.t('Status update'),
		major: l10n.t('Major-incident update'),
		standDown: l10n.t('Stand-down'),
		review: l10n.t('Review published'),
	})[kind];

/** Ways into a chat. Only a bot can write into a thread. */
export const CHANNEL_KINDS = ['slackBot', 'slackWebhook', 'teamsWebhook'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

export const channelKindName = (kind: ChannelKind): string =>
	({
		slackBot: l10n.t('Slack, by a bot'),
		slackWebhook: l10n.t('Slack, by a webhook'),
		teamsWebhook: l10n.t('Microsoft Teams, by a workflow'),
	})[kind];

/** A channel as incidents remember it: nothing of it is secret. */
export const ChannelRefSchema = v.object({
	/** Of the connection, made up when it was set up. */
	id: v.string(),
	kind: v.picklist(CHANNEL_KINDS),
	/** As the person calls it: `#incidents`. */
	name: v.string(),
});
export type ChannelRef = Readonly<v.InferOutput<typeof ChannelRefSchema>>;

/** Where a message is, as far as the chat says so. */
export const PlaceSchema = v.object({
	/** Slack's id of the conversation. */
	conversation: v.optional(v.string()),
	/** Slack's id of the message in it, by which a thread goes on. */
	ts: v.optional(v.string()),
	/** Of its page. */
	url: v.optional(v.string()),
	/** It was to be an answer, but what it was to answer is gone there: the thread goes on from here. */
	isRoot: v.optional(v.literal(true)),
});
export type Place = Readonly<v.InferOutput<typeof PlaceSchema>>;

/** What is sent, before it is put into a chat's own form. */
export const MessageSchema = v.object({
	/** One line. */
	title: v.string(),
	/** Markdown. */
	text: v.string(),
	/** State, in a few words each. */
	facts: v.array(v.object({ label: v.string(), value: v.string() })),
	/** When the next one is promised; `null` where none is. */
	nextAt: v.nullable(TimeSchema),
});
export type Message = Readonly<v.InferOutput<typeof MessageSchema>>;
