import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Removed } from '../../core/redaction/model';
import { removedSentence } from '../../core/redaction/sentence';
import type { App } from '../app';
import type { Run } from '../run';
import { settings } from '../settings';
import { analyzeIncident } from './analyze';
import { canReachRepository } from './chooseRepository';

/**
 * Text from the clipboard or a selection → incident in the tree → suspects, where a repository is at hand.
 *
 * @param emptySentence what to say when there is no text
 */
export async function createFromText(app: App, run: Run, text: string, emptySentence: string): Promise<void> {
	if (text.trim() === '') {
		run.tell('info', emptySentence, { title: l10n.t('New Incident…'), command: 'faultline.newIncident' });
		return;
	}
	const { draft, incidents } = await run.work(l10n.t('Reading the stack trace'), async (_report, signal) => ({
		draft: await app.draft(text, signal),
		incidents: await app.incidents(),
	}));
	if (!draft.hasTrace && !(await createAnyway())) {
		return;
	}
	const incident = await incidents.create(draft.incident);
	app.log.info(`created ${incident.key}`);
	app.active.set(incident.id);
	await app.view.reveal(incident.id);
	tellRemoved(run, incident.key, draft.removed);
	if (draft.hasTrace && settings.analyzeOnCreate() && canReachRepository()) {
		await analyzeIncident(app, run, incident);
	}
}

/** Says what was removed from a text before it was stored, where anything was. */
export function tellRemoved(run: Run, key: string, removed: readonly Removed[]): void {
	if (removed.length > 0) {
		run.tell('info', l10n.t('{0} was stored without secrets. {1}', key, removedSentence(removed)), {
			title: l10n.t('Show Rules'),
			command: 'faultline.showRedactionRules',
		});
	}
}

async function createAnyway(): Promise<boolean> {
	const yes = l10n.t('Create Anyway');
	const answer = await vscode.window.showWarningMessage(
		l10n.t('No stack trace was found in the text. Create an incident from it all the same?'),
		yes,
		l10n.t('Cancel'),
	);
	return answer === yes;
}
