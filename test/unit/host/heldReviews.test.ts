import assert from 'node:assert/strict';
import { HeldReviews, heldIn } from '../../../src/host/review/heldReviews';

const begun = { review: '# Review', shown: '# Review\n', since: 1000 };

describe('a review that VS Code saves at pauses', () => {
	const some = () => {
		const memory = new Map<string, unknown>();
		const due: string[] = [];
		let told: (() => void) | undefined;
		const dueOnce = () => new Promise<void>((resolve) => (told = resolve));
		const memento = {
			get: <T>(key: string) => memory.get(key) as T | undefined,
			keys: () => [...memory.keys()],
			update: async (key: string, value: unknown) => {
				value === undefined ? memory.delete(key) : memory.set(key, value);
			},
		};
		const open = () =>
			new HeldReviews({
				...{ memory: memento, quietMs: 1 },
				due: (id) => {
					due.push(id);
					told?.();
				},
			});
		return { memory, memento, open, due, dueOnce };
	};

	it('is held as it was saved last, on what its writer began with', async () => {
		const { open } = some();
		const held = open();
		await held.hold('A', 'one', begun);
		await held.hold('A', 'two', { review: 'another', shown: 'one', since: 2000 });
		assert.deepEqual(held.of('A'), { ...begun, text: 'two' });
		held.dispose();
	});

	it('is there in the next window, until it is in the record', async () => {
		const { open, memento } = some();
		const before = open();
		await before.hold('A', 'one', begun);
		before.dispose();
		assert.deepEqual(heldIn(memento), ['A']);
		const after = open();
		assert.equal(after.of('A')?.text, 'one');
		await after.forget('A');
		assert.deepEqual([after.of('A'), after.ids()], [undefined, []]);
	});

	it('is due after a pause, and again where it could not be written', async () => {
		const { open, due, dueOnce } = some();
		const held = open();
		await held.hold('A', 'one', begun);
		await dueOnce();
		held.wait('A');
		await dueOnce();
		assert.deepEqual(due, ['A', 'A']);
		held.dispose();
	});

	it('is not held for ever, however busily it is written', async () => {
		const { open } = some();
		const held = open();
		await held.hold('A', 'one', begun);
		assert.equal(held.isOld('A', begun.since + 60_000), false);
		assert.equal(held.isOld('A', begun.since + 3_600_000), true);
		assert.equal(held.isOld('B', 3_600_000), false);
		held.dispose();
	});

	it('is none where the memory says something else', () => {
		const { open, memory } = some();
		memory.set('faultline.heldReview.A', 'nonsense');
		assert.equal(open().of('A'), undefined);
	});
});
