import { cutTo } from '../../base/cutTo';
import type { Message } from './model';
import { type Paragraph, paragraphsOf, type TextRun } from './paragraphs';
import { beginningOf, bullet, cutParagraphs, plainOf, wellFormed } from './plain';

/**
 * What Teams takes.
 *
 * What Teams counts towards its 28 KB is more than the JSON, which others saw refused beyond 21 KB, and a workflow takes a card before Teams refuses it: nobody would
 * hear of it.
 *
 * @see learn.microsoft.com: "Create incoming webhooks", "Microsoft Teams" connector (about 28 KB for a message), adaptivecards.io: explorer/RichTextBlock;
 * `test/fixtures/contracts/teams.json`
 */
export const TEAMS_LIMITS = { bytes: 20 * 1024, title: 250, paragraphs: 200, facts: 20, version: '1.4' } as const;

export interface CardRun {
	readonly type: 'TextRun';
	readonly text: string;
	readonly weight?: 'Bolder';
	readonly italic?: true;
	readonly fontType?: 'Monospace';
	readonly isSubtle?: true;
	readonly size?: 'Large';
	readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
}

export interface CardBlock {
	readonly type: 'RichTextBlock';
	readonly inlines: readonly CardRun[];
	readonly spacing?: 'None' | 'Small' | 'Medium';
	readonly separator?: true;
}

/** What a workflow takes: a message with one Adaptive Card. */
export interface TeamsMessage {
	readonly type: 'message';
	readonly attachments: readonly [
		{
			readonly contentType: 'application/vnd.microsoft.card.adaptive';
			readonly contentUrl: null;
			readonly content: {
				readonly $schema: string;
				readonly type: 'AdaptiveCard';
				readonly version: string;
				readonly fallbackText: string;
				readonly body: readonly CardBlock[];
				readonly msteams: { readonly width: 'Full' };
			};
		},
	];
}

/**
 * A message as an Adaptive Card, of rich text only: in text blocks and facts Teams reads Markdown and `<at>`, in runs nothing. Nobody is mentioned, for there are no
 * entities to mention.
 *
 * @returns `isCut`: not all of the text fits
 */
export function teamsMessage(given: Message): { readonly payload: TeamsMessage; readonly isCut: boolean } {
	const message = wellFormed(given);
	const begun = beginningOf(message.text);
	const all = paragraphsOf(begun);
	// What a card is beside its text takes room too; its share is not known before.
	for (let characters = 20_000; ; characters = Math.floor(characters * 0.8)) {
		const { paragraphs, isCut } = cutParagraphs(all, { characters, paragraphs: TEAMS_LIMITS.paragraphs });
		const payload = cardOf(message, paragraphs);
		if (bytesOf(payload) <= TEAMS_LIMITS.bytes || characters < 10) {
			return { payload, isCut: isCut || begun !== message.text || message.title.trim().length > TEAMS_LIMITS.title };
		}
	}
}

export const bytesOf = (payload: TeamsMessage): number => new TextEncoder().encode(JSON.stringify(payload)).length;

function cardOf({ title, facts }: Message, paragraphs: readonly Paragraph[]): TeamsMessage {
	const headline = cutTo(title.trim() || '…', TEAMS_LIMITS.title);
	const body: CardBlock[] = [
		{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: headline, weight: 'Bolder', size: 'Large' }] },
		...facts.slice(0, TEAMS_LIMITS.facts).map(
			({ label, value }): CardBlock => ({
				type: 'RichTextBlock',
				spacing: 'None',
				inlines: [
					{ type: 'TextRun', text: `${cutTo(label, 100)}: `, weight: 'Bolder' },
					{ type: 'TextRun', text: cutTo(value, 500) || '–' },
				],
			}),
		),
		...paragraphs.map(blockOf),
	];
	return {
		type: 'message',
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				content: {
					$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
					type: 'AdaptiveCard',
					version: TEAMS_LIMITS.version,
					fallbackText: cutTo([headline, plainOf(paragraphs)].filter(Boolean).join('\n'), 500),
					body,
					msteams: { width: 'Full' },
				},
			},
		],
	};
}

function blockOf(paragraph: Paragraph): CardBlock {
	const { kind, depth = 0, runs } = paragraph;
	const inlines = runs.map((run) => runOf(kind === 'code' ? { ...run, isCode: true } : run));
	switch (kind) {
		case 'item':
			return {
				...{ type: 'RichTextBlock', spacing: 'Small' },
				inlines: [{ type: 'TextRun', text: `${'\u2003'.repeat(depth)}${bullet(paragraph)}` }, ...inlines],
			};
		case 'quote':
			return {
				...{ type: 'RichTextBlock', spacing: 'Small' },
				inlines: [{ type: 'TextRun', text: '\u2502 ', isSubtle: true }, ...inlines],
			};
		default:
			return { type: 'RichTextBlock', spacing: 'Medium', inlines };
	}
}

function runOf({ text, isBold, isItalic, isCode, url }: TextRun): CardRun {
	return {
		...{ type: 'TextRun', text },
		...(isBold && { weight: 'Bolder' }),
		...(isItalic && { italic: true }),
		...(isCode && { fontType: 'Monospace' }),
		...(url !== undefined && { selectAction: { type: 'Action.OpenUrl', url } }),
	};
}
