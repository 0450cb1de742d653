import assert from 'node:assert/strict';
import { lineTracker } from '../../../src/app/locateFrame';
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
