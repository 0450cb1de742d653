import assert from 'node:assert/strict';
import { FaultlineError } from '../../../src/base/errors';
import type { AlertRecord } from '../../../src/core/alerts/model';
import { DEFAULT_CLOSURE, quietFrom } from '../../../src/core/incident/closure';
import { fold } from '../../../src/core/incident/fold';
import { hashOf } from '../../../src/core/trace/hash';
import { aClock, aNewIncident, anEvent, created, NOON, someIncidents } from '../../support/incidents';

const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);

describe('an alert', () => {
	const rules = { quietMinutes: 30 };
	const alert = (more: object) => ({ state: 'resolved', ...more }) as AlertRecord;

	it('counts as quiet so long after the incident was resolved, and after the last alert of it ended', () => {
		assert.equal(quietFrom({}, rules), undefined);
		assert.equal(quietFrom({ resolvedAt: NOON }, rules), NOON + 30 * 60_000);
		const alerts = [alert({ endsAt: NOON + 60_000 }), alert({ endsAt: NOON - 60_000 }), alert({})];
		assert.equal(quietFrom({ resolvedAt: NOON, alerts }, rules), NOON + 31 * 60_000);
		const on = alert({ state: 'firing' });
		assert.equal(quietFrom({ resolvedAt: NOON, alerts: [on] }, rules), Number.POSITIVE_INFINITY);
	});
});

