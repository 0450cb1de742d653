import type { RichTextBlock } from '@slack/types';
import type { TextRun } from './paragraphs';
import type { NumberedList, SlackMessage } from './slack';
import type { CardRun, TeamsMessage } from './teams';

/** A line of a message as the chat will show it. */
export interface Drawn {
	readonly kind: 'title' | 'fact' | 'text' | 'item' | 'quote' | 'code';
	readonly runs: readonly TextRun[];
	/** Of an item: how far in it is. */
	readonly depth?: number;
	/** In front of an item. */
	readonly marker?: string;
}

/** What is sent to Slack, read back from its blocks: so a preview shows what is sent, and not what was meant. */
export function drawnSlack({ blocks }: Pick<SlackMessage, 'blocks'>): readonly Drawn[] {
	return blocks.flatMap((block): readonly Drawn[] => {
		switch (block.type) {
			case 'header':
				return [{ kind: 'title', runs: [{ text: block.text.text }] }];
			case 'section':
				return (block.fields ?? []).map(({ text }) => {
					const [label = '', ...value] = text.split('\n');
					return {
						kind: 'fact',
						runs: [
							{ text: unescaped(label.replace(/^\*|\*$/g, '')), isBold: true },
							{ text: unescaped(value.join('\n')) },
						],
					};
				});
			case 'rich_text':
				return block.elements.flatMap(drawnRich);
			default:
				return [];
		}
	});
}

function drawnRich(element: RichTextBlock['elements'][number]): readonly Drawn[] {
	switch (element.type) {
		case 'rich_text_list':
			return element.elements.map(({ elements }, index) => ({
				kind: 'item',
				runs: elements.flatMap(runOf),
				depth: element.indent ?? 0,
				marker: element.style === 'ordered' ? `${((element as NumberedList).offset ?? 0) + index + 1}.` : '•',
			}));
		case 'rich_text_preformatted':
			return [{ kind: 'code', runs: element.elements.flatMap(runOf) }];
		case 'rich_text_quote':
			return [{ kind: 'quote', runs: element.elements.flatMap(runOf) }];
		default:
			return [{ kind: 'text', runs: trimmed(element.elements.flatMap(runOf)) }];
	}
}

type Inline = { readonly type: string; readonly text?: string; readonly url?: string; readonly style?: object };

function runOf(inline: object): readonly TextRun[] {
	const { text, url, style = {} } = inline as Inline;
	const { bold, italic, code } = style as { bold?: boolean; italic?: boolean; code?: boolean };
	return [
		{
			text: text ?? url ?? '',
			...(bold && { isBold: true }),
			...(italic && { isItalic: true }),
			...(code && { isCode: true }),
			...(url !== undefined && { url }),
		},
	];
}

/** Without the line breaks that part it from its neighbours. */
const trimmed = (runs: readonly TextRun[]): readonly TextRun[] => runs.filter(({ text }) => text !== '\n');

const unescaped = (text: string): string =>
	text.replaceAll('\u200b', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The same of what is sent to Teams. */
export function drawnTeams({ attachments: [{ content }] }: TeamsMessage): readonly Drawn[] {
	return content.body.map(({ inlines }, index) => {
		const runs = inlines.map(cardRun);
		const [first] = inlines;
		if (index === 0) {
			return { kind: 'title', runs: runs.map(({ text }) => ({ text })) };
		}
		const marker = /^(\u2003*)(•|\d+\.) $/.exec(first?.text ?? '');
		return marker
			? { kind: 'item', runs: runs.slice(1), depth: marker[1]?.length ?? 0, marker: marker[2] ?? '' }
			: first?.isSubtle
				? { kind: 'quote', runs: runs.slice(1) }
				: { kind: 'text', runs };
	});
}

const cardRun = ({ text, weight, italic, fontType, selectAction }: CardRun): TextRun => ({
	text,
	...(weight && { isBold: true }),
	...(italic && { isItalic: true }),
	...(fontType && { isCode: true }),
	...(selectAction && { url: selectAction.url }),
});
