// How the review, action items and what is verified before closing look.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type ActionItem, type ActionKind, actionKindName, isOverdue } from '../../core/incident/actions';
import { checkName } from '../../core/incident/closure';
import type { OpenAction } from '../../core/incident/summary';
import { dueWords, localDay, reviewStateName } from '../actionWords';
import { clip, item, markdown, SUBDUED } from './item';
import type { ActionNode, CheckNode, ReviewNode } from './nodeTypes';

const { None } = vscode.TreeItemCollapsibleState;

const KIND_ICONS: Readonly<Record<ActionKind, string>> = {
	prevent: 'shield',
	detect: 'eye',
	mitigate: 'pulse',
	process: 'organization',
};

export function actionItem({ incidentId, action, actionId }: ActionNode, now: number): vscode.TreeItem {
	return actionLooks({ incidentId, actionId }, action, [], now);
}

/** An action item in whichever view. @param more what is said behind it first */
export function actionLooks(
	about: { readonly incidentId: string; readonly actionId: string },
	action: OpenAction & Pick<ActionItem, 'done'>,
	more: readonly string[],
	now: number,
): vscode.TreeItem {
	const { text, kind, owner = '', issue } = action;
	const due = dueWords(action, now, vscode.env.language);
	const late = isOverdue(action, localDay(now));
	const said = [...more, due, owner].filter((part) => part !== '');
	const icon = action.done ? 'pass-filled' : late ? 'warning' : KIND_ICONS[kind];
	const color = action.done ? SUBDUED : late ? new vscode.ThemeColor('list.warningForeground') : undefined;
	return {
		...item(text, None, icon, color, {
			description: said.join(' · '),
			tooltip: markdown(
				(plain) => plain(clip(text, 1000)),
				(plain) => plain([actionKindName(kind), ...said].join(' · ')),
				(plain) => (issue === undefined ? '' : plain(issue)),
			),
			spoken: [action.done ? l10n.t('done') : '', clip(text, 300), actionKindName(kind), ...said]
				.filter((part) => part !== '')
				.join(', '),
		}),
		contextValue: ['action', action.done ? 'done' : 'open', ...(issue === undefined ? [] : ['issue'])].join('.'),
		command: { command: 'faultline.editAction', title: l10n.t('Edit Action Item'), arguments: [about] },
	};
}

export function checkItem({ incidentId, check, isDone, isNeeded, quietMinutes }: CheckNode): vscode.TreeItem {
	const name = checkName(check, { quietMinutes });
	return {
		...item(name, None, isDone ? 'pass-filled' : 'circle-large-outline', isDone ? SUBDUED : undefined, {
			description: isNeeded && !isDone ? l10n.t('needed to close') : '',
			tooltip: isDone ? l10n.t('Verified. Click to take it back.') : l10n.t('Click once it is verified.'),
			spoken: isDone ? l10n.t('{0}, verified', name) : l10n.t('{0}, not verified', name),
		}),
		contextValue: 'check',
		command: {
			command: 'faultline.checkOff',
			title: l10n.t('Check Off'),
			arguments: [{ incidentId, check, isDone: !isDone }],
		},
	};
}

export function reviewItem({ incidentId, state, isDue }: ReviewNode): vscode.TreeItem {
	const words = [state === 'none' ? '' : reviewStateName(state), isDue ? l10n.t('due before closing') : ''];
	const icon = state === 'held' ? 'pass-filled' : isDue ? 'warning' : 'book';
	return {
		...item(l10n.t('Review'), None, icon, isDue ? new vscode.ThemeColor('list.warningForeground') : undefined, {
			description: words.filter((word) => word !== '').join(' · '),
			tooltip: l10n.t('The post-incident review'),
		}),
		contextValue: 'review',
		command: { command: 'faultline.writeReview', title: l10n.t('Write Review'), arguments: [{ incidentId }] },
	};
}
