import { FaultlineError } from '../../../base/errors';
import type { Hunk, MitigationHistory } from '../../../core/ports/mitigation';
import { MESSAGE_FORMAT, readChanges, readNulList, readTrees, TREE_FORMAT } from '../output';
import { GitExit } from '../run';
import { type Place, textOf } from './place';

/** Reverts of one span of history that are looked at. */
const MAX_REVERTS = 2000;

/** Commits with whole messages, whatever the configuration. */
const LOG = ['log', '-z', '--encoding=UTF-8', '--no-show-signature'];

/** So many trees are remembered. */
const MAX_TREES = 5000;

export function historyOf({ git, plain, trees }: Place): MitigationHistory {
	const lines = async (args: readonly string[], signal: AbortSignal) =>
		(await textOf(git(args, { signal }))).split('\n').filter(Boolean);

	/** A commit before all of `shas`, which is none of them; undefined where there is none, as of root commits. */
	const before = async (shas: readonly string[], signal: AbortSignal): Promise<string | undefined> => {
		try {
			const parents = await lines(['rev-list', '--no-walk', '--parents', ...shas], signal);
			const firsts = parents.map((row) => row.split(' ')[1]);
			if (firsts.some((first) => first === undefined)) {
				return undefined;
			}
			return (
				(await textOf(plain(['merge-base', '--octopus', ...new Set(firsts as string[])], { signal }))) || undefined
			);
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof GitExit) {
				return undefined; // no common ancestor
			}
			throw error;
		}
	};
	const rangeSince = async (shas: readonly string[], tip: string, signal: AbortSignal) => {
		const [only] = shas;
		if (only !== undefined && shas.length === 1) {
			return [tip, `^${only}^@`]; // without its parents' history; nothing has to be asked for that
		}
		const start = await before(shas, signal);
		return start === undefined ? [tip] : [tip, `^${start}`];
	};

	return {
		newestFirst: async (shas, tip, signal) => {
			if (shas.length === 0) {
				return [];
			}
			const order = await lines(['rev-list', '--topo-order', ...(await rangeSince(shas, tip, signal))], signal);
			const wanted = new Set(shas);
			return order.filter((sha) => wanted.has(sha));
		},
		since: async (sha, tip, limit, signal) => {
			try {
				const how = [`--format=${TREE_FORMAT}`, '--boundary', '--topo-order', `--max-count=${limit}`];
				const all = readTrees((await git([...LOG, ...how, tip, `^${sha}^@`, '--'], { signal })).toString('utf8'));
				if (trees.size > MAX_TREES) {
					trees.clear();
				}
				for (const { commit, tree } of all) {
					trees.set(commit.sha, tree); // those of the two sides of a revert among them, which then need not be asked for
				}
				const found = all.filter(({ isBoundary }) => !isBoundary);
				const last = found.findIndex(({ commit }) => commit.sha === sha);
				return last < 0 ? undefined : found.slice(0, last + 1);
			} catch (error) {
				signal.throwIfAborted();
				if (FaultlineError.is(error) && error.code === 'git.failed') {
					return undefined; // no such commit
				}
				throw error;
			}
		},
		onFirstParentLine: async (parents, tip, signal) => {
			const start = await before(parents, signal);
			const range = start === undefined ? [tip] : [tip, `^${start}`];
			const line = new Set(await lines(['rev-list', '--first-parent', ...range], signal));
			return new Set(parents.filter((parent) => line.has(parent)));
		},
		firstParentLine: (except, tip, limit, signal) =>
			lines(
				['rev-list', '--first-parent', `--max-count=${limit}`, tip, ...(except === undefined ? [] : [`^${except}`])],
				signal,
			),
		revertsSince: async (shas, tip, signal) => {
			if (shas.every((sha) => sha === tip)) {
				return []; // nothing follows
			}
			const named = [
				`--format=${MESSAGE_FORMAT}`,
				'--fixed-strings',
				'--grep=This reverts commit',
				`--max-count=${MAX_REVERTS}`,
			];
			const output = await git([...LOG, '--topo-order', ...named, ...(await rangeSince(shas, tip, signal)), '--'], {
				signal,
			});
			return readChanges(output.toString('utf8')).map(({ commit, message }) => ({ sha: commit.sha, message }));
		},
		changedPaths: async (from, to, signal) => {
			const trees = from === undefined ? ['--root', to] : [from, to];
			return readNulList(
				await git(['diff-tree', '-r', '-z', '--no-renames', '--no-commit-id', '--name-only', ...trees], { signal }),
			);
		},
		hunks: async (from, to, path, signal) => {
			const trees = from === undefined ? ['--root', to] : [from, to];
			const how = [
				'--unified=0',
				'--patch',
				'--no-color',
				'--no-ext-diff',
				'--no-textconv',
				'--no-renames',
				'--no-commit-id',
			];
			const output = await git(['diff-tree', '-r', ...how, ...trees, '--', `:(top,literal)${path}`], { signal });
			return readHunks(output.toString('latin1'));
		},
	};
}

function readHunks(output: string): readonly Hunk[] {
	const found = output.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm);
	const side = (start = '0', count = '1') => ({ start: Number(start), count: Number(count) });
	return [...found].map(([, oldStart, oldCount, newStart, newCount]) => ({
		old: side(oldStart, oldCount),
		new: side(newStart, newCount),
	}));
}
