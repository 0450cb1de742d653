import type { Incidents } from '../../app/incidents';
import type { Incident } from '../../core/incident/record';

/** The incident that is linked to a page, of several the latest; a deleted one is none. */
export async function linkedIncident(incidents: Incidents, url: string): Promise<Incident | undefined> {
	const ids = await incidents.matching(url, new AbortController().signal);
	for (const { id } of incidents.list()) {
		const incident = ids.has(id) ? await incidents.get(id) : undefined;
		if (incident?.links?.some((link) => link.url === url)) {
			return incident;
		}
	}
	return undefined;
}
