import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';
import { commitName, JudgedCommitSchema, withVerdict } from './verdicts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Bisection = v.object({
	/** Full object names of the ends. */
	good: v.string(),
	bad: v.string(),
	/** The reproducing command as it was written. */
	command: v.string(),
	/** Runs of it, without those at the ends, and commits in the range. */
	runs: Count,
	commits: Count,
	/** Absent where commits that cannot be tested left it open. */
	culprit: v.optional(JudgedCommitSchema),
	/** How many it may be, where it was left open. */
	undecided: Count,
});
export type FinishedBisection = v.InferOutput<typeof Bisection>;

/** A command was run on commits and showed the first bad one: that is observed, and counts as a confirmation. */
export const bisectionFinished = defineEvent('bisection.finished', Bisection, {
	apply: (state, { payload: { culprit }, at }) =>
		culprit ? withVerdict(state, { ...culprit, verdict: 'confirmed', by: 'bisection' }, at) : state,
	describe: ({ payload: { culprit, undecided, runs, commits, command } }) =>
		culprit
			? l10n.t(
					'Found by bisection: {0} ({1} runs of “{2}” for {3} commits)',
					commitName(culprit),
					runs,
					command,
					commits,
				)
			: l10n.t('A bisection with “{0}” left {1} of {2} commits open', command, undecided, commits),
	provenance: 'observed',
});
