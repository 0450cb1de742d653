import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Log } from '../../core/ports/log';
import type { Repository } from '../../core/ports/repository';
import { explained, notARepository } from './errors';
import { gitRepository } from './repository';
import { gitIn } from './run';

/**
 * The git repository that `folder` is in: a work tree (also a linked one or a submodule), or a bare repository.
 *
 * @param mayFetch whether a person let git fetch what a partial clone with this root lacks; asked each time, default: no
 * @throws FaultlineError `git.notARepository`, `git.missing`, `git.dubiousOwnership`, `git.failed`; `signal.reason` when cancelled
 */
export async function openRepository(
	folder: string,
	log: Log,
	signal: AbortSignal,
	mayFetch: (root: string) => boolean = () => false,
): Promise<Repository> {
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
		throw notARepository(folder);
	}
	const ask = async (...args: string[]) => {
		const output = await gitIn(folder, log)(['rev-parse', ...args], { signal });
		return output.toString('utf8').replace(/\r?\n$/, '');
	};
	try {
		const isBare = (await ask('--is-bare-repository')) === 'true';
		// Inside .git itself there is no work tree either; its own folder is where git can be asked.
		const isInside = !isBare && (await ask('--is-inside-work-tree')) === 'true';
		const root = resolve(folder, isInside ? await ask('--show-toplevel') : await ask('--absolute-git-dir'));
		return gitRepository(root, !isInside, gitIn(root, log), () => mayFetch(root));
	} catch (error) {
		throw explained(error, folder);
	}
}
