import type {
	HeaderBlock,
	KnownBlock,
	RichTextBlock,
	RichTextLink,
	RichTextList,
	RichTextPreformatted,
	RichTextQuote,
	RichTextSection,
	RichTextText,
	SectionBlock,
} from '@slack/types';
import { cutTo } from '../../base/cutTo';
import type { Message } from './model';
import { type Paragraph, paragraphsOf, type TextRun } from './paragraphs';
import { beginningOf, cutParagraphs, plainOf, wellFormed } from './plain';

/**
 * What Slack takes, in characters and counts.
 *
 * @see docs.slack.dev: reference/block-kit/blocks, apis/web-api/rate-limits; `test/fixtures/contracts/slack.json` has them with their pages
 */
export const SLACK_LIMITS = {
	...{ header: 150, fields: 10, blocks: 50, text: 4000 },
	/** Of a value; Slack takes 2,000 characters in a field, label and all. */
	value: 500,
	/** All blocks together, as JSON: there is no documented limit, but Slack refuses some 13,000 as `msg_blocks_too_long`. */
	json: 12_000,
	paragraphs: 400,
	topic: 250,
	/** Of a link in a message. */
	url: 3000,
} as const;

/** A message as Slack takes it. */
export interface SlackMessage {
	/** What notifications and readers of little show. */
	readonly text: string;
	readonly blocks: readonly KnownBlock[];
	/** Not all of the text fits. */
	readonly isCut: boolean;
}

/**
 * A message as blocks. The text is a rich text, of which Slack reads nothing as its own syntax; the rest is plain text, or mrkdwn whose signs are escaped. Nobody
 * is mentioned, whoever wrote the text.
 */
export function slackMessage(message: Message): SlackMessage {
	const { title, text, facts } = wellFormed(message);
	const begun = beginningOf(text);
	const all = paragraphsOf(begun);
	const headline = cutTo(title.trim() || '…', SLACK_LIMITS.header);
	const header: HeaderBlock = { type: 'header', text: { type: 'plain_text', text: headline, emoji: false } };
	const shown = facts.slice(0, SLACK_LIMITS.fields);
	const section: SectionBlock = {
		type: 'section',
		fields: shown.map(({ label, value }) => ({
			type: 'mrkdwn',
			text: `*${cutEscaped(label, 100)}*\n${cutEscaped(value, SLACK_LIMITS.value)}`,
			verbatim: true,
		})),
	};
	// What blocks are beside their text takes room too; its share is not known before.
	for (let characters: number = SLACK_LIMITS.json; ; characters = Math.floor(characters * 0.8)) {
		const { paragraphs, isCut } = cutParagraphs(all, { characters, paragraphs: SLACK_LIMITS.paragraphs });
		const body = paragraphs.length > 0 ? [richText(paragraphs)] : [];
		const blocks = [header, ...(shown.length > 0 ? [section] : []), ...body];
		if (JSON.stringify(blocks).length <= SLACK_LIMITS.json || characters < 10) {
			return {
				text: cutEscaped([headline, plainOf(paragraphs)].filter(Boolean).join('\n'), SLACK_LIMITS.text),
				blocks,
				isCut: isCut || begun !== text || title.trim().length > SLACK_LIMITS.header,
			};
		}
	}
}

/**
 * Text of mrkdwn that is nothing but text: what begins a mention, a link or a date is escaped, and signs by which Slack may find a mention that is written as
 * people write it are parted from the name.
 */
export function escaped(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll(/@(?=[\p{L}\p{N}])/gu, '@\u200b');
}

/** Escaped, and no longer than that; an escape is not cut in two. */
function cutEscaped(text: string, length: number): string {
	return cutTo(escaped(text), length).replace(/&[a-z]*…$/, '…');
}

/** Slack's documentation has the offset of a list that counts on; its types do not yet. */
export type NumberedList = RichTextList & { readonly offset?: number };

type RichElement = RichTextSection | RichTextList | RichTextQuote | RichTextPreformatted;

function richText(paragraphs: readonly Paragraph[]): RichTextBlock {
	const elements: RichElement[] = [];
	let before: Paragraph['kind'] | undefined;
	for (const paragraph of paragraphs) {
		const { kind, depth = 0, number } = paragraph;
		const last = elements.at(-1);
		const style = number === undefined ? 'bullet' : 'ordered';
		if (kind === 'item') {
			const section: RichTextSection = { type: 'rich_text_section', elements: paragraph.runs.map(inline) };
			if (last?.type === 'rich_text_list' && last.style === style && (last.indent ?? 0) === Math.min(depth, 8)) {
				last.elements.push(section);
			} else {
				const offset = number === undefined || number <= 1 ? {} : { offset: number - 1 };
				elements.push({ type: 'rich_text_list', style, indent: Math.min(depth, 8), ...offset, elements: [section] });
			}
		} else if (kind === 'code') {
			elements.push({
				type: 'rich_text_preformatted',
				elements: paragraph.runs.map(({ text }) => ({ type: 'text', text })),
			});
		} else if (kind === 'quote') {
			elements.push({ type: 'rich_text_quote', elements: paragraph.runs.map(inline) });
		} else {
			// Sections have no space between them but what their text has.
			const gap: RichTextText[] = before === 'text' || before === 'heading' ? [{ type: 'text', text: '\n' }] : [];
			elements.push({
				type: 'rich_text_section',
				elements: [...gap, ...paragraph.runs.map(inline), { type: 'text', text: '\n' }],
			});
		}
		before = kind;
	}
	return { type: 'rich_text', elements };
}

function inline({ text, isBold, isItalic, isCode, url }: TextRun): RichTextText | RichTextLink {
	const style = { ...(isBold && { bold: true }), ...(isItalic && { italic: true }), ...(isCode && { code: true }) };
	const styled = Object.keys(style).length > 0 ? { style } : {};
	return url !== undefined && url.length <= SLACK_LIMITS.url
		? { type: 'link', url, text, ...styled }
		: { type: 'text', text, ...styled };
}

/** What a channel may be called: lower case, digits, hyphens; at most 80. @see docs.slack.dev/reference/methods/conversations.create */
export function slackChannelName(key: string, title: string): string {
	const words = title
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-');
	return `${key.toLowerCase()}-${words}`.replaceAll(/-{2,}/g, '-').slice(0, 80).replace(/-+$/, '');
}
