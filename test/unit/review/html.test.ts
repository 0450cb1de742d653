import assert from 'node:assert/strict';
import { reviewFileName, reviewJson } from '../../../src/core/review/files';
import { plainReview, reviewHtml } from '../../../src/core/review/html';
import { anIncident } from '../../support/incidents';

const MARKDOWN = `---
incident: INC-7F3KQ
---

# INC-7F3KQ Checkout

## Zusammenfassung <!-- summary -->

It was **down**, see [the graph](https://example.com/graph).

## Action items

- [x] Add an alert <!-- 01KAT2Q5R07F3KQ8ZJ4N6M2W9X -->
  - kind: detect
`;

describe('A review that leaves the record', () => {
	it('is a page that needs nothing else', () => {
		const html = reviewHtml(MARKDOWN, 'INC-7F3KQ <Checkout>', 'en');
		assert.match(html, /<title>INC-7F3KQ &lt;Checkout&gt;<\/title>/);
		assert.match(html, /<h2>Zusammenfassung<\/h2>\n<p>It was <strong>down<\/strong>/);
		assert.match(html, /<a href="https:\/\/example.com\/graph">the graph<\/a>/);
		assert.match(html, /<input type="checkbox" disabled="" checked="" \/> Add an alert/);
		assert.match(html, /default-src 'none'; style-src 'unsafe-inline'/);
		assert.match(html, /color-scheme: light dark/);
		assert.doesNotMatch(html, /01KAT2Q5R|incident: INC/);
	});

	it('is shown as it is written where it is nested deeper than can be taken apart', () => {
		const nested = `# T\n\n${'> '.repeat(60_000)}<b> <!-- 01KAT2Q5R07F3KQ8ZJ4N6M2W9X --> end`;
		assert.match(plainReview(nested), /> <b> {2}end$/);
		assert.match(reviewHtml(nested, 'T', 'en'), /<pre># T\n\n(?:&gt; )+&lt;b&gt; {2}end<\/pre>/);
	});

	it('runs nothing and loads nothing, whatever it says', () => {
		const hostile = [
			'<script>alert(1)</script>',
			'<img src=x onerror=alert(1)>',
			'![x](https://evil.example/a.png)',
			'[x](javascript:alert(1))',
			'<!-- a --><script>alert(2)</script>',
			'<a href="data:text/html,x">y</a>',
			'[^1]\n\n[^1]: <iframe src="https://evil.example">',
		].join('\n\n');
		const html = reviewHtml(hostile, '"><script>alert(3)</script>', '"><b>');
		assert.doesNotMatch(html, /<script|<img|<iframe|href="(?:javascript|data):|<b>/i);
	});

	it('has the words of a link into the record, and no link of it: a page is read where no editor is', () => {
		const link =
			'[14:05 UTC Declared](vscode://faultline.faultline/incident/INC-7F3KQ?event=01KAT2Q5R07F3KQ8ZJ4N6M2W9X)';
		const html = reviewHtml(`- evidence: ${link}`, 'T', 'en');
		assert.match(html, /evidence: <a>14:05 UTC Declared<\/a>/);
		assert.doesNotMatch(html, /href/);
	});

	it('has no front matter, and no comments', () => {
		assert.doesNotMatch(plainReview(MARKDOWN), /<!--|---/);
		assert.match(plainReview('a <!-- b --> c\n\n```\n<!-- d -->\n```'), /^a c\n\n```\n<!-- d -->\n```$/);
	});

	it('has a name by which a folder of them is in order, whatever it is called', () => {
		const at = { startedAt: Date.UTC(2026, 10, 20) };
		assert.equal(
			reviewFileName(anIncident({ ...at, title: '../../Größe: «Checkout» is down!' })),
			'2026-11-20-inc-7f3kq-große-checkout-is-down.md',
		);
		assert.equal(reviewFileName(anIncident({ ...at, title: '/..' })), '2026-11-20-inc-7f3kq.md');
	});

	it('is parts, action items and times for programs', () => {
		const said = JSON.parse(reviewJson(anIncident(), MARKDOWN));
		assert.deepEqual(
			[said.format, said.version, said.incident.startedAt, said.review.sections[0].id],
			['faultline review', 1, '2026-11-23T12:00:00.000Z', 'summary'],
		);
	});
});
