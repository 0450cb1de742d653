import * as l10n from '@vscode/l10n';
import type { App } from './app';
import { type LinkRequest, linkRequest } from './linkRequest';
import type { Run } from './run';

/** Follows a link into the editor: opens an incident, or the form with what the link says. It changes nothing. */
export async function openLink(app: App, run: Run, { path, query }: { readonly path: string; readonly query: string }) {
	const request: LinkRequest = linkRequest(path, query);
	switch (request.kind) {
		case 'incident':
			return openIncident(app, run, request.key);
		case 'new':
			return app.openForm({ filling: { origin: 'link', fields: request.filled } });
		default:
			run.tell(
				'warning',
				l10n.t('Faultline does not know this link: it leads neither to an incident nor to a new one.'),
			);
	}
}

async function openIncident(app: App, run: Run, key: string): Promise<void> {
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	const found = incidents.find(key);
	if (found && !found.isDeleted) {
		await app.openPage(found.id);
		return;
	}
	run.tell(
		'warning',
		l10n.t('The link leads to incident {0}, which is not in this window. It may be kept in another home.', key),
		{ title: l10n.t('Search Incidents'), command: 'faultline.searchIncidents' },
		{ title: l10n.t('Change Incident Home…'), command: 'faultline.changeHome' },
	);
}
