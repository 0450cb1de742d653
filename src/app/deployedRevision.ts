import { FaultlineError } from '../base/errors';
import type { Repository } from '../core/ports/repository';
import { candidatesOf, USUAL_TAGS } from '../core/release/candidates';

/**
 * The commit of a release, however it is called: a revision, `git describe`'s form, a package's version that a tag stands for, an image's tag.
 *
 * @param patterns how this repository calls its tags, tried before the usual ways
 * @returns full object name
 * @throws FaultlineError `git.unknownRevision` with the release as it was written, `git.noCommits`, `git.failed`; `signal.reason` when cancelled
 */
export async function deployedRevision(
	repository: Repository,
	release: string,
	patterns: readonly string[],
	signal: AbortSignal,
): Promise<string> {
	let first: unknown;
	for (const { revision } of candidatesOf(release, [...patterns, ...USUAL_TAGS])) {
		try {
			return await repository.resolve(revision, signal);
		} catch (error) {
			if (!FaultlineError.is(error, 'git.unknownRevision')) {
				throw error;
			}
			first ??= error;
		}
	}
	throw first ?? (await repository.resolve(release, signal)); // an empty one has no candidates, and is refused by name
}
