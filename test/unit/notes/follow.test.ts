import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anchorTracker } from '../../../src/app/followAnchors';
import { linesOf } from '../../../src/base/lines';
import { lineMap } from '../../../src/core/frames/lineMap';
import { anchorOf } from '../../../src/core/notes/anchor';
import { follow, followInto } from '../../../src/core/notes/follow';
import { functionName } from '../../../src/core/suspects/functionName';
import { breather } from '../../support/incidents';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const CART = `export function add(cart, item) {
	cart.items.push(item);
	return cart;
}

export function total(cart, customer) {
	const discounts = customer.discounts.filter(({ isActive }) => isActive);
	const sum = cart.items.reduce((all, { price, count }) => all + price * count, 0);
	return discounts.reduce((left, { share }) => left * (1 - share), sum);
}

export const isEmpty = (cart) => cart.items.length === 0;
`;
const TOTAL = { first: 7, last: 9 };

/** Notes lines of a file at the first commit, and follows them to the last one. */
async function followed(built: RepositoryBuilder, path = 'src/cart.js', chosen = TOTAL, text = CART) {
	try {
		const repository = await built.open();
		const commit = built.sha('noted');
		const anchor = anchorOf({ commit, path, committed: CART, text, chosen });
		const tracker = anchorTracker(breather);
		const [found] = await tracker.follow(repository, built.sha(), [anchor], never());
		const by = await tracker.whoRemoved(repository, built.sha(), anchor, never());
		return { found, by: by?.subject };
	} finally {
		built.remove();
	}
}

const noted = () => aRepository().commit('Write', { files: { 'src/cart.js': CART }, tag: 'noted' });

