import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wordsOf } from '../../../src/adapters/projection/search';
import type { IncidentStore } from '../../../src/core/ports/incidentStore';
import { anEvent, aStore, created, someIds } from '../../support/incidents';

const never = new AbortController().signal;
const newId = someIds(21);

describe('a search of incidents', () => {
	let store: IncidentStore;
	const ids: Record<string, string> = {};

	const anIncident = async (
		name: string,
		fields: { title?: string; description?: string; trace?: string; note?: string },
	) => {
		const incident = newId();
		ids[name] = incident;
		const { title = 'Something', description = '', trace, note } = fields;
		await store.append([
			created({ incident, payload: { title, description, category: 'data', impact: 1, urgency: 1 } }),
			...(trace === undefined ? [] : [anEvent({ incident, payload: { text: trace } })]),
			...(note === undefined
				? []
				: [anEvent({ incident, type: 'status.changed', payload: { from: 'new', to: 'resolved', note } })]),
		]);
	};
	const found = async (text: string) => {
		const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
		return (await store.search(text, never)).map(({ id }) => names.get(id));
	};

	before(async () => {
		store = aStore();
		await store.open(never);
		await anIncident('title', { title: 'Checkout fails for gift cards' });
		await anIncident('description', { description: 'Since noon, the checkout says that prices are unknown.' });
		await anIncident('trace', { trace: 'TypeError: x is undefined\n    at priceOf (/srv/shop/src/price.js:4:33)' });
		await anIncident('note', { note: 'The load balancer was restarted; Überlast is over.' });
		await anIncident('deleted', { title: 'Checkout was deleted' });
		await store.append([anEvent({ incident: ids.deleted ?? '', type: 'incident.deleted', payload: {} })]);
		for (let index = 0; index < 60; index++) {
			await anIncident(`filler ${index}`, { title: `Repeated filler ${index}` });
		}
	});
	after(() => store.dispose());

	it('looks in titles, descriptions, traces and notes, by the beginnings of words', async () => {
		assert.deepEqual(await found('gift'), ['title']);
		assert.deepEqual(await found('unkn'), ['description']);
		assert.deepEqual(await found('PRICEOF'), ['trace']);
		assert.deepEqual(await found('balanc'), ['note']);
		assert.deepEqual(await found('uberlast'), ['note']);
	});

	it('wants all words, wherever they are, and words that belong together beside each other', async () => {
		assert.deepEqual(await found('cards checkout'), ['title']);
		assert.deepEqual(await found('gift noon'), []);
		assert.deepEqual(await found('src/price.js'), ['trace']);
		assert.deepEqual(await found('price/src.js'), []);
	});

	it('puts a title before a description, and shows no deleted incident', async () => {
		assert.deepEqual(await found('checkout'), ['title', 'description']);
	});

	it('finds all for a filter, however many, and no deleted ones', async () => {
		const named = async (text: string) =>
			(await store.matching(text, never)).map((id) => Object.entries(ids).find(([, one]) => one === id)?.[0]);
		assert.equal((await named('repeated fill')).length, 60);
		assert.deepEqual((await named('checkout')).sort(), ['description', 'title']);
		assert.deepEqual(await named(' - '), []);
	});

	it('gives the best fifty', async () => {
		assert.equal((await found('filler')).length, 50);
	});

	it('says where it was found', async () => {
		const [one] = await store.search('undefined', never);
		assert.equal(one?.excerpt, 'TypeError: x is undefined at priceOf (/srv/shop/src/price.js:4:33)');
		const [inTitle] = await store.search('gift cards', never);
		assert.equal(inTitle?.excerpt, '', 'the title is shown anyway');
		await anIncident('long', { title: 'Long', trace: `${'noise '.repeat(100)}needle ${'noise '.repeat(100)}` });
		const [long] = await store.search('needle', never);
		assert.match(long?.excerpt ?? '', /^…(?:noise )+needle (?:noise )+noise…$/);
		assert.ok((long?.excerpt.length ?? 0) < 200);
	});

	it('follows an edit', async () => {
		await store.append([
			anEvent({ incident: ids.title ?? '', type: 'incident.edited', payload: { title: 'Vouchers are refused' } }),
		]);
		assert.deepEqual(await found('gift'), []);
		assert.deepEqual(await found('voucher'), ['title']);
	});

	it('takes nothing for syntax: any text is answered', async () => {
		for (const text of [
			'"',
			'*',
			'title:checkout',
			'a OR b',
			'NOT x',
			'(',
			'x NEAR/2 y',
			'-a',
			'^a',
			"'; drop table texts",
		]) {
			await store.search(text, never);
		}
		assert.deepEqual(await found('checkout OR balancer'), []);
		assert.deepEqual(await found('" * ( ) ^'), []);
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
				await store.search(text, never);
			}),
		);
	});

	it('compares the latest where very many fit', async () => {
		const many = Array.from({ length: 1100 }, (_, index) =>
			created({ incident: newId() }, `Massenware ${index} ${'und mehr '.repeat(index < 50 ? 0 : 3)}`),
		);
		await store.append(many);
		const first = new Set(many.slice(0, 50).map(({ incident }) => incident)); // short titles, which would come first
		const given = await store.search('massenw', never);
		assert.equal(given.length, 50);
		assert.ok(given.every(({ id }) => !first.has(id)));
		assert.equal((await store.search('massenw 7', never)).length > 0, true);
	});

	it('cuts off what nobody types', () => {
		assert.equal(wordsOf('word '.repeat(1000)).length, 20);
	});
});
