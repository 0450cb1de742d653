import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import { fittingFiles } from '../../core/suspects/model';
import { whyNowhere } from '../whyNowhere';
import { percent } from '../words';
import { actionItem, checkItem, reviewItem } from './afterwardsItems';
import { earlierIncidentItem, earlierItem } from './earlierNodes';
import { type Clocks, groupItem, incidentItem, moreItem } from './incidentItems';
import { clip, item, SUBDUED } from './item';
import type { ExceptionNode, FrameNode, Node, NoteNode, SectionNode, VendorNode } from './nodeTypes';
import { alertItem, attachedFileItem, linkItem, rootCauseNoteItem, timelineNoteItem } from './recordItems';
import { commitItem, deploymentItem, fileItem, opinionItem, pullRequestItem, reasonItem } from './suspectItems';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

const INNERMOST = new vscode.ThemeColor('debugIcon.breakpointCurrentStackframeForeground');

/** How a node looks. `now` is epoch milliseconds. */
export function itemOf(node: Node, now: number, clocks: Clocks): vscode.TreeItem {
	const item = looksOf(node, now, clocks);
	item.id = node.id;
	return item;
}

function looksOf(node: Node, now: number, clocks: Clocks): vscode.TreeItem {
	switch (node.kind) {
		case 'group':
			return groupItem(node);
		case 'moreIncidents':
			return moreItem(node);
		case 'incident':
			return incidentItem(node, now, clocks);
		case 'trace':
		case 'commits':
		case 'files':
		case 'dismissed':
		case 'ruledOut':
		case 'alerts':
		case 'links':
		case 'attachedFiles':
		case 'timelineNotes':
		case 'actions':
		case 'checks':
		case 'rootCauseNotes':
			return sectionItem(node);
		case 'action':
			return actionItem(node, now);
		case 'check':
			return checkItem(node);
		case 'review':
			return reviewItem(node);
		case 'exception':
			return exceptionItem(node);
		case 'frame':
			return frameItem(node);
		case 'vendorFrames':
			return vendorItem(node);
		case 'commit':
			return commitItem(node, now);
		case 'pullRequest':
			return pullRequestItem(node, now);
		case 'deployment':
			return deploymentItem(node, now);
		case 'file':
			return fileItem(node);
		case 'secondOpinion':
			return item(l10n.t('Second Opinion'), Collapsed, 'comment-discussion', undefined, {
				description: l10n.t('what other rules would name'),
				tooltip: l10n.t('The commits that Sentry’s and Datadog’s published rules would name for this stack trace'),
			});
		case 'earlier':
			return earlierItem();
		case 'earlierIncident':
			return earlierIncidentItem(node, now);
		case 'opinion':
			return opinionItem(node, now);
		case 'reason':
			return reasonItem(node);
		case 'note':
			return noteItem(node);
		case 'link':
			return linkItem(node, now);
		case 'alert':
			return alertItem(node, now);
		case 'attachedFile':
			return attachedFileItem(node);
		case 'rootCauseNote':
			return rootCauseNoteItem(node);
		case 'timelineNote':
			return timelineNoteItem(node, now);
		default:
			return assertNever(node);
	}
}

function sectionItem({ kind, count, hint, tooltip, best, confirmed = 0 }: SectionNode): vscode.TreeItem {
	switch (kind) {
		case 'trace':
			return {
				...item(l10n.t('Stack Trace'), Expanded, 'list-tree', undefined, { description: hint, tooltip }),
				contextValue: 'trace',
			};
		case 'commits':
			return {
				...item(l10n.t('Suspect Commits'), Expanded, 'git-compare', undefined, {
					description: commitsHint(count, best, confirmed),
				}),
				contextValue: 'commits',
			};
		case 'files':
			return item(l10n.t('Suspect Files'), Collapsed, 'files', undefined, { description: String(count) });
		case 'dismissed':
			return item(l10n.t('Dismissed ({0})', count), Collapsed, 'circle-slash', SUBDUED, {});
		case 'ruledOut':
			return item(l10n.t('Looked at and ruled out ({0})', count), Collapsed, 'filter', SUBDUED, {
				tooltip: l10n.t('Commits that evidence pointed at and that cannot be it, with the reason'),
			});
		case 'alerts':
			return {
				...item(l10n.t('Alerts'), Collapsed, 'bell', undefined, { description: hint }),
				contextValue: 'alerts',
			};
		case 'links':
			return {
				...item(l10n.t('Links'), Collapsed, 'link', undefined, { description: String(count) }),
				contextValue: 'links',
			};
		case 'attachedFiles':
			return {
				...item(l10n.t('Attached Files'), Collapsed, 'file-symlink-file', undefined, { description: String(count) }),
				contextValue: 'attachedFiles',
			};
		case 'timelineNotes':
			return {
				...item(l10n.t('Notes'), Collapsed, 'note', undefined, { description: String(count) }),
				contextValue: 'timelineNotes',
			};
		case 'actions':
			return {
				...item(l10n.t('Action Items'), Collapsed, 'tasklist', undefined, {
					description: count === 0 ? l10n.t('all done') : l10n.t('{0} open', count),
				}),
				contextValue: 'actions',
			};
		case 'checks':
			return {
				...item(l10n.t('Before Closing'), Collapsed, 'checklist', undefined, {
					description: count === 0 ? l10n.t('all verified') : l10n.t('{0} to verify', count),
				}),
				contextValue: 'checks',
			};
		case 'rootCauseNotes':
			return {
				...item(l10n.t('Root-Cause Notes'), Collapsed, 'bug', undefined, { description: String(count) }),
				contextValue: 'rootCauseNotes',
			};
		default:
			return assertNever(kind);
	}
}

