import assert from 'node:assert/strict';
import { whereIsLineNow } from '../../../src/app/locateFrame';
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
		whereIsLineNow({ repository: await built.open(), revision: built.sha('v1'), path, line, text }, never());

	it('is found in the text that is open, saved or not', async () => {
		assert.deepEqual(await ask('src/a.js', 2, 'zero\none\ntwo\nthree\n'), { kind: 'moved', line: 3 });
	});

	it('is followed through renames of its file', async () => {
		const drift = await ask('src/a.js', 2, undefined);
		assert.deepEqual(drift.kind === 'fileGone' && [drift.renamedTo, drift.removedBy?.subject], [
			'lib/c.js',
			'Rename again',
		]);
	});

	it('is gone with its file, in a commit that is named', async () => {
		const drift = await ask('src/gone.js', 2, undefined);
		assert.deepEqual(drift.kind === 'fileGone' && [drift.renamedTo, drift.removedBy?.subject], [undefined, 'Remove']);
	});
});
