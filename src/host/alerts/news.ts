import * as l10n from '@vscode/l10n';
import type { AlertNewsOfRound } from '../../app/askMonitors';
import { KINDS } from '../../core/alerts/kinds';
import { STATUSES, transition } from '../../core/incident/status';
import type { App } from '../app';
import { changeStatus } from '../flows/changeStatus';
import type { Button, Run, Runner } from '../run';
import { settings } from '../settings';
import { clip } from '../views/item';

/** More offers than this would be a storm of their own. */
const OFFERS = 3;

/** The way to graphs, where the setting wants it to be offered and there are some. */
const annotating = (app: App, incidentId: string): readonly Button[] =>
	settings.alerts().annotate === 'ask' && app.alerts.sources.all().some(({ kind }) => KINDS[kind].annotates)
		? [{ title: l10n.t('Annotate…'), command: 'faultline.annotateIncident', args: [{ incidentId }] }]
		: [];

/** Says what monitors brought: one message for all that was opened, and an offer for what is over. */
export async function tellNews(
	app: App,
	tell: Runner['tell'] | Run['tell'],
	{ opened, settled }: Pick<AlertNewsOfRound, 'opened' | 'settled'>,
): Promise<void> {
	const incidents = await app.incidents();
	const fresh = opened.flatMap((id) => incidents.find(id) ?? []);
	const [first] = fresh;
	if (first && fresh.length === 1) {
		tell(
			'warning',
			l10n.t('An alert opened {0}: {1}', first.key, clip(first.title, 120)),
			{
				title: l10n.t('Open Incident'),
				command: 'faultline.openIncident',
				args: [{ incidentId: first.id }],
			},
			...annotating(app, first.id),
		);
	} else if (first) {
		tell(
			'warning',
			l10n.t('Alerts opened {0} incidents, {1} and others: {2}', fresh.length, first.key, clip(first.title, 80)),
			{
				title: l10n.t('Show Incidents'),
				act: async () => app.view.reveal(first.id),
			},
		);
	}
	const over = settled
		.flatMap((id) => incidents.find(id) ?? [])
		.filter(
			(one) =>
				STATUSES.indexOf(one.status) < STATUSES.indexOf('mitigated') &&
				transition({ status: one.status, priority: one.priority }, 'mitigated').allowed,
		);
	for (const incident of over.slice(0, OFFERS)) {
		tell(
			'info',
			l10n.t('All alerts of {0} “{1}” are resolved. Is it mitigated?', incident.key, clip(incident.title, 80)),
			{
				title: l10n.t('Mark Mitigated'),
				act: async (run) => {
					const now = (await app.incidents()).find(incident.id);
					if (now) {
						await changeStatus(app, run, [now], 'mitigated');
					}
				},
			},
			{ title: l10n.t('Open Incident'), command: 'faultline.openIncident', args: [{ incidentId: incident.id }] },
		);
	}
	const rest = over.slice(OFFERS);
	if (rest.length > 0) {
		tell('info', l10n.t('All alerts of {0} more incidents are resolved.', rest.length));
	}
}
