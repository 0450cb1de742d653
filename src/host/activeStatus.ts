import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Incidents } from '../app/incidents';
import { Disposables } from '../base/disposables';
import type { IncidentSummary } from '../core/incident/summary';
import { isOver } from '../core/incident/triage/groups';
import type { ActiveIncidents } from './activeIncident';
import { type ActiveStatusText, activeStatusText } from './activeStatusText';
import type { App } from './app';
import type { IncidentClocks } from './clocks';
import { dutySentence } from './dutyWords';
import { plainMarkdown } from './plainMarkdown';
import { statusName } from './words';

/** What the tooltip's links may run, and nothing else. */
const LINKED = [
	'faultline.openIncident',
	'faultline.setStatus',
	'faultline.writeUpdate',
	'faultline.escalate',
	'faultline.chooseActiveIncident',
] as const;

interface Needs extends Pick<App, 'onDidChangeIncidents' | 'log'> {
	readonly active: ActiveIncidents;
	readonly clocks: IncidentClocks;
	readonly incidents: () => Promise<Incidents>;
}

/** The active incident in the status bar: how long it goes on, and what is due next. Only this one is looked at as time goes by. */
export class ActiveStatus implements vscode.Disposable {
	private readonly owned = new Disposables();
	private item: vscode.StatusBarItem | undefined;
	private again: ReturnType<typeof setTimeout> | undefined;
	private shown: IncidentSummary | undefined;

	constructor(private readonly needs: Needs) {
		const draw = () => void this.look();
		this.owned.add(needs.active.onDidChange(draw));
		this.owned.add(needs.clocks.onDidChange(draw));
		this.owned.add(needs.onDidChangeIncidents(draw));
		draw();
	}

	dispose(): void {
		clearTimeout(this.again);
		this.owned.dispose();
		this.item?.dispose();
	}

	private async look(): Promise<void> {
		try {
			const incidents = await this.needs.incidents();
			await this.needs.clocks.ready();
			this.shown = shownOf(incidents, this.needs.active);
			this.draw();
		} catch (error) {
			this.needs.log.debug('status bar', error); // the view says why they cannot be read
		}
	}

	private draw(): void {
		clearTimeout(this.again);
		const incident = this.shown;
		if (!incident) {
			this.item?.hide();
			return;
		}
		const now = Date.now();
		const said = activeStatusText(incident, this.needs.clocks.of(incident, now), now, vscode.env.language);
		this.item ??= made();
		if (this.item.text !== said.text || this.item.accessibilityInformation?.label !== said.spoken) {
			this.item.text = said.text;
			this.item.accessibilityInformation = { label: said.spoken };
			this.item.backgroundColor = background(said.tone);
			this.item.tooltip = tooltip(incident, said);
			this.item.command = {
				title: l10n.t('Open Incident'),
				command: 'faultline.openIncident',
				arguments: [{ incidentId: incident.id }],
			};
		}
		this.item.show();
		this.again = setTimeout(() => this.draw(), said.againInMs);
	}
}

/** The one that was opened or chosen last, until it is closed; else the major incident that began last. */
function shownOf(incidents: Incidents, active: ActiveIncidents): IncidentSummary | undefined {
	const id = active.get();
	const chosen = id === undefined ? undefined : incidents.find(id);
	if (chosen && chosen.id === id && !chosen.isDeleted && chosen.status !== 'closed') {
		return chosen;
	}
	return active.mayGuess ? incidents.list().find((one) => one.isMajor && !isOver(one)) : undefined;
}

function made(): vscode.StatusBarItem {
	const item = vscode.window.createStatusBarItem('faultline.active', vscode.StatusBarAlignment.Left, 10);
	item.name = l10n.t('Faultline: Active Incident');
	return item;
}

function background(tone: ActiveStatusText['tone']): vscode.ThemeColor | undefined {
	return tone === 'usual' ? undefined : new vscode.ThemeColor(`statusBarItem.${tone}Background`);
}

/** What others wrote is text in it; its links run commands of ours, and only those. */
function tooltip(incident: IncidentSummary, { duties }: ActiveStatusText): vscode.MarkdownString {
	const { id, key, title, priority, status, isMajor } = incident;
	const text = (raw: string) => plainMarkdown(raw.replaceAll(/\s+/g, ' ').slice(0, 300));
	const link = (name: string, command: (typeof LINKED)[number], withIncident = true) =>
		`[${name}](command:${command}${withIncident ? `?${encodeURIComponent(JSON.stringify([{ incidentId: id }]))}` : ''})`;
	const result = new vscode.MarkdownString(
		[
			`**${text(title)}**`,
			text(
				[key, priority, statusName(status), isMajor ? l10n.t('major incident') : '']
					.filter((part) => part !== '')
					.join(' · '),
			),
			...duties.map((duty) => text(dutySentence(duty, vscode.env.language))),
			[
				link(l10n.t('Open'), 'faultline.openIncident'),
				link(l10n.t('Set Status…'), 'faultline.setStatus'),
				link(l10n.t('Write Update…'), 'faultline.writeUpdate'),
				...(isOver(incident) ? [] : [link(l10n.t('Escalate…'), 'faultline.escalate')]),
				link(l10n.t('Choose Another…'), 'faultline.chooseActiveIncident', false),
			].join(' · '),
		].join('\n\n'),
	);
	result.isTrusted = { enabledCommands: LINKED };
	result.supportHtml = false;
	return result;
}
