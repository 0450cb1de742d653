import * as vscode from 'vscode';
import type { Incident } from '../../core/incident/record';
import type { Status } from '../../core/incident/status';
import type { App } from '../app';

/** What a person did so long ago was asked about then. */
const JUST_NOW_MS = 60_000;

/** Somebody who hears of it. */
export interface Heard {
	/** Whether anything is to be done, as far as it is known without the whole incident. @param before undefined where it was opened */
	wants(before: Status | undefined, now: Status): boolean;
	hear(incident: Incident, before: Status | undefined, now: Status): Promise<void>;
}

/** Watches what the person at this machine opens, and how they change its status, just now, in the window that they look at. */
export class StatusWatch {
	private readonly statuses = new Map<string, Status>();

	constructor(
		private readonly app: App,
		private readonly heard: readonly Heard[],
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
			if (now === undefined || before === now) {
				continue;
			}
			this.statuses.set(id, now);
			const wanting = this.heard.filter((one) => one.wants(before, now));
			const incident =
				wanting.length > 0 && this.app.alerts.sources.all().length > 0 && vscode.window.state.focused
					? await incidents.get(id)
					: undefined;
			if (incident && isMine(incident, before, incidents.me)) {
				for (const one of wanting) {
					await one.hear(incident, before, now);
				}
			}
		}
	}
}

/** The person at this machine did it, just now: another window's, or another person's, asks there. */
function isMine({ timeline }: Incident, before: Status | undefined, me: string): boolean {
	const last = before === undefined ? timeline[0] : timeline.findLast(({ type }) => type === 'status.changed');
	return last !== undefined && last.actor === me && Date.now() - last.at < JUST_NOW_MS;
}
