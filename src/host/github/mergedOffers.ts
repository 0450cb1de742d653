import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { takesOut } from '../../app/pullRequests/takesOut';
import type { Incident } from '../../core/incident/record';
import type { PullRequestState } from '../../core/ports/codeHost';
import type { App } from '../app';
import { changeStatus } from '../flows/changeStatus';
import type { Runner } from '../run';
import { clip } from '../views/item';

const KEY = 'faultline.mergedOffered';
/** So many offers are remembered, the last ones. */
const REMEMBERED = 500;

interface Needs {
	readonly app: () => App;
	readonly runner: Pick<Runner, 'tell'>;
	/** The machine's: an offer is made once, in one window. */
	readonly memory: vscode.Memento;
}

/** Offers that an incident is mitigated, once the pull request that takes its cause out is merged; for each pull request once. */
export function mergedOffers({ app, runner, memory }: Needs) {
	const said = (): readonly string[] => {
		const kept = memory.get<unknown>(KEY);
		return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
	};
	return (incident: Incident, url: string, state: PullRequestState): void => {
		const { number, title } = state;
		const offer = `${incident.id} ${url}`;
		if (!takesOut(incident, url, state) || said().includes(offer)) {
			return;
		}
		void memory.update(KEY, [...said(), offer].slice(-REMEMBERED));
		runner.tell(
			'info',
			l10n.t('#{0} “{1}” is merged. Is {2} mitigated?', number, clip(title.replaceAll(/\s+/g, ' '), 80), incident.key),
			{
				title: l10n.t('Mark Mitigated'),
				act: async (run) => {
					const now = (await app().incidents()).find(incident.id);
					if (now) {
						await changeStatus(app(), run, [now], 'mitigated');
					}
				},
			},
			{
				title: l10n.t('Open Incident'),
				command: 'faultline.openIncident',
				args: [{ incidentId: incident.id }],
			},
		);
	};
}
