import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FaultlineError } from '../../../src/base/errors';
import { runAtOnce } from '../../../src/base/slices';
import type { IncidentEvent } from '../../../src/core/incident/event';
import { incidentMarkdown } from '../../../src/core/incident/exchange/markdown';
import { readExchangeSteps } from '../../../src/core/incident/exchange/read';
import { exchangeSteps, type RewriteText } from '../../../src/core/incident/exchange/write';
import { fold } from '../../../src/core/incident/fold';
import type { Incident } from '../../../src/core/incident/record';
import { anEvent, created, NOON } from '../../support/incidents';

const INCIDENTS = ['01KAT2Q5R07F3KQ8ZJ4N6M2W9A', '01KAT2Q5R07F3KQ8ZJ4N6M2W9B'];
const asIs: RewriteText = function* (text) {
	yield;
	return text;
};
const written = (events: readonly IncidentEvent[], rewrite = asIs) => runAtOnce(exchangeSteps(events, NOON, rewrite));
const read = (text: string) => runAtOnce(readExchangeSteps(text, 'incidents.json'));
const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const inIdOrder = (events: readonly IncidentEvent[]) => [...events].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('incidents in a file', () => {
	const [one = '', two = ''] = INCIDENTS;
	const events = [
		created({ incident: one }, 'Line\nbreak “ü” 🧨 \\ " ],[\n]}'),
		anEvent({ incident: one }),
		anEvent({ incident: two, type: 'room.opened', payload: { url: 'https://example.com', deep: [{ er: null }] } }),
		created({ incident: two }),
	];

	it('come back as they were, whatever order they went in and whatever laid the file out anew', () => {
		for (const text of [
			written(events),
			written(events.toReversed()),
			JSON.stringify(JSON.parse(written(events)), null, 2),
		]) {
			const { incidents, refused } = read(text);
			assert.deepEqual(inIdOrder(incidents.flat()), inIdOrder(events));
			assert.deepEqual(refused, []);
		}
	});

	it('say the priority that the configured matrix gives', () => {
		const matrix = Array(4).fill(['P4', 'P4', 'P4', 'P4']);
		assert.match(runAtOnce(exchangeSteps(events, NOON, asIs, matrix)), /"priority":"P4"/);
	});

	it('are one line each, with what is for people in front', () => {
		const lines = written(events).split('\n');
		assert.equal(lines.length, 5);
		assert.match(lines[2] ?? '', /^\{"key":"INC-7F3KQ[^"]*","title":"Checkout is down","status":"new","priority":"P1"/);
	});

	it('hold what the texts of their payloads are rewritten to, and nothing of what they were', () => {
		const hide: RewriteText = function* (text) {
			yield;
			return text.replaceAll('hunter2', '[redacted]');
		};
		const text = written(
			[created({ incident: one }, 'hunter2'), anEvent({ incident: one, payload: { text: 'a hunter2' } })],
			hide,
		);
		assert.doesNotMatch(text, /hunter2/);
		assert.match(text, /"text":"a \[redacted\]"/);
	});

	it('are refused one by one where they do not fit', () => {
		const text = written(events).replace('"type":"evidence.added"', '"type":"status.changed"');
		const { incidents, refused } = read(text);
		assert.equal(incidents.flat().length, 3);
		assert.match(refused.join(), /incident 1, event 2: status\.changed: /);
	});

	it('are not looked for in what is no such file', () => {
		assert.throws(() => read('no'), isCode('exchange.notJson'));
		assert.throws(() => read('{"format":"other","version":1,"incidents":[]}'), isCode('exchange.notOurs'));
		assert.throws(() => read('[]'), isCode('exchange.notOurs'));
		assert.throws(() => read(written(events).replace('"version":1', '"version":2')), isCode('exchange.newer'));
	});

	it('never make reading throw anything but that, whatever was cut or changed', () => {
		const whole = written(events);
		fc.assert(
			fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.string({ maxLength: 5 }), (from, length, put) => {
				try {
					read(whole.slice(0, from) + put + whole.slice(from + length));
				} catch (error) {
					assert.ok(FaultlineError.is(error), String(error));
				}
			}),
		);
	});
});

