import assert from 'node:assert/strict';
import { type DeployedLine, lineTracker } from '../../../src/app/locateFrame';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

describe('a line of the deployed revision, now', () => {
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('Write', { files: { 'src/a.js': 'one\ntwo\nthree\n', 'src/gone.js': 'x\ny\nz\n' }, tag: 'v1' })
			.commit('Shift', { files: { 'src/a.js': 'zero\none\ntwo\nthree\n' } })
			.commit('Rename', { renames: { 'src/a.js': 'lib/b.js' } })
			.commit('Rename again', { renames: { 'lib/b.js': 'lib/c.js' } })
			.commit('Remove', { files: { 'src/gone.js': null } });
	});
	after(() => built.remove());

	const ask = async (path: string, line: number, text: string | undefined) =>
		lineTracker().whereIsLineNow(
			{ repository: await built.open(), revision: built.sha('v1'), path, line, text },
			never(),
		);

	it('is found in the text that is open, saved or not', async () => {
		assert.deepEqual(await ask('src/a.js', 2, 'zero\none\ntwo\nthree\n'), {
			kind: 'moved',
			line: 3,
			confidence: 1,
		});
	});

	it('is followed through renames of its file', async () => {
		const drift = await ask('src/a.js', 2, undefined);
		assert.deepEqual(drift.kind === 'fileGone' && [drift.renamedTo, drift.removedBy?.subject], [
			'lib/c.js',
			'Rename again',
		]);
	});

	it('is edited or deleted in a commit that is named', async () => {
		const other = aRepository()
			.commit('Write', { files: { 'a.js': 'one();\ntwo();\nthree();\n' }, tag: 'v1' })
			.commit('Elsewhere', { files: { 'b.js': 'x\n' } })
			.commit('Above', { files: { 'a.js': 'zero();\none();\ntwo();\nthree();\n' } })
			.commit('Edit two', { files: { 'a.js': 'zero();\none();\ntwo(2);\nthree();\n' } })
			.commit('Drop three', { files: { 'a.js': 'zero();\none();\ntwo(2);\n' } });
		const repository = await other.open();
		const subject = async (line: number) =>
			(await lineTracker().whoChangedLine({ repository, revision: other.sha('v1'), path: 'a.js', line }, never()))
				?.subject;
		const found = [await subject(1), await subject(2), await subject(3), await subject(99)];
		other.remove();
		assert.deepEqual(found, [undefined, 'Edit two', 'Drop three', undefined]);
	});

	it('is gone with its file, in a commit that is named', async () => {
		const drift = await ask('src/gone.js', 2, undefined);
		assert.deepEqual(drift.kind === 'fileGone' && [drift.renamedTo, drift.removedBy?.subject], [undefined, 'Remove']);
	});
});

describe('a line that no text of the revision holds', () => {
	const ask = async (built: RepositoryBuilder, path: string, line: number, text: string | undefined, name = '') => {
		const question = { repository: await built.open(), revision: built.sha('v1'), path, line, text };
		try {
			return await lineTracker().whereIsLineNow({ ...question, hints: async () => ({ function: name }) }, never());
		} finally {
			built.remove();
		}
	};
	const aFile = (text: string) => aRepository().commit('Write', { files: { 'a.js': text }, tag: 'v1' });

	it('is never said to be the last one of its file', async () => {
		const text = 'function total() {\n\treturn 1;\n}';
		const number = { kind: 'guessed', line: 3, confidence: 0.1, by: 'number', fileLines: 3 };
		assert.deepEqual(await ask(aFile(text), 'a.js', 4, text), number);
		const begins = { kind: 'guessed', line: 1, confidence: 0.3, by: 'function', fileLines: 3 };
		assert.deepEqual(await ask(aFile(text), 'a.js', 500, text, 'total'), begins);
		assert.equal((await ask(aFile(''), 'a.js', 7, '')).kind, 'guessed');
		assert.deepEqual(await ask(aFile(text), 'a.js', 3, text), { kind: 'exact', line: 3 });
	});

	it('was not removed by a commit where its file is only missing in the work tree', async () => {
		const built = aFile('one\n')
			.commit('Remove', { files: { 'a.js': null } })
			.commit('Take back', { files: { 'a.js': 'one\n' } });
		assert.deepEqual(await ask(built, 'a.js', 1, undefined), { kind: 'fileGone' });
	});

	it('was not removed by a commit that removed another file below a folder of its name', async () => {
		const built = aFile('one\n')
			.commit('Remove', { files: { 'a.js': null } })
			.commit('Fill', { files: { 'a.js/b.js': '1\n', 'a.js/c.js': '2\n' } })
			.commit('Remove another', { files: { 'a.js/b.js': null } });
		const drift = await ask(built, 'a.js', 1, undefined);
		assert.notEqual(drift.kind === 'fileGone' && drift.removedBy?.subject, 'Remove another');
		assert.equal(drift.kind, 'fileGone');
	});

	it('may be longer than a command line, or hold what none can', async () => {
		for (const lost of [`price ${'+ 1'.repeat(100_000)};`, 'price\0of(everything);']) {
			const built = aRepository()
				.commit('Write', { files: { 'a.js': `${lost}\n`, 'b.js': 'x\n' }, tag: 'v1' })
				.commit('Cut', { files: { 'a.js': 'x\n', 'b.js': `${lost}\n` } });
			const question = {
				repository: await built.open(),
				revision: built.sha('v1'),
				path: 'a.js',
				line: 1,
				text: 'x\n',
			};
			const drift = await lineTracker().whereIsLineNow({ ...question, otherText: async () => `${lost}\n` }, never());
			built.remove();
			assert.equal(drift.kind, 'gone');
		}
	});
});

