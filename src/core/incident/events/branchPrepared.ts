import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { ShaSchema } from './schemas';

const Prepared = v.object({
	/** Changes taken out, all since a good revision taken out, a fix brought to another branch, or the post-incident review. */
	kind: v.picklist(['revert', 'rollback', 'pick', 'review']),
	branch: v.string(),
	tip: ShaSchema,
	/** The branch that it starts from, and where that was. */
	base: v.object({ ref: v.string(), sha: ShaSchema }),
	/** What the branch was before, where it was there and goes on. */
	before: v.optional(ShaSchema),
	/** What was taken out or brought, in the order of the branch's commits. */
	commits: v.array(v.object({ sha: ShaSchema, subject: v.string() })),
});
export type BranchPreparedPayload = v.InferOutput<typeof Prepared>;

/** A branch that takes suspects out, or brings a fix or the review, was made on this machine; the last word on a name counts. */
export const branchPrepared = defineEvent('branch.prepared', Prepared, {
	apply: (state, { payload: { before, ...made }, at }) => {
		const { branches = [] } = state;
		const goesOn = before === undefined ? undefined : branches.find(({ branch }) => branch === made.branch);
		const { pushedTo, pullRequest } = goesOn ?? {};
		return {
			...state,
			branches: [
				...branches.filter(({ branch }) => branch !== made.branch),
				{ ...made, ...(pushedTo && { pushedTo }), ...(pullRequest && { pullRequest }), at: stampMs(at) },
			],
		};
	},
	describe: ({ payload: { kind, branch, base, commits, before } }) => {
		const onto = base.ref.replace(/^refs\/(?:heads|remotes)\//, '');
		switch (kind) {
			case 'revert':
				return l10n.t('Prepared branch {0} on {1}, which reverts {2}', branch, onto, namesOf(commits));
			case 'rollback':
				return l10n.t('Prepared branch {0} on {1}, which rolls back to the last good revision', branch, onto);
			case 'review':
				return before === undefined
					? l10n.t('Prepared branch {0} on {1}, which brings the review', branch, onto)
					: l10n.t('Brought branch {0} up to date with the review', branch);
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
