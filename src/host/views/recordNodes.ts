// What people recorded of an incident beside its trace: links, files, notes.
import { alertId, isOn } from '../../core/alerts/model';
import { byDue } from '../../core/incident/actions';
import { CHECKS, type ClosureRules, gatesOf } from '../../core/incident/closure';
import type { Incident } from '../../core/incident/record';
import { isReviewDue } from '../../core/incident/status';
import { reviewState } from '../../core/review/state';
import { alertCounts } from '../alertWords';
import type { ActionNode, CheckNode, IncidentNode, OpenedIncident, ReviewNode, SectionNode } from './nodeTypes';
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
	{ issueState = () => '', followed = new Map(), closure }: Pick<OpenedIncident, 'issueState' | 'followed' | 'closure'>,
): readonly (SectionNode | ReviewNode)[] {
	const { links = [], files = [], notes = [], rootCauseNotes = [] } = incident;
	const { incidentId } = parent;
	const sections: readonly SectionNode[] = [
		{
			...section(parent, 'rootCauseNotes', rootCauseNotes.length),
			children: (self) =>
				rootCauseNotes.map((of) => ({
					...{ kind: 'rootCauseNote', id: `${self.id}/${of.id}`, incidentId, parent: self, of, noteId: of.id },
				})),
		},
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
	return [...afterwards(parent, incident, closure), ...sections.filter(({ count }) => count > 0)];
}

/** What comes after an incident: its review, its action items, and what is verified before it is closed. */
function afterwards(
	parent: IncidentNode,
	incident: Incident,
	closure: ClosureRules | undefined,
): readonly (SectionNode | ReviewNode)[] {
	const { incidentId } = parent;
	const { actions = [], status } = incident;
	const state = reviewState(incident);
	const isOver = ['mitigated', 'resolved', 'closed'].includes(status);
	const isDue = isOver && isReviewDue(incident) && (state === 'none' || state === 'draft');
	const gates = closure ? gatesOf(incident, closure) : [];
	const done = new Set(incident.checks?.map(({ check }) => check));
	const shown = CHECKS.filter((check) => gates.includes(check) || done.has(check));
	const open = actions.filter((one) => !one.done).length;
	const missing = gates.filter((check) => !done.has(check)).length;
	return [
		...(state === 'none' && !isDue
			? []
			: [{ kind: 'review' as const, id: `${incidentId}/review`, incidentId, parent, state, isDue }]),
		...(actions.length === 0
			? []
			: [
					{
						...section(parent, 'actions', open),
						children: (self: SectionNode): readonly ActionNode[] =>
							[...actions]
								.sort((one, other) => Number(!!one.done) - Number(!!other.done) || byDue(one, other))
								.map((action) => ({
									...{ kind: 'action', id: `${self.id}/${action.id}`, incidentId, parent: self, action },
									actionId: action.id,
								})),
					},
				]),
		...(closure && shown.length > 0 && (isOver || done.size > 0)
			? [
					{
						...section(parent, 'checks', missing),
						children: (self: SectionNode): readonly CheckNode[] =>
							shown.map((check) => ({
								...{ kind: 'check', id: `${self.id}/${check}`, incidentId, parent: self, check },
								...{ isDone: done.has(check), isNeeded: gates.includes(check), quietMinutes: closure.quietMinutes },
							})),
					},
				]
			: []),
	];
}
