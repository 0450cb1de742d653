import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Incident } from '../../../src/core/incident/record';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { inAppRules, noRules } from '../../../src/core/trace/inAppRules';
import { parseText } from '../../../src/core/trace/parse';
import { draftOf, editOf, emptyDraft, extrasOf, faultOf, newIncidentOf } from '../../../src/host/webviews/formContent';
import { knownNames } from '../../../src/host/webviews/knownNames';
import { previewOf } from '../../../src/host/webviews/tracePreview';
import { FormDraft, FormToHost, HostToForm } from '../../../src/protocol/form';

const NOON = Date.UTC(2026, 10, 23, 12);
const draft = { ...emptyDraft, title: ' Checkout is down ', release: 'v1.4.0', subcategory: '' };
const incident = {
	title: 'Checkout is down',
	description: '',
	category: 'functionality',
	impact: 3,
	urgency: 3,
} as Incident;

describe('the incident form', () => {
	it('accepts what the form sends and refuses anything else', () => {
		assert.ok(v.is(FormToHost, { type: 'submitted', requestId: 1, draft }));
		assert.ok(!v.is(FormToHost, { type: 'submitted', requestId: 1, draft: { ...draft, impact: 5 } }));
		assert.ok(!v.is(FormToHost, { type: 'executed', command: 'workbench.action.quit' }));
		assert.ok(!v.is(HostToForm, { type: 'rejected', requestId: 1, field: 'sha', message: '' }));
	});

	it('makes an incident of what was typed, with empty fields left out', () => {
		assert.deepEqual(newIncidentOf(draft, { evidence: [] }), {
			title: 'Checkout is down',
			description: '',
			category: 'functionality',
			subcategory: undefined,
			impact: 2,
			urgency: 2,
			service: undefined,
			environment: undefined,
			release: 'v1.4.0',
			lastGood: undefined,
			startedAt: undefined,
			evidence: [],
		});
	});

	it('edits only what was changed', () => {
		assert.deepEqual(editOf(incident, draftOf(incident)), {});
		assert.deepEqual(editOf(incident, { ...draftOf(incident), impact: 1, release: 'v2' }), {
			impact: 1,
			release: 'v2',
		});
	});

	it('asks for a title', () => {
		assert.equal(faultOf({ ...draft, title: '   ' }, NOON)?.field, 'title');
		assert.equal(faultOf(draft, NOON), undefined);
	});

	it('says which secrets the incident will do without, and nothing where there are none', () => {
		const nothing = { traces: [], problems: [] };
		const removed = [{ rule: 'cookie', start: 0, end: 3 } as const];
		const said = [removed, []].map((of) =>
			previewOf({ parsed: nothing, text: 'x', title: '', revision: 1, removed: of }, noRules),
		);
		assert.ok(said.every((message) => v.is(HostToForm, message)));
		assert.deepEqual(
			said.map((message) => message.removed),
			['1 secret was removed: cookie.', ''],
		);
	});

	it('says that a text holds no trace, and nothing about an empty one', () => {
		const nothing = { traces: [], problems: [] };
		const summary = (text: string) => {
			return previewOf({ parsed: nothing, text, title: '', revision: 1 }, noRules).summary;
		};
		assert.equal(summary(' '), '');
		assert.match(summary('hello'), /No stack trace/);
	});

	it('counts as in-app what the person’s rules leave in', () => {
		const text = 'Error: x\n    at a (/srv/shop/a.js:1:1)\n    at b (/srv/shop/node_modules/@acme/b.js:1:1)';
		const summary = (rules = noRules) => {
			return previewOf({ parsed: parseText(text), text, title: '', revision: 1 }, rules).summary;
		};
		assert.equal(summary(), '1 exception, 2 frames, 1 of them in-app');
		assert.equal(summary(inAppRules(['node_modules/@acme'], [])), '1 exception, 2 frames, 2 of them in-app');
		assert.equal(summary(inAppRules([], ['/srv'])), '1 exception, 2 frames, 0 of them in-app');
	});

	it('says where in-app frames are in the repository, and which are not there', () => {
		const text =
			'Error: x\n    at a (/srv/shop/a.js:3:1)\n    at b (/srv/shop/b.js:1:1)\n    at c (/srv/node_modules/c/c.js:1:1)';
		const parsed = parseText(text);
		const placeOf = (e: number, f: number) => {
			const frame = parsed.traces[0]?.exceptions[e]?.frames[f];
			return (
				frame && {
					frame,
					location: f === 0 ? ({ path: 'src/a.js', line: 3, confidence: 1 } as never) : null,
					why: null,
				}
			);
		};
		const places = { at: 'v1.4.0', traces: [placeOf] };
		const preview = previewOf({ parsed, text, title: '', revision: 1, places }, noRules);
		assert.ok(v.is(HostToForm, preview));
		assert.equal(preview.searched, '1 of 2 in-app frames found in the repository at v1.4.0.');
		assert.deepEqual(preview.exceptions[0], {
			title: 'Error: x',
			frames: '2 in-app, 1 vendor',
			shown: [
				{ call: 'a', place: 'src/a.js:3', isFound: true },
				{ call: 'b', place: '/srv/shop/b.js:1', isFound: false },
			],
		});
	});

	it('shows a few frames of a trace of any length', () => {
		const text = `Error: x\n${Array.from({ length: 500 }, (_, n) => `    at f${n} (/srv/shop/a.js:${n + 1}:1)`).join('\n')}`;
		const preview = previewOf({ parsed: parseText(text), text, title: '', revision: 1 }, noRules);
		assert.equal(preview.exceptions[0]?.shown.length, 8);
	});

	it('asks for a reason where the priority is another one, and for times that can be', () => {
		const fault = (more: Partial<typeof draft>) => faultOf({ ...draft, ...more }, NOON)?.field;
		const at = (hours: number) => new Date(NOON + hours * 3_600_000).toISOString();
		assert.equal(fault({ override: 'P1' }), 'overrideReason');
		assert.equal(fault({ override: 'P1', overrideReason: 'A launch is today' }), undefined);
		assert.equal(fault({ startedAt: at(1) }), 'startedAt');
		assert.equal(fault({ startedAt: 'soon' }), 'startedAt');
		assert.equal(fault({ startedAt: at(-1), detectedAt: at(-2) }), 'detectedAt');
		assert.equal(fault({ startedAt: at(-2), detectedAt: at(-1) }), undefined);
	});

	it('believes a person’s start rather than the trace’s, and no trace that is later than the detection', () => {
		const at = (hours: number) => NOON + hours * 3_600_000;
		const made = (more: Partial<typeof draft>) =>
			newIncidentOf({ ...draft, ...more }, { evidence: [], startedAt: at(-1) });
		assert.equal(made({}).startedAt, at(-1));
		assert.equal(made({ startedAt: new Date(at(-3)).toISOString() }).startedAt, at(-3));
		assert.equal(made({ detectedAt: new Date(at(-2)).toISOString() }).startedAt, undefined);
		assert.deepEqual(made({ assignee: ' Ann ', service: 'shop', lastGood: 'v1.3.0' }).roles, { assignee: 'Ann' });
	});

	it('overrides, corrects and assigns only where the form says something else than before', () => {
		const before = { ...emptyDraft, assignee: 'Ann', startedAt: new Date(NOON).toISOString() };
		assert.deepEqual(extrasOf(before, before), {});
		assert.deepEqual(extrasOf({ ...before, overrideReason: 'left over' }, before), {});
		assert.deepEqual(
			extrasOf({ ...before, assignee: ' ', override: 'P1', overrideReason: ' why ', startedAt: '' }, before),
			{ assignee: null, override: { priority: 'P1', reason: 'why' }, times: { startedAt: null } },
		);
	});

	it('takes drafts of older versions, which lack fields', () => {
		const { title, description, category, subcategory, impact, urgency, release, trace } = emptyDraft;
		const old = { title, description, category, subcategory, impact, urgency, release, trace };
		assert.deepEqual(v.parse(FormDraft, old), emptyDraft);
	});

	it('offers names that were used before, each once, those of the latest first', () => {
		const some = [{ service: 'Shop', assignee: 'Bo' }, { service: 'shop ' }, { service: 'search', environment: 'eu' }];
		assert.deepEqual(knownNames(some as IncidentSummary[], 'Ann'), {
			services: ['Shop', 'search'],
			environments: ['eu'],
			people: ['Ann', 'Bo'],
		});
	});
});