describe('a note on lines of code', () => {
	it('knows its lines, their function and what they say', () => {
		const commit = 'a'.repeat(40);
		const anchor = anchorOf({ commit, path: 'src/cart.js', committed: CART, text: CART, chosen: TOTAL });
		assert.deepEqual(
			[anchor.first, anchor.last, anchor.function, anchor.fingerprint.length],
			[7, 9, { name: 'total', span: { first: 6, last: 10 } }, 3],
		);
	});

	it('is known again where blank lines were selected with it', () => {
		const chosen = { commit: 'a'.repeat(40), path: 'a.js', committed: CART, text: CART, chosen: { first: 3, last: 5 } };
		const anchor = anchorOf(chosen);
		assert.deepEqual([anchor.first, anchor.last, anchor.fingerprint.length], [3, 4, 2]);
		const found = follow(anchor, { before: CART, after: `\n${CART}`, path: 'a.js' });
		assert.deepEqual(found.kind === 'lines' && [found.first, found.last, found.state], [4, 5, 'same']);
		const text = CART.split('\n').toSpliced(2, 0, '\t// new').join('\n');
		const whole = follow(anchorOf({ ...chosen, chosen: { first: 1, last: 12 } }), {
			before: CART,
			after: CART,
			path: 'a.js',
		});
		assert.equal(whole.kind === 'lines' && whole.state, 'same');
		const grown = follow(anchorOf({ ...chosen, chosen: { first: 1, last: 4 } }), {
			before: CART,
			after: text,
			path: 'a.js',
		});
		assert.equal(grown.kind === 'lines' && grown.state, 'edited');
	});

	it('follows lines above that come and go', async () => {
		const text = `// The cart.\n\n${CART}`;
		const { found } = await followed(noted().commit('Head', { files: { 'src/cart.js': text } }));
		assert.deepEqual(found, {
			...{ kind: 'lines', path: 'src/cart.js', first: 9, last: 11, state: 'same' },
			span: { first: 8, last: 12 },
		});
	});

	it('follows renames of its file, one after the other', async () => {
		const { found } = await followed(
			noted()
				.commit('Rename', { renames: { 'src/cart.js': 'lib/basket.js' } })
				.commit('Again', { renames: { 'lib/basket.js': 'lib/shop/basket.js' } }),
		);
		assert.deepEqual(found?.kind === 'lines' && [found.path, found.first, found.last], ['lib/shop/basket.js', 7, 9]);
	});

	it('follows its function within the file, and to another file', async () => {
		const parts = CART.split('\n\n');
		const [add = '', total = '', isEmpty = ''] = parts;
		const within = await followed(
			noted().commit('Move', { files: { 'src/cart.js': [total, add, isEmpty].join('\n\n') } }),
		);
		assert.deepEqual(within.found?.kind === 'lines' && [within.found.first, within.found.last], [2, 4]);
		const other = await followed(
			noted().commit('Split', {
				files: { 'src/cart.js': [add, isEmpty].join('\n\n'), 'src/total.js': `// Sums.\n${total}\n` },
			}),
		);
		assert.deepEqual(other.found, {
			...{ kind: 'lines', path: 'src/total.js', first: 3, last: 5, state: 'same' },
			span: { first: 2, last: 6 },
		});
	});

	it('knows its lines again when they were only formatted: indented, broken, with other quotation marks', async () => {
		const text = CART.replaceAll('\t', '    ').replace(
			'    const discounts = customer.discounts.filter(({ isActive }) => isActive);\n',
			'    const discounts = customer.discounts.filter(\n        ({ isActive }) => isActive,\n    );\n',
		);
		const { found } = await followed(noted().commit('Format', { files: { 'src/cart.js': text } }));
		assert.deepEqual(found?.kind === 'lines' && [found.first, found.last, found.state], [7, 11, 'same']);
	});

	it('says that its lines were edited', async () => {
		const text = CART.replace('price * count, 0', 'price * Math.max(count, 0), 0');
		const { found, by } = await followed(noted().commit('Edit', { files: { 'src/cart.js': text } }), undefined, {
			first: 7,
			last: 9,
		});
		assert.deepEqual(found?.kind === 'lines' && [found.first, found.last, found.state], [7, 9, 'edited']);
		assert.equal(by, undefined); // of the first line
	});

	it('says so, too, where all that stood there stays, and something is put behind it', async () => {
		const text = 'const total = cart.items.length * rate';
		const anchor = anchorOf({
			...{ commit: 'a'.repeat(40), path: 'cart.js', committed: `${text};\n`, text: `${text};\n` },
			chosen: { first: 1, last: 1 },
		});
		const state = (after: string) => {
			const found = follow(anchor, { before: `${text};\n`, after, path: 'cart.js' });
			return found.kind === 'lines' && [found.first, found.last, found.state];
		};
		assert.deepEqual(state(`// Carts.\n${text} - discount;\n`), [2, 2, 'edited']);
		assert.deepEqual(state('const total =\n\tcart.items.length *\n\trate\n'), [1, 3, 'same']);
	});

	it('stays on its function where its lines are gone, and names the commit', async () => {
		const text = CART.replace(/\tconst discounts[\s\S]*?, sum\);\n/, '\treturn 0;\n');
		const { found, by } = await followed(noted().commit('Drop sums', { files: { 'src/cart.js': text } }));
		assert.deepEqual(found, { kind: 'gone', path: 'src/cart.js', line: 6, span: { first: 6, last: 8 } });
		assert.equal(by, 'Drop sums');
	});

	it('stays on its file where the function is gone, too, and says what removed the file', async () => {
		const [add = '', , isEmpty = ''] = CART.split('\n\n');
		const { found } = await followed(noted().commit('Drop', { files: { 'src/cart.js': [add, isEmpty].join('\n\n') } }));
		assert.deepEqual(found?.kind === 'gone' && [found.path, found.span], ['src/cart.js', undefined]);
		const removed = await followed(noted().commit('Remove', { files: { 'src/cart.js': null } }));
		assert.deepEqual(removed.found?.kind === 'fileGone' && removed.found.removedBy?.subject, 'Remove');
	});

	it('is found by what its lines say where its commit is not here, or they were not committed then', async () => {
		const unsaved = CART.replace('\treturn cart;', '\taudit(cart, "added", item.id);\n\treturn cart;');
		const later = noted().commit('Audit', { files: { 'src/cart.js': `// Audited.\n${unsaved}` } });
		const { found } = await followed(later, undefined, { first: 3, last: 3 }, unsaved);
		assert.deepEqual(found?.kind === 'lines' && [found.first, found.last], [4, 4]);
		const anchor = anchorOf({
			...{ commit: 'a'.repeat(40), path: 'src/cart.js', committed: CART, text: CART },
			chosen: TOTAL,
		});
		const shifted = follow(anchor, { before: undefined, after: `\n\n${CART}`, path: 'src/cart.js' });
		assert.deepEqual(shifted.kind === 'lines' && [shifted.first, shifted.last], [9, 11]);
		assert.deepEqual(follow(anchor, { before: undefined, after: 'nothing\n', path: 'src/cart.js' }), {
			kind: 'unknown',
		});
	});

	it('follows what is typed, saved or not', () => {
		const at = follow(anchorOf({ commit: 'a'.repeat(40), path: 'a.js', committed: CART, text: CART, chosen: TOTAL }), {
			before: CART,
			after: CART,
			path: 'a.js',
		});
		const typed = `// one\n// two\n${CART}`;
		const now = followInto(at, linesOf(CART), lineMap(CART, typed), linesOf(typed));
		assert.deepEqual(now.kind === 'lines' && [now.first, now.last, now.state], [9, 11, 'same']);
		const cut = CART.replace(/\tconst discounts[\s\S]*?, sum\);\n/, '');
		assert.equal(followInto(at, linesOf(CART), lineMap(CART, cut), linesOf(cut)).kind, 'gone');
	});

	it('is followed once to each revision, and not at all when nobody waits any more', async () => {
		const built = noted();
		try {
			const repository = await built.open();
			const chosen = { commit: built.sha('noted'), path: 'src/cart.js', committed: CART, text: CART, chosen: TOTAL };
			let readings = 0;
			const counted = {
				...repository,
				readVersions: (...args: Parameters<typeof repository.readVersions>) => {
					readings++;
					return repository.readVersions(...args);
				},
			};
			const tracker = anchorTracker(breather);
			const anchors = [anchorOf(chosen), anchorOf({ ...chosen, chosen: { first: 2, last: 2 } })];
			await assert.rejects(tracker.follow(counted, built.sha(), anchors, AbortSignal.abort()), { name: 'AbortError' });
			readings = 0;
			await tracker.follow(counted, built.sha(), anchors, never());
			await tracker.follow(counted, built.sha(), anchors.toReversed(), never());
			assert.equal(readings, 1);
		} finally {
			built.remove();
		}
	});

	it('lets others have their turn between the notes of one file, of which there may be thousands', async () => {
		const built = noted().commit('Head', { files: { 'src/cart.js': `// Carts.\n${CART}` } });
		try {
			const repository = await built.open();
			const anchors = [1, 2, 3, 6, 7, 8, 9, 10].map((line) =>
				anchorOf({
					...{ commit: built.sha('noted'), path: 'src/cart.js' },
					...{ committed: CART, text: CART, chosen: { first: line, last: line } },
				}),
			);
			let [clock, pauses] = [0, 0];
			const slow = { now: () => (clock += 11), pause: async () => void pauses++ }; // each step takes longer than one may
			await anchorTracker(slow).follow(repository, built.sha(), anchors, never());
			assert.ok(pauses >= anchors.length, String(pauses));
		} finally {
			built.remove();
		}
	});

	it('ends with its file, however far somebody else wrote that it goes', async () => {
		const [add = '', total = ''] = CART.split('\n\n');
		const committed = `${add}\n\n${total}`;
		const path = 'src/cart.js';
		const built = aRepository()
			.commit('Write', { files: { [path]: committed }, tag: 'noted' })
			.commit('Split', { files: { [path]: `${add}\n`, 'src/total.js': `// Sums.\n${total}` } });
		try {
			const chosen = { first: 6, last: 10 };
			const anchor = anchorOf({ commit: built.sha('noted'), path, committed, text: committed, chosen });
			const far = { ...anchor, last: 10_000_000 };
			const [found] = await anchorTracker(breather).follow(await built.open(), built.sha(), [far], never());
			assert.deepEqual(found?.kind === 'lines' && [found.path, found.first, found.last], ['src/total.js', 2, 6]);
		} finally {
			built.remove();
		}
	});

	it('may be about a whole file, of however many lines', () => {
		const lines = Array.from({ length: 150_000 }, (_, i) => `value(${i * 7});`);
		const committed = lines.join('\n');
		const text = lines.toSpliced(75_000, 1).join('\n');
		const chosen = { first: 1, last: lines.length };
		const anchor = anchorOf({ commit: 'a'.repeat(40), path: 'a.js', committed, text: committed, chosen });
		const found = follow(anchor, { before: committed, after: text, path: 'a.js' });
		assert.deepEqual(found.kind === 'lines' && [found.first, found.last], [1, lines.length - 1]);
	});

	it('is always within the text it is followed to, whatever that is', () => {
		const line = fc.constantFrom(
			'',
			'}',
			'return 1;',
			'const value = compute(1, rates);',
			'function total(a) {',
			'\tif (a) {',
		);
		const text = fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => lines.join('\n'));
		fc.assert(
			fc.property(text, text, text, fc.nat({ max: 29 }), fc.nat({ max: 5 }), (committed, open, now, start, length) => {
				const chosen = { first: start + 1, last: start + 1 + length };
				const anchor = anchorOf({ commit: 'a'.repeat(40), path: 'a.js', committed, text: open, chosen });
				const found = follow(anchor, { before: committed, after: now, path: 'a.js' });
				const typed = followInto(found, linesOf(now), lineMap(now, open), linesOf(open));
				for (const [place, of] of [
					[found, now],
					[typed, open],
				] as const) {
					const count = of.split('\n').length;
					assert.ok(place.kind !== 'lines' || (place.first >= 1 && place.first <= place.last && place.last <= count));
					assert.ok(place.kind !== 'gone' || (place.line >= 1 && place.line <= count));
				}
			}),
		);
	});
});

describe('the name of a function', () => {
	it('is read off its first line, in the languages that have one', () => {
		const names = {
			'export async function total(cart) {': 'total',
			'	def total(self, cart):': 'total',
			'func (c *Cart) Total(x int) int {': 'Total',
			'	public static int total(Cart cart) throws Oops {': 'total',
			'pub fn total(&self) -> u32 {': 'total',
			'const total = async (cart) => {': 'total',
			'	total: function (cart) {': 'total',
			'app.total = function total(cart) {': 'total',
			'int Cart::total(int x) {': 'total',
			'sub total {': 'total',
			'}': undefined,
		};
		for (const [header, name] of Object.entries(names)) {
			assert.equal(functionName(header), name, header);
		}
	});
});
