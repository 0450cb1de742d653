import * as l10n from '@vscode/l10n';
import { suspectPrecision } from '../../core/suspects/precision';
import type { Command } from '../app';
import { precisionSentence } from '../precisionSentence';

/** Says how often the suspects were right, by the verdicts on this machine. */
export const showSuspectPrecision: Command = async (app, run) => {
	const verdicts = await run.work(l10n.t('Reading incidents'), async () => (await app.incidents()).verdicts());
	run.tell('info', precisionSentence(suspectPrecision(verdicts)));
};