describe('the review and its action items', () => {
	const shown = '# Review\n\n## Summary\n\nIt was down.\n\n## Action items\n\n- [ ] Add an alert\n  - kind: detect\n';
	const anIncident = async () => {
		const incidents = someIncidents();
		return { incidents, id: (await incidents.create(aNewIncident())).id };
	};

	it('give each other what is to be done', async () => {
		const { incidents, id } = await anIncident();
		const { actions = [], review } = await incidents.writeReview(id, shown, { review: '', shown: '' });
		assert.deepEqual(
			actions.map(({ text, kind }) => [text, kind]),
			[['Add an alert', 'detect']],
		);
		assert.match(
			review?.text ?? '',
			new RegExp(`- \\[ \\] Add an alert <!-- ${actions[0]?.id} -->\n  - kind: detect\n`),
		);
		const base = { review: review?.text ?? '', shown: review?.text ?? '' };
		const done = await incidents.writeReview(id, base.shown.replace('[ ]', '[x]'), base);
		assert.notEqual(done.actions?.[0]?.done, undefined);
	});

	it('keep what others did meanwhile', async () => {
		const { incidents, id } = await anIncident();
		const first = await incidents.writeReview(id, shown, { review: '', shown: '' });
		const base = { review: first.review?.text ?? '', shown: first.review?.text ?? '' };
		await incidents.addAction(id, { text: 'Raise the pool', kind: 'prevent', due: '2026-12-01' });
		const { actions = [], review } = await incidents.writeReview(id, base.shown.replace('Add an', 'Send an'), base);
		assert.deepEqual(
			actions.map(({ text }) => text),
			['Send an alert', 'Raise the pool'],
		);
		assert.match(review?.text ?? '', /Raise the pool <!-- \w+ -->\n {2}- kind: prevent\n {2}- due: 2026-12-01\n/);
	});

	it('are not added again by who goes on writing before the editor has read which ids saving gave', async () => {
		const { incidents, id } = await anIncident();
		let base = { review: '', shown: '' };
		const save = async (written: string) => {
			const { actions = [], review } = await incidents.writeReview(id, written, base);
			base = { review: review?.text ?? '', shown: written };
			return actions.map((one) => [one.id, one.text] as const);
		};
		const [[first] = ['']] = await save(shown);
		const slow = shown.replace('It was down.', 'It was slow.');
		assert.deepEqual(await save(slow), [[first, 'Add an alert']]);
		await incidents.addAction(id, { text: 'Raise the pool', kind: 'prevent' });
		base = { ...base, review: (await incidents.get(id))?.review?.text ?? '' };
		const edited = slow.replace('Add an', 'Send an');
		const [, [raised] = ['']] = await save(edited);
		const two = edited.replace('- [ ] Send', '- [ ] Write a runbook\n- [ ] Send');
		assert.deepEqual((await save(two)).slice(0, 2), [
			[first, 'Send an alert'],
			[raised, 'Raise the pool'],
		]);
		const left = await save(edited.replace(/- \[ \] Send.*/, '- [ ] Write a runbook'));
		assert.deepEqual(left.map(([, text]) => text).sort(), ['Raise the pool', 'Write a runbook']);
	});

	it('never take the place of a review that their writer has not seen', async () => {
		const { incidents, id } = await anIncident();
		await incidents.writeReview(id, shown, { review: '', shown: '' });
		const before = (await incidents.get(id))?.review?.text;
		await assert.rejects(
			incidents.writeReview(id, 'Mine.', { review: '', shown: '' }),
			isCode('incident.reviewChanged'),
		);
		await incidents.setStatus(id, 'resolved');
		await assert.rejects(incidents.setStatus(id, 'closed', 'ok', 'Mine.'), isCode('incident.reviewChanged'));
		assert.equal((await incidents.get(id))?.review?.text, before);
	});

	it('remember a review that was written meanwhile, where nobody is there to be asked', async () => {
		const { incidents, id } = await anIncident();
		const first = await incidents.writeReview(id, shown, { review: '', shown: '' });
		const begun = first.review?.text ?? '';
		await incidents.writeReview(id, begun.replace('It was down.', 'As others say, it was down.'));
		const mine = begun.replace('It was down.', 'It was slow.');
		const { review } = await incidents.writeReview(id, mine, { review: begun, shown: begun, isBeside: true });
		assert.match(review?.text ?? '', /It was slow\./);
		assert.match(review?.overwrote?.text ?? '', /As others say/);
	});

	it('are remembered beside each other where two windows wrote at once', () => {
		const at = (n: number) => `2026-11-23T12:00:0${n}.000Z-0000`;
		const written = (n: number, text: string, base: string) =>
			anEvent({ type: 'review.written', at: at(n), payload: { text, base } });
		const folded = fold([created({ at: at(0) }), written(1, 'One.', ''), written(2, 'Two.', '')]);
		assert.deepEqual([folded?.review?.text, folded?.review?.overwrote?.text], ['Two.', 'One.']);
		const seen = fold([created({ at: at(0) }), written(1, 'One.', ''), written(2, 'Two.', hashOf('One.'))]);
		assert.equal(seen?.review?.overwrote, undefined);
	});

	it('remember it while the same person goes on writing, until somebody else writes or the day is over', () => {
		const written = (at: string, actor: string, text: string, base: string) =>
			anEvent({ type: 'review.written', at: `${at}.000Z-0000`, actor, payload: { text, base } });
		const both = [
			created({ at: '2026-11-23T12:00:00.000Z-0000' }),
			written('2026-11-23T12:00:01', 'Ann', 'One.', ''),
			written('2026-11-23T12:00:02', 'Ben', 'Two.', ''),
		];
		const overwrote = (...more: ReturnType<typeof written>[]) => fold([...both, ...more])?.review?.overwrote?.text;
		const base = hashOf('Two.');
		assert.equal(overwrote(written('2026-11-23T12:00:40', 'Ben', 'Two and more.', base)), 'One.');
		assert.equal(overwrote(written('2026-11-24T12:00:40', 'Ben', 'Two and more.', base)), undefined);
		assert.equal(overwrote(written('2026-11-23T12:00:40', 'Ann', 'One and two.', base)), undefined);
		assert.equal(overwrote(written('2026-11-23T12:00:40', 'Ben', 'One.', base)), undefined);
	});

	it('refuse a day that is none, and what nobody knows', async () => {
		const { incidents, id } = await anIncident();
		await assert.rejects(
			incidents.addAction(id, { text: 'x', kind: 'prevent', due: 'soon' }),
			isCode('incident.badAction'),
		);
		await assert.rejects(incidents.addAction(id, { text: ' ', kind: 'prevent' }), isCode('incident.textMissing'));
		await assert.rejects(incidents.settleAction(id, '0'.repeat(26), true), isCode('incident.actionGone'));
	});

	it('let an incident be closed once all is verified, the alert not before it was quiet', async () => {
		const clock = aClock();
		const incidents = someIncidents({ clock, closure: () => DEFAULT_CLOSURE });
		const { id } = await incidents.create(aNewIncident({ impact: 2, urgency: 1 }));
		await incidents.setStatus(id, 'resolved');
		await assert.rejects(incidents.recordCheck(id, 'alertQuiet', true), isCode('incident.tooSoon'));
		clock.set(NOON + 31 * 60_000);
		for (const check of ['fixDeployed', 'alertQuiet', 'stakeholdersTold', 'reviewHeld'] as const) {
			await incidents.recordCheck(id, check, true);
		}
		await assert.rejects(incidents.setStatus(id, 'closed', 'ok', 'r'), isCode('incident.checksMissing'));
		await incidents.recordCheck(id, 'actionsFiled', true);
		assert.equal((await incidents.setStatus(id, 'closed', 'ok', 'r')).status, 'closed');
	});
});
