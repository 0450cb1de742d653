import type { PhrasingContent, Root, RootContent, Table, Text } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { isWebAddress } from '../incident/links';

/** A piece of text in one manner. */
export interface TextRun {
	readonly text: string;
	readonly isBold?: true;
	readonly isItalic?: true;
	readonly isCode?: true;
	/** Of the web. */
	readonly url?: string;
}

/** A piece of a message that stands by itself. */
export interface Paragraph {
	readonly kind: 'text' | 'heading' | 'item' | 'quote' | 'code';
	readonly runs: readonly TextRun[];
	/** Of an item: how far in it is, from 0; and its number in a list that counts. */
	readonly depth?: number;
	readonly number?: number;
}

/** Longer texts, and texts nested as nobody nests them, stay as they are written: the parser's time grows faster than they do. */
const LONGEST = 30_000;
const NESTED = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){20}|^[ \t]{80}/m;

/** In one block so many signs of markup are none: the parser holds each against all others, and nobody else would be heard meanwhile. */
const MOST_SIGNS = 1000;
/** Where the next block surely begins: an empty line, a heading, an item that interrupts a paragraph. */
const NEXT_BLOCK = /\n(?=[ \t]*\n| {0,3}(?:#{1,6} |[-+*] +\S|1[.)] +\S))/;

const isTooMuch = (markdown: string): boolean =>
	markdown.length > LONGEST ||
	NESTED.test(markdown) ||
	markdown.split(NEXT_BLOCK).some((block) => (block.match(/[*_[\]<|]/g)?.length ?? 0) > MOST_SIGNS);

/** Of GitHub's Markdown only tables, which reviews have; no chat is sure to show the rest. */
const SYNTAX = [
	gfm(),
	{
		disable: {
			null: [
				...['strikethrough', 'wwwAutolink', 'protocolAutolink', 'emailAutolink', 'tasklistCheck'],
				...['gfmFootnoteCall', 'gfmPotentialFootnoteCall', 'gfmFootnoteDefinition'],
			],
		},
	},
];
/** Without what looks for addresses in texts. */
const TREE = gfmFromMarkdown().filter((extension) => extension.transforms === undefined);

type Manner = Omit<TextRun, 'text'>;

/**
 * Markdown as paragraphs of runs, which chats have a form of their own for: so nothing that somebody wrote is ever read as a chat's own syntax. HTML
 * is text as it stands there, images are links, and links that lead elsewhere than into the web are text.
 */
export function paragraphsOf(markdown: string): readonly Paragraph[] {
	if (isTooMuch(markdown)) {
		return [{ kind: 'text', runs: [{ text: markdown }] }];
	}
	let root: Root;
	try {
		root = fromMarkdown(markdown, { extensions: SYNTAX, mdastExtensions: TREE });
	} catch {
		return [{ kind: 'text', runs: [{ text: markdown }] }]; // the text matters, not its looks
	}
	return root.children
		.flatMap((node) => paragraphs(node, { markdown, kind: 'text', depth: 0 }))
		.filter(({ runs }) => runs.length > 0);
}

interface Within {
	/** All of it. */
	readonly markdown: string;
	readonly kind: 'text' | 'quote';
	readonly depth: number;
}

function paragraphs(node: RootContent, within: Within): readonly Paragraph[] {
	const { kind, depth, markdown } = within;
	const runsOf = (nodes: readonly PhrasingContent[], manner: Manner) => runsIn(nodes, manner, markdown);
	switch (node.type) {
		case 'paragraph':
			return [{ kind, runs: runsOf(node.children, {}) }];
		case 'heading':
			return [{ kind: 'heading', runs: runsOf(node.children, { isBold: true }) }];
		case 'code':
			return [{ kind: 'code', runs: node.value === '' ? [] : [{ text: node.value }] }];
		case 'html':
			return [{ kind, runs: [{ text: node.value }] }];
		case 'blockquote':
			return node.children.flatMap((child) => paragraphs(child, { ...within, kind: 'quote' }));
		case 'list':
			return node.children.flatMap((item, index) => {
				const [first, ...rest] = item.children.flatMap((child) => paragraphs(child, { ...within, depth: depth + 1 }));
				const number = node.ordered ? (node.start ?? 1) + index : undefined;
				return first
					? [{ kind: 'item' as const, runs: first.runs, depth, ...(number !== undefined && { number }) }, ...rest]
					: [];
			});
		case 'table':
			return rowsOf(node, within);
		default:
			return [];
	}
}

/**
 * A table as an item for each row, since chats have none: its first cell, then the others, of more than one each with the heading of its column. Headings of two
 * columns are left out: they say “what” and “when”.
 */
function rowsOf({ children: [head, ...rows] }: Table, { depth, markdown }: Within): readonly Paragraph[] {
	const cells = (row: Table['children'][number] | undefined, manner: Manner) =>
		(row?.children ?? []).map(({ children }) => runsIn(children, manner, markdown));
	const names = cells(head, {});
	const isWide = names.length > 2;
	return rows.flatMap((row) => {
		const [first = [], ...others] = cells(row, {});
		const said = others.flatMap((runs, index): readonly TextRun[] => {
			const name = isWide ? (names[index + 1] ?? []) : [];
			return runs.length === 0 ? [] : [{ text: ' · ' }, ...(name.length > 0 ? [...name, { text: ': ' }] : []), ...runs];
		});
		const bold = first.map((run): TextRun => ({ ...run, isBold: true }));
		const runs = joined([...bold, ...(first.length === 0 ? said.slice(1) : said)]);
		return runs.length > 0 ? [{ kind: 'item', runs, depth }] : [];
	});
}

function runsIn(nodes: readonly PhrasingContent[], manner: Manner, markdown: string): readonly TextRun[] {
	return joined(nodes.flatMap((node) => runs(node, manner, markdown)));
}

function runs(node: PhrasingContent, manner: Manner, markdown: string): readonly TextRun[] {
	switch (node.type) {
		case 'text':
			return manner.url === undefined
				? withAddresses(node, markdown).map((run) => ({ ...manner, ...run }))
				: [{ ...manner, text: node.value }];
		case 'html':
			return [{ ...manner, text: node.value }];
		case 'break':
			return [{ ...manner, text: '\n' }];
		case 'inlineCode':
			return [{ ...manner, isCode: true, text: node.value }];
		case 'strong':
			return runsIn(node.children, { ...manner, isBold: true }, markdown);
		case 'emphasis':
			return runsIn(node.children, { ...manner, isItalic: true }, markdown);
		case 'link':
			return runsIn(node.children, isWebAddress(node.url) ? { ...manner, url: node.url } : manner, markdown);
		case 'image': {
			const text = node.alt || node.url;
			return [isWebAddress(node.url) ? { ...manner, text, url: node.url } : { ...manner, text }];
		}
		default:
			return 'children' in node ? runsIn(node.children, manner, markdown) : [];
	}
}

const ADDRESS = /https?:\/\/[^\s<>"]+/gi;

/** Addresses that stand in a text as they are, which chats make links of in what people type, and not in rich text. One that was escaped, as what incidents say is, is text. */
function withAddresses({ value, position }: Text, markdown: string): readonly TextRun[] {
	const source = markdown.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
	const out: TextRun[] = [];
	let done = 0;
	for (const { 0: found, index } of value.matchAll(ADDRESS)) {
		const url = withoutSentence(found);
		if (isWebAddress(url) && source.includes(url)) {
			out.push({ text: value.slice(done, index) }, { text: url, url });
			done = index + url.length;
		}
	}
	return [...out, { text: value.slice(done) }];
}

/** Without what ends the sentence that an address stands in: a bracket that was not opened in it, and signs. */
function withoutSentence(address: string): string {
	let end = address.length;
	let closed = address.split(')').length - address.split('(').length;
	while (end > 0) {
		const last = address[end - 1] ?? '';
		if (!(last === ')' ? closed-- > 0 : /[.,;:!?'’”*_~\]}]/.test(last))) {
			break;
		}
		end--;
	}
	return address.slice(0, end);
}

/** Neighbours of one manner as one. */
function joined(all: readonly TextRun[]): readonly TextRun[] {
	const out: TextRun[] = [];
	for (const run of all) {
		const last = out.at(-1);
		if (last && isAlike(last, run)) {
			out[out.length - 1] = { ...last, text: last.text + run.text };
		} else if (run.text !== '') {
			out.push(run);
		}
	}
	return out;
}

const isAlike = (one: TextRun, other: TextRun): boolean =>
	one.isBold === other.isBold &&
	one.isItalic === other.isItalic &&
	one.isCode === other.isCode &&
	one.url === other.url;
