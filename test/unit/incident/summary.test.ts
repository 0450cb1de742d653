import assert from 'node:assert/strict';
import { fold } from '../../../src/core/incident/fold';
import { summaryOf } from '../../../src/core/incident/summary';
import { anEvent, created } from '../../support/incidents';

describe('the summary of an incident', () => {
	const said = 'What nobody needs to see in a list. '.repeat(50);
	const events = [
		created(),
		anEvent({ payload: { text: said } }),
		anEvent({
			type: 'incident.edited',
			payload: { service: 'checkout', environment: 'production', release: 'v1.2.3' },
		}),
		anEvent({ type: 'incident.edited', payload: { subcategory: 'outage', repository: '/home/ann/projects/shop' } }),
		anEvent({ type: 'role.assigned', payload: { role: 'assignee', person: 'Ada Lovelace' } }),
		anEvent({ type: 'escalation.raised', payload: { level: 2, to: 'Ben', reason: said } }),
		anEvent({ type: 'major.declared', payload: { reason: said, audience: said, updateMinutes: 30 } }),
		anEvent({ type: 'update.written', payload: { known: said, impact: said, doing: said, nextAt: 5 } }),
		anEvent({ type: 'status.changed', payload: { from: 'new', to: 'mitigated' } }),
	];
	const summary = summaryOf(fold(events)!);

	it('is small, however long a title somebody committed', () => {
		const { title, service } = summaryOf(
			fold([
				created({}, '🔥'.repeat(1_000_000)),
				anEvent({ type: 'incident.edited', payload: { service: 's'.repeat(9000) } }),
			])!,
		);
		assert.ok(title.length < 5000 && title.isWellFormed() && (service ?? '').length < 5000);
	});

	it('says what lists, clocks and charts need', () => {
		const { service, environment, subcategory, assignee, isMajor, escalationLevel, nextUpdateDue } = summary;
		assert.deepEqual(
			[service, environment, subcategory, assignee, isMajor, escalationLevel, nextUpdateDue],
			['checkout', 'production', 'outage', 'Ada Lovelace', true, 2, 5],
		);
		assert.ok(summary.acknowledgedAt && summary.mitigatedAt && !summary.resolvedAt && summary.lastChangeAt);
	});

	it('stays small, whatever else is said of it', () => {
		assert.ok(JSON.stringify(summary).length < 700, JSON.stringify(summary));
	});
});
