import assert from 'node:assert/strict';
import fc from 'fast-check';
import { incidentFromIssue, levelsFor } from '../../../src/app/incidentFromIssue';
import { splitText, withoutComments } from '../../../src/core/github/issueText';
import { labelFor, readLabels } from '../../../src/core/github/labels';
import { DEFAULT_MATRIX, PRIORITIES, priorityOf } from '../../../src/core/incident/priority';
import type { IssueComment, TrackedIssue } from '../../../src/core/ports/issueTracker';
import { parseText } from '../../../src/core/trace/parse';
import { never } from '../../support/repository';

const TRACE =
	"TypeError: Cannot read properties of undefined (reading 'country')\n    at priceOf (/srv/shop/src/price.js:4:48)\n    at checkout (/srv/shop/src/checkout.js:9:10)";
const RULES = { said: { sev1: 'P1', DB: 'data' }, categories: ['availability', 'data'] };

const anIssue = (more: Partial<TrackedIssue> = {}): TrackedIssue => ({
	...{ number: 12, title: 'Checkout is down', body: '', url: 'https://github.com/acme/shop/issues/12', state: 'open' },
	...{ labels: [], assignees: [], updatedAt: 0 },
	...more,
});
const aComment = (body: string): IssueComment => ({ id: 1, author: 'bob', body, createdAt: 0, updatedAt: 0 });
const read = (issue: TrackedIssue, ...comments: string[]) =>
	incidentFromIssue({ issue, comments: comments.map(aComment) }, async (text) => parseText(text), RULES, never());

describe('an incident from an issue', () => {
	it('finds the trace in the body, with the log lines in its block, and keeps the words round it', async () => {
		const body = `### What happened\r\nNobody can pay.\r\n\r\n<!-- paste the log here -->\r\n\`\`\`text\r\n2026-11-23T12:00:00Z checkout failed\r\n${TRACE.replaceAll('\n', '\r\n')}\r\n\`\`\`\r\n\r\nSince noon.`;
		const { title, description, trace } = await read(anIssue({ body }));
		assert.deepEqual([title, description], ['Checkout is down', '### What happened\nNobody can pay.\n\nSince noon.']);
		assert.equal(trace, `2026-11-23T12:00:00Z checkout failed\n${TRACE}`);
	});

	it('finds traces that stand in no block, and those of comments, each once', async () => {
		const other = 'Error: no\n    at f (/srv/shop/src/other.js:1:2)';
		const { description, trace } = await read(
			anIssue({ body: `It fails:\n${TRACE}\nand then` }),
			TRACE,
			`> or\n${other}`,
		);
		assert.equal(trace, `${TRACE}\n\n${other}`);
		assert.equal(description, 'It fails:\n\nand then');
	});

	it('has no trace where the issue has none, and the whole text as its description', async () => {
		const { description, trace } = await read(anIssue({ body: 'It is slow.' }), 'Yes.');
		assert.deepEqual([description, trace], ['It is slow.', '']);
	});

	it('leaves no line of a text out but those in comments that nobody sees', () => {
		const lines = fc.array(fc.constantFrom('```', '~~~~', 'words', '', 'at f (a.js:1:2)', '```text', '> x'));
		fc.assert(
			fc.property(lines, fc.nat(), fc.nat(), (all, one, other) => {
				const markdown = all.map((line, index) => (line === '' ? '' : `${line} ${index}`)).join('\n');
				const [start, end] = [one, other].map((at) => at % (markdown.length + 1)).sort((a, b) => a - b);
				const { evidence, rest } = splitText(markdown, [[start ?? 0, end ?? 0]]);
				const kept = new Set(`${evidence}\n${rest}`.split('\n').map((line) => line.trim()));
				const lost = markdown
					.split('\n')
					.filter((line) => line !== '' && !kept.has(line.trim()) && !/^(?:`{3}|~{3})/.test(line));
				assert.deepEqual(lost, []);
			}),
		);
	});

	it('keeps a comment that is not closed', () => {
		assert.equal(withoutComments('a <!-- b --> c <!-- d'), 'a  c <!-- d');
	});
});

describe('labels', () => {
	it('say priority and category by the configured rule, else by their names; the worst priority counts', () => {
		assert.deepEqual(readLabels(['bug', 'priority: p3', 'SEV1', 'db', 'type/availability'], RULES), {
			priority: { label: 'SEV1', value: 'P1' },
			category: { label: 'db', value: 'data' },
		});
		assert.deepEqual(readLabels(['bug', 'p5'], RULES), {});
	});

	it('are called as the repository calls them, else as the rule does, else by their names', () => {
		assert.equal(labelFor('P1', ['Sev1'], RULES.said), 'Sev1');
		assert.equal(labelFor('P1', ['priority/p1']), 'priority/p1');
		assert.equal(labelFor('data', [], RULES.said), 'DB');
		assert.equal(labelFor('P2', [], RULES.said), 'p2');
	});

	it('give impact and urgency that make the priority', () => {
		for (const priority of PRIORITIES) {
			const levels = levelsFor(priority, DEFAULT_MATRIX);
			assert.equal(levels && priorityOf(levels.impact, levels.urgency), priority);
		}
		assert.equal(levelsFor('P1', Array(4).fill(Array(4).fill('P4'))), undefined);
	});
});
