import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Incident, TimelineEntry } from '../../../src/core/incident/record';
import { DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { categories } from '../../../src/core/incident/taxonomy';
import type { Analysis } from '../../../src/core/suspects/model';
import { noRules } from '../../../src/core/trace/inAppRules';
import { parseSteps } from '../../../src/core/trace/parse';
import { type Configured, pageContent, type Shown } from '../../../src/host/webviews/pageContent';
import { type Action, HostToPage, PageToHost } from '../../../src/protocol/page';
import { NO_GATES } from '../../support/incidents';

const SHA = 'a'.repeat(40);
const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;

const TRACE = `TypeError: x is undefined
    at priceOf (/srv/shop/src/price.js:4:48)
    at checkout (/srv/shop/src/checkout.js:4:14)
    at Layer.handle (/srv/shop/node_modules/express/lib/router/layer.js:95:5)
    at next (/srv/shop/node_modules/express/lib/router/route.js:149:13)`;

const configured: Configured = {
	categories: categories(),
	targets: DEFAULT_TARGETS,
	working: () => ROUND_THE_CLOCK,
	warnShare: 0.8,
	levels: ['Team on Call', 'Specialist'],
	rules: noRules,
	redaction: { emailAddresses: false, keys: [] },
	closure: NO_GATES,
	wording: { isChecked: true, phrases: ['oops'] },
};

const anIncident = (more: Partial<Incident> = {}): Incident => ({
	id: '01KAT2Q5R07F3KQ8ZJ4N6M2W9X',
	key: 'INC-7F3KQ',
	title: 'Checkout is down',
	description: '',
	category: 'functionality',
	subcategory: 'error',
	impact: 1,
	urgency: 1,
	priority: 'P1',
	status: 'new',
	createdAt: NOW,
	startedAt: NOW - 5 * MINUTE,
	detectedAt: NOW,
	lastChangeAt: NOW,
	isDeleted: false,
	evidence: [],
	timeline: [],
	...more,
});

const anAnalysis = (more: Partial<Analysis> = {}): Analysis => ({
	revision: SHA,
	files: [],
	commits: [],
	excluded: [],
	problems: [],
	locations: [],
	...more,
});

const aSuspect = (letter: string, score: number) => ({
	sha: letter.repeat(40),
	score,
	author: 'Ann',
	date: '2026-11-20T09:00:00Z',
	subject: `Change ${letter}`,
	reasons: [{ kind: 'blame', detail: 'changed line 4', weight: score }],
});

const anEntry = (more: Partial<TimelineEntry>): TimelineEntry => ({
	eventId: 'e',
	at: NOW,
	actor: 'Ann',
	type: 'note.added',
	provenance: 'reported',
	sentence: 'Note',
	...more,
});

function parsed(text: string) {
	const steps = parseSteps(text);
	let step = steps.next();
	while (!step.done) {
		step = steps.next();
	}
	return step.value;
}

const shownOf = (incident: Incident, now = NOW, running: Pick<Shown, 'soFar'> = {}) =>
	pageContent(
		{
			...{
				incident,
				shown: incident,
				now,
				me: 'Ann',
				isAnalyzing: running.soFar !== undefined,
				isTrusted: true,
				...running,
			},
			parsed: parsed(incident.evidence.map(({ text }) => text).join('\n')),
		},
		configured,
	);

describe('what the incident page shows', () => {
	it('tells of a message how it stands in each channel, and that a try without an answer may have arrived', () => {
		const channel = (name: string) => ({ id: name, kind: 'slackBot' as const, name });
		const delivery = (name: string, state: 'sent' | 'failed' | 'sending', at: number) => ({
			...{ channel: channel(name), state, attempt: 1, at },
			...(state === 'failed' && { why: 'It is archived.' }),
		});
		const message = {
			...{ id: 'message', kind: 'status' as const, audience: 'engineering' as const, at: NOW, actor: 'Ann' },
			...{ title: 't', text: '', facts: [], nextAt: null },
			deliveries: [
				delivery('#a', 'sent', NOW),
				delivery('#b', 'failed', NOW),
				delivery('#c', 'sending', NOW - 10 * MINUTE),
			],
		};
		const timeline = [anEntry({ eventId: 'message', type: 'message.composed' }), anEntry({ eventId: 'other' })];
		const told = (more: Partial<Incident>) =>
			shownOf(anIncident({ timeline, ...more })).timeline.map(({ deliveries }) => deliveries);
		assert.deepEqual(told({ messages: [message] }), [
			[
				{ channel: '#a', state: 'sent', words: 'sent' },
				{ channel: '#b', state: 'failed', words: 'not sent: It is archived.' },
				{ channel: '#c', state: 'unknown', words: 'not known whether it arrived' },
			],
			undefined,
		]);
		assert.deepEqual(
			told({ messages: [{ ...message, isDiscarded: true }] })[0]?.map(({ state }) => state),
			['sent', 'discarded', 'discarded'],
		);
	});

	it('fits its protocol', () => {
		const incident = anIncident({
			evidence: [{ text: TRACE }],
			analysis: anAnalysis({ commits: [aSuspect('b', 0.7)] }),
		});
		assert.ok(v.is(HostToPage, { type: 'shown', content: shownOf(incident), drafts: {}, draftsAt: 0 }));
	});

	it('offers the legal next steps, those that lead back last, with what each asks for', () => {
		const steps = (more: Partial<Incident>) =>
			shownOf(anIncident(more)).steps.map(({ to, isBack, needs }) => [to, isBack, needs.map(({ id }) => id)]);
		assert.deepEqual(steps({ status: 'investigating' }), [
			['mitigated', false, []],
			['resolved', false, []],
			['acknowledged', true, []],
		]);
		assert.deepEqual(steps({ status: 'resolved' }), [
			['closed', false, ['note', 'review']],
			['investigating', true, ['note']],
		]);
	});

	it('says when targets are due and when they were met; the clock itself ticks in the page', () => {
		const { clock } = shownOf(anIncident({ status: 'acknowledged', acknowledgedAt: NOW + 4 * MINUTE }));
		assert.deepEqual(clock.acknowledge, {
			dueAt: NOW + 15 * MINUTE,
			warnAt: NOW + 12 * MINUTE,
			doneAt: NOW + 4 * MINUTE,
		});
		assert.equal(clock.resolve?.dueAt, NOW + 240 * MINUTE);
		assert.equal(clock.startedAt, NOW - 5 * MINUTE);
	});

	it('folds vendor frames in a row, and marks where to look first', () => {
		const { trace } = shownOf(anIncident({ evidence: [{ text: TRACE }] }));
		const [exception] = trace.exceptions;
		assert.equal(exception?.title, 'TypeError: x is undefined');
		assert.deepEqual(
			exception?.runs.map(({ isVendor, frames }) => [isVendor, frames.map(({ name }) => name)]),
			[
				[false, ['priceOf', 'checkout']],
				[true, ['Layer.handle', 'next']],
			],
		);
		assert.equal(exception?.runs[0]?.frames[0]?.isInnermost, true);
	});

	it('says of a frame that has no file why, and that others fit', () => {
		const location = { path: 'src/price.js', line: 4, confidence: 0.5, alternatives: ['old/price.js'] };
		const analysis = anAnalysis({
			locations: [[[location, null, null, null]]],
			unresolved: [[[null, { code: 'notAtRevision' }, { code: 'vendor', package: 'express' }, null]]],
		});
		const { trace } = shownOf(anIncident({ evidence: [{ text: TRACE }], analysis }));
		const [first, second] = trace.exceptions[0]?.runs[0]?.frames ?? [];
		assert.deepEqual(first?.notes, ['2 files fit']);
		assert.equal(first?.place, 'src/price.js:4');
		assert.deepEqual(second?.notes, ['no such file at aaaaaaa']);
	});

	it('shows a part of a stack that overflowed', () => {
		const lines = Array.from({ length: 1000 }, (_, i) => `    at f${i} (/srv/shop/src/price.js:${i + 1}:1)`);
		const { trace } = shownOf(anIncident({ evidence: [{ text: ['RangeError: stack', ...lines].join('\n') }] }));
		const frames = trace.exceptions[0]?.runs.flatMap((run) => run.frames) ?? [];
		assert.equal(frames.length, 200);
		assert.match(trace.more, /first 200 frames/);
	});

	it('shows evidence without a trace as it is, and what would turn it around as a mark', () => {
		const { trace } = shownOf(anIncident({ evidence: [{ text: 'It is slow.\nif (\u202eadmin)' }] }));
		assert.deepEqual(trace.texts, ['It is slow.\nif (\ufffdadmin)']);
	});

	it('shows what an analysis that goes on points at by now, in place of what an earlier one said', () => {
		const incident = anIncident({ analysis: anAnalysis({ commits: [aSuspect('b', 0.6)] }) });
		const { suspects } = shownOf(incident, NOW, { soFar: { commits: [aSuspect('c', 0.4)], files: [] } });
		assert.deepEqual(
			suspects.commits.map(({ sha, score }) => [sha[0], score]),
			[['c', 0.4]],
		);
		assert.ok(suspects.isAnalyzing);
	});

	it('puts confirmed suspects first and dismissed ones last, and keeps their places in the analysis', () => {
		const commits = [aSuspect('b', 0.6), aSuspect('c', 0.2), aSuspect('d', 0.1)];
		const verdict = (letter: string, word: 'confirmed' | 'dismissed') => ({
			...aSuspect(letter, 0),
			verdict: word,
			by: 'person' as const,
			at: NOW,
		});
		const { suspects } = shownOf(
			anIncident({
				analysis: anAnalysis({ commits }),
				verdicts: [verdict('b', 'dismissed'), verdict('c', 'confirmed'), verdict('e', 'confirmed')],
			}),
		);
		assert.deepEqual(
			suspects.commits.map(({ sha, rank, verdict: word }) => [sha[0], rank, word]),
			[
				['e', undefined, 'confirmed'],
				['c', 2, 'confirmed'],
				['d', 3, 'none'],
				['b', 1, 'dismissed'],
			],
		);
	});

	it('says that evidence is weak, and what can be done', () => {
		const problems = [{ code: 'weakEvidence' as const, message: 'Little speaks for any of these.' }];
		const { suspects } = shownOf(anIncident({ analysis: anAnalysis({ problems: [...problems, ...problems] }) }));
		assert.deepEqual(suspects.problems, [
			{ message: 'Little speaks for any of these.', isWeak: true, remedy: 'Set Last Good Revision' },
		]);
	});

	it('sorts the timeline into what a filter shows', () => {
		const timeline = [
			anEntry({ eventId: 'a', type: 'status.changed' }),
			anEntry({ eventId: 'b', type: 'update.written' }),
			anEntry({ eventId: 'c', type: 'of.a.newer.version' }),
		];
		assert.deepEqual(
			shownOf(anIncident({ timeline })).timeline.map(({ id, groups }) => [id, groups]),
			[
				['a', ['status']],
				['b', ['updates', 'communication']],
				['c', []],
			],
		);
	});

	it('asks for a review of what was major or is P1, until there is one', () => {
		assert.equal(shownOf(anIncident()).review.isDue, true);
		assert.equal(shownOf(anIncident({ priority: 'P3' })).review.isDue, false);
		assert.equal(shownOf(anIncident({ review: { text: 'x', at: NOW, actor: '' } })).review.isDue, false);
	});

	it('says how far the review has come, what is to be done first, and what is verified', () => {
		const { review, actions, checks } = shownOf(
			anIncident({
				review: { text: '---\nstatus: draft\n---\n# Review', at: NOW, actor: '' },
				actions: [
					{ id: 'A', text: 'No day', kind: 'prevent', at: NOW },
					{
						id: 'B',
						text: 'Done',
						kind: 'prevent',
						at: NOW,
						due: '2026-01-01',
						done: { at: NOW, actor: '', by: 'person' },
					},
					{ id: 'C', text: 'Late', kind: 'detect', at: NOW, due: '2026-01-01' },
				],
				checks: [{ check: 'fixDeployed', at: NOW, actor: 'Ann' }],
			}),
		);
		assert.deepEqual([review.text, review.state, review.isDue], ['# Review', 'draft', true]);
		assert.deepEqual(
			actions.map(({ text, isOverdue }) => [text, isOverdue]),
			[
				['Late', true],
				['No day', false],
				['Done', false],
			],
		);
		assert.deepEqual(
			checks.filter(({ isDone }) => isDone).map(({ id }) => id),
			['fixDeployed'],
		);
	});
});

describe('the incident page’s protocol', () => {
	it('takes what the page sends', () => {
		const action: Action = { kind: 'setStatus', to: 'closed', note: 'Carts check out.' };
		assert.ok(v.is(PageToHost, { type: 'acted', requestId: 1, action }));
		assert.ok(v.is(PageToHost, { type: 'opened', what: { kind: 'frame', trace: 0, exception: 0, frame: 1 } }));
		assert.ok(v.is(PageToHost, { type: 'drafted', incidentId: 'one', drafts: { 'note.text': 'x' }, draftsAt: 1 }));
	});

	it('refuses what it does not know: commands, other statuses, names that are no commits, endless texts', () => {
		for (const message of [
			undefined,
			'ready',
			{ type: 'executed', command: 'workbench.action.quit' },
			{ type: 'acted', requestId: 1, action: { kind: 'erase' } },
			{ type: 'acted', requestId: 1, action: { kind: 'setStatus', to: 'deleted' } },
			{ type: 'acted', requestId: 1, action: { kind: 'judge', sha: '--upload-pack', verdict: 'confirmed' } },
			{ type: 'acted', requestId: 1, action: { kind: 'addNote', text: 'x'.repeat(100_001) } },
			{ type: 'opened', what: { kind: 'frame', trace: -1, exception: 0, frame: 0.5 } },
			{ type: 'drafted', incidentId: 'one', drafts: { ['x'.repeat(101)]: '' }, draftsAt: 1 },
		]) {
			assert.ok(!v.is(PageToHost, message), JSON.stringify(message)?.slice(0, 80));
		}
	});
});
