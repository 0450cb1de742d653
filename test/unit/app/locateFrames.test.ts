import assert from 'node:assert/strict';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { locateFrames } from '../../../src/app/locateFrames';
import type { FrameLocation } from '../../../src/core/suspects/model';
import { parseText } from '../../../src/core/trace/parse';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

const open = (folder: string) => openRepository(folder, silentLog, never());

const traceOf = (...places: readonly string[]) =>
	`Error: x\n${places.map((place) => `    at work (${place})`).join('\n')}\n`;

describe('frames of several repositories', () => {
	const made: RepositoryBuilder[] = [];
	const repository = () => {
		const one = aRepository();
		made.push(one);
		return one;
	};
	after(() => made.forEach((one) => void one.remove()));

	const found = async (
		builder: RepositoryBuilder,
		text: string,
		more: Partial<Parameters<typeof locateFrames>[1]> = {},
	): Promise<readonly (FrameLocation | null)[]> => {
		const own = await builder.open();
		const request = { repository: own, revision: builder.sha(), openRepository: open, ...more };
		return (await locateFrames(parseText(text).traces, request, never())).locations.flat(2);
	};

	it('are found in a submodule, at the commit that is recorded for it', async () => {
		const inner = repository().commit('Start', { files: { 'src/tax.js': 'work();\n' } });
		const recorded = inner.sha();
		const outer = repository().commit('Start', { files: { 'src/shop.js': 'work();\n' } });
		outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'libs/tax');
		outer.commit('Take the tax library');
		inner.commit('Move', { renames: { 'src/tax.js': 'src/vat.js' } });
		const [tax, shop] = await found(outer, traceOf('/app/libs/tax/src/tax.js:1:1', '/app/src/shop.js:1:1'));
		assert.deepEqual([tax?.path, tax?.repository, tax?.revision], ['src/tax.js', `${outer.folder}/libs/tax`, recorded]);
		assert.deepEqual([shop?.path, shop?.repository], ['src/shop.js', undefined]);
	});

	it('are found in a submodule of a submodule', async () => {
		const add = (builder: RepositoryBuilder, { folder }: RepositoryBuilder, path: string) => {
			builder.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', folder, path);
			builder.commit(`Take ${path}`);
		};
		const rates = repository().commit('Start', { files: { 'src/rates.js': 'work();\n' } });
		const tax = repository().commit('Start', { files: { 'src/tax.js': 'work();\n' } });
		add(tax, rates, 'libs/rates');
		const outer = repository().commit('Start', { files: { 'src/shop.js': 'work();\n' } });
		add(outer, tax, 'libs/tax');
		outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive');
		const [rate, vat] = await found(
			outer,
			traceOf('/app/libs/tax/libs/rates/src/rates.js:1:1', '/app/libs/tax/src/tax.js:1:1'),
		);
		assert.deepEqual(
			[rate?.path, rate?.repository, rate?.revision],
			['src/rates.js', `${outer.folder}/libs/tax/libs/rates`, rates.sha()],
		);
		assert.deepEqual([vat?.path, vat?.repository], ['src/tax.js', `${outer.folder}/libs/tax`]);
	});

	it('leave out a submodule that was not cloned', async () => {
		const inner = repository().commit('Start', { files: { 'src/tax.js': 'work();\n' } });
		const outer = repository().commit('Start', { files: { 'src/shop.js': 'work();\n' } });
		outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'libs/tax');
		outer.commit('Take the tax library');
		outer.git('submodule', '--quiet', 'deinit', '--force', 'libs/tax');
		const [tax, shop] = await found(outer, traceOf('/app/libs/tax/src/tax.js:1:1', '/app/src/shop.js:1:1'));
		assert.deepEqual([tax, shop?.path], [null, 'src/shop.js']);
	});

	it('are found in another workspace folder, each in its own', async () => {
		const web = repository().commit('Start', { files: { 'src/pages/cart.js': 'work();\n' } });
		const api = repository().commit('Start', { files: { 'lib/orders/pay.js': 'work();\n' } });
		const others = [{ repository: await api.open(), revision: api.sha() }];
		const [cart, pay] = await found(web, traceOf('/web/src/pages/cart.js:1:1', '/api/lib/orders/pay.js:1:1'), {
			others,
		});
		assert.deepEqual([cart?.path, cart?.repository], ['src/pages/cart.js', undefined]);
		assert.deepEqual([pay?.path, pay?.repository, pay?.revision], ['lib/orders/pay.js', api.folder, api.sha()]);
	});

	/** Two workspace folders with files of the same path. */
	const twins = async (web: Record<string, string>, api: Record<string, string>) => {
		const one = repository().commit('Start', { files: web });
		const two = repository().commit('Start', { files: api });
		const others = [{ repository: await two.open(), revision: two.sha() }];
		return { one, two, find: (text: string, more = {}) => found(one, text, { others, ...more }) };
	};

	it('are a choice where two workspace folders have the path, which is remembered for either', async () => {
		const files = { 'src/cart.js': 'work();\n' };
		const { one, two, find } = await twins(files, { ...files, 'api.md': 'Another one.\n' });
		const text = traceOf('/app/src/cart.js:1:1');
		const beside = { path: 'src/cart.js', repository: two.folder, revision: two.sha() };
		const taken = { path: 'src/cart.js', line: 1, alternatives: [] };
		assert.deepEqual(await find(text), [{ ...taken, confidence: 0.5, elsewhere: [beside] }]);
		const choice = { file: '/app/src/cart.js', path: 'src/cart.js' };
		const other = { ...choice, repository: two.folder };
		const said = { ...taken, confidence: 1, by: 'choice' };
		const inOther = { ...said, repository: two.folder, revision: two.sha() };
		assert.deepEqual(await find(text, { choices: [choice] }), [said]);
		assert.deepEqual(await find(text, { choices: [{ ...choice, repository: one.folder }] }), [said]);
		assert.deepEqual(await find(text, { choices: [other] }), [inOther]);
		assert.deepEqual(await find(text, { choices: [choice, other] }), [inOther]);
		assert.deepEqual(await find(text, { choices: [other, choice] }), [said]);
	});

	it('are in the folder that the frames beside them are in, where only one has these', async () => {
		const { two, find } = await twins(
			{ 'src/cart.js': 'work();\n', 'src/web.js': 'work();\n' },
			{ 'src/cart.js': 'work();\n', 'src/api.js': 'work();\n' },
		);
		const whereIs = async (...places: readonly string[]) =>
			(await find(traceOf(...places))).map((location) => location && [location.repository, location.elsewhere?.length]);
		assert.deepEqual(await whereIs('/app/src/cart.js:1:1', '/app/src/api.js:1:1'), [
			[two.folder, undefined],
			[two.folder, undefined],
		]);
		assert.deepEqual(await whereIs('/app/src/cart.js:1:1', '/app/src/web.js:1:1'), [
			[undefined, undefined],
			[undefined, undefined],
		]);
		assert.deepEqual(await whereIs('/app/src/cart.js:1:1', '/srv/src/api.js:1:1'), [
			[undefined, 1],
			[two.folder, undefined],
		]);
		const choices = [{ file: '/app/src/cart.js', path: 'src/cart.js', repository: two.folder }];
		const chosen = await find(traceOf('/app/src/cart.js:1:1', '/app/src/cart.js:9:1'), { choices });
		assert.deepEqual(
			chosen.map((location) => location?.repository),
			[two.folder, two.folder],
		);
	});

	it('are no choice between a repository and a worktree of it', async () => {
		const shop = repository().commit('Start', { files: { 'src/cart.js': 'work();\n' } });
		const tree = `${shop.folder}/tree`;
		shop.git('worktree', 'add', '--quiet', '--detach', tree);
		const others = [{ repository: await open(tree), revision: shop.sha() }];
		const [cart] = await found(shop, traceOf('/app/src/cart.js:1:1'), { others });
		assert.deepEqual([cart?.repository, cart?.elsewhere, cart?.confidence], [undefined, undefined, 1]);
	});

	it('are in the folder whose file holds the call, where both have the path', async () => {
		const { two, find } = await twins(
			{ 'src/cart.js': 'function other() {}\n' },
			{ 'src/cart.js': 'function work() {}\n' },
		);
		const [cart] = await find(traceOf('/app/src/cart.js:1:1'));
		assert.deepEqual([cart?.repository, cart?.elsewhere, cart?.confidence], [two.folder, undefined, 1]);
	});

	it('keep what fits in a submodule and around it as a choice', async () => {
		const inner = repository().commit('Start', { files: { 'src/cart.js': 'work();\n' } });
		const outer = repository().commit('Start', { files: { 'shop/src/cart.js': 'work();\n' } });
		outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'libs/cart');
		outer.commit('Take the cart library');
		const [cart] = await found(outer, traceOf('/srv/x/y/src/cart.js:1:1'));
		const files = [{ path: cart?.path, repository: cart?.repository ?? outer.folder }, ...(cart?.elsewhere ?? [])];
		assert.deepEqual(files.map(({ path, repository }) => `${repository}/${path}`).sort(), [
			`${outer.folder}/libs/cart/src/cart.js`,
			`${outer.folder}/shop/src/cart.js`,
		]);
		assert.deepEqual(cart?.alternatives, []);
	});

	it('are told apart by what the files hold, where paths fit several', async () => {
		const shop = repository().commit('Start', {
			files: {
				'a/src/cart.js': 'function other() {}\n',
				'b/src/cart.js': 'function work() {}\n',
				'c/src/cart.js': 'function more() {}\n',
			},
		});
		const [cart] = await found(shop, traceOf('/srv/src/cart.js:1:1'));
		assert.deepEqual([cart?.path, cart?.alternatives], ['b/src/cart.js', []]);
	});

	it('of Kotlin are believed where the file says the package that its folders leave out', async () => {
		const shop = repository().commit('Start', {
			files: {
				'src/main/kotlin/Cart.kt': 'package com.acme.shop\n\nfun total() = 1\n',
				'src/main/kotlin/Builders.kt': 'package com.acme.shop\n\nfun launch() = 1\n',
			},
		});
		const text = `java.lang.IllegalStateException: x
	at com.acme.shop.CartKt.total(Cart.kt:3)
	at kotlinx.coroutines.BuildersKt.launch(Builders.kt:3)
`;
		const [cart, foreign] = await found(shop, text);
		assert.deepEqual([cart?.path, foreign], ['src/main/kotlin/Cart.kt', null]);
	});

	it('of a JVM project with one class in two modules are in the one that has the call', async () => {
		const shop = repository().commit('Start', {
			files: {
				'settings.gradle': "include ':a', ':b'\n",
				'a/src/main/java/com/acme/Cart.java': 'package com.acme;\nclass Cart {\n\tvoid other() {}\n}\n',
				'b/src/main/java/com/acme/Cart.java': 'package com.acme;\nclass Cart {\n\tvoid total() {}\n}\n',
			},
		});
		const text = 'java.lang.IllegalStateException: x\n\tat com.acme.Cart.total(Cart.java:3)\n';
		const [cart] = await found(shop, text);
		assert.deepEqual([cart?.path, cart?.alternatives], ['b/src/main/java/com/acme/Cart.java', []]);
	});

	it('of a package of the repository are found by its manifest', async () => {
		const shop = repository().commit('Start', {
			files: {
				'libs/basket/package.json': '{"name": "@acme/cart"}',
				'libs/basket/src/x.ts': 'work();\n',
				'src/x.ts': 'work();\n',
			},
		});
		const [x] = await found(shop, traceOf('/app/node_modules/@acme/cart/dist/x.js:1:1'));
		assert.equal(x?.path, 'libs/basket/src/x.ts');
	});
});
