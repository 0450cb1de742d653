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
}

/**
 * A webview's document: nothing runs but its own bundle and the parts that it loads later, which have its nonce from it; nothing else is loaded
 * but its own style sheet and the font of icons.
 */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, page: Page): string {
	const nonce = randomBytes(16).toString('base64');
	const asset = (file: string) =>
		webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webviews', file)).toString();
	const policy = [
		`default-src 'none'`,
		`script-src 'nonce-${nonce}'`,
		`style-src ${webview.cspSource}`,
		`font-src ${webview.cspSource}`,
		`base-uri 'none'`,
		`form-action 'none'`,
	].join('; ');
	const data = Object.entries({ strings: page.strings, ...page.data })
		.map(([name, value]) => ` data-${name}="${escaped(value)}"`)
		.join('');
	return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
	<meta charset="utf-8">
	<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<link rel="stylesheet" href="${escaped(asset(`${page.name}.css`))}">
	<title>${escaped(page.title)}</title>
</head>
<body>
	<main id="root"${data}></main>
	<script type="module" nonce="${nonce}" src="${escaped(asset(`${page.name}.js`))}"></script>
</body>
</html>`;
}

/** What a webview may load: its bundles. */
export function pageRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
	return [vscode.Uri.joinPath(extensionUri, 'dist', 'webviews')];
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
