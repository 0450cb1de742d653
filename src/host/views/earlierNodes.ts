// Earlier incidents in the tree: what they are, and how they look.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EarlierIncident } from '../../app/earlierIncidents';
import { howResolved, whyEarlier } from '../earlierWords';
import { ago, statusName } from '../words';
import { item, markdown } from './item';
import type { EarlierIncidentNode, EarlierNode, ReasonNode } from './nodeTypes';

const { Collapsed } = vscode.TreeItemCollapsibleState;

export function earlierNodes(parent: EarlierNode, found: readonly EarlierIncident[]): readonly EarlierIncidentNode[] {
	return found.map((earlier) => {
		const children: ReasonNode[] = [];
		const node: EarlierIncidentNode = {
			kind: 'earlierIncident',
			id: `${parent.id}/${earlier.incident.id}`,
			incidentId: parent.incidentId,
			parent,
			earlier,
			children,
		};
		const sentences = [...whyEarlier(earlier), ...howResolved(earlier)];
		children.push(
			...sentences.map((detail, index) => ({
				kind: 'reason' as const,
				id: `${node.id}/${index}`,
				incidentId: parent.incidentId,
				parent: node,
				reason: { kind: 'earlier', detail, weight: 0 },
			})),
		);
		return node;
	});
}

export function earlierItem(): vscode.TreeItem {
	return item(l10n.t('Earlier Incidents'), Collapsed, 'history', undefined, {
		description: l10n.t('what was alike, and how it was resolved'),
		tooltip: l10n.t(
			'Incidents before this one with the same stack trace, on the same code, or in nearly the same words',
		),
	});
}

export function earlierIncidentItem({ earlier }: EarlierIncidentNode, now: number): vscode.TreeItem {
	const { incident } = earlier;
	const why = whyEarlier(earlier);
	const state = statusName(incident.status);
	const age = ago(incident.detectedAt, now, vscode.env.language);
	return {
		...item(incident.title, Collapsed, 'bell', undefined, {
			description: [why[0] ?? '', state, incident.key, age].filter((part) => part !== '').join(' · '),
			tooltip: markdown(
				(text) => `**${text(incident.title)}**`,
				(text) => text([incident.key, state, age].join(' · ')),
				(text) => why.map((one) => `- ${text(one)}`).join('\n'),
				(text) => howResolved(earlier).slice(1).map(text).join('\n\n'),
			),
			spoken: [incident.title, ...why, state, incident.key, age].join(', '),
		}),
		contextValue: 'earlierIncident',
		command: {
			command: 'faultline.openIncident',
			title: l10n.t('Open Incident'),
			arguments: [{ incidentId: incident.id, isPreview: true }],
		},
	};
}
