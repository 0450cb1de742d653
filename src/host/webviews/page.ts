import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a webview's page is made of. */
export interface Page {
	/** Name of the bundle in dist/webviews. */
	readonly name: string;
	readonly title: string;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
	/** What the page begins with, by name. */
	readonly data?: Readonly<Record<string, string>>;
	/** What is seen before its script has come; without it, nothing is. */
	readonly drawn?: Drawn | undefined;
}

/** A page as its script draws it first, in its document. */
export interface Drawn {
	/** Inside its root, which its script makes usable (`inert` goes) when it has drawn the same: texts escaped, without scripts and styles. */
	readonly markup: string;
	/** The bundle's own style sheet. */
	readonly style: string;
}

/**
 * A webview's document: nothing runs but its own bundle and the parts that it loads later, which have its nonce from it; nothing else is loaded
 * but its own style sheet and the font of icons.
 */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, page: Page): string {
	const nonce = randomBytes(16).toString('base64');
	const asset = (file: string) =>
		webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webviews', file)).toString();
	const { drawn, name } = page;
	const policy = [
		`default-src 'none'`,
		`script-src 'nonce-${nonce}'`,
		`style-src ${webview.cspSource}${drawn ? ` 'nonce-${nonce}'` : ''}`,
		`font-src ${webview.cspSource}`,
		`base-uri 'none'`,
		`form-action 'none'`,
	].join('; ');
	const data = Object.entries({ strings: page.strings, ...page.data })
		.map(([key, value]) => ` data-${key}='${quoted(value)}'`)
		.join('');
	const style = drawn
		? `<style nonce="${nonce}">${drawn.style.replaceAll(/@font-face\s*\{[^}]*\}/g, '')}</style>
	<style nonce="${nonce}" id="iconless">.codicon::before { visibility: hidden; }</style>`
		: `<link rel="stylesheet" href="${escaped(asset(`${name}.css`))}">`;
	const script = drawn
		? `<script nonce="${nonce}">${afterwards(asset(`${name}.js`), asset('codicon.ttf'))}</script>`
		: `<script type="module" nonce="${nonce}" src="${escaped(asset(`${name}.js`))}"></script>`;
	return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
	<meta charset="utf-8">
	<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	${script}
	${style}
	<title>${escaped(page.title)}</title>
</head>
<body>
	<main id="root"${data}${drawn ? ' inert' : ''}>${drawn?.markup ?? ''}</main>
</body>
</html>`;
}

/**
 * Loads a bundle and the font of icons. VS Code shows a document when all is loaded that it waits for; for neither of these it waits: `import()`
 * is no part of a document, and the font is asked for when it has been shown, icons being hidden until then: where it fails, none is better than boxes.
 */
function afterwards(bundle: string, font: string): string {
	return `import(${literal(bundle)});
addEventListener('load', async () => {
	document.fonts.add(await new FontFace('codicon', ${literal(`url("${font}")`)}).load());
	document.getElementById('iconless').remove();
});`;
}

/** In a script of a document. */
function literal(text: string): string {
	return JSON.stringify(text).replaceAll('<', '\\u003c');
}

/** What a webview may load: its bundles. */
export function pageRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
	return [vscode.Uri.joinPath(extensionUri, 'dist', 'webviews')];
}

/** Between single quotes: most values are JSON, whose own quotes need not be escaped then; VS Code takes a millisecond for each kilobyte or two of a document. */
function quoted(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
