import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkEvent } from '../../../src/core/incident/checkEvent';
import type { IncidentEvent } from '../../../src/core/incident/event';
import { fold } from '../../../src/core/incident/fold';
import { STATUSES } from '../../../src/core/incident/status';
import { outOfOrder } from '../../../src/core/incident/times';
import { anEvent, created, someIds } from '../../support/incidents';
import { responseChanges, withUndone } from '../../support/someChanges';

const INCIDENT = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';
const level = fc.constantFrom(1, 2, 3, 4);
const status = fc.constantFrom(...STATUSES);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** A commit as verdicts know it; its name is one letter. */
const aCommit = (letter: string) => ({
	sha: letter.repeat(40),
	subject: `Change ${letter}`,
	date: '2026-11-20T12:00:00.000Z',
	author: 'Ada',
});

/** Few different clocks and writers, so that ties are common. */
const stamp = fc
	.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 }))
	.map(([ms, counter]) => `2026-11-23T13:55:06.00${ms}Z-000${counter}`);
const writer = fc.constantFrom('A', 'B', 'C').map((letter) => `01KAT2Q5R0${letter.repeat(16)}`);

const change: fc.Arbitrary<Pick<IncidentEvent, 'type' | 'payload'>> = fc.oneof(
	fc
		.record({ title: fc.string(), description: fc.string(), category: fc.string(), impact: level, urgency: level })
		.map((payload) => ({ type: 'incident.created', payload })),
	fc
		.record(
			{
				title: fc.string(),
				impact: level,
				urgency: level,
				release: fc.option(fc.string()),
				startedAt: fc.option(fc.nat()),
			},
			{ requiredKeys: [] },
		)
		.map((payload) => ({ type: 'incident.edited', payload })),
	fc
		.record({ from: status, to: status, note: maybe(fc.string()) })
		.map((payload) => ({ type: 'status.changed', payload })),
	fc.record({ text: fc.string() }).map((payload) => ({ type: 'evidence.added', payload })),
	fc
		.record({
			type: fc.constantFrom('suspect.confirmed', 'suspect.dismissed', 'verdict.withdrawn'),
			letter: fc.constantFrom('a', 'b'),
		})
		.map(({ type, letter }) => ({ type, payload: aCommit(letter) })),
	fc.constantFrom('incident.deleted', 'incident.restored').map((type) => ({ type, payload: {} })),
	{ weight: 6, arbitrary: responseChanges(fc.string()) },
	fc.anything().map((payload) => ({ type: 'room.opened', payload })),
	fc
		.tuple(fc.constantFrom('status.changed', 'link.added', 'change.undone', 'times.corrected'), fc.anything())
		.map(([type, payload]) => ({ type, payload })),
);

const withoutUndoing = fc
	.array(fc.record({ change, at: stamp, writer }), { minLength: 1, maxLength: 14 })
	.map((changes) => {
		const newId = someIds(7);
		return changes.map(
			({ change, at, writer }): IncidentEvent => ({
				...change,
				v: 1,
				id: newId(),
				incident: INCIDENT,
				at,
				writer,
				actor: 'Ann',
			}),
		);
	});

const someEvents = withoutUndoing.chain(withUndone);

const withShuffledRepeats = (events: IncidentEvent[]) =>
	fc.tuple(
		fc.constant(events),
		fc
			.tuple(
				fc.shuffledSubarray(events, { minLength: events.length }),
				fc.array(fc.constantFrom(...events), { maxLength: 10 }),
			)
			.chain(([all, repeats]) => {
				const noisy = [...all, ...repeats];
				return fc.shuffledSubarray(noisy, { minLength: noisy.length });
			}),
	);

const at = (seconds: number) => `2026-11-23T14:00:${String(seconds).padStart(2, '0')}.000Z-0000`;
const ms = (seconds: number) => Date.UTC(2026, 10, 23, 14, 0, seconds);
const event = (seconds: number, type: string, payload: unknown, more: Partial<IncidentEvent> = {}) =>
	created({ type, payload, at: at(seconds), ...more });
const start = created({ at: at(0) });
const moved = (seconds: number, from: string, to: string, note?: string) =>
	event(seconds, 'status.changed', { from, to, note });
const marks = (...events: IncidentEvent[]) => {
	const { status, acknowledgedAt, mitigatedAt, resolvedAt, closedAt } = fold([start, ...events])!;
	return { status, acknowledgedAt, mitigatedAt, resolvedAt, closedAt };
};

