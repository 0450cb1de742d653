import assert from 'node:assert/strict';
import { earlierIncidents } from '../../../src/app/earlierIncidents';
import { runAtOnce } from '../../../src/base/slices';
import type { IncidentEvent } from '../../../src/core/incident/event';
import { fingerprintOf } from '../../../src/core/trace/fingerprint';
import { noRules } from '../../../src/core/trace/inAppRules';
import { parseSteps, parseText } from '../../../src/core/trace/parse';
import { anEvent, created, memoryHome, NOON, someIds, someIncidents } from '../../support/incidents';
import { never } from '../../support/repository';

/** Later ones are larger, as those are that are made one after the other. */
const idAt = (index: number) => someIds(63, NOON + index * 60_000)();

/** A trace whose calls are these functions, innermost first, each in a file; and its events. */
function traced(
	incident: string,
	calls: readonly (readonly [string, string])[],
	repository = '/home/ann/shop',
): IncidentEvent[] {
	const lines = calls.map(([name, file], line) => `    at ${name} (/srv/shop/${file}:${line + 1}:5)`);
	const text = [`TypeError: ${calls[0]?.[0]} failed`, ...lines].join('\n');
	const fingerprints = parseText(text).traces.map(fingerprintOf);
	const locations = [[calls.map(([, path], line) => ({ path, line: line + 1, confidence: 1, alternatives: [] }))]];
	return [
		anEvent({ incident, payload: { text, fingerprints } }),
		anEvent({ incident, type: 'incident.edited', payload: { repository } }),
		anEvent({
			...{ incident, type: 'suspects.analyzed' },
			payload: { revision: 'a'.repeat(40), files: [], commits: [], excluded: [], problems: [], locations },
		}),
	];
}

/** Incidents in order, each with a title and what else happened; the earlier ones of the last. */
async function earlierOf(...history: readonly (readonly [string, (incident: string) => readonly IncidentEvent[]])[]) {
	const incidents = someIncidents({ events: memoryHome().open() });
	await incidents.load(never());
	let last = '';
	for (const [index, [title, events]] of history.entries()) {
		last = idAt(index);
		await incidents.takeIn([created({ incident: last }, title), ...events(last)]);
	}
	const incident = await incidents.get(last);
	assert.ok(incident);
	const tracesOf = async (evidence: readonly { readonly text: string }[]) =>
		runAtOnce(parseSteps(evidence.map(({ text }) => text).join('\n\n')));
	const found = await earlierIncidents({ incidents, tracesOf, rules: noRules }, incident, never());
	incidents.dispose();
	return found;
}

const nothing = () => [];
const PRICE = ['priceOf', 'src/price.js'] as const;
const CART = ['cart', 'src/cart.js'] as const;

describe('earlier incidents', () => {
	it('are those of the same failure, then of the same functions, the same files, and nearly the same words, with the reasons', async () => {
		const found = await earlierOf(
			['Search is slow', nothing],
			['Checkout fails for carts', nothing],
			['Taxes are wrong', (id) => traced(id, [['taxOf', 'src/price.js']])],
			['Discounts are lost', (id) => traced(id, [['discount', 'src/discount.js'], PRICE])],
			['Prices', (id) => traced(id, [PRICE, CART])],
			['Checkout fails', (id) => traced(id, [PRICE, CART])],
		);
		assert.deepEqual(
			found.map(({ incident, hasSameFailure, functions, files, isAlike }) => ({
				...{ title: incident.title, hasSameFailure, functions, files, isAlike },
			})),
			[
				{
					...{ title: 'Prices', hasSameFailure: true, isAlike: false },
					...{ functions: ['src/price.js priceOf', 'src/cart.js cart'], files: ['src/price.js', 'src/cart.js'] },
				},
				{
					...{ title: 'Discounts are lost', hasSameFailure: false, isAlike: false },
					...{ functions: ['src/price.js priceOf'], files: ['src/price.js'] },
				},
				{ title: 'Checkout fails for carts', hasSameFailure: false, functions: [], files: [], isAlike: true },
				{ title: 'Taxes are wrong', hasSameFailure: false, functions: [], files: ['src/price.js'], isAlike: false },
			],
		);
	});

	it('say how they were resolved: the confirmed cause, the pull request, and what the review begins with', async () => {
		const cause = { sha: 'c'.repeat(40), subject: 'Take the country from the address', author: 'Ada', date: '' };
		const url = 'https://github.com/acme/shop/pull/7';
		const [found] = await earlierOf(
			[
				'Prices',
				(incident) => [
					...traced(incident, [PRICE]),
					anEvent({
						incident,
						type: 'suspect.confirmed',
						payload: { ...cause, date: '2026-11-20T12:00:00.000Z', rank: 1 },
					}),
					anEvent({ incident, type: 'link.added', payload: { kind: 'pullRequest', url, title: 'Revert it' } }),
					anEvent({ incident, type: 'link.added', payload: { kind: 'chat', url: `${url}/chat`, title: 'Talk' } }),
					anEvent({
						incident,
						type: 'review.written',
						payload: { text: '# Review\n\n- Addresses may lack a country.\n' },
					}),
				],
			],
			['Prices again', (id) => traced(id, [PRICE])],
		);
		assert.deepEqual(
			[found?.cause, found?.links, found?.learned],
			[{ sha: cause.sha, subject: cause.subject }, [{ url, title: 'Revert it' }], 'Addresses may lack a country.'],
		);
	});

	it('are none that came later, were deleted, or have only a file of the same name in another repository', async () => {
		const found = await earlierOf(
			['Deleted', (id) => [...traced(id, [PRICE]), anEvent({ incident: id, type: 'incident.deleted', payload: {} })]],
			['Elsewhere', (id) => traced(id, [['other', 'src/price.js']], '/home/ann/blog')],
			['A clone', (id) => traced(id, [['other', 'src/price.js']], 'C:\\work\\shop')],
			[
				'Later',
				(id) => [
					...traced(id, [PRICE]),
					anEvent({ incident: id, type: 'times.corrected', payload: { detectedAt: Date.UTC(2026, 11, 24) } }),
				],
			],
			['Prices', (id) => traced(id, [PRICE])],
		);
		assert.deepEqual(
			found.map(({ incident }) => incident.title),
			['A clone'],
		);
	});

	it('are at most five', async () => {
		const same = Array.from(
			{ length: 20 },
			(_, index) => [`Prices ${index}`, (id: string) => traced(id, [PRICE])] as const,
		);
		const found = await earlierOf(...same, ['Totals are wrong', (id) => traced(id, [PRICE])]);
		assert.deepEqual(
			found.map(({ incident }) => incident.title),
			['Prices 19', 'Prices 18', 'Prices 17', 'Prices 16', 'Prices 15'],
		);
	});
});
