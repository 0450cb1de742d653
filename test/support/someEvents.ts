import fc from 'fast-check';
import type { IncidentEvent } from '../../src/core/incident/event';
import { STATUSES } from '../../src/core/incident/status';
import { someIds } from './incidents';
import { responseChanges, withUndone } from './someChanges';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const level = fc.constantFrom(1, 2, 3, 4);
const location = fc.option(
	fc.record({ path: fc.constantFrom('src/a.js', 'src/b.js'), line: fc.nat(), confidence: fc.constant(1) }),
);

const change: fc.Arbitrary<Pick<IncidentEvent, 'type' | 'payload'>> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc
			.record({ title: text, description: text, category: text, impact: level, urgency: level })
			.map((payload) => ({ type: 'incident.created', payload })),
	},
	fc.record({ title: text, release: text }).map((payload) => ({ type: 'incident.edited', payload })),
	fc
		.record({ from: fc.constantFrom(...STATUSES), to: fc.constantFrom(...STATUSES), note: text })
		.map((payload) => ({ type: 'status.changed', payload })),
	fc
		.record({ text, fingerprints: fc.array(fc.constantFrom('f1', 'f2')) })
		.map((payload) => ({ type: 'evidence.added', payload })),
	fc.array(location).map((frames) => ({
		type: 'suspects.analyzed',
		payload: {
			...{ revision: 'a'.repeat(40), files: [], commits: [], excluded: [], problems: [] },
			locations: [[frames.map((one) => one && { ...one, alternatives: [] })]],
		},
	})),
	fc
		.record({ type: fc.constantFrom('suspect.confirmed', 'suspect.dismissed'), rank: fc.option(fc.constant(2)) })
		.map(({ type, rank }) => ({
			type,
			payload: { sha: 'b'.repeat(40), subject: 'Change', date: '2026-11-20T12:00:00.000Z', author: 'Ada', rank },
		})),
	fc.constantFrom('incident.deleted', 'incident.restored').map((type) => ({ type, payload: {} })),
	{ weight: 4, arbitrary: responseChanges(text) },
	fc.json().map((payload) => ({ type: 'room.opened', payload })),
	fc.constant({ type: 'incident.erased', payload: {} }),
);

/** Events on a few incidents, two of which begin alike; clocks and writers that are often the same. */
export const someEvents: fc.Arbitrary<readonly IncidentEvent[]> = fc
	.array(
		fc.record({
			change,
			incident: fc.constantFrom(
				'01KAT2Q5R07F3KQ8ZJ4N6M2W9X',
				'01KAT2Q5R17F3KQ9ZJ4N6M2W9X',
				'01KAT2Q5R2ZZZZZZZZZZZZZZZZ',
			),
			ms: fc.integer({ min: 0, max: 5 }),
			writer: fc.constantFrom('A', 'B'),
		}),
		{ minLength: 1, maxLength: 20 },
	)
	.map((changes) => {
		const newId = someIds(7);
		return changes.map(
			({ change, incident, ms, writer }): IncidentEvent => ({
				...{ v: 1 as const, id: newId(), incident, actor: 'Ann', ...change },
				at: `2026-11-23T13:55:06.00${ms}Z-0000`,
				writer: `01KAT2Q5R0${writer.repeat(16)}`,
			}),
		);
	})
	.chain(withUndone);
