import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Incident } from '../../../src/core/incident/record';
import { inAppRules, noRules } from '../../../src/core/trace/inAppRules';
import { parseText } from '../../../src/core/trace/parse';
import { draftOf, editOf, emptyDraft, faultOf, newIncidentOf, previewOf } from '../../../src/host/webviews/formContent';
import { FormToHost, HostToForm } from '../../../src/protocol/form';

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
			release: 'v1.4.0',
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
		assert.equal(faultOf({ ...draft, title: '   ' })?.field, 'title');
		assert.equal(faultOf(draft), undefined);
	});

	it('says which secrets the incident will do without, and nothing where there are none', () => {
		const nothing = { traces: [], problems: [] };
		const removed = [{ rule: 'cookie', start: 0, end: 3 } as const];
		const said = [removed, []].map((of) => previewOf(nothing, 'x', '', noRules, 1, of));
		assert.ok(said.every((message) => v.is(HostToForm, message)));
		assert.deepEqual(
			said.map((message) => message.type === 'traceParsed' && message.removed),
			['1 secret was removed: cookie.', ''],
		);
	});

	it('says that a text holds no trace, and nothing about an empty one', () => {
		const nothing = { traces: [], problems: [] };
		const summary = (text: string) => {
			const message = previewOf(nothing, text, '', noRules, 1);
			return message.type === 'traceParsed' ? message.summary : undefined;
		};
		assert.equal(summary(' '), '');
		assert.match(summary('hello') ?? '', /No stack trace/);
	});

	it('counts as in-app what the person’s rules leave in', () => {
		const text = 'Error: x\n    at a (/srv/shop/a.js:1:1)\n    at b (/srv/shop/node_modules/@acme/b.js:1:1)';
		const summary = (rules = noRules) => {
			const message = previewOf(parseText(text), text, '', rules, 1);
			return message.type === 'traceParsed' ? message.summary : undefined;
		};
		assert.equal(summary(), '1 exception, 2 frames, 1 of them in-app');
		assert.equal(summary(inAppRules(['node_modules/@acme'], [])), '1 exception, 2 frames, 2 of them in-app');
		assert.equal(summary(inAppRules([], ['/srv'])), '1 exception, 2 frames, 0 of them in-app');
	});
});
