import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Incident } from '../../../src/core/incident/record';
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

	it('says that a text holds no trace, and nothing about an empty one', () => {
		const nothing = { traces: [], problems: [] };
		const summary = (text: string) => {
			const message = previewOf(nothing, text, '', 1);
			return message.type === 'traceParsed' ? message.summary : undefined;
		};
		assert.equal(summary(' '), '');
		assert.match(summary('hello') ?? '', /No stack trace/);
	});
});
