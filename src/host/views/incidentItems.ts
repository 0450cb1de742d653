// How incidents and their groups look.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Priority } from '../../core/incident/priority';
import type { Incident } from '../../core/incident/record';
import type { Status } from '../../core/incident/status';
import { type IncidentSummary, summaryOf } from '../../core/incident/summary';
import type { IncidentClock } from '../../core/incident/targets';
import { isOver } from '../../core/incident/triage/groups';
import { clockSentence, clockWords, nextTarget } from '../clockWords';
import { ago, statusName } from '../words';
import { clip, item, markdown, SUBDUED } from './item';
import type { GroupNode, IncidentNode, MoreNode } from './nodeTypes';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** Colour says the priority, shape the status; both are in words as well. */
const PRIORITY_COLORS: Readonly<Record<Priority, vscode.ThemeColor>> = {
	P1: new vscode.ThemeColor('faultline.priority1'),
	P2: new vscode.ThemeColor('faultline.priority2'),
	P3: new vscode.ThemeColor('faultline.priority3'),
	P4: new vscode.ThemeColor('faultline.priority4'),
};
const STATUS_ICONS: Readonly<Record<Status, string>> = {
	new: 'bell',
	acknowledged: 'eye',
	investigating: 'search',
	mitigated: 'shield',
	resolved: 'pass',
	closed: 'archive',
};

/** The clock of an incident at some time, epoch milliseconds. */
export type Clocks = (incident: IncidentSummary, now: number) => IncidentClock;

export function incidentItem(
	{ incidentId, summary: incident, parent }: IncidentNode,
	now: number,
	clocks: Clocks,
): vscode.TreeItem {
	const { title, key, priority, status } = incident;
	const over = isOver(incident);
	const clock = clocks(incident, now);
	return {
		...item(title, Collapsed, STATUS_ICONS[status], over ? SUBDUED : PRIORITY_COLORS[priority], {
			description: incidentDescription(incident, parent?.grouping, now, () => clock),
			spoken: [
				title,
				key,
				l10n.t('priority {0}', priority),
				statusName(status),
				over ? '' : clockSentence(clock, vscode.env.language),
				ago(incident.createdAt, now, vscode.env.language),
			]
				.filter((part) => part !== '')
				.join(', '),
		}),
		tooltip: undefined, // VS Code asks for it when the pointer rests on the item
		contextValue: `incident.${over ? 'over' : 'open'}${incident.isMajor ? '.major' : ''}`,
		command: {
			command: 'faultline.openIncident',
			title: l10n.t('Open Incident'),
			arguments: [{ incidentId, isPreview: true }],
		},
	};
}

/** What stands behind an incident's title: the key, what presses, and what its group does not say already; what matters most first. */
export function incidentDescription(
	incident: IncidentSummary,
	grouping: GroupNode['grouping'] | undefined,
	now: number,
	clocks: Clocks,
): string {
	const { key, priority, status, isMajor, createdAt } = incident;
	const locale = vscode.env.language;
	const parts = [
		key,
		grouping === 'priority' ? '' : priority,
		isMajor && !isOver(incident) ? l10n.t('major') : '',
		isOver(incident) ? '' : clockWords(clocks(incident, now), locale),
		grouping === 'status' ? '' : statusName(status),
		ago(createdAt, now, locale),
	];
	return parts.filter((part) => part !== '').join(' · ');
}

/** What an incident's item says at length. `now` is epoch milliseconds. */
export function incidentTooltip(incident: Incident, now: number, clocks: Clocks): vscode.MarkdownString {
	const { title, key, priority, status, service, environment, roles, escalations } = incident;
	const summary = summaryOf(incident);
	const age = ago(incident.createdAt, now, vscode.env.language);
	const clock = clocks(summary, now);
	const level = escalations?.at(-1);
	const lines: readonly (string | undefined)[] = [
		summary.isMajor ? l10n.t('Major incident: {0}', clip(incident.major?.reason ?? '', 200)) : undefined,
		isOver(incident) || !nextTarget(clock) ? undefined : clockSentence(clock, vscode.env.language),
		service && l10n.t('Service: {0}', clip([service, environment].filter(Boolean).join(', '), 100)),
		roles?.assignee && l10n.t('Assigned to {0}', clip(roles.assignee, 100)),
		level && l10n.t('Escalated to {0}', clip(level.to, 100)),
		incident.release && l10n.t('Deployed revision: {0}', clip(incident.release, 40)),
	];
	return markdown(
		(text) => `**${text(title)}**`,
		(text) => text(`${key} · ${priority} · ${statusName(status)} · ${age}`),
		...lines.flatMap((line) => (line ? [(text: (raw: string) => string) => text(line)] : [])),
		(text) => text(clip(incident.description, 400)),
	);
}

export function groupItem(node: GroupNode): vscode.TreeItem {
	const { value, count } = node;
	const { icon, color } = groupLooks(node);
	const name = groupName(node);
	return {
		...item(name, count === 0 ? None : isOverGroup(node) ? Collapsed : Expanded, icon, count === 0 ? SUBDUED : color, {
			description: String(count),
			tooltip: count === 0 ? l10n.t('{0}: none', name) : undefined,
			spoken: count === 1 ? l10n.t('{0}, 1 incident', name) : l10n.t('{0}, {1} incidents', name, count),
		}),
		contextValue: `group.${node.grouping}${value === '' ? '.none' : ''}`,
	};
}

/** What the incidents of a group have in common, in words. */
export function groupName({ grouping, value }: Pick<GroupNode, 'grouping' | 'value'>): string {
	switch (grouping) {
		case 'status':
			return statusName(value as Status);
		case 'service':
			return value === '' ? l10n.t('No Service') : value;
		case 'assignee':
			return value === '' ? l10n.t('Nobody') : value;
		default:
			return value;
	}
}

export function moreItem({ group, rest }: MoreNode): vscode.TreeItem {
	return {
		...item(l10n.t('Show More…'), None, 'ellipsis', SUBDUED, {
			description: l10n.t('{0} left', new Intl.NumberFormat(vscode.env.language).format(rest)),
			spoken: l10n.t('Show more, {0} incidents left', rest),
		}),
		contextValue: 'moreIncidents',
		command: { command: 'faultline.showMoreIncidents', title: l10n.t('Show More'), arguments: [{ group }] },
	};
}

function groupLooks({ grouping, value }: GroupNode): { readonly icon: string; readonly color?: vscode.ThemeColor } {
	if (value === '') {
		return { icon: 'circle-slash', color: SUBDUED };
	}
	switch (grouping) {
		case 'status':
			return { icon: STATUS_ICONS[value as Status] };
		case 'priority':
			return { icon: 'circle-filled', color: PRIORITY_COLORS[value as Priority] };
		case 'service':
			return { icon: 'server' };
		default:
			return { icon: 'account' };
	}
}

function isOverGroup({ grouping, value }: GroupNode): boolean {
	return grouping === 'status' && isOver({ status: value as Status });
}
