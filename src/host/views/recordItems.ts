// How links, files and notes of an incident look.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { monitorOf } from '../../core/alerts/kinds';
import { type AlertState, isOn, type Severity } from '../../core/alerts/model';
import { type LinkKind, linkKindName } from '../../core/incident/links';
import { noteKindName, placeOf } from '../../core/notes/note';
import type { PullRequestState } from '../../core/ports/codeHost';
import { alertFacts } from '../alertWords';
import { syncRule } from '../issueWords';
import { NOTE_ICONS } from '../notes/notesTree';
import { firstLine } from '../notes/noteWords';
import { pullRequestFacts } from '../pullRequestWords';
import { settings } from '../settings';
import { ago } from '../words';
import { clip, item, markdown, SUBDUED } from './item';
import type { AlertNode, AttachedFileNode, LinkNode, RootCauseNoteNode, TimelineNoteNode } from './nodeTypes';

const { None } = vscode.TreeItemCollapsibleState;

const LINK_ICONS: Readonly<Record<LinkKind, string>> = {
	issue: 'issues',
	pullRequest: 'git-pull-request',
	alert: 'bell-dot',
	chat: 'comment-discussion',
	dashboard: 'graph',
	runbook: 'book',
	other: 'link-external',
};

const STATE_ICONS: Readonly<Record<PullRequestState['state'], string>> = {
	open: 'git-pull-request',
	closed: 'git-pull-request-closed',
	merged: 'git-merge',
};

/** @param now epoch milliseconds */
export function linkItem({ incidentId, link, url, state, pullRequest }: LinkNode, now: number): vscode.TreeItem {
	const title = link.title.trim() || url;
	const host = URL.canParse(url) ? new URL(url).host : '';
	const about = pullRequest ? pullRequestFacts(pullRequest, now, vscode.env.language) : state;
	return {
		...item(title, None, pullRequest ? STATE_ICONS[pullRequest.state] : LINK_ICONS[link.kind], undefined, {
			description: [linkKindName(link.kind), about ?? (title === url ? '' : host)]
				.filter((part) => part !== '')
				.join(' · '),
			// All of the address, since the title may say anything.
			tooltip: [clip(url, 1000), ...(about ? [about] : []), ...(state ? [syncRule(settings.github().sync)] : [])].join(
				'\n\n',
			),
			spoken: [title, linkKindName(link.kind), about].filter(Boolean).join(', '),
		}),
		contextValue: link.kind === 'issue' ? 'link.issue' : 'link',
		command: { command: 'faultline.openLink', title: l10n.t('Open Link'), arguments: [{ incidentId, url }] },
	};
}

const ALERT_ICONS: Readonly<Record<AlertState, string>> = {
	firing: 'bell-dot',
	acknowledged: 'bell',
	suppressed: 'bell-slash',
	resolved: 'pass',
};

const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
	critical: 'list.errorForeground',
	error: 'list.errorForeground',
	warning: 'list.warningForeground',
	info: 'foreground',
};

export function alertItem({ incidentId, of, alert }: AlertNode, now: number): vscode.TreeItem {
	const facts = alertFacts(of, now, vscode.env.language);
	const color = of.state === 'firing' ? new vscode.ThemeColor(SEVERITY_COLORS[of.severity]) : SUBDUED;
	const labels = Object.entries(of.labels).map(([name, value]) => `${name}: ${value}`);
	return {
		...item(of.title, None, ALERT_ICONS[of.state], color, {
			description: facts,
			tooltip: markdown(
				(text) => `**${text(clip(of.title, 300))}**`,
				(text) => text(facts),
				(text) => labels.map((label) => text(label)).join('  \n'),
			),
			spoken: [of.title, facts].join(', '),
		}),
		contextValue: [
			`alert.${of.state}`,
			monitorOf(of.source)?.escalates && isOn(of) ? 'escalates' : '',
			of.url && 'page',
		]
			.filter(Boolean)
			.join('.'),
		...(of.url !== undefined && {
			command: { command: 'faultline.openAlert', title: l10n.t('Open Alert'), arguments: [{ incidentId, alert }] },
		}),
	};
}

export function attachedFileItem(node: AttachedFileNode): vscode.TreeItem {
	const { incidentId, path, repository } = node;
	const slash = path.lastIndexOf('/');
	const about = { incidentId, path, ...(repository !== undefined && { repository }) };
	return {
		...item(path.slice(slash + 1), None, 'file', undefined, {
			description: path.slice(0, Math.max(slash, 0)),
			tooltip: repository === undefined ? path : `${path}\n${repository}`,
			spoken: l10n.t('Attached file {0}', path),
		}),
		contextValue: 'attachedFile',
		command: { command: 'faultline.openAttachedFile', title: l10n.t('Open File'), arguments: [about] },
	};
}

export function rootCauseNoteItem({ incidentId, of: note, noteId }: RootCauseNoteNode): vscode.TreeItem {
	const isResolved = note.resolved !== undefined;
	const about = [noteKindName(note.kind), placeOf(note.anchor), isResolved ? l10n.t('resolved') : ''].filter(Boolean);
	return {
		...item(firstLine(note), None, isResolved ? 'pass' : NOTE_ICONS[note.kind], isResolved ? SUBDUED : undefined, {
			description: about.join(' · '),
			tooltip: markdown(
				(text) => text(clip(note.text, 1000)),
				(text) => text(about.join(' · ')),
			),
			spoken: [clip(firstLine(note), 300), ...about].join(', '),
		}),
		contextValue: isResolved ? 'rootCauseNote.resolved' : 'rootCauseNote.open',
		command: {
			command: 'faultline.showRootCauseNote',
			title: l10n.t('Show Note'),
			arguments: [{ incidentId, noteId }],
		},
	};
}

export function timelineNoteItem({ incidentId, written, noteId }: TimelineNoteNode, now: number): vscode.TreeItem {
	const age = ago(written.at, now, vscode.env.language);
	return {
		...item(written.text, None, 'note', undefined, {
			description: [written.actor, age].filter((part) => part !== '').join(' · '),
			tooltip: markdown(
				(text) => text(clip(written.text, 1000)),
				(text) => text([written.actor, age].filter(Boolean).join(' · ')),
			),
			spoken: [clip(written.text, 300), written.actor, age].filter((part) => part !== '').join(', '),
		}),
		contextValue: 'timelineNote',
		command: { command: 'faultline.showNote', title: l10n.t('Show Note'), arguments: [{ incidentId, noteId }] },
	};
}
