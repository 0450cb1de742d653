import * as l10n from '@vscode/l10n';
import type { Trace } from '../trace/model';
import type { KeyFrame } from './evidence';
import { type AnalysisProblem, fittingFiles } from './model';
import type { Ranked } from './rank';

/** Below this the first commit is little better than a guess, and we say so. */
const WEAK = 0.2;

/** What else is known of an analysis. */
export interface Circumstances {
	/** Full object name. */
	readonly revision: string;
	readonly isShallow: boolean;
	/** A frame whose line its file does not have. */
	readonly beyond: KeyFrame | undefined;
	/** The last good revision or date, where it could not bound the search. */
	readonly unusedLastGood: string | undefined;
}

/** Names the step that left an answer empty or thin, with the remedy; silence would be read as "nothing to see". */
export function problemsOf(
	traces: readonly Trace[],
	frames: readonly KeyFrame[],
	{ commits, excluded }: Ranked,
	{ revision, isShallow, beyond, unusedLastGood }: Circumstances,
): readonly AnalysisProblem[] {
	const problems: AnalysisProblem[] = [];
	const all = traces.flatMap((trace) => trace.exceptions.flatMap((exception) => exception.frames));
	const short = revision.slice(0, 8);
	if (traces.length === 0) {
		problems.push({
			code: 'noTrace',
			message: l10n.t(
				'No stack trace was found in the text. Paste the whole trace, from the error message to the last frame.',
			),
		});
	} else if (all.length === 0) {
		problems.push({
			code: 'noFrames',
			message: l10n.t(
				'The error has no stack frames, so there is no code to look at. Look for a log entry that holds the whole trace.',
			),
		});
	} else if (frames.length === 0 && commits.length === 0) {
		const inApp = all.find((frame) => frame.inApp);
		problems.push(
			inApp
				? {
						code: 'noFileAtRevision',
						message: l10n.t(
							'No file of the stack trace is in this repository at {0} (the first one looked for was {1}). Choose the deployed revision or the right repository.',
							short,
							inApp.file ?? '',
						),
					}
				: {
						code: 'onlyVendorFrames',
						message: l10n.t(
							'Every frame of the stack trace is in a library or the runtime, none in this repository. Look for a trace with your own code in it, or for a dependency that changed.',
						),
					},
		);
	} else if (commits.length === 0) {
		problems.push({
			code: 'noSuspects',
			message:
				excluded.length === 0
					? l10n.t('The files of the stack trace were found, but no commit changed them. Check the deployed revision.')
					: l10n.t(
							'Every commit on the lines of the stack trace is ruled out ({0}). Check the last good revision and the start time.',
							[...new Set(excluded.map(({ reason }) => reason))].join('; '),
						),
		});
	} else if ((commits[0]?.score ?? 0) < WEAK) {
		problems.push({
			code: 'weakEvidence',
			message: l10n.t(
				'The evidence is weak: no recent change stands out on the lines of the stack trace. Read the list as a place to start.',
			),
		});
	}
	if (unusedLastGood !== undefined && frames.length > 0) {
		problems.push({
			code: 'lastGoodNotUsed',
			message: l10n.t(
				'{0}, given as last good, did not narrow the search: it is before the history here, too long ago, or of another history.',
				unusedLastGood,
			),
		});
	}
	if (beyond) {
		problems.push({
			code: 'lineBeyondFile',
			message: l10n.t(
				'{0} has no line {1} at {2}: the stack trace is probably of another revision. Check the deployed revision.',
				beyond.location.path,
				beyond.line ?? 0,
				short,
			),
		});
	}
	if (isShallow) {
		problems.push({
			code: 'shallowClone',
			message: l10n.t(
				'This is a shallow clone: older commits are missing, so older lines are put down to the oldest commit here. Run "git fetch --unshallow" for the whole answer.',
			),
		});
	}
	if (frames.some(({ location }) => fittingFiles(location) > 1)) {
		problems.push({
			code: 'ambiguousFrames',
			message: l10n.t('Some frames fit more than one file; the most likely one was taken.'),
		});
	}
	return problems;
}
