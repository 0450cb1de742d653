import * as l10n from '@vscode/l10n';
import type { SuspectPrecision } from '../core/suspects/precision';

/** How often the suspects were right, in words; where nobody has said yet, how to say it. */
export function precisionSentence({ verdicts, dismissed, incidents, top1, top5 }: SuspectPrecision): string {
	const privacy = l10n.t('This is counted on this machine and sent nowhere.');
	if (verdicts === 0) {
		return l10n.t(
			'Nobody has judged a suspect yet. Confirm or dismiss suspect commits, and this will say how often they were right. {0}',
			privacy,
		);
	}
	const ruled =
		dismissed === 1 ? l10n.t('1 suspect was dismissed.') : l10n.t('{0} suspects were dismissed.', dismissed);
	const right =
		incidents === 0
			? l10n.t('No analysed incident has a confirmed cause yet.')
			: l10n.t(
					'Of {0} analysed incidents with a confirmed cause, the first suspect was it in {1}, one of the first five in {2}.',
					incidents,
					top1,
					top5,
				);
	return `${right} ${ruled} ${privacy}`;
}
