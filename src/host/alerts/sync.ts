import * as vscode from 'vscode';
import { type AlertNewsOfRound, askMonitors } from '../../app/askMonitors';
import type { TextDraft } from '../../app/draft';
import type { Incidents } from '../../app/incidents';
import { type TakeAlertsNeeds, takeAlerts } from '../../app/takeAlerts';
import { Disposables } from '../../base/disposables';
import { Emitter } from '../../base/emitter';
import { isAbort } from '../../base/errors';
import { type Breather, runInSlices } from '../../base/slices';
import { unlessAborted } from '../../base/unlessAborted';
import type { Answer, Memory } from '../../core/alerts/intake';
import { memoryText, NOTHING, type Remembered, readMemory, type SourceState } from '../../core/alerts/memoryText';
import type { AlertMemory } from '../../core/ports/alertMemory';
import type { Clock } from '../../core/ports/clock';
import type { Log } from '../../core/ports/log';
import { folderNamed } from '../flows/chooseRepository';
import { onDidChangeSettings, settings } from '../settings';
import type { AlertSources } from './sources';

/** A window without the focus asks so many times more seldom. */
const BACKGROUND_TIMES = 10;
/** A window takes over from another one that has not asked for so many times as long as it should: it was closed, or nobody looks at it. */
const OTHERS_TIMES = 2;
/** So long a person's wish waits for another window that is asking. */
const WAIT_MS = 20_000;

export interface SyncNeeds {
	readonly sources: AlertSources;
	readonly incidents: () => Promise<Incidents>;
	readonly draft: (text: string, signal: AbortSignal) => Promise<TextDraft>;
	/** What is kept for the home of incidents that is open now. */
	readonly memory: () => Promise<AlertMemory>;
	readonly tell: (news: AlertNewsOfRound) => void;
	/** Hears which incidents were opened here, by their ids, whoever wanted monitors to be asked. */
	readonly opened: (ids: readonly string[]) => void;
	readonly breather: Breather;
	readonly clock: Clock;
	readonly log: Log;
	readonly alive: AbortSignal;
}

