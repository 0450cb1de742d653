import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { DEFAULT_MATRIX } from '../../../src/core/incident/priority';
import { STATUSES } from '../../../src/core/incident/status';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { GROUPINGS, NO_FILTER, SORTINGS } from '../../../src/core/incident/triage/arrangement';
import { Board } from '../../../src/core/incident/triage/board';
import { type Looker, shownBy } from '../../../src/core/incident/triage/filter';
import { movedBy, moveInto, overrideFor } from '../../../src/core/incident/triage/move';
import { compareBy } from '../../../src/core/incident/triage/sorting';
import { anArrangement, aSummary, aSummaryOf, someArrangement } from '../../support/summaries';

const LOOKER: Looker = { me: 'Ann', isOpen: (repository) => repository === '/here', found: undefined };
const IDS = Array.from({ length: 8 }, (_, index) => String.fromCharCode(97 + index));

/** Groups as lists of ids. */
const outline = (board: Board) =>
	board.groups().map(({ value, incidents }) => [value, incidents.map(({ id }) => id).join('')]);
const boardOf = (arrangement = anArrangement(), ...incidents: readonly IncidentSummary[]) =>
	new Board(arrangement, shownBy(arrangement.filter, LOOKER), incidents);

describe('triage', () => {
	it('has a group for each status along the lifecycle, also where nothing is in it', () => {
		const board = boardOf(
			anArrangement({ grouping: 'status' }),
			aSummary({ id: 'a', status: 'mitigated' }),
			aSummary({ id: 'b', status: 'new' }),
		);
		assert.deepEqual(outline(board), [
			['new', 'b'],
			['acknowledged', ''],
			['investigating', ''],
			['mitigated', 'a'],
			['resolved', ''],
			['closed', ''],
		]);
	});

	it('orders services as people do, and puts what names none last', () => {
		const services = ['till 10', undefined, 'till 2', 'Cart'];
		const board = boardOf(
			anArrangement({ grouping: 'service' }),
			...services.map((service, index) => aSummary({ id: `${index}`, ...(service && { service }) })),
		);
		assert.deepEqual(
			board.groups().map(({ value }) => value),
			['Cart', 'till 2', 'till 10', ''],
		);
	});

	it('sorts what is worst first, what is over last, and the newest first among equals', () => {
		const board = boardOf(
			anArrangement({ sorting: 'priority' }),
			aSummary({ id: 'a', priority: 'P3' }),
			aSummary({ id: 'b', priority: 'P1', status: 'closed' }),
			aSummary({ id: 'c', priority: 'P1', createdAt: 1 }),
			aSummary({ id: 'd', priority: 'P1', createdAt: 2 }),
		);
		assert.deepEqual(outline(board), [['', 'dcab']]);
	});

	it('filters by status, person, repository and text, all at once', () => {
		const filter = { text: 'pay', statuses: ['new' as const], isMine: true, isHere: true };
		const fits = shownBy(filter, { ...LOOKER, found: new Set(['a', 'b', 'c', 'd']) });
		const fitting = { status: 'new' as const, assignee: ' ANN', repository: '/here' };
		assert.deepEqual(
			[
				aSummary({ id: 'a', ...fitting }),
				aSummary({ id: 'b', ...fitting, status: 'closed' }),
				aSummary({ id: 'c', ...fitting, assignee: 'Bob' }),
				aSummary({ id: 'd', ...fitting, repository: '/there' }),
				aSummary({ id: 'e', ...fitting }),
				aSummary({ id: 'a', ...fitting, isDeleted: true }),
			].map(fits),
			[true, false, false, false, false, false],
		);
	});

	it('shows nothing as mine where nobody knows who I am', () => {
		const fits = shownBy({ ...NO_FILTER, isMine: true }, { ...LOOKER, me: '' });
		assert.deepEqual([aSummary(), aSummary({ assignee: '' }), aSummary({ assignee: 'Ann' })].map(fits), [
			false,
			false,
			false,
		]);
	});

	it('knows of each group what an incident becomes that is moved into it', () => {
		assert.deepEqual(
			[
				moveInto('status', 'resolved'),
				moveInto('priority', 'P1'),
				moveInto('service', 'till'),
				moveInto('assignee', ''),
				moveInto('none', ''),
				moveInto('status', 'gone'),
			],
			[
				{ field: 'status', to: 'resolved' },
				{ field: 'priority', to: 'P1' },
				{ field: 'service', to: 'till' },
				{ field: 'assignee', to: null },
				undefined,
				undefined,
			],
		);
	});

	it('overrides a priority only where impact and urgency do not give it', () => {
		const incident = aSummary({ impact: 2, urgency: 2 });
		assert.deepEqual(
			[overrideFor(incident, 'P2', DEFAULT_MATRIX), overrideFor(incident, 'P1', DEFAULT_MATRIX)],
			[null, 'P1'],
		);
	});

	it('moves into each group just those that are not in it, and then they are', () => {
		const changed = (incident: IncidentSummary, field: string, to: string | null): IncidentSummary => {
			const { [field as 'service']: _, ...rest } = incident;
			return to === null ? rest : { ...rest, [field]: to };
		};
		fc.assert(
			fc.property(fc.constantFrom(...GROUPINGS), aSummaryOf('a'), aSummaryOf('b'), (grouping, one, other) => {
				const arrangement = anArrangement({ grouping });
				const [group] = new Board(arrangement, () => true, [other]).groups().filter(({ incidents }) => incidents[0]);
				const move = moveInto(grouping, group?.value ?? '');
				if (!move) {
					assert.equal(grouping, 'none');
					return;
				}
				const moved = movedBy([one, other], move);
				assert.ok(!moved.includes(other));
				const after = moved.includes(one) ? changed(one, move.field, move.to) : one;
				const board = new Board(arrangement, () => true, [after, other]);
				assert.equal(board.placeOf('a')?.group, board.placeOf('b')?.group);
			}),
		);
	});

	it('sorts into one order only, whatever it begins with', () => {
		const some = fc.tuple(...IDS.map(aSummaryOf));
		fc.assert(
			fc.property(
				fc.constantFrom(...SORTINGS),
				some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
				(sorting, [all, shuffled]) => {
					const compare = compareBy(sorting);
					assert.deepEqual([...shuffled].sort(compare), [...all].sort(compare));
				},
			),
		);
	});

	it('comes by changes to what arranging anew gives, and says what is other than before', () => {
		const changes = fc.array(
			fc.array(
				fc.constantFrom(...IDS).chain((id) => fc.tuple(fc.constant(id), fc.option(aSummaryOf(id), { nil: undefined }))),
				{ minLength: 1, maxLength: 3 },
			),
			{ maxLength: 12 },
		);
		fc.assert(
			fc.property(someArrangement(), changes, (arrangement, batches) => {
				const board = boardOf(arrangement);
				const known = new Map<string, IncidentSummary>();
				for (const batch of batches) {
					const before = new Map(outline(board) as [string, string][]);
					const change = board.change(batch);
					for (const [id, incident] of batch) {
						if (incident) {
							known.set(id, incident);
						} else {
							known.delete(id);
						}
					}
					const anew = boardOf(arrangement, ...known.values());
					assert.deepEqual(board.groups(), anew.groups());
					assert.equal(board.size, anew.size);
					const after = new Map(outline(board) as [string, string][]);
					const moved = [...new Set([...before.keys(), ...after.keys()])].filter(
						(value) => (before.get(value) ?? '') !== (after.get(value) ?? ''),
					);
					assert.ok(moved.every((value) => change.groups.has(value)));
					const filled = (all: typeof after) =>
						[...all].filter(([, members]) => members !== '').map(([value]) => value);
					assert.equal(change.areGroupsOther, !isDeepStrictEqual(filled(before), filled(after)));
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('knows where each incident is', () => {
		fc.assert(
			fc.property(someArrangement(), fc.tuple(...IDS.map(aSummaryOf)), (arrangement, incidents) => {
				const board = boardOf(arrangement, ...incidents);
				for (const { id } of incidents) {
					const group = board.groups().find((one) => one.incidents.some((incident) => incident.id === id));
					const index = group?.incidents.findIndex((incident) => incident.id === id);
					assert.deepEqual(board.placeOf(id), group && { group: group.value, index });
				}
			}),
		);
	});

	it('keeps to the statuses that a filter names where it groups by them', () => {
		const filter = { ...NO_FILTER, statuses: [STATUSES[3], STATUSES[0]] };
		assert.deepEqual(outline(boardOf(anArrangement({ grouping: 'status', filter }))), [
			['new', ''],
			['mitigated', ''],
		]);
	});
});
