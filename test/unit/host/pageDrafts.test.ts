import assert from 'node:assert/strict';
import { PageDrafts } from '../../../src/host/webviews/pageDrafts';

describe('drafts of incident pages', () => {
	let memory: Map<string, unknown>;
	let drafts: PageDrafts;

	beforeEach(() => {
		memory = new Map();
		drafts = new PageDrafts({
			get: <T>(key: string) => memory.get(key) as T | undefined,
			update: async (key: string, value: unknown) => {
				memory.set(key, value);
			},
		});
	});

	const note = (text: string, draftsAt: number) => ({ drafts: { 'note.text': text }, draftsAt });

	it('are kept for each incident, with when they changed last', async () => {
		await drafts.write('one', note('The cache was cold', 5));
		assert.deepEqual(drafts.read('one'), note('The cache was cold', 5));
		assert.deepEqual(drafts.read('two'), { drafts: {}, draftsAt: 0 });
	});

	it('are those that were typed last, however late those before them come', async () => {
		await drafts.write('one', note('Later', 6));
		await drafts.write('one', note('Earlier', 5));
		assert.deepEqual(drafts.read('one'), note('Later', 6));
	});

	it('are none once they were sent, however late what was typed comes, and say when that was', async () => {
		await drafts.write('one', note('Sent', 5));
		await drafts.write('one', { drafts: {}, draftsAt: 7 });
		await drafts.write('one', note('Sen', 6));
		assert.deepEqual(drafts.read('one'), { drafts: {}, draftsAt: 7 });
		await drafts.write('two', note('Of another', 3));
		assert.deepEqual(drafts.read('two'), note('Of another', 3));
		await drafts.write('one', note('Another', 8));
		assert.deepEqual(drafts.read('one'), note('Another', 8));
	});

	it('leave little behind, however many incidents were written on', async () => {
		for (let n = 1; n <= 300; n++) {
			await drafts.write(`incident${n}`, note('Sent', 2 * n));
			await drafts.write(`incident${n}`, { drafts: {}, draftsAt: 2 * n + 1 });
		}
		assert.equal(drafts.read('incident300').draftsAt, 601);
		assert.equal([...memory.values()].filter((value) => value !== undefined).length, 1);
		assert.ok(JSON.stringify([...memory.values()]).length < 4000);
	});
});
