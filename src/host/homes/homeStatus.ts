import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HomeState } from '../../core/ports/storeHome';

/** Says in the status bar that the team's server cannot be reached, and what waits for it; nothing while all is well. */
export class HomeStatus implements vscode.Disposable {
	private item: vscode.StatusBarItem | undefined;

	show({ kind, queued, problem }: HomeState): void {
		if (kind !== 'offline' && queued === 0) {
			this.hide();
			return;
		}
		this.item ??= this.made();
		this.item.text =
			kind === 'offline'
				? queued === 0
					? l10n.t('$(debug-disconnect) Incidents: offline')
					: l10n.t('$(debug-disconnect) Incidents: offline, {0} to send', queued)
				: l10n.t('$(sync) Incidents: {0} to send', queued);
		const waiting =
			queued === 0 ? '' : l10n.t('{0} changes are kept on this disk and are sent when the server is back.', queued);
		this.item.tooltip = [problem, waiting].filter(Boolean).join('\n');
		this.item.accessibilityInformation = {
			label: [this.item.text.replace(/\$\(.*?\) /, ''), problem].filter(Boolean).join('. '),
		};
		this.item.show();
	}

	hide(): void {
		this.item?.hide();
	}

	dispose(): void {
		this.item?.dispose();
	}

	private made(): vscode.StatusBarItem {
		const item = vscode.window.createStatusBarItem('faultline.home', vscode.StatusBarAlignment.Left);
		item.name = l10n.t('Faultline: Incident Home');
		item.command = 'faultline.changeHome';
		return item;
	}
}
