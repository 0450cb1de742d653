import assert from 'node:assert/strict';
import { FaultlineError } from '../../../src/base/errors';
import { checkEvent } from '../../../src/core/incident/checkEvent';
import type { Incident } from '../../../src/core/incident/record';
import { aClock, aNewIncident, memoryHome, NOON, someIncidents } from '../../support/incidents';

const MINUTE = 60_000;
const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const last = ({ timeline }: Incident) => timeline.at(-1)?.sentence;

/** An incident of noon, and the clock that it is changed by. */
async function anIncident(more: Parameters<typeof aNewIncident>[0] = {}) {
	const clock = aClock();
	const incidents = someIncidents({ clock });
	const { id } = await incidents.create(aNewIncident(more));
	return { incidents, id, clock };
}

describe('changes to an incident', () => {
	it('make it whole at once: what broke where, and who looks after it', async () => {
		const { incidents, id } = await anIncident({
			...{ service: 'checkout', environment: 'production', lastGood: 'v1', roles: { assignee: ' Ada ' } },
		});
		const { service, environment, lastGood, roles } = (await incidents.get(id))!;
		assert.deepEqual([service, environment, lastGood, roles], ['checkout', 'production', 'v1', { assignee: 'Ada' }]);
		const emptied = await incidents.edit(id, { service: undefined, environment: 'staging' });
		assert.deepEqual(
			[emptied.service, emptied.environment, last(emptied)],
			[undefined, 'staging', 'Changed: service, environment'],
		);
	});

	it('override the priority with a reason, whatever impact and urgency say afterwards, until it is taken back', async () => {
		const { incidents, id } = await anIncident();
		await assert.rejects(incidents.overridePriority(id, 'P3', ' '), isCode('incident.textMissing'));
		await incidents.overridePriority(id, 'P3', 'only a demo');
		const edited = await incidents.edit(id, { impact: 4, urgency: 4 });
		assert.deepEqual([edited.priority, edited.priorityOverride], ['P3', { priority: 'P3', reason: 'only a demo' }]);
		const { timeline } = await incidents.overridePriority(id, 'P3', 'only a demo'); // says nothing new
		assert.equal(timeline.length, 3);
		const back = await incidents.overridePriority(id, null, '');
		assert.deepEqual([back.priority, back.priorityOverride, incidents.list()[0]?.priority], ['P4', undefined, 'P4']);
	});

	it('take priorities from the matrix that is configured', async () => {
		const matrix = Array(4).fill(['P4', 'P4', 'P4', 'P4']);
		const incidents = someIncidents({ matrix });
		assert.equal((await incidents.create(aNewIncident())).priority, 'P4');
	});

	it('correct times, which win over what the timeline tells', async () => {
		const { incidents, id, clock } = await anIncident();
		clock.set(NOON + 60 * MINUTE);
		await incidents.setStatus(id, 'resolved');
		const corrected = await incidents.correctTimes(id, {
			resolvedAt: NOON + 40 * MINUTE,
			startedAt: NOON - 5 * MINUTE,
		});
		const times = ({ startedAt, detectedAt, acknowledgedAt, resolvedAt }: Incident) =>
			[startedAt, detectedAt, acknowledgedAt, resolvedAt].map((ms) => ((ms ?? 0) - NOON) / MINUTE);
		assert.deepEqual(times(corrected), [-5, 0, 40, 40]); // who resolved it at 40 had acknowledged it by then
		assert.deepEqual(corrected.recorded?.resolvedAt, NOON + 60 * MINUTE);
		assert.deepEqual(times(await incidents.correctTimes(id, { acknowledgedAt: NOON + 10 * MINUTE })), [-5, 0, 10, 40]);
		assert.deepEqual(times(await incidents.correctTimes(id, { resolvedAt: null })), [-5, 0, 10, 60]);
		assert.deepEqual(times(await incidents.edit(id, { startedAt: NOON - MINUTE })), [-1, 0, 10, 60]); // the later word
	});

	it('forget what was corrected of a time that comes anew', async () => {
		const { incidents, id, clock } = await anIncident();
		clock.set(NOON + 60 * MINUTE);
		await incidents.setStatus(id, 'resolved');
		await incidents.correctTimes(id, { resolvedAt: NOON + MINUTE });
		await incidents.setStatus(id, 'investigating', 'it is back');
		clock.set(NOON + 90 * MINUTE);
		assert.equal((await incidents.setStatus(id, 'resolved')).resolvedAt, NOON + 90 * MINUTE);
	});

	it('refuse times in the wrong order, to come, or of what has not happened, and change nothing then', async () => {
		const { incidents, id, clock } = await anIncident();
		clock.set(NOON + 60 * MINUTE);
		const before = await incidents.setStatus(id, 'mitigated');
		const ms = (minutes: number) => NOON + minutes * MINUTE;
		const refused = [
			[{ acknowledgedAt: ms(20), mitigatedAt: ms(10) }, 'incident.timesOutOfOrder'],
			[{ acknowledgedAt: ms(-10), detectedAt: ms(0) }, 'incident.timesOutOfOrder'],
			[{ mitigatedAt: ms(61) }, 'incident.timeAhead'],
			[{ resolvedAt: ms(30) }, 'incident.timeNotReached'],
		] as const;
		for (const [corrections, code] of refused) {
			await assert.rejects(incidents.correctTimes(id, corrections), isCode(code));
		}
		await assert.rejects(incidents.edit(id, { startedAt: ms(61) }), isCode('incident.timeAhead'));
		await assert.rejects(incidents.edit(id, { startedAt: ms(30) }), isCode('incident.timesOutOfOrder'));
		assert.equal(await incidents.get(id), before);
	});

	it('give roles to people and take them back', async () => {
		const { incidents, id } = await anIncident();
		await incidents.assign(id, 'commander', 'Ada');
		const both = await incidents.assign(id, 'assignee', 'Ben');
		assert.deepEqual([both.roles, last(both)], [{ commander: 'Ada', assignee: 'Ben' }, 'Assignee: Ben']);
		assert.equal(incidents.list()[0]?.assignee, 'Ben');
		const left = await incidents.assign(id, 'commander', null);
		assert.deepEqual([left.roles, last(left)], [{ assignee: 'Ben' }, 'Incident Commander: nobody']);
	});

	it('escalate, with whom and why', async () => {
		const { incidents, id } = await anIncident();
		await assert.rejects(incidents.escalate(id, { level: 2, to: 'Cleo', reason: '' }), isCode('incident.textMissing'));
		const { escalations, timeline } = await incidents.escalate(id, {
			level: 2,
			to: 'Cleo',
			reason: 'it is the database',
		});
		assert.deepEqual(escalations, [{ level: 2, to: 'Cleo', reason: 'it is the database', at: NOON, actor: 'Ann' }]);
		assert.equal(timeline.at(-1)?.sentence, 'Escalated to level 2, Cleo: it is the database');
		assert.equal(incidents.list()[0]?.escalationLevel, 2);
	});

	it('declare a major incident, keep its update clock, and stand down', async () => {
		const { incidents, id, clock } = await anIncident();
		const terms = { reason: 'nobody can pay', audience: 'all of the shop', updateMinutes: 30 };
		const due = () => {
			const { isMajor, nextUpdateDue } = incidents.list()[0]!;
			return [isMajor, nextUpdateDue === undefined ? undefined : (nextUpdateDue - NOON) / MINUTE];
		};
		await assert.rejects(incidents.standDown(id, 'over'), isCode('incident.notMajor'));
		await assert.rejects(incidents.declareMajor(id, { ...terms, audience: '' }), isCode('incident.textMissing'));
		await assert.rejects(incidents.declareMajor(id, { ...terms, updateMinutes: 0.5 }), isCode('incident.badInterval'));
		const { roles, major } = await incidents.declareMajor(id, { ...terms, commander: 'Ada', communications: 'Ben' });
		assert.deepEqual(roles, { commander: 'Ada', communications: 'Ben' });
		assert.deepEqual(major, { ...terms, declaredAt: NOON });
		assert.deepEqual(due(), [true, 30]);
		clock.set(NOON + 20 * MINUTE);
		await incidents.declareMajor(id, { ...terms, updateMinutes: 60 });
		assert.deepEqual(due(), [true, 60]); // other terms, the same beginning
		await assert.rejects(
			incidents.writeUpdate(id, { known: '', impact: ' ', doing: '', nextAt: null }),
			isCode('incident.textMissing'),
		);
		const nextAt = NOON + 45 * MINUTE;
		const told = await incidents.writeUpdate(id, {
			known: 'the database is full',
			impact: '',
			doing: 'cleaning up',
			nextAt,
		});
		assert.deepEqual(due(), [true, 45]);
		assert.equal(last(told), 'Update: the database is full · cleaning up');
		const after = await incidents.standDown(id, 'cleaned up');
		assert.deepEqual([due(), after.major?.stoodDown?.summary], [[false, undefined], 'cleaned up']);
	});

	it('have no update due any more when it is resolved', async () => {
		const { incidents, id } = await anIncident();
		await incidents.declareMajor(id, { reason: 'r', audience: 'a', updateMinutes: 30 });
		await incidents.setStatus(id, 'resolved');
		assert.equal(incidents.list()[0]?.nextUpdateDue, undefined);
	});

	it('add notes where they happened', async () => {
		const { incidents, id, clock } = await anIncident();
		clock.set(NOON + 60 * MINUTE);
		await incidents.setStatus(id, 'acknowledged');
		await incidents.addNote(id, 'the pager went off', NOON + MINUTE);
		const { timeline, notes } = await incidents.addNote(id, 'looking at it');
		assert.deepEqual(
			timeline.map(({ sentence, provenance, at }) => [sentence, provenance, (at - NOON) / MINUTE]),
			[
				['Created: Checkout is down', 'reported', 0],
				['the pager went off', 'reported', 1],
				['Status changed from new to acknowledged', 'reported', 60],
				['looking at it', 'reported', 60],
			],
		);
		assert.equal(timeline[1]?.recordedAt, NOON + 60 * MINUTE);
		assert.deepEqual(
			notes?.map(({ text }) => text),
			['the pager went off', 'looking at it'],
		);
		await assert.rejects(incidents.addNote(id, ' '), isCode('incident.textMissing'));
		await assert.rejects(incidents.addNote(id, 'x', NOON + 61 * MINUTE), isCode('incident.timeAhead'));
	});

	it('link each address once, and none that is not of the web', async () => {
		const { incidents, id } = await anIncident();
		const url = 'https://chat.example.com/room/7';
		await incidents.addLink(id, { kind: 'other', url, title: '' });
		const linked = await incidents.addLink(id, { kind: 'chat', url: ` ${url} `, title: 'War room' });
		assert.deepEqual(linked.links, [{ kind: 'chat', url, title: 'War room' }]);
		assert.equal(last(linked), `Linked: Chat “War room” ${url}`);
		for (const bad of ['javascript:alert(1)', 'file:///etc/passwd', 'chat.example.com', 'https://', '']) {
			await assert.rejects(incidents.addLink(id, { kind: 'chat', url: bad, title: '' }), isCode('incident.badAddress'));
		}
		assert.deepEqual((await incidents.removeLink(id, url)).links, []);
	});

	it('attach files of repositories, and none outside of them', async () => {
		const { incidents, id } = await anIncident();
		const attached = await incidents.attachFile(id, { path: 'src/price.js', repository: '/home/ann/shop' });
		await incidents.attachFile(id, { path: 'src/price.js', repository: '/home/ann/shop' });
		assert.deepEqual(
			[attached.files, attached.timeline.length],
			[[{ path: 'src/price.js', repository: '/home/ann/shop' }], 2],
		);
		for (const path of ['/etc/passwd', '../shop/x', 'src/../../x', 'C:/x', 'src\\x', '', 'src//x', './x']) {
			await assert.rejects(incidents.attachFile(id, { path }), isCode('incident.badPath'));
		}
		assert.deepEqual(
			(await incidents.detachFile(id, { path: 'src/price.js', repository: '/home/ann/shop' })).files,
			[],
		);
	});

	it('write a review, which lets a P1 be closed', async () => {
		const { incidents, id } = await anIncident();
		await incidents.setStatus(id, 'resolved');
		await assert.rejects(incidents.setStatus(id, 'closed', 'ok'), isCode('incident.reviewMissing'));
		await assert.rejects(incidents.writeReview(id, '\n'), isCode('incident.textMissing'));
		const { review } = await incidents.writeReview(id, '# What happened');
		assert.deepEqual(review, { text: '# What happened', at: NOON, actor: 'Ann' });
		assert.equal((await incidents.setStatus(id, 'closed', 'ok')).status, 'closed');
	});

	it('change the status of several at once, and say of each that was refused why', async () => {
		const incidents = someIncidents();
		const one = await incidents.create(aNewIncident());
		const resolved = await incidents.create(aNewIncident());
		await incidents.setStatus(resolved.id, 'resolved');
		const gone = await incidents.create(aNewIncident());
		await incidents.delete(gone.id);
		const ids = [one.id, resolved.id, gone.id, one.id];
		const outcomes = await incidents.setStatusOf(ids, 'acknowledged');
		assert.deepEqual(
			outcomes.map(({ id, key, refused }) => [id, key, refused?.code]),
			[
				[one.id, one.key, undefined],
				[resolved.id, resolved.key, 'incident.illegalTransition'],
				[gone.id, gone.key, 'incident.unknown'],
			],
		);
		assert.deepEqual(
			[one, resolved].map(({ id }) => incidents.find(id)?.status),
			['acknowledged', 'resolved'],
		);
	});

	it('fit what the log takes, all of them', async () => {
		const events = memoryHome().open();
		const incidents = someIncidents({ events });
		const { id } = await incidents.create(aNewIncident());
		await incidents.correctTimes(id, { startedAt: 5 });
		await incidents.writeUpdate(id, { known: 'k', impact: 'i', doing: 'd', nextAt: null });
		const never = new AbortController().signal;
		for (const event of (await events.read(undefined, never)).events) {
			assert.deepEqual(checkEvent(event), { event });
		}
	});
});

