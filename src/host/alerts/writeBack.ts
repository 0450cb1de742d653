import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Incident } from '../../core/incident/record';
import type { Status } from '../../core/incident/status';
import type { App } from '../app';
import type { Runner } from '../run';
import { settings } from '../settings';
import { hearingOf, sendBack, type Verb, verbTitle } from './sendBack';

/** What a person did so long ago was asked about then. */
const JUST_NOW_MS = 60_000;

/** Watches what people here do with incidents that have alerts: monitors are told of it as the setting says, and never without it. */
export class WriteBack {
	private readonly statuses = new Map<string, Status>();

	constructor(
		private readonly app: App,
		private readonly runner: Runner,
	) {}

	/** Remembers how incidents stand, so that what changes is seen. */
	async begin(): Promise<void> {
		for (const { id, status } of (await this.app.incidents()).list()) {
			if (!this.statuses.has(id)) {
				this.statuses.set(id, status);
			}
		}
	}

	/** @param ids of incidents that changed */
	async look(ids: readonly string[]): Promise<void> {
		const incidents = await this.app.incidents();
		for (const id of ids) {
			const now = incidents.find(id)?.status;
			const before = this.statuses.get(id);
			if (now !== undefined) {
				this.statuses.set(id, now);
			}
			const verb = now === undefined || before === undefined || before === now ? undefined : verbOf(before, now);
			if (verb !== undefined && settings.alerts().writeBack !== 'never' && this.app.alerts.sources.all().length > 0) {
				const incident = await incidents.get(id);
				if (incident?.alerts && isMine(incident, incidents.me) && vscode.window.state.focused) {
					await this.offer(incident, verb);
				}
			}
		}
	}

	private async offer(incident: Incident, verb: Verb): Promise<void> {
		const hearing = await hearingOf(this.app, incident, verb);
		const [first] = hearing;
		if (!first) {
			return;
		}
		if (settings.alerts().writeBack === 'always') {
			await this.runner.run('alerts', (run) => sendBack(this.app, run, incident, verb, hearing));
			return;
		}
		const names = hearing.map(({ name }) => name).join(', ');
		const said =
			verb === 'acknowledge'
				? l10n.t('{0} is acknowledged. Shall {1} know?', incident.key, names)
				: l10n.t('{0} is resolved. Shall its alerts be resolved in {1}, too?', incident.key, names);
		this.runner.tell('info', said, {
			title: hearing.length === 1 ? verbTitle(verb, first) : l10n.t('Tell Them'),
			act: (run) => sendBack(this.app, run, incident, verb, hearing),
		});
	}
}

function verbOf(before: Status, now: Status): Verb | undefined {
	if (now === 'resolved' || (now === 'closed' && before !== 'resolved')) {
		return 'resolve';
	}
	return before === 'new' && (now === 'acknowledged' || now === 'investigating') ? 'acknowledge' : undefined;
}

/** The person at this machine did it, just now: another window's, or another person's, asks there. */
function isMine({ timeline }: Incident, me: string): boolean {
	const last = timeline.findLast(({ type }) => type === 'status.changed');
	return last !== undefined && last.actor === me && Date.now() - last.at < JUST_NOW_MS;
}
