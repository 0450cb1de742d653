import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { JsonFault } from '../../base/jsonFault';
import { beginsAsJson } from '../../core/alerts/payloads/payloadJson';
import type { Removed } from '../../core/redaction/model';
import { removedSentence } from '../../core/redaction/sentence';
import type { App } from '../app';
import type { Run } from '../run';
import { payloadText, takeAlertPayload } from './alertPayload';
import { showNew } from './analyze';

/** Longer text is no payload that a monitor sent; it may be a log. In UTF-16 units. */
const MAX_PAYLOAD = 500_000;

export interface TextHow {
	/** What to say when there is no text. */
	readonly emptySentence?: string;
	/** Takes it as text even where it is what a monitor sent. */
	readonly isPlain?: boolean;
}

/**
 * Text from the clipboard or a selection → incident in the tree → suspects, where a repository is at hand. What a monitor sent is taken in as its alerts.
 *
 * @throws FaultlineError as the analysis does, or the store that cannot keep it; `run.signal.reason` when cancelled
 */
export async function createFromText(
	app: App,
	run: Run,
	text: string,
	{ emptySentence = '', isPlain = false }: TextHow = {},
): Promise<void> {
	if (text.trim() === '') {
		run.tell('info', emptySentence, { title: l10n.t('New Incident…'), command: 'faultline.newIncident' });
		return;
	}
	const { payload, fault } = isPlain || text.length > MAX_PAYLOAD || !beginsAsJson(text) ? {} : payloadText(text);
	const { draft, isPayload, incidents } = await run.work(l10n.t('Reading the stack trace'), async (_report, signal) => {
		const draft = await app.draft(text, signal);
		const inAlerts = payload?.alerts.map((alert) => alert.text).join('\n') ?? '';
		// A log may look like a payload, which it is not where its trace would be lost.
		const isPayload = payload && (!draft.hasTrace || (await app.draft(inAlerts, signal)).hasTrace);
		return { draft, isPayload, incidents: await app.incidents() };
	});
	if (payload && isPayload) {
		await takeAlertPayload(app, run, payload, (again) => createFromText(app, again, text, { isPlain: true }));
		return;
	}
	if (!draft.hasTrace && !(await createAnyway(fault))) {
		return;
	}
	const incident = await incidents.create(draft.incident);
	app.log.info(`created ${incident.key}`);
	tellRemoved(run, incident.key, draft.removed);
	await showNew(app, run, incident, draft.hasTrace);
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

async function createAnyway(fault: JsonFault | undefined): Promise<boolean> {
	const yes = l10n.t('Create Anyway');
	const answer = await vscode.window.showWarningMessage(
		fault?.isCutOff
			? l10n.t(
					'This JSON is incomplete: it breaks off at line {0}, column {1}. Copy all of it for the alerts that it holds, or create an incident from its text all the same.',
					fault.line,
					fault.column,
				)
			: l10n.t('No stack trace was found in the text. Create an incident from it all the same?'),
		yes,
		l10n.t('Cancel'),
	);
	return answer === yes;
}
