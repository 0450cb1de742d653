import assert from 'node:assert/strict';
import { draftReview, refilled } from '../../../src/core/review/draft';
import { reviewFileName } from '../../../src/core/review/files';
import { readReview } from '../../../src/core/review/read';
import { BUILT_IN_TEMPLATES, builtInTemplate } from '../../../src/core/review/templates';
import { writeReview } from '../../../src/core/review/write';
import { anIncident, NOON } from '../../support/incidents';

const MINUTE = 60_000;
const entry = (type: string, at: number, sentence: string) => ({
	...{ eventId: `${type}${at}`, at, actor: 'Ann', type, sentence },
	provenance: 'reported' as const,
});
const sha = 'a1b2c3d4e5'.repeat(4);
const incident = anIncident({
	...{ title: 'Checkout answers 500', service: 'shop', environment: 'production', status: 'resolved' },
	...{ startedAt: NOON - 20 * MINUTE, detectedAt: NOON, acknowledgedAt: NOON + 5 * MINUTE },
	...{ mitigatedAt: NOON + 40 * MINUTE, resolvedAt: NOON + 95 * MINUTE, createdAt: NOON },
	roles: { commander: 'Grace' },
	escalations: [{ level: 2, to: 'Bob', reason: 'Nobody answers', at: NOON + 9 * MINUTE, actor: 'Ann' }],
	updates: [
		{
			known: 'The pool is empty',
			impact: 'Nobody can pay',
			doing: 'Rolling back',
			nextAt: null,
			at: NOON,
			actor: 'Ann',
		},
	],
	links: [{ kind: 'issue', url: 'https://github.com/acme/shop/issues/7', title: '#7' }],
	verdicts: [
		{
			...{ sha, subject: 'Halve the pool', date: '2026-11-20T10:00:00Z', author: 'Mallory' },
			...{ verdict: 'confirmed', by: 'person', at: NOON },
		},
	],
	timeline: [
		entry('incident.created', NOON, 'Incident created'),
		entry('role.assigned', NOON + 1000, 'Incident Commander: Grace'),
		entry('suspects.analyzed', NOON + 2000, 'Suspects analyzed'),
		entry('escalation.raised', NOON + 9 * MINUTE, 'Escalated to level 2, Bob: Nobody answers'),
		entry('status.changed', NOON + 95 * MINUTE, 'Status changed from mitigated to resolved'),
	],
});
const draft = () => draftReview(incident, { template: builtInTemplate('default'), timezone: 'Europe/Berlin' });

describe('A review that is drafted from the record', () => {
	it('has what the record knows in its sections', () => {
		const markdown = writeReview(draft());
		assert.match(markdown, /^---\nincident: INC-7F3KQ\ntemplate: default\nstatus: draft\ntimezone: Europe\/Berlin\n/);
		assert.match(markdown, /\n# INC-7F3KQ Checkout answers 500\n/);
		assert.match(markdown, /\| Duration \| 1 h 55 min \|/);
		assert.match(markdown, /\| People affected \| {2}\|/);
		assert.match(markdown, /- 2026-11-23 11:40:00 UTC \(12:40:00 GMT\+1\) The incident began\n/);
		assert.match(markdown, /\| Detection: from start to detection \| 20 min \|/);
		assert.match(markdown, /\| Recovery: from mitigation to resolution \| 55 min \|/);
		assert.match(markdown, /## Trigger\n\n- `a1b2c3d4e5` Halve the pool, of 2026-11-20\n/);
		assert.match(
			markdown,
			/ {2}- The change `a1b2c3d4e5` Halve the pool did it\n {4}- evidence: \[`a1b2c3d4e5` Halve the pool\]\(vscode:\/\/faultline\.faultline\/incident\/INC-7F3KQ\?commit=a1b2c3d4e5\w+\)\n {4}- evidence: confirmed as the cause/,
		);
		assert.match(markdown, /Issue: \\#7 <https:\/\/github.com\/acme\/shop\/issues\/7>/);
	});

	it('names changes, and nobody who made them or was called', () => {
		assert.doesNotMatch(writeReview(draft()), /Mallory|Bob|Ann|Grace/);
	});

	it('says the same as a form and as Markdown, by each template', () => {
		for (const name of BUILT_IN_TEMPLATES) {
			const review = draftReview(incident, { template: builtInTemplate(name), timezone: 'UTC' });
			assert.deepEqual(readReview(writeReview(review)), review);
		}
	});

	it('has the sections that a team wants, with what they say themselves', () => {
		const template =
			'---\nteam: payments\n---\n# Learning from {{key}}\n\n## Summary\n\nWrite for sales.\n\n## Legal\n\nAsk.\n';
		const review = draftReview(incident, { template, timezone: 'UTC' });
		assert.equal(review.title, 'Learning from INC-7F3KQ');
		assert.deepEqual(
			review.sections.map(({ id, body }) => [id, body.kind === 'text' && body.text]),
			[
				['summary', 'Write for sales.'],
				['own', 'Ask.'],
			],
		);
		assert.match(review.front.other, /^team: payments\n/);
	});

	it('begins also with a template that says nothing, has a byte order mark, or was broken off', () => {
		const drafted = (template: string) => draftReview(incident, { template, timezone: 'UTC' });
		assert.deepEqual(drafted('').sections, []);
		assert.equal(drafted('').front.incident, 'INC-7F3KQ');
		const marked = drafted('\uFEFF---\r\ntemplate: ours\r\n---\r\n\r\n# {{title}}\r\n\r\n## Summary\r\n');
		assert.deepEqual(
			[marked.front.template, marked.title, marked.sections.map(({ id }) => id)],
			['ours', 'Checkout answers 500', ['summary']],
		);
		for (const template of ['---\ntemplate: x', '```\n## Summary', '## Summary\n<!--', '{{title', '\0\0']) {
			const review = drafted(template);
			assert.deepEqual(readReview(writeReview(review)), review, template);
		}
	});

	it('is filed by a name that every disk takes, whatever the title is', () => {
		for (const title of ['𝒳'.repeat(80), '../../etc', 'CON', 'a\0b\nc', '']) {
			const name = reviewFileName({ key: 'INC-7F3KQ', title, startedAt: 0 });
			assert.match(name, /^1970-01-01-inc-7f3kq(?:-[\p{L}\p{N}-]+)?\.md$/u);
			assert.ok(name.isWellFormed());
		}
	});

	it('keeps what a person wrote when it is filled in again, and counts times anew', () => {
		const markdown = writeReview(draft())
			.replace('| People affected |  |', '| People affected | 1,200 |')
			.replace('The incident began', 'The first payment failed');
		const again = refilled(readReview(markdown), { ...incident, resolvedAt: NOON + 100 * MINUTE });
		const written = writeReview(again, markdown);
		assert.match(written, /\| People affected \| 1,200 \|/);
		assert.match(written, /The first payment failed/);
		assert.match(written, /\| Duration \| 2 h 0 min \|/);
		assert.doesNotMatch(written, /The incident began/);
	});

	it('lets nothing in the record become anything else than text', () => {
		const title = '</td><script>alert(1)</script> [x](http://evil.example)\n## Action items\n- [ ] pay';
		const hostile = { ...incident, title, service: '| a\n---' };
		const review = draftReview(hostile, { template: builtInTemplate('default'), timezone: 'UTC' });
		const ids = draft().sections.map(({ id }) => id);
		assert.deepEqual(
			readReview(writeReview(review)).sections.map(({ id }) => id),
			ids,
		);
		assert.doesNotMatch(writeReview(review).replace(/^title:.*$/m, ''), /[^\\]<script|[^\\]\[x/);
	});
});
