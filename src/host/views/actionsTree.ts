import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables';
import { byDue, isOverdue } from '../../core/incident/actions';
import type { IncidentSummary, OpenAction } from '../../core/incident/summary';
import { localDay } from '../actionWords';
import type { App } from '../app';
import { setContextKey } from '../contextKeys';
import { actionLooks } from './afterwardsItems';

/** What is overdue changes with the day. */
const LOOK_EVERY_MS = 10 * 60_000;

/** An open action item of an incident; what commands know it by. */
export interface ListedAction {
	readonly incidentId: string;
	readonly actionId: string;
	readonly key: string;
	readonly action: OpenAction;
}

/** The Action Items view: what is to be done about all incidents, what is overdue first, with the count of that in the badge. */
export class ActionsTree implements vscode.TreeDataProvider<ListedAction>, vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly changed = this.owned.add(new vscode.EventEmitter<undefined>());
	private readonly view: vscode.TreeView<ListedAction>;
	private listed: readonly ListedAction[] = [];

	readonly onDidChangeTreeData = this.changed.event;

	constructor(private readonly app: Pick<App, 'incidents' | 'onDidChangeIncidents' | 'log'>) {
		this.view = this.owned.add(vscode.window.createTreeView('faultline.actions', { treeDataProvider: this }));
		this.owned.add(app.onDidChangeIncidents(() => void this.refresh()));
		const looking = setInterval(() => void this.refresh(), LOOK_EVERY_MS);
		this.owned.add({ dispose: () => clearInterval(looking) });
		void this.refresh();
	}

	getTreeItem({ incidentId, actionId, key, action }: ListedAction): vscode.TreeItem {
		const about = { incidentId, actionId };
		return { ...actionLooks(about, action, [key], Date.now()), id: `${incidentId}/${actionId}` };
	}

	getChildren(node?: ListedAction): ListedAction[] {
		return node ? [] : [...this.listed];
	}

	getParent(): undefined {
		return undefined;
	}

	dispose(): void {
		this.owned.dispose();
	}

	private async refresh(): Promise<void> {
		try {
			this.listed = listedActions((await this.app.incidents()).list());
		} catch (error) {
			this.app.log.warn('action items', error); // the Incidents view says it
			return;
		}
		const today = localDay(Date.now());
		const overdue = this.listed.filter(({ action }) => isOverdue(action, today)).length;
		setContextKey('faultline.hasActions', this.listed.length > 0);
		this.view.badge =
			overdue === 0
				? undefined
				: {
						value: overdue,
						tooltip:
							overdue === 1 ? l10n.t('1 action item is overdue') : l10n.t('{0} action items are overdue', overdue),
					};
		this.changed.fire(undefined);
	}
}

/** Those that are open, what is due first before the others. */
export function listedActions(incidents: readonly IncidentSummary[]): readonly ListedAction[] {
	return incidents
		.flatMap(({ id, key, openActions = [] }) =>
			openActions.map((action) => ({ incidentId: id, actionId: action.id, key, action })),
		)
		.sort((one, other) => byDue(one.action, other.action));
}