describe('a time in an event', () => {
	it('has a year of four digits', () => {
		const note = (happenedAt: number) => checkEvent(anEvent({ type: 'note.added', payload: { text: '', happenedAt } }));
		assert.ok('event' in note(Date.parse('9999-12-31T23:59:59.999Z')));
		for (const happenedAt of [1e300, 8.64e15, -8.64e15, Number.MAX_SAFE_INTEGER]) {
			assert.match(JSON.stringify(note(happenedAt)), /fault.*note\.added/);
		}
	});
});

describe('the fold of an incident', () => {
	it('is the same whatever order events arrive in, and however often', () => {
		fc.assert(
			fc.property(someEvents.chain(withShuffledRepeats), ([events, noisy]) =>
				assert.deepEqual(fold(noisy), fold(events)),
			),
		);
	});

	it('keeps all evidence, and a timeline in the order in which things happened', () => {
		fc.assert(
			fc.property(withoutUndoing, (events) => {
				const incident = fold(events);
				const evidence = events.filter(({ type }) => type === 'evidence.added');
				if (incident) {
					assert.equal(incident.evidence.length, evidence.length);
					assert.deepEqual(
						incident.timeline.map((entry) => entry.at),
						incident.timeline.map((entry) => entry.at).sort((a, b) => a - b),
					);
				}
			}),
		);
	});

	it('is, with events that were taken back, what it is without them, but for what it tells', () => {
		fc.assert(
			fc.property(someEvents, (events) => {
				const incident = fold(events);
				const undone = new Set(incident?.timeline.flatMap(({ eventId, isUndone }) => (isUndone ? [eventId] : [])));
				const left = fold(events.filter(({ id, type }) => !undone.has(id) && type !== 'change.undone'));
				const facts = (whole: typeof incident) => ({ ...whole, timeline: [], lastChangeAt: 0 });
				assert.deepEqual(facts(incident), facts(left));
			}),
		);
	});

	it('never has times in the wrong order by what nobody corrected', () => {
		fc.assert(
			fc.property(someEvents, (events) => {
				const incident = fold(events.filter(({ type }) => type !== 'times.corrected'));
				const late = incident && outOfOrder(incident, ['acknowledgedAt', 'mitigatedAt', 'resolvedAt', 'closedAt']);
				assert.equal(late, undefined);
			}),
		);
	});

	it('is nothing while the event that created it is missing', () => {
		assert.equal(fold([event(1, 'incident.edited', { title: 'New' })]), undefined);
		assert.equal(fold([]), undefined);
	});

	it('gives each field to its last writer, and leaves the others alone', () => {
		const incident = fold([
			event(2, 'incident.edited', { title: 'Later', release: 'v2' }),
			start,
			event(1, 'incident.edited', { title: 'Earlier', urgency: 1 }),
		])!;
		assert.deepEqual([incident.title, incident.release, incident.urgency], ['Later', 'v2', 1]);
	});

	it('breaks a tie of clocks by writer, so that all windows agree', () => {
		const one = event(1, 'incident.edited', { title: 'A' }, { writer: '01KAT2Q5R0AAAAAAAAAAAAAAAA' });
		const other = event(1, 'incident.edited', { title: 'B' }, { writer: '01KAT2Q5R0BBBBBBBBBBBBBBBB' });
		assert.deepEqual([fold([start, one, other])?.title, fold([start, other, one])?.title], ['B', 'B']);
	});

	it('derives the priority from impact and urgency, as they are after the last edit', () => {
		assert.equal(fold([start])?.priority, 'P1');
		assert.equal(fold([start, event(1, 'incident.edited', { impact: 4, urgency: 4 })])?.priority, 'P4');
	});

	it('empties a field that was emptied; a start that nobody knows is the creation', () => {
		const filled = event(1, 'incident.edited', { release: 'v1', startedAt: 5 });
		const emptied = event(2, 'incident.edited', { release: null, startedAt: null });
		const values = [fold([start, filled]), fold([start, filled, emptied])].map((one) => [one?.release, one?.startedAt]);
		assert.deepEqual(values, [
			['v1', 5],
			[undefined, ms(0)],
		]);
	});

	it('takes a status that is reached for one that was passed through all before it', () => {
		assert.deepEqual(marks(moved(3, 'new', 'resolved')), {
			status: 'resolved',
			acknowledgedAt: ms(3),
			mitigatedAt: ms(3),
			resolvedAt: ms(3),
			closedAt: undefined,
		});
	});

	it('forgets on reopening what is not true any more, but not that it was acknowledged', () => {
		const closed = [
			moved(1, 'new', 'acknowledged'),
			moved(2, 'acknowledged', 'resolved'),
			moved(3, 'resolved', 'closed', 'ok'),
		];
		assert.deepEqual(marks(...closed, moved(4, 'closed', 'investigating', 'it is back')), {
			status: 'investigating',
			acknowledgedAt: ms(1),
			mitigatedAt: undefined,
			resolvedAt: undefined,
			closedAt: undefined,
		});
	});

	it('keeps the last word on each commit, and forgets one that is taken back', () => {
		const verdicts = (...events: IncidentEvent[]) =>
			fold([start, ...events])?.verdicts?.map(({ sha, verdict }) => [sha[0], verdict]);
		const confirmed = event(1, 'suspect.confirmed', { ...aCommit('a'), rank: 2 });
		const dismissed = event(2, 'suspect.dismissed', { ...aCommit('b'), rank: 1 });
		const turned = event(3, 'suspect.dismissed', aCommit('a'));
		const withdrawn = event(4, 'verdict.withdrawn', aCommit('b'));
		assert.deepEqual(
			[verdicts(dismissed, confirmed), verdicts(turned, confirmed), verdicts(confirmed, dismissed, turned, withdrawn)],
			[
				[
					['a', 'confirmed'],
					['b', 'dismissed'],
				],
				[['a', 'dismissed']],
				[['a', 'dismissed']],
			],
		);
	});

	it('takes what a bisection showed for a confirmation, as observed, until somebody says otherwise', () => {
		const range = { good: 'c'.repeat(40), bad: 'd'.repeat(40), command: 'npm test', runs: 3, commits: 40 };
		const found = event(1, 'bisection.finished', { ...range, culprit: { ...aCommit('a'), rank: 4 }, undecided: 0 });
		const open = event(2, 'bisection.finished', { ...range, undecided: 5 });
		const { verdicts, timeline } = fold([start, found, open])!;
		assert.deepEqual(verdicts, [{ ...aCommit('a'), verdict: 'confirmed', by: 'bisection', rank: 4, at: ms(1) }]);
		assert.deepEqual(
			timeline.slice(1).map(({ provenance, sentence }) => `${provenance}: ${sentence}`),
			[
				'observed: Found by bisection: aaaaaaa “Change a” (3 runs of “npm test” for 40 commits)',
				'observed: A bisection with “npm test” left 5 of 40 commits open',
			],
		);
		const said = fold([start, found, event(3, 'suspect.dismissed', aCommit('a'))])?.verdicts;
		assert.deepEqual(
			said?.map(({ verdict, by }) => [verdict, by]),
			[['dismissed', 'person']],
		);
	});

	it('leaves verdicts as they are when suspects are looked for again', () => {
		const analysis = { revision: 'c'.repeat(40), files: [], commits: [], excluded: [], problems: [], locations: [] };
		const confirmed = event(1, 'suspect.confirmed', { ...aCommit('a'), rank: 2 });
		const before = fold([start, confirmed])?.verdicts;
		assert.deepEqual(before, [{ ...aCommit('a'), verdict: 'confirmed', by: 'person', rank: 2, at: ms(1) }]);
		assert.deepEqual(fold([start, confirmed, event(2, 'suspects.analyzed', analysis)])?.verdicts, before);
	});

	it('shows an event of a newer version in the timeline, and folds the rest', () => {
		const incident = fold([
			start,
			event(1, 'room.opened', { url: 'x' }),
			event(2, 'incident.edited', { title: 'New' }),
		])!;
		assert.equal(incident.title, 'New');
		assert.deepEqual(
			incident.timeline.map(({ type }) => type),
			['incident.created', 'room.opened', 'incident.edited'],
		);
	});

	it('keeps an analysis of a newer version whole, with problems and fields that this one does not know', () => {
		const wider = {
			...{ revision: 'a'.repeat(40), files: [], commits: [], excluded: [], locations: [], tookMs: 12 },
			problems: [{ code: 'revisionMissing', message: 'Fetch it.', remedy: 'fetch' }],
		};
		assert.deepEqual(fold([start, event(1, 'suspects.analyzed', wider)])?.analysis, wider);
	});
	it('reads an analysis whose reasons lead to places that are none, and tells them without', () => {
		const reasonsWith = (...places: readonly unknown[]) => ({
			...{ revision: 'r', excluded: [], problems: [], locations: [], commits: [] },
			files: [
				{ path: 'a.js', score: 1, reasons: places.map((at) => ({ kind: 'inTrace', detail: 'x', weight: 1, at })) },
			],
		});
		const place = { path: 'a.js', line: 4 };
		const sent = reasonsWith(
			place,
			{ ...place, kind: 'note' },
			{ path: 'a.js' },
			{ ...place, line: -1 },
			'a.js:4',
			null,
		);
		const told = fold([start, event(1, 'suspects.analyzed', sent)])?.analysis?.files[0]?.reasons ?? [];
		assert.deepEqual(
			told.map(({ detail, at }) => [detail, at]),
			[place, place, undefined, undefined, undefined, undefined].map((at) => ['x', at]),
		);
	});

	it('tells each change as a sentence, and how it is known', () => {
		const analysis = { revision: 'a'.repeat(40), files: [], commits: [], excluded: [], problems: [], locations: [] };
		const incident = fold([
			start,
			event(1, 'evidence.added', { text: 'x', excerptOf: '2 stack traces out of 50.0 MB of text' }),
			event(2, 'suspects.analyzed', analysis),
			moved(3, 'new', 'resolved', 'rolled back'),
			event(4, 'incident.edited', { title: 'T', release: null }),
			event(5, 'suspect.confirmed', aCommit('a')),
			event(6, 'suspect.dismissed', aCommit('b')),
			event(7, 'verdict.withdrawn', aCommit('b')),
			event(8, 'incident.deleted', {}),
			event(9, 'incident.restored', {}),
		])!;
		assert.deepEqual(
			incident.timeline.map(({ provenance, sentence }) => `${provenance}: ${sentence}`),
			[
				'reported: Created: Checkout is down',
				'reported: Evidence added: 2 stack traces out of 50.0 MB of text',
				'inferred: Analyzed at aaaaaaaaaa; suspect commits: 0, suspect files: 0',
				'reported: Status changed from new to resolved: rolled back',
				'reported: Changed: title, deployed revision',
				'reported: Confirmed as the cause: aaaaaaa “Change a”',
				'reported: Dismissed: bbbbbbb “Change b”',
				'reported: Verdict taken back: bbbbbbb “Change b”',
				'reported: Deleted',
				'reported: Restored',
			],
		);
	});

	it('tells what was done to answer it', () => {
		const url = 'https://example.com/1';
		const answers: readonly (readonly [string, unknown, string])[] = [
			['priority.overridden', { priority: 'P3', reason: 'a demo' }, 'Priority set to P3: a demo'],
			['priority.overridden', { priority: null, reason: '' }, 'Priority is what impact and urgency give again'],
			['priority.overridden', { priority: null, reason: 'no' }, 'Priority is what impact and urgency give again: no'],
			[
				'times.corrected',
				{ startedAt: ms(0), closedAt: null },
				'Times corrected: start 2026-11-23T14:00:00.000Z, closing as recorded',
			],
			['role.assigned', { role: 'operations', person: 'Ben' }, 'Operations Lead: Ben'],
			[
				'major.declared',
				{ reason: 'no sales', audience: 'shops', updateMinutes: 30 },
				'Declared a major incident: no sales (updates every 30 min for shops)',
			],
			['major.stoodDown', { summary: 'over' }, 'Stood down from a major incident: over'],
			['link.added', { kind: 'runbook', url, title: '' }, `Linked: Runbook ${url}`],
			['link.removed', { url }, `Link removed: ${url}`],
			['file.attached', { path: 'a.js' }, 'File attached: a.js'],
			['file.detached', { path: 'a.js' }, 'File detached: a.js'],
			['review.written', { text: '# Why' }, 'Post-incident review written'],
			['change.undone', { event: 'x' }, 'Undone: an earlier change'],
		];
		const { timeline } = fold([start, ...answers.map(([type, payload], index) => event(index + 1, type, payload))])!;
		assert.deepEqual(
			timeline.slice(1).map(({ sentence }) => sentence),
			answers.map(([, , sentence]) => sentence),
		);
	});

	it('takes nothing back by an undoing that stands before it, or of what stays for good', () => {
		const early = event(1, 'change.undone', { event: '01KAT2Q5R0ZZZZZZZZZZZZZZZZ' });
		const later = event(2, 'incident.edited', { title: 'New' }, { id: '01KAT2Q5R0ZZZZZZZZZZZZZZZZ' });
		const never = event(3, 'change.undone', { event: start.id });
		assert.equal(fold([start, early, later, never])?.title, 'New');
	});

	it('follows a chain of undoings, each of which takes back the one before', () => {
		const edit = event(1, 'incident.edited', { title: 'New' });
		const first = event(2, 'change.undone', { event: edit.id });
		const second = event(3, 'change.undone', { event: first.id });
		const third = event(4, 'change.undone', { event: second.id });
		const all = [start, edit, first, second, third];
		assert.deepEqual(
			all.map((_, count) => fold(all.slice(0, count + 1))?.title),
			['Checkout is down', 'New', 'Checkout is down', 'New', 'Checkout is down'],
		);
		assert.deepEqual(
			fold(all)?.timeline.map(({ sentence, isUndone }) => [sentence, isUndone ?? false]),
			[
				['Created: Checkout is down', false],
				['Changed: title', true],
				['Undone: Changed: title', false],
				['Done again: Changed: title', true],
				['Undone: Changed: title', false],
			],
		);
	});
});
