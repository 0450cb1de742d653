import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import type { Repository } from '../core/ports/repository';
import { candidatesOf, USUAL_TAGS } from '../core/release/candidates';

/** Tags looked through, the newest; listing them all takes one process, asking for each would take dozens. */
const TAGS_READ = 20_000;

/** Names that a sentence lists. */
const NAMED = 4;

const TAG = 'refs/tags/';

/**
 * The commit of a release, however it is called: a revision, `git describe`'s form, a package's version that a tag stands for, an image's tag.
 * A tag that the repository's own pattern makes wins over the usual ones; among those nothing is guessed.
 *
 * @param patterns how this repository calls its tags, tried before the usual ways, the first one first
 * @returns full object name
 * @throws FaultlineError `git.unknownRevision` with the release as it was written and the tags that were looked for,
 *   `git.ambiguousRelease` where tags of different commits fit, `git.noCommits`, `git.failed`; `signal.reason` when cancelled
 */
export async function deployedRevision(
	repository: Repository,
	release: string,
	patterns: readonly string[],
	signal: AbortSignal,
): Promise<string> {
	let unknown: FaultlineError | undefined;
	for (const { revision } of candidatesOf(release, []).filter(({ by }) => by !== 'tag')) {
		try {
			return await repository.resolve(revision, signal);
		} catch (error) {
			if (!FaultlineError.is(error, 'git.unknownRevision')) {
				throw error;
			}
			unknown ??= error;
		}
	}
	const own = tagsOf(release, patterns);
	const usual = tagsOf(release, USUAL_TAGS);
	if (own.length + usual.length > 0) {
		const tags = await tagsByName(repository, signal);
		const named = own.find((name) => tags.has(name));
		const fitting = named === undefined ? usual.filter((name) => tags.has(name)) : [named];
		const commits = new Set(fitting.flatMap((name) => tags.get(name) ?? []));
		const [sha] = commits;
		if (sha !== undefined && commits.size === 1) {
			return sha;
		}
		if (commits.size > 1) {
			throw ambiguousRelease(release, fitting);
		}
	}
	// An empty one has no candidates, and is refused by name.
	throw unknown ? withTags(unknown, [...own, ...usual]) : await repository.resolve(release, signal);
}

/**
 * Tags that a release may stand for, where `deployedRevision` cannot tell: those that fit its name and version, of whatever commit.
 *
 * @returns names, in the order of the patterns
 */
export async function tagsOfRelease(
	repository: Repository,
	release: string,
	patterns: readonly string[],
	signal: AbortSignal,
): Promise<readonly string[]> {
	const tags = await tagsByName(repository, signal);
	return [...new Set([...tagsOf(release, patterns), ...tagsOf(release, USUAL_TAGS)])].filter((name) => tags.has(name));
}

function tagsOf(release: string, patterns: readonly string[]): readonly string[] {
	return candidatesOf(release, patterns).flatMap(({ revision, by }) =>
		by === 'tag' && revision.startsWith(TAG) ? revision.slice(TAG.length) : [],
	);
}

async function tagsByName(repository: Repository, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
	return new Map((await repository.tags(TAGS_READ, signal)).map(({ name, sha }) => [name, sha]));
}

const ambiguousRelease = (release: string, tags: readonly string[]) =>
	new FaultlineError(
		'git.ambiguousRelease',
		l10n.t(
			'{0} may be any of the tags {1}, which are different commits. Choose the one that is deployed.',
			release,
			listed(tags),
		),
	);

function withTags(unknown: FaultlineError, tags: readonly string[]): FaultlineError {
	return tags.length === 0
		? unknown
		: new FaultlineError(
				unknown.code,
				l10n.t('{0} There is no tag {1} either.', unknown.message, listed([...new Set(tags)])),
				{ cause: unknown },
			);
}

function listed(names: readonly string[]): string {
	const shown = names.slice(0, NAMED).join(', ');
	return names.length > NAMED ? l10n.t('{0} and {1} more', shown, names.length - NAMED) : shown;
}
