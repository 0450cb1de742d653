import assert from 'node:assert/strict';
import { illegalTransition, unknownIncident } from '../../../src/app/incidentErrors';
import type { IncidentClock, TargetState } from '../../../src/core/incident/targets';
import { clockOf, DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { NO_FILTER } from '../../../src/core/incident/triage/arrangement';
import { clockSentence, clockWords, duration } from '../../../src/host/clockWords';
import { likelyKind } from '../../../src/host/linkKind';
import { outcomeSentence } from '../../../src/host/outcomeSentence';
import { Arrangements } from '../../../src/host/views/arrangements';
import { filterSentence } from '../../../src/host/views/arrangementWords';
import { anArrangement, aSummary } from '../../support/summaries';

const MINUTE = 60_000;
const RULES = { targets: DEFAULT_TARGETS, working: () => ROUND_THE_CLOCK, warnShare: 0.8 };
const clockAt = (minutes: number, more: Parameters<typeof aSummary>[0] = {}): IncidentClock =>
	clockOf(aSummary({ priority: 'P1', ...more }), RULES, minutes * MINUTE);

describe('what triage says', () => {
	it('gives a duration in the largest unit of which there are two', () => {
		const said = [0, 1, 119, 120, 60 * 47, 60 * 48, 60 * 24 * 30].map((minutes) => duration(minutes * MINUTE, 'en'));
		assert.deepEqual(said, ['1 min', '1 min', '119 min', '2 hr', '47 hr', '2 days', '30 days']);
	});

	it('says of the clock what is next: to answer, then to be over, then nothing', () => {
		const said = (clock: IncidentClock) => [clockWords(clock, 'en'), clockSentence(clock, 'en')];
		assert.deepEqual(
			[
				clockAt(5),
				clockAt(25),
				clockAt(25, { acknowledgedAt: 20 * MINUTE }),
				clockAt(600, { acknowledgedAt: 20 * MINUTE }),
				clockAt(600, { resolvedAt: 30 * MINUTE }),
			].map(said),
			[
				['ack in 10 min', 'To be acknowledged in 10 min.'],
				['ack 10 min overdue', 'It was to be acknowledged 10 min ago.'],
				['resolve in 3 hr', 'To be resolved in 3 hr.'],
				['resolve 6 hr overdue', 'It was to be resolved 6 hr ago.'],
				['', ''],
			],
		);
	});

	it('says nothing of the clock where nothing is promised', () => {
		const done: TargetState = { state: 'met', isDone: true, dueAt: 1, warnAt: 0, isWarning: false, leftMs: 1 };
		assert.equal(clockWords({ sinceStartMs: 0, sinceCreatedMs: 0 }, 'en'), '');
		assert.equal(clockWords({ sinceStartMs: 0, sinceCreatedMs: 0, acknowledge: done }, 'en'), '');
	});

	it('says which incidents a change of many left as they are, and why, those of one reason together', () => {
		const illegal = (key: string) => ({ id: key, key, refused: illegalTransition(key, 'closed', 'resolved') });
		assert.equal(
			outcomeSentence(
				[
					{ id: 'a', key: 'INC-A' },
					illegal('INC-B'),
					illegal('INC-C'),
					{ id: 'd', key: '', refused: unknownIncident('d') },
				],
				(count) => `${count} done.`,
				({ refused }) =>
					refused?.code === 'incident.illegalTransition' ? 'closed cannot become resolved.' : undefined,
			),
			`1 done. INC-B and INC-C: closed cannot become resolved. ${unknownIncident('d').message}`,
		);
	});

	it('names a few of many that were left as they are', () => {
		const refused = Array.from({ length: 9 }, (_, index) => ({
			...{ id: `${index}`, key: `INC-${index}`, refused: unknownIncident('') },
		}));
		assert.equal(
			outcomeSentence(refused, String, () => 'no.'),
			'Nothing was changed. INC-0, INC-1, INC-2, INC-3, INC-4, and 4 more: no.',
		);
	});

	it('says what a filter leaves in, and nothing where it leaves nothing out', () => {
		const filter = { text: ' pay ', statuses: ['new' as const, 'mitigated' as const], isMine: true, isHere: true };
		assert.equal(
			filterSentence(filter, 3, 57),
			'3 of 57: “pay” · New or Mitigated · assigned to me · of this repository',
		);
		assert.equal(filterSentence({ ...NO_FILTER, text: '  ' }, 57, 57), undefined);
	});

	const arrangementsIn = (kept: Map<string, unknown>) =>
		new Arrangements({
			get: <T>(key: string) => kept.get(key) as T,
			update: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
		} as ConstructorParameters<typeof Arrangements>[0]);

	it('keeps an arrangement, and takes none that does not fit', async () => {
		const kept = new Map<string, unknown>();
		const arrangements = arrangementsIn(kept);
		const other = anArrangement({ grouping: 'service', filter: { ...NO_FILTER, statuses: ['closed'] } });
		await arrangements.set(other);
		assert.deepEqual(arrangements.get(), other);
		kept.set([...kept.keys()][0] ?? '', { grouping: 'colour' });
		assert.deepEqual(arrangements.get(), anArrangement());
	});

	it('keeps which groups were opened and closed, those that were touched last', async () => {
		const arrangements = arrangementsIn(new Map());
		const service = (value: string) => ({ grouping: 'service', value }) as const;
		assert.equal(arrangements.isOpen(service('till')), undefined);
		await arrangements.setOpen(service('till'), false);
		await arrangements.setOpen({ grouping: 'assignee', value: 'till' }, true);
		await arrangements.setOpen(service('__proto__'), true);
		assert.equal(arrangements.isOpen(service('till')), false);
		assert.equal(arrangements.isOpen(service('__proto__')), true);
		for (let index = 0; index < 200; index++) {
			await arrangements.setOpen(service(`service ${index}`), true);
		}
		assert.equal(arrangements.isOpen(service('till')), undefined);
		assert.equal(arrangements.isOpen(service('service 0')), true);
	});

	it('guesses what a link leads to by its address', () => {
		assert.deepEqual(
			[
				'https://github.com/acme/shop/issues/7',
				'https://github.com/acme/shop/pull/8',
				'https://gitlab.com/acme/shop/-/merge_requests/9',
				'https://acme.slack.com/archives/C1',
				'https://acme.pagerduty.com/incidents/P1',
				'https://grafana.acme.com/d/abc',
				'https://wiki.acme.com/Restart',
				'https://acme.com/',
			].map(likelyKind),
			['issue', 'pullRequest', 'pullRequest', 'chat', 'alert', 'dashboard', 'runbook', 'other'],
		);
	});
});
