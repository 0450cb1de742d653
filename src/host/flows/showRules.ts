import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SourceSetting } from '../../core/alerts/kinds';
import { isWebAddress } from '../../core/incident/links';
import type { MonitorRule } from '../../core/ports/alertSource';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';

/** Lists what a monitor watches: first what it cannot evaluate, which is silent whatever happens, then what fires. Choosing one opens its page. */
export async function showRules(app: App, run: Run, setting: SourceSetting): Promise<void> {
	const { name } = setting;
	const rules = await run.work(l10n.t('Asking {0} for its rules', name), async (_report, signal) => {
		const source = await app.alerts.sources.open(setting);
		return (await source.rules?.(signal)) ?? [];
	});
	if (rules.length === 0) {
		run.tell('info', l10n.t('{0} has no alerting rule, so it never tells of an alert.', name));
		return;
	}
	const picked = await vscode.window.showQuickPick(rules.toSorted(byUrgency).map(itemOf), {
		title: l10n.t('Alerting Rules of {0}', name),
		placeHolder: l10n.t('{0} rules; choose one to open its page', rules.length),
		...{ matchOnDescription: true, matchOnDetail: true },
	});
	if (picked?.url !== undefined && isWebAddress(picked.url)) {
		await vscode.commands.executeCommand('vscode.open', picked.url);
	}
}

const rank = ({ state, fault }: MonitorRule) =>
	fault === undefined ? { firing: 1, pending: 2, inactive: 3 }[state] : 0;

const byUrgency = (one: MonitorRule, other: MonitorRule) =>
	rank(one) - rank(other) || one.name.localeCompare(other.name);

function itemOf({ name, group, query, state, fault, url }: MonitorRule) {
	const icon =
		fault !== undefined ? 'error' : { firing: 'bell-dot', pending: 'watch', inactive: 'circle-outline' }[state];
	const words = {
		firing: l10n.t('firing'),
		pending: l10n.t('about to fire'),
		inactive: l10n.t('quiet'),
	};
	return {
		label: `$(${icon}) ${plainLabel(name.slice(0, 200))}`,
		description: `${fault === undefined ? words[state] : l10n.t('cannot be evaluated')} · ${plainLabel(group.slice(0, 100))}`,
		detail: plainLabel([fault ?? '', query].filter(Boolean).join(' · ').slice(0, 500)),
		url,
	};
}
