import type { IncidentEvent } from '../../src/core/incident/event';
import { hybridClock } from '../../src/core/incident/hlc';
import { goldenCases } from './golden';
import { aClock, NOON, someIds } from './incidents';

/** Events of each incident of a made history. */
export const EVENTS_EACH = 10;

/** What a team leaves in a few years: incidents with a real trace, an analysis, edits, a verdict and a way through the statuses. */
export function aHistory(incidents: number): readonly IncidentEvent[] {
	const traces = goldenCases('traces')
		.map(({ input }) => input)
		.filter((input) => input.length < 6000);
	const clock = aClock(NOON - incidents * 60_000);
	const hybrid = hybridClock(clock);
	const newId = someIds(77);
	const writer = newId();
	const events: IncidentEvent[] = [];
	for (let index = 0; index < incidents; index++) {
		clock.set(NOON - (incidents - index) * 60_000);
		const incident = newId();
		const trace = traces[index % traces.length] ?? '';
		for (const { type, payload } of changesOf(index, trace)) {
			events.push({ v: 1, id: newId(), incident, type, at: hybrid.next(), actor: 'Ann', writer, payload });
		}
	}
	return events;
}

function changesOf(index: number, trace: string): readonly Pick<IncidentEvent, 'type' | 'payload'>[] {
	const commit = {
		sha: index.toString(16).padStart(40, 'a'),
		subject: `Round prices of order ${index}`,
		author: 'Ada',
		date: '2026-11-20T12:00:00.000Z',
	};
	const reasons = [
		{ kind: 'blame', detail: 'introduced line 42, which is the innermost in-app frame', weight: 0.3 },
		{ kind: 'inWindow', detail: 'the first release with it went out 14 min before the start', weight: 0.2 },
	];
	const location = (line: number) => ({
		path: `src/orders/order${index % 97}.js`,
		line,
		confidence: 1,
		alternatives: [],
	});
	return [
		{
			type: 'incident.created',
			payload: {
				title: `${/\S.{0,70}/.exec(trace)?.[0] ?? 'Trace'} in order ${index}`,
				description: `Customers of region ${index % 12} cannot pay since the deployment.`,
				...{ category: 'functionality', impact: (index % 4) + 1, urgency: 2 },
			},
		},
		{ type: 'evidence.added', payload: { text: `${trace}\n${index}`, fingerprints: [`fingerprint-${index % 3000}`] } },
		{ type: 'incident.edited', payload: { release: `v1.${index % 50}.0`, repository: '/home/ann/projects/shop' } },
		{
			type: 'suspects.analyzed',
			payload: {
				...{ revision: 'a'.repeat(40), excluded: [], problems: [] },
				files: [{ path: 'src/orders/order.js', score: 0.6, reasons }],
				commits: [{ ...commit, score: 0.5, reasons }],
				locations: [[[location(1), location(2), null, location(3)]]],
			},
		},
		{ type: 'status.changed', payload: { from: 'new', to: 'acknowledged' } },
		{ type: 'status.changed', payload: { from: 'acknowledged', to: 'investigating' } },
		{ type: 'suspect.confirmed', payload: { ...commit, rank: 1 } },
		{ type: 'incident.edited', payload: { impact: (index % 3) + 1 } },
		{ type: 'status.changed', payload: { from: 'investigating', to: 'mitigated' } },
		{ type: 'status.changed', payload: { from: 'mitigated', to: 'resolved', note: `Reverted in release ${index}.` } },
	];
}