/** `3 · first 82 %`, `3 · confirmed`: what is said of the section in a few words. */
function commitsHint(count: number, best: number, confirmed: number): string {
	if (confirmed > 0) {
		return count === 0 ? l10n.t('confirmed') : l10n.t('{0} · confirmed', count);
	}
	return best > 0 ? l10n.t('{0} · first {1}', count, percent(best, vscode.env.language)) : String(count);
}

function exceptionItem({ title, message, trace, times }: ExceptionNode): vscode.TreeItem {
	return {
		// In front, since what is behind a long title is cut off.
		...item(
			times === 1 ? title : l10n.t('{0}× {1}', times, title),
			trace === 0 ? Expanded : Collapsed,
			'error',
			undefined,
			{
				tooltip: clip(message || title, 1000),
				...(times > 1 && { spoken: l10n.t('{0}, {1} times', title, times) }),
			},
		),
		contextValue: 'exception',
	};
}

function frameItem(node: FrameNode): vscode.TreeItem {
	const { of: frame, location, isInApp, isInnermost } = node;
	const name = frame.function ?? l10n.t('(anonymous)');
	const printed = frame.file === undefined ? '' : withLine(tail(frame.file), frame.line);
	const times = frame.repeated === undefined ? '' : l10n.t('{0} calls', frame.repeated + 1);
	if (location) {
		const place = withLine(location.path, location.line ?? frame.line);
		const fitting = fittingFiles(location);
		const doubt = fitting > 1 ? l10n.t('{0} files fit', fitting) : '';
		return {
			...item(
				name,
				None,
				isInnermost ? 'debug-stackframe' : 'debug-stackframe-dot',
				isInnermost ? INNERMOST : undefined,
				{
					description: [place, times, doubt].filter((part) => part !== '').join(' · '),
					tooltip: `${place}\n${frame.raw.trim()}`,
					spoken: [name, place, times].filter((part) => part !== '').join(', '),
				},
			),
			contextValue: 'frame.located',
			command: { command: 'faultline.openFrame', title: l10n.t('Open Frame'), arguments: [refOf(node)] },
		};
	}
	const isNowhere = location === null && node.revision !== undefined;
	const why = isNowhere ? whyNowhere(frame, node.why, node.revision) : '';
	const said = isInApp ? why : why || l10n.t('vendor frame');
	return {
		...item(name, None, isInApp ? 'debug-stackframe-dot' : 'package', isInApp && !isNowhere ? undefined : SUBDUED, {
			description: [isInApp ? why : '', printed, times].filter((part) => part !== '').join(' · '),
			tooltip: [frame.raw.trim(), why].filter((part) => part !== '').join('\n'),
			spoken: [name, printed, said].filter((part) => part !== '').join(', '),
		}),
		contextValue: node.isMapped ? 'frame.mapped' : 'frame',
		// Opens what only a source map has, or says why there is nothing to open and what to do.
		...((node.isMapped || isNowhere) && {
			command: { command: 'faultline.openFrame', title: l10n.t('Open Frame'), arguments: [refOf(node)] },
		}),
	};
}

function vendorItem({ children }: VendorNode): vscode.TreeItem {
	return item(l10n.t('{0} vendor frames', children.length), Collapsed, 'package', SUBDUED, {
		tooltip: l10n.t('Calls inside libraries and the runtime'),
	});
}

function noteItem(node: NoteNode): vscode.TreeItem {
	const { label, tooltip, incidentId } = node;
	const about = [{ incidentId }];
	switch (node.note) {
		case 'problem':
			return problemItem(node);
		case 'analyzing':
			return item(label, None, 'loading~spin', undefined, {});
		case 'notAnalyzed':
			return {
				...item(label, None, 'search', undefined, { tooltip, description: l10n.t('Analyze suspects') }),
				command: { command: 'faultline.analyzeSuspects', title: l10n.t('Analyze Suspects'), arguments: about },
			};
		case 'noTrace':
			return {
				...item(label, None, 'list-tree', SUBDUED, { description: l10n.t('Add one') }),
				command: { command: 'faultline.editIncident', title: l10n.t('Edit Incident'), arguments: about },
			};
		case 'more':
			return item(label, None, 'ellipsis', SUBDUED, {});
		default:
			return assertNever(node.note);
	}
}

function problemItem({ label, tooltip, remedy }: NoteNode): vscode.TreeItem {
	const shown = item(label, None, 'info', new vscode.ThemeColor('charts.yellow'), {
		tooltip: remedy ? `${tooltip}\n${l10n.t('Press Enter: {0}', remedy.title)}` : tooltip,
		description: remedy?.title,
		spoken: remedy ? l10n.t('{0} Press Enter: {1}', label, remedy.title) : label,
	});
	return remedy
		? { ...shown, command: { command: remedy.command, title: remedy.title, arguments: [...remedy.args] } }
		: shown;
}

function refOf({ incidentId, trace, exception, frame }: FrameNode): object {
	return { incidentId, trace, exception, frame };
}

function withLine(path: string, line: number | undefined): string {
	return line === undefined ? path : `${path}:${line}`;
}

/** The last three parts of a printed path: enough to know it by, short enough for a side bar. */
function tail(path: string): string {
	const parts = path.split(/[\\/]/);
	return parts.length <= 3 ? path : `…/${parts.slice(-3).join('/')}`;
}
