import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { ShaSchema } from './schemas';

const Prepared = v.object({
	/** Changes taken out, all since a good revision taken out, or a fix brought to another branch. */
	kind: v.picklist(['revert', 'rollback', 'pick']),
	branch: v.string(),
	tip: ShaSchema,
	/** The branch that it starts from, and where that was. */
	base: v.object({ ref: v.string(), sha: ShaSchema }),
	/** What was taken out or brought, in the order of the branch's commits. */
	commits: v.array(v.object({ sha: ShaSchema, subject: v.string() })),
});
export type BranchPreparedPayload = v.InferOutput<typeof Prepared>;

/** A branch that takes suspects out, or brings a fix, was made on this machine; the last word on a name counts. */
export const branchPrepared = defineEvent('branch.prepared', Prepared, {
	apply: (state, { payload, at }) => ({
		...state,
		branches: [
			...(state.branches ?? []).filter(({ branch }) => branch !== payload.branch),
			{ ...payload, at: stampMs(at) },
		],
	}),
	describe: ({ payload: { kind, branch, base, commits } }) => {
		const onto = base.ref.replace(/^refs\/(?:heads|remotes)\//, '');
		switch (kind) {
			case 'revert':
				return l10n.t('Prepared branch {0} on {1}, which reverts {2}', branch, onto, namesOf(commits));
			case 'rollback':
				return l10n.t('Prepared branch {0} on {1}, which rolls back to the last good revision', branch, onto);
			default:
				return l10n.t('Prepared branch {0} on {1}, which brings {2}', branch, onto, namesOf(commits));
		}
	},
	provenance: 'observed',
	words: ({ branch }) => [branch],
});

function namesOf(commits: BranchPreparedPayload['commits']): string {
	const [first, ...more] = commits;
	const name = first ? `${first.sha.slice(0, 7)} “${first.subject}”` : '';
	return more.length === 0 ? name : l10n.t('{0} and {1} more', name, more.length);
}