/** Asks monitors while the window is there, one window of a machine at a time. A failure is a state of the monitor, never a message. */
export class AlertSync implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly changed = this.owned.add(new Emitter<void>());
	private timer: ReturnType<typeof setTimeout> | undefined;
	private remembered: Remembered = NOTHING;
	/** As far as it is known here, epoch milliseconds. */
	private polledAt = 0;
	/** When this window asked last; the window that asked last goes on doing so. */
	private askedAt = 0;
	private kept: AlertMemory | undefined;
	/** What each answered last: while that is the same object, nothing is new. */
	private readonly answers = new Map<string, Answer>();
	private running: Promise<unknown> = Promise.resolve();

	/** Tells that monitors were asked, here or in another window. */
	readonly onDidChange = this.changed.event;

	constructor(private readonly needs: SyncNeeds) {
		this.owned.add(vscode.window.onDidChangeWindowState(() => this.schedule()));
		this.owned.add(onDidChangeSettings('alerts', () => this.schedule()));
		this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.schedule()));
		this.owned.add({ dispose: () => clearTimeout(this.timer) });
		this.schedule();
	}

	state(id: string): SourceState {
		return this.remembered.sources[id] ?? {};
	}

	get memory(): Memory {
		return this.remembered.memory;
	}

	/** Asks all monitors now, whichever window did so last. @returns undefined where another window is at it */
	fetch(signal: AbortSignal, report: (message: string) => void = () => {}): Promise<AlertNewsOfRound | undefined> {
		const either = AbortSignal.any([signal, this.needs.alive]);
		return unlessAborted(
			this.inTurn(() => this.round(true, report, either)),
			either,
		);
	}

	/** Takes in what did not come from a monitor, but from a person: a saved payload. */
	take(answer: Answer, signal: AbortSignal): Promise<AlertNewsOfRound | undefined> {
		return this.inTurn(() =>
			this.exclusively(WAIT_MS, async () => {
				const { memory, ...news } = await takeAlerts(
					answer,
					this.remembered.memory,
					{ ...(await this.taking()), isAsked: true },
					signal,
				);
				await this.remember({ ...this.remembered, memory });
				this.needs.opened(news.opened);
				return news;
			}),
		);
	}

	dispose(): void {
		this.owned.dispose();
	}

	private inTurn<T>(work: () => Promise<T>): Promise<T> {
		const mine = this.running.then(work);
		this.running = mine.catch(() => {});
		return mine;
	}

	private get everyMs(): number {
		const { pollSeconds } = settings.alerts();
		return pollSeconds * 1000 * (vscode.window.state.focused ? 1 : BACKGROUND_TIMES);
	}

	/** No other window has asked since this one did. */
	private get isOurs(): boolean {
		return this.askedAt !== 0 && this.polledAt === this.askedAt;
	}

	private schedule(): void {
		clearTimeout(this.timer);
		if (this.needs.alive.aborted || this.needs.sources.all().length === 0 || !vscode.workspace.isTrusted) {
			return;
		}
		const jitter = 0.8 + Math.random() * 0.4; // so that the machines of a team do not ask together
		const turn = this.isOurs ? 1 : OTHERS_TIMES;
		const due = this.polledAt + this.everyMs * turn * jitter - this.needs.clock.now();
		const isFirst = this.polledAt === 0;
		this.timer = setTimeout(
			() => {
				void this.inTurn(async () => {
					try {
						const news = await this.round(false, () => {}, this.needs.alive);
						if (news) {
							this.needs.tell(news);
						}
					} catch (error) {
						if (!isAbort(error)) {
							this.needs.log.warn('alerts', error);
						}
					}
					this.schedule();
				});
			},
			Math.min(Math.max(isFirst ? 2000 : 1000, due), 2 ** 31 - 1),
		);
	}

	/** Reads what other windows kept, works on it, and lets no other one do so meanwhile. */
	private async exclusively<T>(waitMs: number, work: () => Promise<T>): Promise<T | undefined> {
		const memory = await this.needs.memory();
		if (memory !== this.kept) {
			this.kept = memory; // another home of incidents
			this.remembered = NOTHING;
			this.answers.clear();
		}
		let result: T | undefined;
		await memory.exclusively(waitMs, async () => {
			const news = await memory.news();
			if (news !== undefined) {
				this.remembered = await runInSlices(readMemory(news), this.needs.breather, this.needs.alive);
				this.answers.clear(); // another window was told of what came meanwhile
				this.changed.fire();
			}
			result = await work();
		});
		return result;
	}

	private async remember(next: Remembered): Promise<void> {
		this.remembered = next;
		await this.kept?.write(await runInSlices(memoryText(next), this.needs.breather, this.needs.alive));
		this.changed.fire();
	}

	/** @param isAsked a person wants it now */
	private round(
		isAsked: boolean,
		report: (message: string) => void,
		signal: AbortSignal,
	): Promise<AlertNewsOfRound | undefined> {
		return this.exclusively(isAsked ? WAIT_MS : 0, async () => {
			const { clock, sources, log } = this.needs;
			const now = clock.now();
			const polledAt = (await this.kept?.polledAt()) ?? 0;
			this.polledAt = Math.min(polledAt, now);
			if (!isAsked && now - this.polledAt < this.everyMs * (this.isOurs ? 0.7 : OTHERS_TIMES * 0.7)) {
				return undefined; // another window has asked, and goes on
			}
			this.polledAt = now;
			this.askedAt = now;
			await this.kept?.polled(now);
			const before = this.remembered;
			const { next, news } = await askMonitors(
				before,
				{
					...{ settings: sources.all(), open: (setting) => sources.open(setting), taking: () => this.taking() },
					...{ answers: this.answers, everyMs: this.everyMs, isAsked, report, clock, log },
				},
				signal,
			);
			if (next.memory === before.memory && sameStates(next.sources, before.sources)) {
				this.remembered = next; // nothing that would be worth a file
				this.changed.fire();
			} else {
				await this.remember(next);
			}
			this.needs.opened(news.opened);
			signal.throwIfAborted();
			return news;
		});
	}

	private async taking(): Promise<TakeAlertsNeeds> {
		return {
			incidents: await this.needs.incidents(),
			draft: this.needs.draft,
			rules: settings.alerts().rules,
			matrix: settings.priorityMatrix(),
			categories: settings.categories().map(({ id }) => id),
			defaultCategory: settings.defaultCategory(),
			repositoryOf: folderNamed,
			breather: this.needs.breather,
			now: this.needs.clock.now(),
		};
	}
}

function sameStates(one: Readonly<Record<string, SourceState>>, other: Readonly<Record<string, SourceState>>): boolean {
	const plain = (states: typeof one) =>
		JSON.stringify(Object.entries(states).map(([id, { at: _, triedAt: __, ...rest }]) => [id, rest]));
	return plain(one) === plain(other);
}
