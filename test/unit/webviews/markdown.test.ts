import assert from 'node:assert/strict';
import { markdownElements } from '../../../src/webviews/shared/markdownElements';
import { textOf } from '../../support/elements';

const shown = (text: string) => textOf(markdownElements(text));

describe('Markdown in a webview', () => {
	it('becomes elements', () => {
		assert.equal(shown('It is *down*, see `log`.'), '<p>It is <em>down</em>, see <code>log</code>.</p>');
		assert.equal(shown('- one\n- two'), '<ul><li><p>one</p></li><li><p>two</p></li></ul>');
		assert.match(shown('| a | b |\n|---|--:|\n| 1 | 2 |'), /<td class="right">2<\/td>/);
		assert.match(shown('- [x] told'), /<span role="img" aria-label="done">☑<\/span>/);
	});

	it('links to the web and to mail, and to nothing else', () => {
		assert.match(shown('[x](https://example.com/a)'), /^<p><a href="https:\/\/example.com\/a"/);
		assert.match(shown('<mailto:a@example.com>'), /<a href="mailto:a@example.com"/);
		assert.match(shown('[x][1]\n\n[1]: https://example.com'), /<a href="https:\/\/example.com\/"/);
		for (const url of [
			'javascript:alert(1)',
			'JaVaScRiPt:alert(1)',
			'java&#x0A;script:alert(1)',
			'data:text/html,<script>alert(1)</script>',
			'vbscript:x',
			'command:workbench.action.quit',
			'vscode://file/etc/passwd',
			'file:///etc/passwd',
			'//example.com/x',
			'#root',
		]) {
			assert.doesNotMatch(shown(`[x](<${url}>)`), /<a /, url);
			assert.doesNotMatch(shown(`[x][1]\n\n[1]: <${url}>`), /<a /, url);
			assert.doesNotMatch(shown(`![x](<${url}>)`), /<a |<img/, url);
		}
	});

	it('loads no image: it links to it, in its words', () => {
		assert.match(shown('![The graph](https://example.com/graph.png)'), /<a href="[^"]+" [^>]*>The graph<\/a>/);
		assert.doesNotMatch(shown('![The graph](https://example.com/graph.png)'), /<img/);
	});

	it('shows HTML as it is written', () => {
		assert.equal(shown('<script>alert(1)</script>'), '<span class="source">&lt;script>alert(1)&lt;/script></span>');
		assert.doesNotMatch(shown('a <img src=x onerror=alert(1)> b'), /<img/);
	});

	it('puts headings below those of the page, and skips no level', () => {
		assert.equal(shown('# A\n\n#### B\n\n## C').replaceAll(/[^h\d]/g, ''), 'h3h3h4h4h4h4');
	});

	it('shows as its source what is nested too deep for anybody, or too long', () => {
		const deep = '> '.repeat(5000);
		assert.equal(shown(deep), `<p class="source">${deep}</p>`);
		assert.match(shown(`${'  '.repeat(300)}- a`), /^<p class="source">/);
		assert.match(shown('x'.repeat(100_000)), /^<p class="source">x/);
		assert.ok(shown('*a '.repeat(2000)).length > 0);
		assert.ok(shown('['.repeat(5000)).length > 0);
	});
});
