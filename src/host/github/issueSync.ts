import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { OF_ONE } from '../../app/followedPullRequests';
import type { Incidents } from '../../app/incidents';
import { type FollowedAction, syncAction } from '../../app/syncActions';
import { isSentByItself, type LinkedIssue, receive, type SyncNeeds, send, waitingWords } from '../../app/syncIssue';
import { Disposables } from '../../base/disposables';
import { FaultlineError, isAbort } from '../../base/errors';
import { numberInAddress } from '../../core/github/remote';
import { waiting } from '../../core/github/sync';
import type { Incident } from '../../core/incident/record';
import type { Clock } from '../../core/ports/clock';
import type { Log } from '../../core/ports/log';
import { labelRules } from '../flows/fillFromIssue';
import { onDidChangeSettings, settings } from '../settings';
import type { GitHub, GitHubHost } from './service';

/** While the window has the focus; nobody looks at another one, so nothing is asked for it. */
const EVERY_MS = 60_000;
/** Where the host has trouble it is asked less often, down to this. */
const TROUBLED_MS = 15 * 60_000;
/** What changed here is looked at so long after the last change. */
const SETTLED_MS = 2000;
/** So many incidents are followed at a time, those that changed last. */
const FOLLOWED = 50;
/** An incident is followed so long after it was closed. */
const CLOSED_MS = 7 * 86_400_000;

/** Whether what is new here goes by itself: from the window that has the focus, since each window on the same incidents would send it. */
const maySend = () => settings.github().sync === 'send' && vscode.window.state.focused;

export interface IssueSyncNeeds {
	readonly incidents: () => Promise<Incidents>;
	readonly github: Pick<GitHub, 'known' | 'quietly' | 'tell'>;
	readonly log: Log;
	readonly clock: Clock;
	readonly alive: AbortSignal;
}

/** How an issue is followed, beside what the incident remembers of it. */
export interface IssueState {
	/** When it was looked at last, epoch milliseconds. */
	readonly at?: number;
	/** Why it could not be looked at, in a sentence. */
	readonly trouble?: string;
}

