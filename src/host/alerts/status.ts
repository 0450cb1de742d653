import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SourceSetting } from '../../core/alerts/kinds';
import type { SourceState } from '../../core/alerts/memoryText';
import { sourceWords } from '../alertWords';

/** Says in the status bar how monitors stand; nothing where none is named. */
export class AlertStatus implements vscode.Disposable {
	private item: vscode.StatusBarItem | undefined;

	show(sources: readonly SourceSetting[], stateOf: (id: string) => SourceState): void {
		if (sources.length === 0) {
			this.item?.hide();
			return;
		}
		this.item ??= this.made();
		const troubled = sources.filter(({ id }) => stateOf(id).trouble !== undefined);
		const [first] = troubled;
		const on = sources.reduce((sum, { id }) => sum + (stateOf(id).on ?? 0), 0);
		this.item.text = first
			? troubled.length === 1
				? l10n.t('$(bell-slash) {0}: no answer', first.name)
				: l10n.t('$(bell-slash) {0} monitors do not answer', troubled.length)
			: on === 0
				? '$(bell)'
				: `$(bell-dot) ${on}`;
		this.item.backgroundColor = first && new vscode.ThemeColor('statusBarItem.warningBackground');
		const lines = sources.map(
			({ id, name }) => `${name}: ${sourceWords(stateOf(id), Date.now(), vscode.env.language)}`,
		);
		this.item.tooltip = lines.join('\n');
		this.item.accessibilityInformation = { label: [l10n.t('Alerts: {0}', on), ...lines].join('. ') };
		this.item.show();
	}

	dispose(): void {
		this.item?.dispose();
	}

	private made(): vscode.StatusBarItem {
		const item = vscode.window.createStatusBarItem('faultline.alerts', vscode.StatusBarAlignment.Left);
		item.name = l10n.t('Faultline: Alerts');
		item.command = 'faultline.manageAlertSources';
		return item;
	}
}
