import type { Repository, Tag } from '../../core/ports/repository';
import type { Access } from './access';
import { commitsBy, gitTime } from './log';
import { readRemotes } from './output';

type Ancestry = Pick<
	Repository,
	'isAncestor' | 'containedIn' | 'mergeBase' | 'between' | 'parentsBetween' | 'commitBefore'
>;
type Refs = Pick<Repository, 'previousTag' | 'branches' | 'tags' | 'remotes' | 'remoteAddresses'>;

/** Which commits come before which. */
export function ancestryOf(access: Access): Ancestry {
	const { text, ask } = access;
	/** One row a commit, and whether that is all of them. */
	const rowsBetween = async (
		except: string,
		sha: string,
		limit: number,
		signal: AbortSignal,
		...options: readonly string[]
	) => {
		const args = ['rev-list', ...options, `--max-count=${limit + 1}`, sha, `^${except}`];
		const rows = (await text(args, { signal })).split('\n').filter(Boolean);
		return { rows: rows.slice(0, limit), isComplete: rows.length <= limit };
	};
	return {
		isAncestor: async (sha, descendant, signal) =>
			(await ask(['merge-base', '--is-ancestor', sha, descendant], { signal })) !== undefined,
		containedIn: async (tips, shas, signal) => {
			const known = await commitsBy(access, [...new Set([...tips, ...shas])], signal);
			const wanted = shas.filter((sha) => known.has(sha));
			const found = tips
				.filter((tip) => known.has(tip))
				.map(async (tip) => {
					const missing = new Set((await text(['rev-list', ...wanted, `^${tip}`], { signal })).split('\n'));
					return [tip, new Set(wanted.filter((sha) => !missing.has(sha)))] as const;
				});
			return wanted.length === 0 ? new Map() : new Map(await Promise.all(found));
		},
		mergeBase: async (one, other, signal) =>
			(await ask(['merge-base', one, other], { signal }))?.toString('utf8').trim() || undefined,
		between: async (except, sha, limit, signal) => {
			const { rows, isComplete } = await rowsBetween(except, sha, limit, signal);
			return { shas: new Set(rows), isComplete };
		},
		parentsBetween: async (except, sha, limit, signal) => {
			const { rows, isComplete } = await rowsBetween(except, sha, limit, signal, '--parents');
			const parents = rows.map((row) => {
				const [own = '', ...others] = row.split(' ');
				return [own, others] as const;
			});
			return { parents: new Map(parents), isComplete };
		},
		commitBefore: async (sha, date, signal) => {
			const args = ['rev-list', '--max-count=1', '--first-parent', `--before=${gitTime(date)}`, sha];
			return (await text(args, { signal })).trim() || undefined;
		},
	};
}

/** What commits are called. */
export function refsOf({ text, verify }: Access): Refs {
	/** The refs below a folder, those that name commits, newest first. */
	async function refs(folder: string, limit: number, signal: AbortSignal): Promise<readonly Tag[]> {
		const format =
			'%(refname:strip=2)%1f%(objectname)%1f%(*objectname)%1f%(objecttype)%(*objecttype)%1f%(creatordate:unix)%1f%(symref)';
		const args = ['for-each-ref', '--sort=-creatordate', `--count=${limit}`, `--format=${format}`, folder];
		return (await text(args, { signal })).split('\n').flatMap((row) => {
			const [name = '', own = '', peeled = '', types = '', seconds = '', symref = ''] = row.split('\x1f');
			return types.endsWith('commit') && symref === ''
				? [{ name, sha: peeled || own, date: Number(seconds) * 1000 }]
				: [];
		});
	}
	const tags = (limit: number, signal: AbortSignal) => refs('refs/tags', limit, signal);
	return {
		tags,
		branches: async (limit, signal) => {
			const [own, remote] = await Promise.all([refs('refs/heads', limit, signal), refs('refs/remotes', limit, signal)]);
			return [...own, ...remote].slice(0, limit);
		},
		previousTag: async (sha, signal) => {
			if ((await tags(1, signal)).length === 0) {
				return undefined; // describe would walk all of the history to find that out
			}
			const parent = await verify(`${sha}^`, signal);
			if (parent === undefined) {
				return undefined;
			}
			try {
				const args = ['describe', '--tags', '--abbrev=0', '--candidates=1', parent];
				return (await text(args, { signal })).trim() || undefined;
			} catch {
				signal.throwIfAborted();
				return undefined; // no tag is an ancestor
			}
		},
		remotes: async (signal) =>
			(await text(['remote'], { signal })).split('\n').filter((name) => name !== '' && !name.startsWith('-')),
		remoteAddresses: async (signal) => readRemotes(await text(['remote', '--verbose'], { signal })),
	};
}
