import * as l10n from '@vscode/l10n';
import { type SyncMode, waiting } from '../core/github/sync';
import type { Incident } from '../core/incident/record';
import type { IssueState } from './github/issueSync';
import { ago } from './words';

/** How an incident and its issue stand: `synchronized 2 minutes ago · 3 changes wait to be sent`; empty where the issue is not followed. */
export function issueWords(
	incident: Incident,
	url: string,
	{ state, sync }: { readonly state: IssueState; readonly sync: SyncMode },
	now: number,
	locale: string,
): string {
	const isKnown = incident.synced?.some((one) => one.url === url) === true;
	if (sync === 'off' || (!isKnown && state.trouble === undefined)) {
		return '';
	}
	const count = sync === 'receive' ? 0 : waiting(incident, url).length;
	return [
		state.trouble ?? (state.at === undefined ? '' : l10n.t('synchronized {0}', ago(state.at, now, locale))),
		count === 0 ? '' : count === 1 ? l10n.t('1 change waits to be sent') : l10n.t('{0} changes wait to be sent', count),
	]
		.filter(Boolean)
		.join(' · ');
}

/** By which rule the two follow each other, in sentences. */
export function syncRule(sync: SyncMode): string {
	const rule = l10n.t(
		'Closed there, the incident is resolved; reopened there, it is investigated again. Resolved or closed here, the issue is closed, the first time after you agreed; reopened here, it is reopened. Title, labels of priority and category, notes and comments follow each other.',
	);
	const how = {
		off: l10n.t('Nothing is exchanged (faultline.github.sync).'),
		receive: l10n.t('Nothing is sent (faultline.github.sync).'),
		ask: l10n.t('What is new here waits until you have seen it and send it.'),
		send: l10n.t('What is new here is sent by itself.'),
	}[sync];
	return `${rule} ${how}`;
}
