import type { Repository } from '../../core/ports/repository';
import { accessTo } from './access';
import { ancestryOf, refsOf } from './ancestry';
import { blameOf } from './blame';
import { diffsOf } from './diffs';
import { ambiguousRevision, fetchFailed, noCommits, unknownRevision } from './errors';
import { filesOf } from './files';
import { logOf } from './log';
import type { Git } from './run';

/** A git repository read through git itself; `openRepository` finds its root. */
export function gitRepository(root: string, isBare: boolean, git: Git, mayFetch: () => boolean): Repository {
	const access = accessTo(root, git, mayFetch);
	const { forget: forgetTexts, ...files } = filesOf(access);
	const { forget: forgetIgnored, ...blame } = blameOf(access, files);
	const isShallow = async (signal: AbortSignal) =>
		(await access.text(['rev-parse', '--is-shallow-repository'], { signal })).trim() === 'true';
	return {
		root,
		isBare,
		isShallow,
		...files,
		...blame,
		...logOf(access),
		...diffsOf(access),
		...ancestryOf(access),
		...refsOf(access),
		resolve: async (revision, signal) => {
			const wanted = revision.trim();
			const found = isRevision(wanted) ? await access.verify(`${wanted}^{commit}`, signal) : undefined;
			if (found !== undefined) {
				return found;
			}
			if ((await access.run(['rev-list', '--all', '--max-count=1'], { signal })).length === 0) {
				throw noCommits(root);
			}
			const isStart = /^[0-9a-f]{4,39}$/.test(wanted);
			if (isStart && (await access.text(['rev-parse', `--disambiguate=${wanted}`], { signal })).trim().includes('\n')) {
				throw ambiguousRevision(wanted);
			}
			throw unknownRevision(revision, await isShallow(signal));
		},
		named: async (names, signal) => {
			const asked = names.filter((name) => /^[0-9a-f]{7,64}$/.test(name));
			if (asked.length === 0) {
				return new Map();
			}
			// `--missing` is what keeps git from fetching: with its own setting for that, the name of a file that is not here would end it.
			const args = ['rev-list', '--no-walk=unsorted', '--ignore-missing', '--missing=print', '--stdin'];
			const input = asked.map((name) => `${name}^{commit}\n`).join('');
			const shas = (await access.text(args, { signal, input, mayFetch: false })).split('\n');
			return new Map(
				asked.flatMap((name) => {
					const found = shas.filter((sha) => sha.startsWith(name)); // not a branch that is called so
					return found[0] !== undefined && found.length === 1 ? [[name, found[0]] as const] : [];
				}),
			);
		},
		fetch: async (remote, signal) => {
			const whole = (await isShallow(signal)) ? ['--unshallow'] : [];
			const quiet = ['--quiet', '--no-recurse-submodules', '--no-write-fetch-head', '--no-auto-maintenance'];
			try {
				await git(['fetch', ...quiet, '--tags', ...whole, '--end-of-options', remote], { signal, mayFetch: true });
			} catch (error) {
				signal.throwIfAborted();
				throw fetchFailed(remote, error);
			}
			// What a tree held before may be more now.
			forgetTexts();
			forgetIgnored();
		},
	};
}

/** Whether a person's text may be handed to git as a revision at all: not empty, no option, no exclusion, one line. */
function isRevision(text: string): boolean {
	return /^[^-^]/.test(text) && [...text].every((character) => character >= ' ') && text.length < 1000;
}
