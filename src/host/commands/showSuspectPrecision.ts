import * as l10n from '@vscode/l10n';
import { suspectPrecision } from '../../core/suspects/precision';
import type { Command } from '../app';
import { precisionSentence } from '../precisionSentence';

/** Says how often the suspects were right, by the verdicts on this machine. */
export const showSuspectPrecision: Command = async (app, run) => {
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	run.tell('info', precisionSentence(suspectPrecision(incidents.list())));
};
