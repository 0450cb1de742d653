import type { Git } from './run';

/** Objects fetched at once; what is left over git fetches when it needs it. */
const MAX_OBJECTS = 5_000;

/** The remote that a partial clone left its objects at; undefined where the clone is whole. */
export async function promisorRemote(git: Git, signal: AbortSignal): Promise<string | undefined> {
	try {
		const output = await git(['config', '--null', '--get-regexp', '^remote\\..*\\.promisor$'], { signal });
		const [entry = ''] = output.toString('utf8').split('\0');
		const name = /^remote\.(.+)\.promisor\n(?:true|yes|on|1)$/i.exec(entry)?.[1];
		return name?.startsWith('-') ? undefined : name;
	} catch {
		signal.throwIfAborted();
		return undefined; // no such setting
	}
}

/**
 * Fetches the versions of files that a partial clone lacks, by one connection instead of one for each. Best effort: what does not come is
 * asked for again by whoever needs it, and fails there with a sentence.
 *
 * @param remote as `promisorRemote` gives it
 * @param revisions arguments of `rev-list` that say which commits: a full object name, `--no-walk`
 * @param paths repository-relative
 */
export async function fetchMissing(
	git: Git,
	remote: string,
	revisions: readonly string[],
	paths: readonly string[],
	signal: AbortSignal,
): Promise<void> {
	const list = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...revisions, '--'];
	try {
		const output = await git([...list, ...paths.map((path) => `:(top,literal)${path}`)], { signal });
		const missing = [...output.toString('utf8').matchAll(/^\?([0-9a-f]{40,64})$/gm)].map(([, name = '']) => name);
		if (missing.length === 0) {
			return;
		}
		// As git itself fetches them; with the usual negotiation the other side would think that we have them.
		const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules'];
		await git(
			[
				'-c',
				'fetch.negotiationAlgorithm=noop',
				'fetch',
				...quiet,
				'--filter=blob:none',
				'--stdin',
				'--end-of-options',
				remote,
			],
			{ signal, mayFetch: true, input: missing.slice(0, MAX_OBJECTS).join('\n') },
		);
	} catch {
		signal.throwIfAborted();
	}
}
