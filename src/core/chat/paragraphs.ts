import type { PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
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

type Manner = Omit<TextRun, 'text'>;

/**
 * Markdown as paragraphs of runs, which chats have a form of their own for: so nothing that somebody wrote is ever read as a chat's own syntax. HTML
 * is text as it stands there, images are links, and links that lead elsewhere than into the web are text.
 */
export function paragraphsOf(markdown: string): readonly Paragraph[] {
	if (markdown.length > LONGEST || NESTED.test(markdown)) {
		return [{ kind: 'text', runs: [{ text: markdown }] }];
	}
	let root: Root;
	try {
		root = fromMarkdown(markdown);
	} catch {
		return [{ kind: 'text', runs: [{ text: markdown }] }]; // the text matters, not its looks
	}
	return root.children.flatMap((node) => paragraphs(node, 'text', 0)).filter(({ runs }) => runs.length > 0);
}

function paragraphs(node: RootContent, kind: 'text' | 'quote', depth: number): readonly Paragraph[] {
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
			return node.children.flatMap((child) => paragraphs(child, 'quote', depth));
		case 'list':
			return node.children.flatMap((item, index) => {
				const [first, ...rest] = item.children.flatMap((child) => paragraphs(child, kind, depth + 1));
				const number = node.ordered ? (node.start ?? 1) + index : undefined;
				return first
					? [{ kind: 'item' as const, runs: first.runs, depth, ...(number !== undefined && { number }) }, ...rest]
					: [];
			});
		default:
			return [];
	}
}

function runsOf(nodes: readonly PhrasingContent[], manner: Manner): readonly TextRun[] {
	return joined(nodes.flatMap((node) => runs(node, manner)));
}

function runs(node: PhrasingContent, manner: Manner): readonly TextRun[] {
	switch (node.type) {
		case 'text':
		case 'html':
			return [{ ...manner, text: node.value }];
		case 'break':
			return [{ ...manner, text: '\n' }];
		case 'inlineCode':
			return [{ ...manner, isCode: true, text: node.value }];
		case 'strong':
			return runsOf(node.children, { ...manner, isBold: true });
		case 'emphasis':
			return runsOf(node.children, { ...manner, isItalic: true });
		case 'link':
			return runsOf(node.children, isWebAddress(node.url) ? { ...manner, url: node.url } : manner);
		case 'image': {
			const text = node.alt || node.url;
			return [isWebAddress(node.url) ? { ...manner, text, url: node.url } : { ...manner, text }];
		}
		default:
			return 'children' in node ? runsOf(node.children, manner) : [];
	}
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