describe('an incident as Markdown', () => {
	const incident = (more: Partial<Incident> = {}): Incident => {
		const folded = fold([created({ incident: INCIDENTS[0] ?? '' })]);
		assert.ok(folded);
		return { ...folded, ...more };
	};

	it('lets nothing out of the fence of its evidence', () => {
		const text = 'Error\n```\n# Not a heading\n````\n~~~';
		const markdown = incidentMarkdown(incident({ evidence: [{ text }] }));
		assert.ok(markdown.includes(`\n\`\`\`\`\`text\n${text}\n\`\`\`\`\`\n`), markdown);
	});

	it('makes no link, mention, table cell, HTML or heading of what somebody wrote', () => {
		const title = '# <img src=x> [x](https://evil.example) @everyone | a_b* www.evil.example ![y](z)';
		const [heading, , , , row] = incidentMarkdown(incident({ title, release: 'a | b' })).split('\n');
		assert.equal(
			heading?.slice(heading.indexOf(' ', 2) + 1),
			'\\# \\<img src=x\\> \\[x\\](https:\\//evil.example) \\@everyone \\| a\\_b\\* www\\.evil.example \\!\\[y\\](z)',
		);
		assert.ok(row);
		assert.match(incidentMarkdown(incident({ release: 'a | b' })), /\| Deployed revision \| a \\\| b \|/);
	});

	it('quotes the description, without HTML', () => {
		const markdown = incidentMarkdown(incident({ description: '## What\n<script>x</script>\n\n* one' }));
		assert.match(markdown, /\n> ## What\n> &lt;script>x&lt;\/script>\n>\n> \* one\n/);
	});

	it('tells state, suspects with their reasons, verdicts and timeline', () => {
		const sha = 'a'.repeat(40);
		const markdown = incidentMarkdown(
			incident({
				analysis: {
					revision: sha,
					commits: [
						{
							...{ sha, score: 0.42, author: 'Ann', date: '2026-11-20T10:00:00.000Z', subject: 'Look up' },
							reasons: [{ kind: 'line', detail: 'changed line 9', weight: 0.42 }],
						},
					],
					files: [{ path: 'src/a`b.js', score: 0.5, reasons: [] }],
					excluded: [],
					problems: [],
					locations: [],
				},
				verdicts: [
					{ ...{ sha, subject: 'Look up', date: '', author: 'Ann' }, verdict: 'confirmed', by: 'person', at: NOON },
				],
			}),
		);
		for (const line of [
			'| Priority | P1 (impact 1, urgency 2) |',
			'1. `aaaaaaaaaa` Look up (Ann, 2026-11-20): 42 %',
			'  - changed line 9',
			'1. `` src/a`b.js ``: 50 %',
			'- `aaaaaaaaaa` Look up: confirmed as the cause',
		]) {
			assert.ok(markdown.split('\n').includes(line), `${line}\nis not in\n${markdown}`);
		}
		assert.match(markdown, /\n- 2026-11-23T12:00:00\.000Z Created: Checkout is down \(Ann, reported\)\n$/);
	});

	it('tells how the incident was answered, as text, and quotes the review', () => {
		const hostile = '<b>[x](https://evil.example)</b>';
		const safe = '\\<b\\>\\[x\\](https:\\//evil.example)\\</b\\>';
		const at = NOON;
		const markdown = incidentMarkdown(
			incident({
				service: 'shop',
				environment: 'production',
				priorityOverride: { priority: 'P1', reason: hostile },
				roles: { commander: hostile },
				major: {
					...{ reason: hostile, declaredAt: at, audience: hostile, updateMinutes: 30 },
					stoodDown: { at, summary: hostile },
				},
				updates: [{ known: hostile, impact: '', doing: 'looking', nextAt: at, at, actor: 'Ann' }],
				escalations: [{ level: 2, to: hostile, reason: hostile, at, actor: 'Ann' }],
				links: [{ kind: 'chat', url: 'https://chat.example.com/`1', title: hostile }],
				files: [{ path: 'src/price.js' }],
				review: { text: '## Why\n<script>x</script>', at, actor: 'Ann' },
			}),
		);
		const time = '2026-11-23T12:00:00.000Z';
		for (const line of [
			`| Priority | P1, overridden (impact 1, urgency 2): ${safe} |`,
			'| Service | shop |',
			'| Environment | production |',
			`| Incident Commander | ${safe} |`,
			`- Declared ${time}: ${safe}`,
			`- For ${safe}, an update every 30 min`,
			`- Stood down ${time}: ${safe}`,
			`- ${time} Ann`,
			`  - What we know: ${safe}`,
			'  - What we do: looking',
			`  - Next update: ${time}`,
			`- ${time} to level 2, ${safe}: ${safe}`,
			`- Chat: ${safe} \`\` https://chat.example.com/\`1 \`\``,
			'- File: `src/price.js`',
		]) {
			assert.ok(markdown.split('\n').includes(line), `${line}\nis not in\n${markdown}`);
		}
		assert.match(markdown, /\n## Post-Incident Review\n\n> ## Why\n> &lt;script>x&lt;\/script>\n$/);
	});

	it('says in the timeline what was undone, and when a note was written', () => {
		const note = anEvent({ type: 'note.added', payload: { text: 'paged', happenedAt: NOON } });
		const whole = fold([created(), note, anEvent({ type: 'change.undone', payload: { event: note.id } })]);
		assert.match(
			incidentMarkdown(whole as Incident),
			/paged \(Ann, reported, written at 2026-11-23T12:[^ ]+, undone\)/,
		);
	});
});
