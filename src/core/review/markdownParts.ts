// Parts of a Markdown text, as its own characters: nothing is decoded and printed anew, so nothing is lost.
import type { Heading, List, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** Longer texts, and texts nested deeper than people nest, are not taken apart: the parser's time grows faster than they do. */
const LONGEST = 200_000;
const NESTED = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){20}|^[ \t]{80}/m;

/** Only blocks are asked for: what is inside of a line costs most, and is left as it is written. */
const BLOCKS_ONLY = {
	disable: {
		null: [
			...['attention', 'autolink', 'codeText', 'htmlText', 'labelStartImage', 'labelStartLink', 'labelEnd'],
			...['characterEscape', 'characterReference', 'hardBreakEscape', 'strikethrough'],
			...['wwwAutolink', 'protocolAutolink', 'emailAutolink', 'gfmFootnoteCall', 'gfmPotentialFootnoteCall'],
		],
	},
};
const SYNTAX = [gfm(), BLOCKS_ONLY];
/** Without what looks for addresses in texts. */
const TREE = gfmFromMarkdown().filter((extension) => extension.transforms === undefined);

/** Whether a text is left as it is. */
export const isTooMuch = (markdown: string): boolean => markdown.length > LONGEST || NESTED.test(markdown);

/** The blocks of a text; none for one that is too much. */
export function blocksOf(markdown: string): readonly RootContent[] {
	if (isTooMuch(markdown)) {
		return [];
	}
	try {
		const root: Root = fromMarkdown(markdown, { extensions: SYNTAX, mdastExtensions: TREE });
		return root.children;
	} catch {
		return []; // the text matters, not its parts
	}
}

export const unixLines = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

/** A text without empty lines at its ends; how far its first line stands in means something. */
export const trimmed = (text: string): string =>
	unixLines(text)
		.replace(/^(?:[ \t]*\n)+/, '')
		.trimEnd();

export const startOf = (node: RootContent): number => node.position?.start.offset ?? 0;
export const endOf = (node: RootContent): number => node.position?.end.offset ?? 0;

