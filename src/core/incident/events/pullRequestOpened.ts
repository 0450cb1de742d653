import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { isWebAddress } from '../links';
import { defineEvent } from './define';

const Opened = v.object({
	/** The prepared branch that it is of. */
	branch: v.string(),
	number: v.pipe(v.number(), v.integer(), v.minValue(1)),
	url: v.pipe(v.string(), v.check(isWebAddress, 'no http or https address')),
	/** What it is for: changes taken out, all since a good revision taken out, a fix brought to another branch, or the post-incident review. */
	kind: v.picklist(['revert', 'rollback', 'pick', 'review']),
	/** The branch that it goes to. */
	base: v.string(),
});
export type PullRequestOpenedPayload = v.InferOutput<typeof Opened>;

/** There is a pull request of a prepared branch. */
export const pullRequestOpened = defineEvent('pullRequest.opened', Opened, {
	apply: (state, { payload: { branch, number, url } }) => ({
		...state,
		...(state.branches && {
			branches: state.branches.map((one) => (one.branch === branch ? { ...one, pullRequest: { number, url } } : one)),
		}),
	}),
	describe: ({ payload: { kind, number, base, url } }) =>
		({
			revert: l10n.t('Opened revert pull request #{0} to {1}: {2}', number, base, url),
			rollback: l10n.t('Opened rollback pull request #{0} to {1}: {2}', number, base, url),
			pick: l10n.t('Opened fix pull request #{0} to {1}: {2}', number, base, url),
			review: l10n.t('Opened pull request #{0} of the review to {1}: {2}', number, base, url),
		})[kind],
	provenance: 'observed',
	words: ({ branch }) => [branch],
});
