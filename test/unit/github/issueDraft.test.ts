import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defused, draftText, issueBody, issueTitle, readDraft } from '../../../src/core/github/issueDraft';
import { labelsFor } from '../../../src/core/github/labels';
import type { PullRequest } from '../../../src/core/ports/codeHost';
import { anIncident } from '../../support/incidents';

/** What GitHub takes for a call, a reference or an address that it refers to. */
const TRAPS = /@[\p{L}\p{N}_]|#\d|\bgh-\d|\/(?:issues|pull|discussions)\/\d/iu;

const hostile = fc
	.array(
		fc.constantFrom(
			'@',
			'all',
			'#',
			'12',
			'fixes ',
			'closes ',
			'GH-',
			'7',
			'acme/shop',
			'https://github.com/acme/shop/issues/',
			'\n',
			'`',
			'```',
			'<!--',
			'](',
			'é',
		),
	)
	.map((parts) => parts.join(''));

/** What stands outside of code. */
const outsideCode = (markdown: string) => markdown.replaceAll(/^(`{3,})text\n[\s\S]*?^\1$/gm, '');

describe('the draft of an issue', () => {
	it('calls nobody and closes nothing, whatever title, description, suspects and links say', () => {
		fc.assert(
			fc.property(hostile, (text) => {
				const incident = anIncident({
					title: text,
					description: text,
					service: text,
					links: [{ kind: 'issue', url: 'https://example.com/', title: text }],
					evidence: [{ text }],
				});
				assert.doesNotMatch(issueTitle(text), TRAPS);
				assert.doesNotMatch(outsideCode(issueBody(incident, new Map())), TRAPS);
			}),
		);
	});

	it('keeps traces as they are, in code that they cannot leave, so that they can be read out of it again', () => {
		const trace = 'Error: no\n    at f (/app/node_modules/@octokit/core/index.js:1:2)\n```\n@all';
		const body = issueBody(anIncident({ evidence: [{ text: trace }] }), new Map());
		assert.ok(body.includes(`\`\`\`\`text\n${trace}\n\`\`\`\``), body);
	});

	it('names suspects with their pull requests, and the incident', () => {
		const sha = 'a'.repeat(40);
		const pull: PullRequest = {
			...{ number: 7, title: 'Sell more', url: 'https://github.com/acme/shop/pull/7', state: 'merged', isDraft: false },
			...{ base: 'main', reviews: [] },
		};
		const incident = anIncident({
			analysis: {
				...{ revision: sha, files: [], excluded: [], problems: [], locations: [] },
				commits: [
					{
						...{ sha, score: 0.82, author: 'Ada', date: '2026-01-01T00:00:00Z', subject: 'Sell more @all' },
						reasons: [{ kind: 'blame', detail: 'introduced line 42', weight: 0.82 }],
					},
				],
			},
		});
		const body = issueBody(incident, new Map([[sha, [pull]]]));
		assert.match(
			body,
			/1\. `aaaaaaaaaa` Sell more .*pull request \[7\]\(https:\/\/github\.com\/acme\/shop\/pull\/7\): 82 %/,
		);
		assert.match(body, /introduced line 42/);
		assert.ok(body.includes(incident.key));
		assert.ok(!body.includes('Ada'), 'a suspect is a change, not a person');
	});

	it('is read from its document as it was written, and as it was edited', () => {
		fc.assert(
			fc.property(
				fc.stringMatching(/^[a-z][a-z ]{0,40}[a-z]$/),
				fc.stringMatching(/^[a-z#][a-z#\n]{0,40}[a-z]$/),
				(title, body) => {
					assert.deepEqual(readDraft(draftText(title, body)), { title, body });
				},
			),
		);
		assert.deepEqual(readDraft('Without a heading\r\n\r\nText'), { title: 'Without a heading', body: 'Text' });
		assert.equal(readDraft('# \n\nText'), undefined);
	});

	it('has the labels that a repository already has for priority and category', () => {
		const incident = { priority: 'P1', category: 'availability' } as const;
		assert.deepEqual(labelsFor(incident, ['bug', 'priority: p1', 'Availability']), ['priority: p1', 'Availability']);
		assert.deepEqual(labelsFor(incident, []), ['p1', 'availability']);
	});

	it('changes nothing that calls nobody', () => {
		const text = 'ada@ home, # heading, 12#, C# 7, a @ b, email: none';
		assert.equal(defused(text), text);
	});
});
