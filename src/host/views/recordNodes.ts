// What people recorded of an incident beside its trace: links, files, notes.
import { alertId, isOn } from '../../core/alerts/model';
import type { Incident } from '../../core/incident/record';
import { alertCounts } from '../alertWords';
import type { IncidentNode, OpenedIncident, SectionNode } from './nodeTypes';
import { section } from './section';

/** The alerts that the incident is about: those that are on first. */
export function alertsSection(parent: IncidentNode, { alerts = [], moreAlerts = 0 }: Incident): SectionNode {
	const { incidentId } = parent;
	const sorted = alerts.toSorted((one, other) => Number(isOn(other)) - Number(isOn(one)));
	return {
		...section(parent, 'alerts', alerts.length + moreAlerts),
		hint: alertCounts(alerts, moreAlerts),
		children: (self) =>
			sorted.map((of) => {
				const alert = alertId(of);
				return { kind: 'alert', id: `${self.id}/${alert}`, incidentId, parent: self, of, alert };
			}),
	};
}

/** A section for each kind of thing that the incident has some of. */
export function recordSections(
	parent: IncidentNode,
	incident: Incident,
	{ issueState = () => '', followed = new Map() }: Pick<OpenedIncident, 'issueState' | 'followed'>,
): readonly SectionNode[] {
	const { links = [], files = [], notes = [] } = incident;
	const { incidentId } = parent;
	const sections: readonly SectionNode[] = [
		{
			...section(parent, 'links', links.length),
			children: (self) =>
				links.map((link) => {
					const state = issueState(link.url);
					const pullRequest = followed.get(link.url);
					return {
						...{ kind: 'link', id: `${self.id}/${link.url}`, incidentId, parent: self, link, url: link.url },
						...(state !== '' && { state }),
						...(pullRequest && { pullRequest }),
					};
				}),
		},
		{
			...section(parent, 'attachedFiles', files.length),
			children: (self) =>
				files.map((file) => ({
					...{ kind: 'attachedFile', incidentId, parent: self, file, path: file.path },
					id: `${self.id}/${file.repository ?? ''}/${file.path}`,
					...(file.repository !== undefined && { repository: file.repository }),
				})),
		},
		{
			...section(parent, 'timelineNotes', notes.length),
			children: (self) =>
				notes.map((written) => ({
					...{ kind: 'timelineNote', id: `${self.id}/${written.id}`, incidentId, parent: self, written },
					noteId: written.id,
				})),
		},
	];
	return sections.filter(({ count }) => count > 0);
}
