import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Incidents } from '../app/incidents';
import { Disposables } from '../base/disposables';
import { type Duty, dutiesOf, nextDutyTurn, toWarnOf } from '../core/incident/duties';
import type { IncidentSummary } from '../core/incident/summary';
import { isSamePerson } from '../core/incident/triage/filter';
import { isOver } from '../core/incident/triage/groups';
import type { App } from './app';
import type { IncidentClocks } from './clocks';
import { dutyName, dutySentence } from './dutyWords';
import type { Button, Runner } from './run';
import { settings } from './settings';
import { clip } from './views/item';

const KEY = 'faultline.warned';
/** So many warnings are remembered, the last ones: they are about what is due now. */
const REMEMBERED = 1000;
/** More at once are told in one message. */
const EACH_BY_ITSELF = 2;
/** So many are named in it. */
const NAMED = 5;
/** A window that nobody looks at leaves the word to others for so long. */
const OTHERS_FIRST_MS = 3000;
/** The longest time a timer takes. */
const TIMER_LIMIT_MS = 2 ** 31 - 1;

interface Needs extends Pick<App, 'onDidChangeIncidents' | 'active' | 'log'> {
	readonly clocks: IncidentClocks;
	readonly incidents: () => Promise<Incidents>;
	/** The machine's, as far as VS Code shares it between windows. */
	readonly memory: vscode.Memento;
	readonly runner: Pick<Runner, 'tell'>;
	/** When the window began; what was missed before is not told. Epoch milliseconds. */
	readonly since: number;
}

interface Warning {
	readonly key: string;
	readonly incident: IncidentSummary;
	readonly duty: Duty;
}

/** Warns before targets and updates are missed, each once. There is one timer, for the next turn of any incident; only those that turn are looked at. */
export class TargetWarnings implements vscode.Disposable {
	private readonly owned = new Disposables();
	/** When each open incident has something else to say next. */
	private readonly turns = new Map<string, number>();
	private timer: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly needs: Needs) {
		this.owned.add(needs.onDidChangeIncidents((ids) => void this.look(ids)));
		this.owned.add(needs.clocks.onDidChange(() => void this.look('all')));
		void this.look('all');
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.owned.dispose();
	}

	/** Never rejects: who cannot read incidents is told so by the view. */
	private async look(which: readonly string[] | 'all'): Promise<void> {
		try {
			const incidents = await this.needs.incidents();
			await this.needs.clocks.ready();
			const ids = which === 'all' ? incidents.list().map(({ id }) => id) : which;
			const now = Date.now();
			const warnings = ids.flatMap((id) => this.turn(id, incidents, now));
			this.wait(now);
			await this.warn(warnings);
		} catch (error) {
			this.needs.log.debug('target warnings', error);
		}
	}

	/** Notes when an incident turns next. @returns what there is to warn of now */
	private turn(id: string, incidents: Incidents, now: number): readonly Warning[] {
		const incident = incidents.find(id);
		this.turns.delete(id);
		if (!incident || incident.id !== id || incident.isDeleted || isOver(incident)) {
			return [];
		}
		const clock = this.needs.clocks.of(incident, now);
		const next = nextDutyTurn(incident, clock, now);
		if (next !== undefined) {
			this.turns.set(id, next);
		}
		if (!this.isWanted(incident, incidents.me)) {
			return [];
		}
		return toWarnOf(dutiesOf(incident, clock, now), this.needs.since).map((duty) => ({
			key: `${id} ${duty.of} ${duty.dueAt}`,
			incident,
			duty,
		}));
	}

	private isWanted({ id, assignee }: IncidentSummary, me: string): boolean {
		const which = settings.targetWarnings();
		return (
			which === 'all' ||
			(which === 'mine' && (!assignee || isSamePerson(assignee, me) || this.needs.active.get() === id))
		);
	}

	private wait(now: number): void {
		clearTimeout(this.timer);
		let next = Number.POSITIVE_INFINITY;
		for (const time of this.turns.values()) {
			next = Math.min(next, time);
		}
		if (Number.isFinite(next)) {
			this.timer = setTimeout(
				() => {
					const at = Date.now();
					void this.look([...this.turns].flatMap(([id, time]) => (time <= at ? id : [])));
				},
				Math.min(Math.max(0, next - now), TIMER_LIMIT_MS),
			);
		}
	}

	private async warn(warnings: readonly Warning[]): Promise<void> {
		if (this.unsaid(warnings).length > 0 && !vscode.window.state.focused) {
			await new Promise((resolve) => setTimeout(resolve, OTHERS_FIRST_MS));
		}
		const unsaid = this.unsaid(warnings);
		if (unsaid.length === 0) {
			return;
		}
		const said = [...this.said(), ...unsaid.map(({ key }) => key)].slice(-REMEMBERED);
		const kept = this.needs.memory.update(KEY, said);
		if (unsaid.length > EACH_BY_ITSELF) {
			this.tellTogether(unsaid);
		} else {
			for (const warning of unsaid) {
				this.needs.runner.tell('warning', sentenceOf(warning), ...buttonsFor(warning));
			}
		}
		await kept;
	}

	private unsaid(warnings: readonly Warning[]): readonly Warning[] {
		const said = new Set(this.said());
		return warnings.filter(({ key }) => !said.has(key));
	}

	private said(): readonly string[] {
		const kept = this.needs.memory.get<unknown>(KEY);
		return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
	}

	private tellTogether(warnings: readonly Warning[]): void {
		const inOrder = [...warnings].sort((a, b) => a.duty.dueAt - b.duty.dueAt);
		const named = inOrder.slice(0, NAMED).map(({ incident: { key }, duty: { of } }) => `${key} (${dutyName(of)})`);
		const rest = warnings.length - named.length;
		const list = named.join(', ');
		this.needs.runner.tell(
			'warning',
			rest > 0
				? l10n.t('{0} things are nearly due or overdue: {1}, and {2} more.', warnings.length, list, rest)
				: l10n.t('{0} things are nearly due or overdue: {1}.', warnings.length, list),
			{ title: l10n.t('Show Incidents'), command: 'faultline.incidents.focus' },
		);
	}
}

function sentenceOf({ incident: { key, title }, duty }: Warning): string {
	return l10n.t(
		'{0} “{1}”: {2}',
		key,
		clip(title.replaceAll(/\s+/g, ' '), 80),
		dutySentence(duty, vscode.env.language),
	);
}

function buttonsFor({ incident: { id }, duty: { of } }: Warning): readonly Button[] {
	const args = [{ incidentId: id }];
	const open: Button = { title: l10n.t('Open Incident'), command: 'faultline.openIncident', args };
	return {
		acknowledge: [{ title: l10n.t('Acknowledge'), command: 'faultline.acknowledge', args }, open],
		resolve: [open, { title: l10n.t('Set Status…'), command: 'faultline.setStatus', args }],
		update: [
			{ title: l10n.t('Compose Update…'), command: 'faultline.composeUpdate', args },
			{ title: l10n.t('Put Off…'), command: 'faultline.snoozeUpdate', args },
			open,
		],
	}[of];
}
