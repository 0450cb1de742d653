import type { Mitigations, PushTarget } from '../../../core/ports/mitigation';
import { isBranchName } from '../../../core/revert/branchName';
import { GitExit } from '../run';
import { badBranchName, pushFailed, pushRejected } from './errors';
import { type Place, textOf } from './place';

/** Where branches can be sent, and sending one. */
export function pushing({ git, plain }: Place): Pick<Mitigations, 'push' | 'pushTargets'> {
	return {
		pushTargets: async (signal) => {
			const names = (await textOf(git(['remote'], { signal })))
				.split('\n')
				.filter((name) => name !== '' && !name.startsWith('-'));
			return Promise.all(
				names.map(async (name): Promise<PushTarget> => {
					const urls = await textOf(git(['remote', 'get-url', '--push', '--all', '--', name], { signal }));
					return { name, url: urls.split('\n').map(withoutPassword).join(', ') };
				}),
			);
		},
		push: async ({ remote, branch, tip, expected = '' }, signal) => {
			if (!isBranchName(branch)) {
				throw badBranchName(branch);
			}
			const ref = `refs/heads/${branch}`;
			const how = [
				'--porcelain',
				'--no-follow-tags',
				'--recurse-submodules=no',
				`--force-with-lease=${ref}:${expected}`,
			];
			// A clone made by `--mirror` says of its remote that all of it is pushed at once, which git takes beside no ref. A name with “=” cannot be a setting's here.
			const notAll = /^[^=\n]+$/.test(remote) && !remote.includes('://') ? ['-c', `remote.${remote}.mirror=false`] : [];
			try {
				await plain([...notAll, 'push', ...how, '--end-of-options', remote, `${tip}:${ref}`], {
					signal,
					mayFetch: true,
					runsHooks: true,
				});
			} catch (error) {
				signal.throwIfAborted();
				throw error instanceof GitExit &&
					/\[(remote )?rejected\]|failed to push some refs|stale info/.test(error.message)
					? pushRejected(branch, remote, error)
					: pushFailed(branch, remote, error);
			}
		},
	};
}

/** An address as it may be shown. */
function withoutPassword(url: string): string {
	return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, (_all, scheme: string) =>
		/^ssh:/i.test(scheme) ? _all.replace(/:[^/@]*@$/, '@') : scheme,
	);
}