/** A heading that begins a section, with its text as it is written, in one line. */
export interface FoundHeading {
	readonly level: 1 | 2;
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

/** Headings of the first two levels that stand in nothing else. */
export function headingsIn(markdown: string): readonly FoundHeading[] {
	return blocksOf(markdown).flatMap((node) =>
		node.type === 'heading' && node.depth <= 2
			? [
					{
						level: node.depth as 1 | 2,
						text: headingText(markdown, node),
						start: headingStart(markdown, node),
						end: endOf(node),
					},
				]
			: [],
	);
}

/** A heading that is underlined begins, for the parser, with the definitions of links that stand right before it: they are no part of it. */
function headingStart(markdown: string, node: Heading): number {
	const start = startOf(node);
	const from = node.children[0]?.position?.start.offset ?? start;
	return /[\r\n]/.test(markdown.slice(start, from)) ? from : start;
}

function headingText(markdown: string, { children }: Heading): string {
	const [first] = children;
	const last = children.at(-1);
	const from = first?.position?.start.offset;
	const to = last?.position?.end.offset;
	const raw = from === undefined || to === undefined ? '' : markdown.slice(from, to);
	return raw
		.replaceAll(/\s+/g, ' ')
		.trim()
		.replace(/(^|\s)\\(#+)$/, '$1$2');
}

/** A heading's line; a sharp at its end stays a part of it. */
export const headingLine = (level: 1 | 2, text: string): string =>
	`${'#'.repeat(level)} ${text
		.replaceAll(/\s+/g, ' ')
		.trim()
		.replace(/(^|\s)(#+)$/, '$1\\$2')}`.trimEnd();

/** A list, or a table, with what is before and behind it. */
export interface Parted<T> {
	readonly intro: string;
	readonly part: T;
	readonly more: string;
}

/** The first list with bullets. */
export function firstList(markdown: string): Parted<readonly string[]> | undefined {
	const list = blocksOf(markdown).find((node): node is List => node.type === 'list' && node.ordered !== true);
	return list && { ...around(markdown, list), part: itemsOf(markdown, list) };
}

/** A list with bullets that a text ends with. */
export function lastList(markdown: string): Parted<readonly string[]> | undefined {
	const last = blocksOf(markdown).at(-1);
	return last?.type === 'list' && last.ordered !== true
		? { ...around(markdown, last), part: itemsOf(markdown, last) }
		: undefined;
}

/** The first table of two columns. @returns rows of two cells, as they are written */
export function firstTable(markdown: string): Parted<readonly (readonly [string, string])[]> | undefined {
	const table = blocksOf(markdown).find(
		(node): node is Table => node.type === 'table' && node.children.every(({ children }) => children.length <= 2),
	);
	if (table?.children[0]?.children.length !== 2) {
		return undefined;
	}
	const cell = (row: Table['children'][number], column: number) => {
		const { children = [] } = row.children[column] ?? {};
		const from = children[0]?.position?.start.offset;
		const to = children.at(-1)?.position?.end.offset;
		return from === undefined || to === undefined ? '' : cellText(markdown.slice(from, to));
	};
	return {
		...around(markdown, table),
		part: table.children.map((row) => [cell(row, 0), cell(row, 1)] as const),
	};
}

const cellText = (raw: string): string => raw.replaceAll('\\|', '|').replaceAll('&#124;', '|').trim();

/** A row of a table, whatever is in its cells. */
export const tableRow = (cells: readonly string[]): string =>
	`| ${cells.map((cell) => oneLine(cell).replaceAll('|', '&#124;')).join(' | ')} |`;

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function around(markdown: string, node: RootContent): { readonly intro: string; readonly more: string } {
	return {
		intro: trimmed(markdown.slice(0, startOf(node))),
		more: trimmed(markdown.slice(endOf(node))).replace(/^ {1,3}(?=\S)/, ''),
	};
}

/** What stands in the items of a list, as if it stood alone. */
function itemsOf(markdown: string, list: List): readonly string[] {
	return list.children.map((item, place) => {
		const start = item.position?.start.offset ?? 0;
		// The parser lets an item end behind the next one's bullet where a fence in it is not closed.
		const next = list.children[place + 1]?.position?.start.offset ?? Number.POSITIVE_INFINITY;
		const end = Math.min(item.position?.end.offset ?? start, next);
		const column = start - (markdown.lastIndexOf('\n', start - 1) + 1);
		const [first = '', ...rest] = markdown.slice(start, end).split('\n');
		const [, blanks = ''] = /^[-*+]([ \t]*)/.exec(first) ?? [];
		const isUsual = blanks.length >= 1 && blanks.length <= 4 && !blanks.includes('\t');
		const indent = column + 1 + (isUsual ? blanks.length : 1);
		const lines = [
			first.slice(1 + (isUsual ? blanks.length : Math.min(1, blanks.length))),
			...rest.map((line) => outdented(line, indent)),
		];
		return lines
			.join('\n')
			.trim()
			.replace(/^\\([-*][-* ]*)(?=\n|$)/, '$1');
	});
}

function outdented(line: string, columns: number): string {
	const [blanks = ''] = /^[ \t]*/.exec(line) ?? [];
	let width = 0;
	let at = 0;
	while (at < blanks.length && width < columns) {
		width += blanks[at] === '\t' ? 4 - (width % 4) : 1;
		at++;
	}
	return ' '.repeat(Math.max(0, width - columns)) + line.slice(at);
}

/** Items as a list with bullets; `next` is what stands behind it, which is not to become a part of it. */
export function listOf(items: readonly string[], next = ''): string {
	const bullet = /^-(?:[ \t\n]|$)/.test(next) ? '*' : '-';
	return items
		.map((item) => item.trim())
		.filter((item) => item !== '')
		.map((item) => {
			const guarded = item.replace(/^[-*][-* ]*(?=\n|$)/, '\\$&');
			return `${bullet} ${guarded
				.split('\n')
				.map((line, place) => (place === 0 || line.trim() === '' ? line.trimEnd() : `  ${line}`))
				.join('\n')}`;
		})
		.join('\n');
}

const ENDS = ['-->', '?>', ']]>', '>', '</pre>', '</script>', '</style>', '</textarea>'];

/** A text that ends where it ends: what would reach over all that follows, such as a fence that nobody closed, is closed. */
export function closed(text: string): string {
	if (!/```|~~~|</.test(text)) {
		return text;
	}
	const isClosed = (one: string) => {
		const last = blocksOf(`${one}\n\n## x`).at(-1);
		return last?.type === 'heading' && last.depth === 2;
	};
	if (isClosed(text)) {
		return text;
	}
	const end = [...fencesIn(text), ...ENDS].find((one) => isClosed(`${text}\n${one}`));
	return end === undefined ? text.replaceAll(/^/gm, '    ') : `${text}\n${end}`;
}

/** What may close a fence that is open: the last one, or the longest of each kind. To try all of them would take the square of a text that has many. */
function fencesIn(text: string): readonly string[] {
	const fences = text.match(/`{3,}|~{3,}/g) ?? [];
	const longest = new Map<string, string>();
	for (const fence of fences) {
		const sign = fence.charAt(0);
		longest.set(sign, fence.length > (longest.get(sign)?.length ?? 0) ? fence : (longest.get(sign) ?? fence));
	}
	return [...new Set([...fences.slice(-1), ...longest.values()])];
}
