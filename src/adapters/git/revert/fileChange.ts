import { join } from 'node:path';
import type { Mitigations } from '../../../core/ports/mitigation';
import { explained } from '../errors';
import { GitExit } from '../run';
import { noPlaceForFile } from './errors';
import { type Place, textOf } from './place';
import { Scratch } from './scratch';

/** Nobody's: the commit only holds the change until it is put onto a branch, where it becomes the person's. */
const NOBODY = {
	GIT_AUTHOR_NAME: 'Faultline',
	GIT_AUTHOR_EMAIL: 'faultline@localhost',
	GIT_AUTHOR_DATE: '@0 +0000',
	GIT_COMMITTER_NAME: 'Faultline',
	GIT_COMMITTER_EMAIL: 'faultline@localhost',
	GIT_COMMITTER_DATE: '@0 +0000',
};

/** A shared part of the index would be left in the person's repository. */
const WHOLE = ['-c', 'core.splitIndex=false'];

/** Writes one file over a commit's tree by an index of its own, so that the person's is not touched. */
export function fileChangeIn(place: Place): Mitigations['fileChange'] {
	return async ({ onto, path, text, subject, message }, signal) => {
		const { git, plain, root } = place;
		const scratch = new Scratch(place);
		try {
			const environment = { GIT_INDEX_FILE: join(await scratch.folder(), 'index') };
			const write = ['hash-object', '-w', '--no-filters', '--stdin'];
			const [blob, before] = await Promise.all([
				textOf(git(write, { signal, input: text })),
				textOf(git(['rev-parse', `${onto}^{tree}`], { signal })),
				git([...WHOLE, 'read-tree', onto], { signal, environment }),
			]);
			try {
				const entry = `100644,${blob},${path}`; // by which, and not by --index-info, nothing has to make way
				await plain([...WHOLE, 'update-index', '--add', '--cacheinfo', entry], { signal, environment });
			} catch (error) {
				signal.throwIfAborted();
				throw error instanceof GitExit ? noPlaceForFile(path, error) : explained(error, root);
			}
			const tree = await textOf(git([...WHOLE, 'write-tree'], { signal, environment }));
			if (tree === before) {
				return undefined;
			}
			const sha = await textOf(
				git(['commit-tree', tree, '-p', onto, '-F', '-'], { signal, environment: NOBODY, input: message }),
			);
			return { kind: 'review', sha, parent: onto, subject, message };
		} finally {
			await scratch.remove();
		}
	};
}