describe('a line that left its file', () => {
	const BLOCK = `function priceOf(item) {
	const rate = rates[item.address.country];
	return item.price * (1 + rate);
}
`;
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository()
			.commit('Write', {
				files: {
					'src/cart.js': `const rates = {};\n\n${BLOCK}\nmodule.exports = { priceOf };\n`,
					'src/whole.js': `const other = 1;\n${BLOCK.replaceAll('rate', 'share')}`,
					'src/tax.js': '// Taxes\n',
				},
				tag: 'v1',
			})
			.commit('Elsewhere', { files: { 'README.md': 'x\n' } })
			.commit('Move the price', {
				files: {
					'src/cart.js': `const rates = {};\n\nmodule.exports = { priceOf: require('./tax').priceOf };\n`,
					'src/tax.js': `// Taxes\n// of all countries\n${BLOCK}`,
				},
			})
			.commit('Split', {
				files: {
					'src/whole.js': null,
					'src/part.js': `let many;\nlet more;\nlet lines;\n${BLOCK.replaceAll('rate', 'share')}${'more();\n'.repeat(30)}`,
				},
			});
	});
	after(() => built.remove());

	const texts = (path: string) => built.git('show', `HEAD:${path}`);
	const ask = async (path: string, line: number, over: Partial<DeployedLine> = {}) => {
		const repository = await built.open();
		const text = built.git('ls-files', path) === '' ? undefined : texts(path);
		const question = {
			repository,
			revision: built.sha('v1'),
			path,
			line,
			text,
			otherText: async (other: string) => texts(other),
		};
		return lineTracker().whereIsLineNow({ ...question, ...over }, never());
	};

	it('is found in the file that its block was moved to', async () => {
		const drift = await ask('src/cart.js', 4);
		assert.deepEqual(drift.kind === 'elsewhere' && [drift.path, drift.line], ['src/tax.js', 4]);
	});

	it('is found there in what is not saved yet', async () => {
		const drift = await ask('src/cart.js', 4, { otherText: async () => `// one\n// two\n// three\n// four\n${BLOCK}` });
		assert.deepEqual(drift.kind === 'elsewhere' && [drift.path, drift.line], ['src/tax.js', 6]);
	});

	it('is found though its whole file is gone', async () => {
		const drift = await ask('src/whole.js', 3);
		assert.deepEqual(drift.kind === 'elsewhere' && [drift.path, drift.line], ['src/part.js', 5]);
	});

	it('is gone where nobody can read the other file, and where it was not moved', async () => {
		assert.equal((await ask('src/cart.js', 4, { otherText: async () => undefined })).kind, 'gone');
		assert.equal((await ask('src/whole.js', 1)).kind, 'fileGone');
	});
});

describe('a line of a revision that is not in the repository', () => {
	const TEXT = 'const a = 1;\n\nfunction priceOf(item) {\n\treturn item.price;\n}\n';
	let built: RepositoryBuilder;
	before(() => {
		built = aRepository().commit('Write', { files: { 'a.js': TEXT } });
	});
	after(() => built.remove());

	const ask = async (over: Partial<DeployedLine>) => {
		const repository = await built.open();
		const question = { repository, revision: 'f'.repeat(40), path: 'a.js', line: 9, text: TEXT };
		return lineTracker().whereIsLineNow({ ...question, ...over }, never());
	};

	it('is found by what else is known of it, and is never said to be exact', async () => {
		const kinds = await Promise.all([
			ask({ hints: async () => ({ code: 'return item.price;' }) }),
			ask({ hints: async () => ({ function: 'priceOf' }) }),
			ask({}),
		]);
		assert.deepEqual(
			kinds.map((drift) => drift.kind === 'guessed' && [drift.line, drift.by]),
			[
				[4, 'code'],
				[3, 'function'],
				[6, 'number'],
			],
		);
	});

	it('is not looked up in the revision that only stands in for it', async () => {
		const drift = await ask({ revision: built.sha(), line: 4, isStandIn: true });
		assert.deepEqual(drift.kind === 'guessed' && [drift.line, drift.by], [4, 'number']);
	});
});