/** Follows the issues that incidents are linked to: what is new there comes in; what is new here is sent where the person said so, else it waits. */
export class IssueSyncs implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly states = new Map<string, IssueState>();
	private readonly changed = new Set<string>();
	/** Issues of action items that were asked for in this session. */
	private readonly asked = new Set<string>();
	private timer: ReturnType<typeof setTimeout> | undefined;
	private settling: ReturnType<typeof setTimeout> | undefined;
	private lastAt = 0;
	private troubles = 0;
	private running: Promise<void> = Promise.resolve();

	constructor(private readonly needs: IssueSyncNeeds) {
		this.owned.add(vscode.window.onDidChangeWindowState(() => this.schedule()));
		this.owned.add(onDidChangeSettings('github.sync', () => this.schedule()));
		this.owned.add({
			dispose: () => {
				clearTimeout(this.timer);
				clearTimeout(this.settling);
			},
		});
		this.schedule();
	}

	state(incidentId: string, url: string): IssueState {
		return this.states.get(`${incidentId} ${url}`) ?? {};
	}

	/** Incidents changed: a new link is looked at at once, and what may be sent by itself is. */
	look(ids: readonly string[]): void {
		for (const id of ids) {
			this.changed.add(id);
		}
		clearTimeout(this.settling);
		this.settling = setTimeout(() => {
			const some = [...this.changed];
			this.changed.clear();
			this.later(async () => {
				const isDue = (incident: Incident, { url }: LinkedIssue) =>
					!incident.synced?.some((one) => one.url === url) ||
					(maySend() && waiting(incident, url).some((what) => isSentByItself(incident, { url, number: 0 }, what)));
				await this.syncAll(some, isDue);
			});
		}, SETTLED_MS);
	}

	/** Issues of an incident that can be followed. */
	issuesOf({ links = [] }: Incident): readonly LinkedIssue[] {
		return links.flatMap(({ kind, url }): readonly LinkedIssue[] => {
			const at = kind === 'issue' ? numberInAddress(url, this.needs.github.known()) : undefined;
			return at?.kind === 'issue' ? [{ url, number: at.number, repository: at.repository }] : [];
		});
	}

	/** What asks and changes, over a host that somebody is signed in to. */
	async overHost(tracker: GitHubHost): Promise<SyncNeeds> {
		const placeOf = (url: string) => numberInAddress(url, this.needs.github.known());
		return { incidents: await this.needs.incidents(), tracker, rules: labelRules(), placeOf };
	}

	/**
	 * Looks at one issue now.
	 *
	 * @throws FaultlineError `github.*`
	 */
	async sync(tracker: GitHubHost, incident: Incident, issue: LinkedIssue, signal: AbortSignal): Promise<Incident> {
		const key = `${incident.id} ${issue.url}`;
		try {
			const needs = await this.overHost(tracker);
			let now = await receive(needs, incident.id, issue, signal);
			if (maySend()) {
				const due = waitingWords(now, issue).filter(({ what }) => isSentByItself(now, issue, what));
				now = due.length > 0 ? (await send(needs, incident.id, issue, due, signal)).incident : now;
			}
			this.states.set(key, { at: this.needs.clock.now() });
			return now;
		} catch (error) {
			if (!isAbort(error)) {
				const trouble = FaultlineError.is(error)
					? error.message
					: l10n.t('It could not be looked at; the log says why.');
				this.states.set(key, { ...this.states.get(key), trouble });
			}
			throw error;
		} finally {
			this.needs.github.tell(incident.id);
		}
	}

	dispose(): void {
		this.owned.dispose();
	}

	private schedule(): void {
		clearTimeout(this.timer);
		if (this.needs.alive.aborted || !vscode.window.state.focused) {
			return;
		}
		const every = Math.min(TROUBLED_MS, EVERY_MS * 2 ** this.troubles);
		const jitter = 0.8 + Math.random() * 0.4; // so that windows of a team do not ask together
		const due = this.lastAt + every * jitter - this.needs.clock.now();
		this.timer = setTimeout(() => this.later(() => this.syncAll()), Math.max(1000, due));
	}

	/** One round after the other; a failure is a state that is shown, and a line in the log. */
	private later(work: () => Promise<void>): void {
		this.running = this.running.then(async () => {
			try {
				await work();
			} catch (error) {
				if (!isAbort(error)) {
					this.needs.log.warn('issues', error);
				}
			}
			this.schedule();
		});
	}

	private async syncAll(
		ids?: readonly string[],
		isDue: (incident: Incident, issue: LinkedIssue) => boolean = () => true,
	): Promise<void> {
		const { incidents, github, log, clock, alive } = this.needs;
		this.lastAt = ids ? this.lastAt : clock.now();
		if (settings.github().sync === 'off' || !vscode.workspace.isTrusted) {
			return;
		}
		const all = await incidents();
		const troubled = new Set<string>();
		for (const id of ids ?? this.followed(all)) {
			alive.throwIfAborted();
			const incident = await all.get(id);
			for (const issue of incident && !incident.isDeleted ? this.issuesOf(incident) : []) {
				const { host: name } = issue.repository;
				const isAsked = incident && isDue(incident, issue) && !troubled.has(name);
				const host = isAsked ? await github.quietly(name) : undefined;
				if (!incident || !host) {
					continue;
				}
				try {
					await this.sync(host, incident, issue, alive);
				} catch (error) {
					alive.throwIfAborted();
					log.warn(`issue #${issue.number}`, FaultlineError.is(error) ? `${error.code}: ${error.message}` : error);
					if (!FaultlineError.is(error) || !OF_ONE.includes(error.code)) {
						troubled.add(name); // the others there would fare no better
					}
				}
			}
		}
		await this.syncActions(all, ids);
		this.troubles = troubled.size > 0 ? Math.min(this.troubles + 1, 4) : 0;
	}

	/** Action items whose issues were closed are done. @param ids incidents of which only those are asked for that were not yet */
	private async syncActions(all: Incidents, ids: readonly string[] | undefined): Promise<void> {
		const { github, log, alive } = this.needs;
		for (const id of ids ?? this.followed(all)) {
			const incident = await all.get(id);
			for (const one of incident && !incident.isDeleted ? this.actionsOf(incident) : []) {
				const key = `${one.action} ${one.issue.url}`;
				const host = ids && this.asked.has(key) ? undefined : await github.quietly(one.issue.repository.host);
				if (!incident || !host) {
					continue;
				}
				this.asked.add(key);
				try {
					await syncAction(all, host, incident, one, alive);
				} catch (error) {
					alive.throwIfAborted();
					log.warn(`issue #${one.issue.number} of an action item`, FaultlineError.is(error) ? error.message : error);
				}
			}
		}
	}

	/** Action items of an incident that an issue is followed for; not those that a person said are done. */
	actionsOf({ actions = [] }: Incident): readonly FollowedAction[] {
		return actions.flatMap(({ id, issue, done }): readonly FollowedAction[] => {
			const at =
				issue === undefined || done?.by === 'person' ? undefined : numberInAddress(issue, this.needs.github.known());
			return issue !== undefined && at?.kind === 'issue'
				? [{ action: id, issue: { url: issue, number: at.number, repository: at.repository } }]
				: [];
		});
	}

	private followed(all: Incidents): readonly string[] {
		const now = this.needs.clock.now();
		return all
			.list()
			.filter(
				({ closedAt, openActions }) =>
					closedAt === undefined || now - closedAt < CLOSED_MS || openActions?.some(({ issue }) => issue !== undefined),
			)
			.toSorted((one, other) => other.lastChangeAt - one.lastChangeAt)
			.slice(0, FOLLOWED)
			.map(({ id }) => id);
	}
}