describe('undoing', () => {
	it('takes the last change back, says whose it was, and does it again when it is undone itself', async () => {
		const { incidents, id } = await anIncident();
		await incidents.edit(id, { title: 'Shop is down' });
		const change = await incidents.lastChange(id);
		assert.deepEqual([change?.sentence, change?.actor], ['Changed: title', 'Ann']);
		const { incident, change: undone } = await incidents.undo(id);
		assert.deepEqual([incident.title, undone.eventId], ['Checkout is down', change?.eventId]);
		assert.deepEqual(
			incident.timeline.map(({ sentence, isUndone }) => [sentence, isUndone]),
			[
				['Created: Checkout is down', undefined],
				['Changed: title', true],
				['Undone: Changed: title', undefined],
			],
		);
		const again = await incidents.undo(id, incident.timeline.at(-1)?.eventId);
		assert.deepEqual([again.incident.title, last(again.incident)], ['Shop is down', 'Done again: Changed: title']);
	});

	it('goes on with the change before, and ends where nothing is left', async () => {
		const { incidents, id, clock } = await anIncident({
			evidence: [{ text: 'a trace' }],
			roles: { operations: 'Cleo' },
		});
		clock.set(NOON + MINUTE);
		await incidents.assign(id, 'assignee', 'Ben');
		await incidents.setStatus(id, 'acknowledged');
		await incidents.edit(id, { repository: '/srv/shop' });
		await incidents.recordAnalysis(id, {
			...{ revision: 'a'.repeat(40), files: [], commits: [], excluded: [], problems: [], locations: [] },
		});
		assert.equal((await incidents.undo(id)).incident.status, 'new'); // an analysis, and where it found the code, is nobody's change
		const { incident } = await incidents.undo(id);
		assert.deepEqual(
			[incident.roles, incident.acknowledgedAt, incident.evidence.length],
			[{ operations: 'Cleo' }, undefined, 1],
		);
		assert.equal(await incidents.lastChange(id), undefined);
		await assert.rejects(incidents.undo(id), isCode('incident.nothingToUndo'));
	});

	it('takes back a change that is named, with others after it, and nothing that stays for good', async () => {
		const { incidents, id } = await anIncident();
		const link = { kind: 'alert' as const, url: 'https://example.com/1', title: '' };
		const { timeline } = await incidents.addLink(id, link);
		await incidents.edit(id, { title: 'Shop is down' });
		const event = timeline.at(-1)!.eventId;
		const { incident } = await incidents.undo(id, event);
		assert.deepEqual([incident.links, incident.title], [undefined, 'Shop is down']);
		await assert.rejects(incidents.undo(id, event), isCode('incident.cannotUndo'));
		await assert.rejects(incidents.undo(id, timeline[0]?.eventId), isCode('incident.cannotUndo'));
		await assert.rejects(incidents.undo(id, 'x'), isCode('incident.cannotUndo'));
	});

	it('brings a deleted incident back', async () => {
		const { incidents, id } = await anIncident();
		await incidents.delete(id);
		assert.equal((await incidents.undo(id)).incident.isDeleted, false);
		assert.equal(incidents.list().length, 1);
	});
});
