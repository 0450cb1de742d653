import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf } from '../../src/adapters/store/segments/lines';
import type { IncidentEvent } from '../../src/core/incident/event';
import { hybridClock } from '../../src/core/incident/hlc';
import { aClock, someIds } from './incidents';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

const SERVICES = ['checkout', 'search', 'catalogue', 'payments', 'accounts', undefined];
const CATEGORIES = ['functionality', 'availability', 'performance', 'data', 'dependency', 'functionality'];
const FAILURES = [
	['TypeError: Cannot read properties of undefined (reading ‘country’)', 'src/price.js'],
	['Checkout answers 502 after the deployment', 'src/http/gateway.ts'],
	['Search returns nothing for quoted words', 'packages/search/src/query/parseQuotedPhrases.ts'],
	['Orders are charged twice', 'services/payments/src/idempotency.go'],
	['Sign-in loops behind the company proxy', 'src/accounts/session.rb'],
	['Invoices show yesterday’s exchange rate', 'src/rates/cache.py'],
	['Image uploads time out', 'src/media/upload.ts'],
	['Stock goes negative', 'src/inventory.js'],
] as const;

/** What a shop's team leaves within some time: services, times to answer that vary, failures that come back, causes that were confirmed. */
export interface HistoryOptions {
	/** Epoch milliseconds; the last incidents are of the hours before. */
	readonly now: number;
	readonly incidents: number;
	readonly days: number;
	/** Of the repository the incidents were analyzed in. */
	readonly repository?: string;
	/** What the confirmed causes are. */
	readonly sha?: string;
}

export function aTeamsHistory({ now, incidents, days, ...rest }: HistoryOptions): readonly IncidentEvent[] {
	const clock = aClock(now - days * DAY);
	const newId = someIds(7, now);
	const writer = newId();
	const hybrid = hybridClock(clock);
	const chance = someChance(11);
	const events: IncidentEvent[] = [];
	for (let index = 0; index < incidents; index++) {
		const detectedAt = now - days * DAY + Math.round(((index + chance() * 0.8) * days * DAY) / incidents) - HOUR;
		const incident = newId();
		for (const { after, ...event } of changesOf(index, chance, rest)) {
			if (detectedAt + after <= now) {
				clock.set(detectedAt + after);
				events.push({ v: 1, id: newId(), incident, at: hybrid.next(), actor: 'Ann', writer, ...event });
			}
		}
	}
	return events;
}

/** Writes events as a person's home that was not opened yet. @param userData of VS Code */
export function fillHome(userData: string, events: readonly IncidentEvent[]): void {
	const folder = join(userData, 'User/globalStorage/faultline.faultline/incidents');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'events.jsonl'), events.map((event) => lineOf([event])).join(''));
}

type Change = Pick<IncidentEvent, 'type' | 'payload'> & { readonly after: number };

function changesOf(
	index: number,
	chance: () => number,
	{ repository = '/home/ann/shop', sha = 'a'.repeat(40) }: Pick<HistoryOptions, 'repository' | 'sha'>,
): readonly Change[] {
	const some = <T>(of: readonly T[], bias = 1): T => of[Math.floor(chance() ** bias * of.length)] as T;
	const [failure, path] = some(FAILURES, 1.6);
	const impact = some([2, 3, 1, 4, 3], 1);
	const urgency = some([2, 2, 1, 3]);
	const acknowledge = Math.round((2 + chance() ** 3 * 90) * MINUTE * impact);
	const resolve = acknowledge + Math.round((10 + chance() ** 3 * 900) * MINUTE * impact);
	const location = { path, line: 4, confidence: 1, alternatives: [] };
	const commit = { sha, subject: 'Take the country from the address', author: 'Ada', date: '2026-11-20T12:00:00.000Z' };
	const changes: Change[] = [
		{
			...{ after: 0, type: 'incident.created' },
			payload: {
				...{ title: failure, description: '', category: some(CATEGORIES), impact, urgency },
				...{ service: some(SERVICES, 1.4), environment: 'production' },
			},
		},
		{
			...{ after: 1, type: 'evidence.added' },
			payload: { text: failure, fingerprints: [chance() < 0.5 ? failure : `${failure} ${index}`] },
		},
		{ after: 2, type: 'incident.edited', payload: { repository } },
		{
			...{ after: 3, type: 'suspects.analyzed' },
			payload: {
				...{ revision: 'a'.repeat(40), files: [], commits: [], excluded: [], problems: [] },
				locations: [[[location, null, ...(chance() < 0.4 ? [{ ...location, path: 'src/main.js' }] : [])]]],
			},
		},
	];
	if (index % 17 !== 16) {
		changes.push(status(acknowledge, 'new', 'acknowledged'));
	}
	if (index % 9 !== 8) {
		changes.push(
			{
				after: resolve - MINUTE,
				type: 'suspect.confirmed',
				payload: { ...commit, rank: some([1, 1, 1, 2, 3, 5, null], 1.2) },
			},
			status(resolve, 'acknowledged', 'resolved'),
		);
	}
	return changes;
}

const status = (after: number, from: string, to: string): Change => ({
	after,
	type: 'status.changed',
	payload: { from, to },
});

/** The same numbers in each run, 0..1: mulberry32. */
function someChance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
