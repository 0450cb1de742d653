import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultlineError } from '../../../src/base/errors';
import { fileInside } from '../../../src/host/editor/insideRepository';

describe('opening a file of a repository', () => {
	let folder: string;
	let root: string;

	before(() => {
		folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-inside-')));
		root = join(folder, 'repository');
		mkdirSync(join(root, 'src'), { recursive: true });
		writeFileSync(join(root, 'src/a.js'), '');
		writeFileSync(join(root, '..secret'), '');
		writeFileSync(join(folder, 'secret'), '');
		symlinkSync(join(folder, 'secret'), join(root, 'link'));
	});

	after(() => rmSync(folder, { recursive: true }));

	const refuses = (path: string) =>
		assert.rejects(fileInside(root, path), (error) => FaultlineError.is(error, 'workspace.outsideRepository'));

	it('finds files inside, and says when there is none', async () => {
		assert.equal(await fileInside(root, 'src/a.js'), join(root, 'src/a.js'));
		assert.equal(await fileInside(root, '..secret'), join(root, '..secret'));
		assert.equal(await fileInside(root, 'src/gone.js'), undefined);
		assert.equal(await fileInside(root, 'src'), undefined);
	});

	it('refuses paths and links that lead outside', async () => {
		await refuses('../secret');
		await refuses(join(folder, 'secret'));
		await refuses('link');
	});
});
