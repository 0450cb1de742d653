import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';
import { ShaSchema } from './schemas';

const Pushed = v.object({
	branch: v.string(),
	tip: ShaSchema,
	/** The remote's name, and its address without a password. */
	remote: v.object({ name: v.string(), url: v.string() }),
});
export type BranchPushedPayload = v.InferOutput<typeof Pushed>;

/** A prepared branch is on a remote now. */
export const branchPushed = defineEvent('branch.pushed', Pushed, {
	apply: (state, { payload: { branch, tip, remote } }) => ({
		...state,
		...(state.branches && {
			branches: state.branches.map((one) =>
				one.branch === branch ? { ...one, tip, pushedTo: { ...remote, tip } } : one,
			),
		}),
	}),
	describe: ({ payload: { branch, remote } }) =>
		l10n.t('Pushed branch {0} to {1} ({2})', branch, remote.name, remote.url),
	provenance: 'observed',
	words: ({ branch }) => [branch],
});
