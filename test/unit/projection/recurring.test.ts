import assert from 'node:assert/strict';
import type { IncidentStore } from '../../../src/core/ports/incidentStore';
import { anEvent, aStore, created } from '../../support/incidents';

const never = new AbortController().signal;
const [FIRST, SECOND, THIRD, DELETED] = ['1', '2', '3', '4'].map((digit) => `01KAT2Q5R${digit}7F3KQ8ZJ4N6M2W9X`) as [
	string,
	string,
	string,
	string,
];
const day = (number: number) => Date.UTC(2026, 10, number);

describe('what comes back', () => {
	let store: IncidentStore;

	const anIncident = async (incident: string, date: number, service: string | undefined, paths: readonly string[]) => {
		const at = `${new Date(day(date)).toISOString()}-0000`;
		const location = (path: string) => ({ path, line: 1, confidence: 1, alternatives: [] });
		const commit = { sha: 'a'.repeat(40), subject: 'Change', date: '2026-11-20T12:00:00.000Z', author: 'Ada' };
		await store.append([
			created({
				...{ incident, at },
				payload: { title: 'T', description: '', category: 'data', impact: 1, urgency: 1, service },
			}),
			anEvent({ incident, payload: { text: 'x', fingerprints: ['same', `own ${incident}`] } }),
			anEvent({
				incident,
				type: 'suspects.analyzed',
				payload: {
					...{ revision: 'a'.repeat(40), files: [], commits: [], excluded: [], problems: [] },
					locations: [[paths.map(location)]],
				},
			}),
			anEvent({ incident, type: 'incident.edited', payload: { repository: '/home/ann/shop' } }),
			anEvent({ incident, type: 'suspect.confirmed', payload: { ...commit, rank: 1 } }),
		]);
	};

	before(async () => {
		store = aStore();
		await store.open(never);
		await anIncident(FIRST, 1, 'shop', ['src/price.js', 'src/price.js', 'src/cart.js']);
		await anIncident(SECOND, 2, 'shop', ['src/price.js']);
		await anIncident(THIRD, 3, undefined, ['src/price.js']);
		await anIncident(DELETED, 3, 'shop', ['src/price.js']);
		await store.append([anEvent({ incident: DELETED, type: 'incident.deleted', payload: {} })]);
	});
	after(() => store.dispose());

	const repository = '/home/ann/shop';
	const cause = (incident: string) => ({ incident, repository, sha: 'a'.repeat(40), rank: 1 });

	it('is each file once for an incident, and each failure that was there before, most often first', async () => {
		assert.deepEqual(await store.recurring({}), {
			files: [
				{ repository, path: 'src/price.js', incidents: [THIRD, SECOND, FIRST] },
				{ repository, path: 'src/cart.js', incidents: [FIRST] },
			],
			failures: [{ fingerprint: 'same', first: FIRST, incidents: [THIRD, SECOND] }],
			traced: 3,
			repeated: [THIRD, SECOND],
			confirmed: [FIRST, SECOND, THIRD].map(cause),
		});
	});

	it('is held against all incidents before, those outside of the period as well', async () => {
		const { failures, traced, repeated, confirmed } = await store.recurring({ from: day(3) });
		assert.deepEqual(
			{ failures, traced, repeated, confirmed },
			{
				failures: [{ fingerprint: 'same', first: FIRST, incidents: [THIRD] }],
				traced: 1,
				repeated: [THIRD],
				confirmed: [cause(THIRD)],
			},
		);
	});

	it('counts an incident by when it was detected, not by when it was recorded', async () => {
		const late = aStore();
		await late.open(never);
		const incident = FIRST;
		await late.append([
			created({ incident, at: `${new Date(day(20)).toISOString()}-0000` }),
			anEvent({ incident, payload: { text: 'x', fingerprints: ['same'] } }),
			anEvent({ incident, type: 'times.corrected', payload: { detectedAt: day(5) } }),
		]);
		assert.equal((await late.recurring({ from: day(5), until: day(6) })).traced, 1);
		assert.equal((await late.recurring({ from: day(6) })).traced, 0);
		late.dispose();
	});

	it('is of a period, and of a service or none', async () => {
		const incidents = async (selection: Parameters<IncidentStore['recurring']>[0]) =>
			(await store.recurring(selection)).files[0]?.incidents;
		assert.deepEqual(await incidents({ from: day(2) }), [THIRD, SECOND]);
		assert.deepEqual(await incidents({ from: day(1), until: day(2) }), [FIRST]);
		assert.deepEqual(await incidents({ service: 'shop' }), [SECOND, FIRST]);
		assert.deepEqual(await incidents({ service: null }), [THIRD]);
		assert.equal(await incidents({ service: 'x' }), undefined);
		assert.deepEqual(
			await Promise.all(
				[{}, { from: day(2) }, { service: null }].map(async (some) => (await store.verdicts(some)).length),
			),
			[3, 2, 1],
		);
	});
});
