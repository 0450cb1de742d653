import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anEvent, aStore, created, someIds } from '../../support/incidents';

const never = new AbortController().signal;

/** A store with incidents of these titles; a trace behind a colon. */
async function storeOf(...texts: readonly string[]) {
	const newId = someIds(31);
	const store = aStore();
	await store.open(never);
	const titles = new Map<string, string>();
	for (const text of texts) {
		const [title = '', trace] = text.split(': ');
		const incident = newId();
		titles.set(incident, title);
		await store.append([
			created({ incident }, title),
			...(trace ? [anEvent({ incident, payload: { text: trace } })] : []),
		]);
	}
	const similar = async (text: string) => (await store.similar(text, never)).map(({ id }) => titles.get(id));
	return { store, titles, similar };
}

describe('incidents like a text', () => {
	it('share most of its telling words, or it shares most of their titles’', async () => {
		const { similar, store } = await storeOf(
			'Checkout is down',
			'Search is slow',
			'Prices rounded: RangeError at roundPrice (price.js:4)',
		);
		assert.deepEqual(await similar('Checkout down for all customers of the European shop since noon'), [
			'Checkout is down',
		]);
		assert.deepEqual(await similar('down: checkout'), ['Checkout is down']);
		assert.deepEqual(await similar('RangeError at roundPrice'), ['Prices rounded']);
		assert.deepEqual(await similar('Search returns nothing for umlauts'), []);
		assert.deepEqual(await similar('Nobody can log in'), []);
		assert.deepEqual(await similar(' … ?! '), []);
		store.dispose();
	});

	it('are found whatever marks and capitals their words are written with, and whatever looks like syntax', async () => {
		const { similar, store } = await storeOf('Zahlung über Händler schlägt fehl');
		assert.deepEqual(await similar('ZAHLUNG "uber" Handler* OR schlagt NEAR fehl'), [
			'Zahlung über Händler schlägt fehl',
		]);
		store.dispose();
	});

	it('are the few that are most alike, though all share what is common', async () => {
		const fillers = Array.from({ length: 60 }, (_, index) => `Error in order ${index + 100}`);
		const { similar, store } = await storeOf('Error in the invoice printer', ...fillers);
		assert.deepEqual(await similar('Error in invoice'), ['Error in the invoice printer']);
		assert.deepEqual(await similar('Error in order'), []); // which of them?
		store.dispose();
	});

	it('are none that was deleted or erased', async () => {
		const { store, titles, similar } = await storeOf('Checkout is down', 'Checkout is down again');
		const [first = '', second = ''] = titles.keys();
		await store.append([anEvent({ incident: first, type: 'incident.deleted', payload: {} })]);
		assert.deepEqual(await similar('checkout down'), ['Checkout is down again']);
		await store.erase(anEvent({ incident: second, type: 'incident.erased', payload: {} }));
		assert.deepEqual(await similar('checkout down'), []);
		store.dispose();
	});

	it('are looked for by any text without an error', async () => {
		const { store } = await storeOf('Checkout is down');
		const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^["*()^: \-ORNEAT0-9a-z]{0,40}$/));
		await fc.assert(fc.asyncProperty(hostile, async (text) => void (await store.similar(text, never))));
		store.dispose();
	});
});
