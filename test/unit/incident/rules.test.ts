import assert from 'node:assert/strict';
import * as v from 'valibot';
import { checkEvent } from '../../../src/core/incident/checkEvent';
import { CHECKS, missingChecks } from '../../../src/core/incident/closure';
import { eventTypes } from '../../../src/core/incident/events/all';
import { DEFAULT_MATRIX, LEVELS, MatrixSchema, PRIORITIES, priorityOf } from '../../../src/core/incident/priority';
import { type InLifecycle, nextStatuses, STATUSES, type Status, transition } from '../../../src/core/incident/status';
import { CategoriesSchema, categories, DEFAULT_CATEGORY, defaultCategory } from '../../../src/core/incident/taxonomy';
import { created, NO_GATES } from '../../support/incidents';

describe('the lifecycle', () => {
	const inStatus = (status: Status, more: Partial<InLifecycle> = {}): InLifecycle => ({
		status,
		priority: 'P3',
		...more,
	});
	const major = { reason: 'r', declaredAt: 1, audience: 'a', updateMinutes: 30, stoodDown: { at: 2, summary: 's' } };

	it('asks for a verification note before an incident is closed, and why it is reopened', () => {
		assert.deepEqual(transition(inStatus('resolved'), 'closed', NO_GATES), {
			...{ allowed: true, needs: ['verificationNote'] },
		});
		for (const from of ['mitigated', 'resolved', 'closed'] as const) {
			assert.deepEqual(transition(inStatus(from), 'investigating'), { allowed: true, needs: ['reason'] });
		}
	});

	it('asks for a review before a P1 is closed, or what was a major incident, until one is written', () => {
		const needs = (more: Partial<InLifecycle>) => {
			const step = transition(inStatus('resolved', more), 'closed', NO_GATES);
			return step.allowed && step.needs;
		};
		const review = { text: '# What happened', at: 3, actor: 'Ann' };
		const draft = { ...review, text: '---\nstatus: draft\n---\n# What happened' };
		assert.deepEqual(
			[
				{ priority: 'P1' as const },
				{ major },
				{ major, review },
				{ major, review: { ...review, text: ' ' } },
				{ major, review: draft },
			].map(needs),
			[
				['verificationNote', 'review'],
				['verificationNote', 'review'],
				['verificationNote'],
				['verificationNote', 'review'],
				['verificationNote', 'review'],
			],
		);
	});

	it('asks for what is to be verified before an incident is closed, by its priority, until somebody said so', () => {
		const rules = { gates: { P1: CHECKS, P2: ['fixDeployed'], P3: [], P4: [] }, quietMinutes: 30 } as const;
		const missing = (more: Partial<InLifecycle>) => missingChecks(inStatus('resolved', more), rules);
		const done = CHECKS.map((check) => ({ check, at: 4, actor: 'Ann' }));
		assert.deepEqual(missing({ priority: 'P1' }), CHECKS);
		assert.deepEqual(missing({ priority: 'P2' }), ['fixDeployed']);
		assert.deepEqual(missing({ priority: 'P4' }), []);
		assert.deepEqual(missing({ priority: 'P4', major }), CHECKS);
		assert.deepEqual(missing({ priority: 'P1', checks: done.slice(1) }), ['fixDeployed']);
		const needs = (checks: typeof done) => {
			const step = transition(inStatus('resolved', { priority: 'P2', checks }), 'closed', rules);
			return step.allowed && step.needs;
		};
		assert.deepEqual([needs([]), needs(done)], [['checks', 'verificationNote'], ['verificationNote']]);
	});

	it('closes only what was resolved, and reopens into investigating only', () => {
		assert.deepEqual(
			STATUSES.filter((from) => transition(inStatus(from), 'closed').allowed),
			['resolved'],
		);
		assert.deepEqual(nextStatuses('closed'), ['investigating']);
	});

	it('leads from each status to another one, and never back to new', () => {
		for (const from of STATUSES) {
			assert.ok(nextStatuses(from).length > 0);
			assert.ok(!nextStatuses(from).includes('new') && !nextStatuses(from).includes(from));
		}
	});
});

describe('the priority', () => {
	it('never rises when impact or urgency falls', () => {
		const rank = (impact: 1 | 2 | 3 | 4, urgency: 1 | 2 | 3 | 4) => PRIORITIES.indexOf(priorityOf(impact, urgency));
		for (const impact of LEVELS) {
			for (const urgency of LEVELS) {
				for (const worse of LEVELS.filter((level) => level <= impact)) {
					assert.ok(rank(worse, urgency) <= rank(impact, urgency) && rank(urgency, worse) <= rank(urgency, impact));
				}
			}
		}
		assert.deepEqual([priorityOf(1, 1), priorityOf(4, 4)], ['P1', 'P4']);
	});

	it('is configured for every impact and urgency, or not at all', () => {
		assert.ok(v.is(MatrixSchema, DEFAULT_MATRIX));
		const [first = [], ...rest] = DEFAULT_MATRIX;
		const unfit = [
			[],
			rest,
			[...rest, ['P1', 'P1', 'P1']],
			[...rest, ['P1', 'P1', 'P1', 'P5']],
			[first, ...DEFAULT_MATRIX],
		];
		assert.deepEqual(
			unfit.filter((matrix) => v.is(MatrixSchema, matrix)),
			[],
		);
	});

	it('falls back to the usual matrix where a configured one has a hole', () => {
		assert.deepEqual([priorityOf(1, 1, [['P4']]), priorityOf(1, 2, [['P4']])], ['P4', 'P1']);
	});
});

describe('an event', () => {
	it('passes when its envelope and payload fit', () => {
		const event = created();
		assert.deepEqual(checkEvent(event), { event });
	});

	it('passes, payload unseen, when a newer version wrote it', () => {
		const event = created({ type: 'room.opened', payload: { url: [1, { deep: null }] } });
		assert.deepEqual(checkEvent(event), { event });
	});

	it('is named as unfit, never thrown at, when something is wrong with it', () => {
		const unfit = [
			undefined,
			null,
			[],
			{ ...created(), v: 2 },
			{ ...created(), id: 'x' },
			{ ...created(), at: 'today' },
			...eventTypes.map(({ type }) => created({ type, payload: 'none' })),
			created({ type: 'status.changed', payload: { from: 'new', to: 'gone' } }),
		];
		assert.deepEqual(
			unfit.filter((event) => !('fault' in checkEvent(event))),
			[],
		);
	});
});

describe('the taxonomy', () => {
	it('holds the default category, and each id once', () => {
		const ids = categories().map(({ id }) => id);
		assert.ok(ids.includes(DEFAULT_CATEGORY));
		assert.equal(new Set(ids).size, ids.length);
		for (const { subcategories } of categories()) {
			assert.equal(new Set(subcategories.map(({ id }) => id)).size, subcategories.length);
		}
	});

	it('is configured with each id once', () => {
		const one = { id: 'shop', name: 'Shop' };
		assert.deepEqual(v.parse(CategoriesSchema, [one]), [{ ...one, subcategories: [] }]);
		assert.ok(!v.is(CategoriesSchema, [one, one]) && !v.is(CategoriesSchema, [{ ...one, subcategories: [one, one] }]));
		assert.ok(!v.is(CategoriesSchema, [{ id: ' ', name: 'Shop' }]));
		const shop = { ...one, subcategories: [] };
		assert.deepEqual([defaultCategory([shop]), defaultCategory([shop, ...categories()])], ['shop', DEFAULT_CATEGORY]);
	});
});
