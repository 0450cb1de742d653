import assert from 'node:assert/strict';
import type { Incident } from '../../../src/core/incident/record';
import { draftOf, editOf, emptyDraft } from '../../../src/host/webviews/formContent';
import { FormDrafts } from '../../../src/host/webviews/formDrafts';
import { DRAFT_TRACE_LIMIT } from '../../../src/protocol/form';

const incident = {
	title: 'Checkout is down',
	description: '',
	category: 'functionality',
	subcategory: 'wrongResult',
	impact: 3,
	urgency: 3,
} as Incident;

describe('drafts of the incident form', () => {
	const drafts = () => {
		const memory = new Map<string, unknown>();
		return new FormDrafts({
			get: <T>(key: string) => memory.get(key) as T | undefined,
			update: async (key: string, value: unknown) => {
				memory.set(key, value);
			},
		});
	};

	it('are offered as they were left', async () => {
		const kept = drafts();
		const typed = { ...emptyDraft, title: 'Checkout', impact: 1 as const, override: 'P1' as const };
		await kept.write(undefined, typed, emptyDraft);
		assert.ok(kept.has(undefined));
		assert.deepEqual(kept.read(undefined, emptyDraft), typed);
		await kept.forget(undefined);
		assert.equal(kept.read(undefined, emptyDraft), undefined);
	});

	it('take nothing back that others changed meanwhile', async () => {
		const kept = drafts();
		const before = draftOf(incident);
		await kept.write('1', { ...before, description: 'Nobody can pay' }, before);
		const changed: Incident = { ...incident, title: 'Checkout and search are down', impact: 1, service: 'shop' };
		const offered = kept.read('1', draftOf(changed));
		assert.ok(offered);
		assert.deepEqual(editOf(changed, offered), { description: 'Nobody can pay' });
	});

	it('keep together what means nothing alone', async () => {
		const kept = drafts();
		const before = draftOf(incident);
		await kept.write('1', { ...before, subcategory: '' }, before);
		const offered = kept.read('1', draftOf({ ...incident, category: 'data', subcategory: 'loss' }));
		assert.deepEqual([offered?.category, offered?.subcategory], ['functionality', '']);
	});

	it('are none where nothing was typed, or where it has come true meanwhile', async () => {
		const kept = drafts();
		const before = draftOf(incident);
		await kept.write('1', before, before);
		assert.ok(!kept.has('1'));
		await kept.write('1', { ...before, impact: 1 }, before);
		assert.equal(kept.read('1', draftOf({ ...incident, impact: 1 })), undefined);
	});

	it('do without the end of a huge trace', async () => {
		const kept = drafts();
		await kept.write(undefined, { ...emptyDraft, trace: 'x'.repeat(DRAFT_TRACE_LIMIT + 1) }, emptyDraft);
		assert.equal(kept.read(undefined, emptyDraft)?.trace.length, DRAFT_TRACE_LIMIT);
	});
});
