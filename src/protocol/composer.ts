import * as v from 'valibot';
import { AUDIENCES, CHANNEL_KINDS, MESSAGE_KINDS, type MessageKind } from '../core/chat/model';

const Text = v.string();
const Time = v.pipe(v.number(), v.finite());
/** What a person types into a field is no longer than that. */
export const TYPED_LIMIT = 40_000;
const Typed = v.pipe(v.string(), v.maxLength(TYPED_LIMIT));

/** Messages that say when the next one comes. */
export const promisesNext = (kind: MessageKind): boolean => kind !== 'standDown' && kind !== 'review';

/** What a person writes and chooses for a message. */
export const ComposerDraft = v.object({
	kind: v.picklist(MESSAGE_KINDS),
	audience: v.picklist(AUDIENCES),
	/** Ids of connections. */
	channels: v.pipe(v.array(Text), v.maxLength(100)),
	known: Typed,
	impact: Typed,
	doing: Typed,
	nextAt: v.nullable(Time),
	title: Typed,
	/** Markdown. */
	text: Typed,
	/** Title and text were changed by hand: the template does not write them any more. */
	isOwn: v.boolean(),
	/** What was written by hand for other audiences and kinds, until they are chosen again. */
	others: v.optional(
		v.pipe(
			v.array(
				v.object({ kind: v.picklist(MESSAGE_KINDS), audience: v.picklist(AUDIENCES), title: Typed, text: Typed }),
			),
			v.maxLength(MESSAGE_KINDS.length * AUDIENCES.length),
		),
	),
	/** The first message of a thread is pinned. */
	isPinned: v.boolean(),
	/** At the end the first message of the thread says that it is over. */
	marksOver: v.boolean(),
});
export type ComposerDraft = v.InferOutput<typeof ComposerDraft>;

const Run = v.object({
	text: Text,
	isBold: v.optional(v.literal(true)),
	isItalic: v.optional(v.literal(true)),
	isCode: v.optional(v.literal(true)),
	url: v.optional(Text),
});
const Drawn = v.object({
	kind: v.picklist(['title', 'fact', 'text', 'item', 'quote', 'code']),
	runs: v.array(Run),
	depth: v.optional(v.number()),
	marker: v.optional(Text),
});
export type Drawn = v.InferOutput<typeof Drawn>;

/** What one channel is sent. */
const Sending = v.object({
	id: Text,
	name: Text,
	kind: v.picklist(CHANNEL_KINDS),
	kindName: Text,
	/** Where in the channel, and what is to be known of it; a sentence each. */
	notes: v.array(Text),
	drawn: v.array(Drawn),
	/** The request's body, as it is sent. */
	json: Text,
});
export type Sending = v.InferOutput<typeof Sending>;

/** What goes elsewhere by hand. */
const Copy = v.object({ id: v.picklist(['email', 'statusPage']), name: Text, text: Text });
export type Copy = v.InferOutput<typeof Copy>;

const Choice = <T extends readonly string[]>(of: T) => v.object({ id: v.picklist(of), name: Text });

const Words = v.object({ known: Typed, impact: Typed, doing: Typed });

export const HostToComposer = v.variant('type', [
	v.object({
		type: v.literal('shown'),
		key: Text,
		title: Text,
		draft: ComposerDraft,
		/** It was left unsent. */
		isKept: v.boolean(),
		/** Of the last updates, what customers and what all others were told. */
		words: v.object({ customers: Words, inside: Words }),
		kinds: v.array(Choice(MESSAGE_KINDS)),
		audiences: v.array(Choice(AUDIENCES)),
	}),
	/** The channels that there are; they come anew when one is connected. */
	v.object({
		type: v.literal('channels'),
		channels: v.array(
			v.object({
				id: Text,
				name: Text,
				kind: v.picklist(CHANNEL_KINDS),
				kindName: Text,
				audiences: v.array(v.picklist(AUDIENCES)),
			}),
		),
	}),
	/** What would be sent, of the draft of that revision. */
	v.object({
		type: v.literal('preview'),
		revision: v.number(),
		/** Of this preview: each has another one, also of one draft. */
		picture: v.number(),
		title: Text,
		text: Text,
		/** Where the template is from. */
		template: Text,
		/** Something was taken out of it: secrets. */
		removed: Text,
		sendings: v.array(Sending),
		copies: v.array(Copy),
		/** When this audience was told last, and by whom; empty where it was not. */
		told: Text,
		mayPin: v.boolean(),
		mayMarkOver: v.boolean(),
	}),
	v.object({ type: v.literal('refused'), requestId: v.number(), message: Text }),
]);
export type HostToComposer = v.InferOutput<typeof HostToComposer>;
export type Preview = Extract<HostToComposer, { type: 'preview' }>;
export type Channels = Extract<HostToComposer, { type: 'channels' }>['channels'];

export const ComposerToHost = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	v.object({ type: v.literal('changed'), revision: v.number(), draft: ComposerDraft }),
	/** What that preview shows is to be sent. */
	v.object({ type: v.literal('sent'), requestId: v.number(), picture: v.number() }),
	/** What that preview shows for a place that is reached by hand is to be in the clipboard. */
	v.object({ type: v.literal('copied'), picture: v.number(), what: v.picklist(['email', 'statusPage']) }),
	v.object({ type: v.literal('connect'), to: v.picklist(['slack', 'teams']) }),
	v.object({ type: v.literal('cancelled') }),
	v.object({ type: v.literal('startedOver') }),
	v.object({ type: v.literal('dropped') }),
]);
export type ComposerToHost = v.InferOutput<typeof ComposerToHost>;
