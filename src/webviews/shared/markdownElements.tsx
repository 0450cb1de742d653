import * as l10n from '@vscode/l10n';
import type { AlignType, Definition, Heading, Nodes, Root, TableRow } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { ComponentChildren } from 'preact';
import { linkTo } from './linkTo';

/** What is nested deeper, which no person writes, is shown as its source. */
const DEEPEST = 30;
/** Longer texts are shown as they are written: the parser's time grows faster than they do. */
const LONGEST = 30_000;
/** A line in more quotes and lists, or further to the right, than anybody puts it: what takes the parser longest. */
const NESTED = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){20}|^[ \t]{80}/m;

/** What a node is rendered with. */
interface Rendering {
	readonly source: string;
	readonly definitions: ReadonlyMap<string, Definition>;
	readonly levels: ReadonlyMap<Heading, HeadingLevel>;
}

type HeadingLevel = 3 | 4 | 5 | 6;

/**
 * Markdown, GitHub's kind of it, as elements. Nothing in the text becomes anything else than text, tables, lists and links to web and mail: HTML
 * is shown as it is written, and of images there is a link, for nothing is loaded.
 */
export function markdownElements(source: string): ComponentChildren {
	if (source.length > LONGEST || NESTED.test(source)) {
		return <p class="source">{source}</p>;
	}
	let root: Root;
	try {
		root = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
	} catch {
		return <p class="source">{source}</p>; // the text matters, not its looks
	}
	const definitions = new Map<string, Definition>();
	const levels = new Map<Heading, HeadingLevel>();
	let last = 2;
	for (const node of root.children) {
		if (node.type === 'definition' && !definitions.has(node.identifier)) {
			definitions.set(node.identifier, node);
		}
		if (node.type === 'heading') {
			// Below the heading of the page's section, and never skipping a level.
			last = Math.min(node.depth + 2, last + 1, 6);
			levels.set(node, last as HeadingLevel);
		}
	}
	return children(root, { source, definitions, levels }, 0);
}

function children(node: Nodes, how: Rendering, depth: number): ComponentChildren {
	if (!('children' in node)) {
		return null;
	}
	return depth > DEEPEST ? sourceOf(node, how) : node.children.map((child) => element(child, how, depth + 1));
}

function element(node: Nodes, how: Rendering, depth: number): ComponentChildren {
	const inside = () => children(node, how, depth);
	switch (node.type) {
		case 'text':
			return node.value;
		case 'html':
			// A comment is for whoever edits the text.
			return /^<!--[\s\S]*-->\s*$/.test(node.value) ? null : <span class="source">{node.value}</span>;
		case 'paragraph':
			return <p>{inside()}</p>;
		case 'heading':
			return heading(how.levels.get(node) ?? 6, inside());
		case 'emphasis':
			return <em>{inside()}</em>;
		case 'strong':
			return <strong>{inside()}</strong>;
		case 'delete':
			return <del>{inside()}</del>;
		case 'inlineCode':
			return <code>{node.value}</code>;
		case 'code':
			return (
				<pre>
					<code>{node.value}</code>
				</pre>
			);
		case 'blockquote':
			return <blockquote>{inside()}</blockquote>;
		case 'list':
			return node.ordered ? <ol start={node.start ?? 1}>{inside()}</ol> : <ul>{inside()}</ul>;
		case 'listItem':
			return (
				<li class={typeof node.checked === 'boolean' ? 'task' : undefined}>
					{typeof node.checked === 'boolean' && check(node.checked)}
					{inside()}
				</li>
			);
		case 'thematicBreak':
			return <hr />;
		case 'break':
			return <br />;
		case 'link':
			return link(node.url, inside());
		case 'image':
			return link(node.url, node.alt || node.url);
		case 'linkReference':
			return link(how.definitions.get(node.identifier)?.url ?? '', inside());
		case 'imageReference':
			return link(how.definitions.get(node.identifier)?.url ?? '', node.alt || node.identifier);
		case 'table':
			return table(node.children, node.align ?? [], how, depth);
		case 'definition':
		case 'yaml':
			return null;
		case 'footnoteReference':
			return <sup>{node.identifier}</sup>;
		case 'footnoteDefinition':
			return (
				<div class="footnote">
					<sup>{node.identifier}</sup> {inside()}
				</div>
			);
		default:
			return inside();
	}
}

function heading(level: HeadingLevel, inside: ComponentChildren): ComponentChildren {
	const Tag = `h${level}` as const;
	return <Tag>{inside}</Tag>;
}

/** A link where its address is one of the web or of mail, else its text. */
function link(url: string, inside: ComponentChildren): ComponentChildren {
	const href = linkTo(url);
	return href === undefined ? (
		<span>{inside}</span>
	) : (
		<a href={href} title={href} rel="noreferrer">
			{inside}
		</a>
	);
}

function table(rows: readonly TableRow[], align: readonly AlignType[], how: Rendering, depth: number) {
	const [head, ...body] = rows;
	const cells = (row: TableRow, Cell: 'th' | 'td') =>
		row.children.map((cell, column) => (
			<Cell class={align[column] ?? undefined} scope={Cell === 'th' ? 'col' : undefined}>
				{children(cell, how, depth + 2)}
			</Cell>
		));
	return (
		<table>
			<thead>{head && <tr>{cells(head, 'th')}</tr>}</thead>
			<tbody>
				{body.map((row) => (
					<tr>{cells(row, 'td')}</tr>
				))}
			</tbody>
		</table>
	);
}

function check(isDone: boolean): ComponentChildren {
	return (
		<span role="img" aria-label={isDone ? l10n.t('done') : l10n.t('to do')}>
			{isDone ? '☑' : '☐'}
		</span>
	);
}

function sourceOf({ position }: Nodes, { source }: Rendering): string {
	return position ? source.slice(position.start.offset, position.end.offset) : '';
}
