import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { readFrontMatter } from './frontMatter';
import { isTooMuch, unixLines } from './markdownParts';

/** Nothing is loaded and nothing runs, whatever the text says. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --link: light-dark(#0550ae, #79b8ff); }
body { margin: 0 auto; max-width: 50rem; padding: 2rem 1.25rem 4rem; font: 16px/1.55 system-ui, sans-serif;
	color: light-dark(#1f2328, #e6edf3); background: light-dark(#fff, #0d1117); overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; } h2 { margin-top: 2.25rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.25rem; }
a { color: var(--link); } code { padding: .1em .3em; border-radius: 4px; background: var(--soft); font: .9em ui-monospace, monospace; }
pre { overflow: auto; padding: 1rem; border-radius: 6px; background: var(--soft); } pre code { padding: 0; background: none; }
table { border-collapse: collapse; } th, td { padding: .35rem .75rem; border: 1px solid var(--line); text-align: left; }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid var(--line); } li { margin: .2rem 0; }
@media print { body { max-width: none; padding: 0; } }
`;

/** Markdown without its front matter, and without comments, which people who read it elsewhere are not meant to see. */
export function plainReview(markdown: string): string {
	const text = unixLines(markdown.slice(readFrontMatter(markdown).end));
	if (isTooMuch(text)) {
		return withoutComments(text).trim();
	}
	const comments: (readonly [number, number])[] = [];
	const visit = (node: Nodes): void => {
		if (node.type === 'html' && /^<!--[\s\S]*-->\s*$/.test(node.value)) {
			comments.push([node.position?.start.offset ?? 0, node.position?.end.offset ?? 0]);
		} else if ('children' in node) {
			for (const child of node.children) {
				visit(child);
			}
		}
	};
	visit(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
	let end = text.length;
	let plain = '';
	for (const [from, to] of comments.reverse()) {
		plain = text.slice(to, end) + plain;
		end = text[from - 1] === ' ' ? from - 1 : from;
	}
	return (text.slice(0, end) + plain).trim();
}

/** The same by its signs alone, of a text that is not taken apart. */
function withoutComments(text: string): string {
	const [first = '', ...rest] = text.split('<!--');
	return (
		first + rest.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : `<!--${part}`)).join('')
	);
}

/**
 * A review as a page that needs nothing else: HTML in it is shown as it is written, what leads to no page of the web, such as a part of the
 * record, is no link, and of images there is one. A text that is too much to be taken apart is shown as it is written.
 *
 * @param title of the page
 * @param language as `de` or `en-US`
 */
export function reviewHtml(markdown: string, title: string, language: string): string {
	const text = plainReview(markdown);
	const body = isTooMuch(text)
		? `<pre>${escaped(text)}</pre>`
		: micromark(text, {
				extensions: [gfm(), { disable: { null: ['labelStartImage'] } }],
				htmlExtensions: [gfmHtml()],
			}).replaceAll('<a href="">', '<a>'); // what is written in a text is escaped, so these are the parser's own
	return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
