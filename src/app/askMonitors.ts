import * as l10n from '@vscode/l10n';
import pLimit from 'p-limit';
import { FaultlineError } from '../base/errors';
import type { Answer, Memory } from '../core/alerts/intake';
import type { SourceSetting } from '../core/alerts/kinds';
import type { Remembered, SourceState } from '../core/alerts/memoryText';
import { isOn } from '../core/alerts/model';
import type { AlertSource } from '../core/ports/alertSource';
import type { Clock } from '../core/ports/clock';
import type { Log } from '../core/ports/log';
import { type TakeAlertsNeeds, type TakenAlerts, takeAlerts } from './takeAlerts';

/** A monitor that has trouble is asked less often, down to this. */
const TROUBLED_MS = 15 * 60_000;
/** One that wants not to be asked for longer than this is asked again all the same. */
const LONGEST_REST_MS = 60 * 60_000;

/** Monitors that are asked side by side: one that does not answer holds up none of the others, unless as many do not. */
const SIDE_BY_SIDE = 4;

export interface AskMonitorsNeeds {
	readonly settings: readonly SourceSetting[];
	readonly open: (setting: SourceSetting) => Promise<Pick<AlertSource, 'list'>>;
	readonly taking: () => Promise<TakeAlertsNeeds>;
	/** What each answered last, by the id of its setting: while that is the same object, nothing is new. Is changed. */
	readonly answers: Map<string, Answer>;
	/** How often monitors are asked, in milliseconds. */
	readonly everyMs: number;
	/** A person wants it now. */
	readonly isAsked: boolean;
	readonly report: (message: string) => void;
	readonly clock: Clock;
	readonly log: Log;
}

/** What one round of asking brought. */
export interface AlertNewsOfRound {
	/** Ids of incidents that were opened. */
	readonly opened: readonly string[];
	/** Ids of incidents that were told something. */
	readonly changed: readonly string[];
	/** Ids of incidents all of whose alerts are over by now. */
	readonly settled: readonly string[];
}

/**
 * Asks monitors a few at a time, and takes in what they answer, one after the other, as it comes. A failure is a state of the monitor.
 *
 * @returns also where it was cancelled, then with what whole answers brought until then, so that it is remembered: incidents were opened of it. Those that were
 *   opened of an answer that was being taken in are found by the next round. Never rejects, but for what `report` or `taking` throw
 */
export async function askMonitors(
	before: Remembered,
	needs: AskMonitorsNeeds,
	signal: AbortSignal,
): Promise<{ readonly next: Remembered; readonly news: AlertNewsOfRound }> {
	const { settings, clock, isAsked, everyMs, report } = needs;
	const now = clock.now();
	let { memory } = before;
	const sources: Record<string, SourceState> = {};
	const all = { opened: new Set<string>(), changed: new Set<string>(), settled: new Set<string>() };
	const [atOnce, inTurn] = [pLimit(SIDE_BY_SIDE), pLimit(1)];
	/** What was taken in until then is what the next one goes on from. */
	const take: Take = (taking) =>
		inTurn(async () => {
			const taken = await taking(memory);
			if (taken) {
				({ memory } = taken);
				for (const kind of ['opened', 'changed', 'settled'] as const) {
					for (const id of taken[kind]) {
						all[kind].add(id);
					}
				}
			}
			return taken;
		});
	const askOne = async (setting: SourceSetting, state: SourceState) => {
		if (!signal.aborted) {
			report(setting.name);
			sources[setting.id] = await ask(setting, state, take, needs, signal);
		}
	};
	await Promise.all(
		settings.map((setting) => {
			const state = before.sources[setting.id] ?? {};
			sources[setting.id] = state; // in the order of the settings
			return !isAsked && rests(state, everyMs, now) ? undefined : atOnce(askOne, setting, state);
		}),
	);
	return {
		next: { sources, memory },
		news: { opened: [...all.opened], changed: [...all.changed], settled: [...all.settled] },
	};
}

/** What failed again and again is asked ever less often; what said when it can be asked again is not asked before. */
function rests({ failures = 0, triedAt = 0, notBefore = 0 }: SourceState, everyMs: number, now: number): boolean {
	const wait = Math.min(Math.max(everyMs, TROUBLED_MS), everyMs * (2 ** Math.min(failures, 10) - 1));
	return now < notBefore || (failures > 1 && now - triedAt < wait);
}

type Take = (taking: (memory: Memory) => Promise<TakenAlerts | undefined>) => Promise<TakenAlerts | undefined>;

async function ask(
	setting: SourceSetting,
	before: SourceState,
	take: Take,
	{ open, taking, answers, clock, log }: AskMonitorsNeeds,
	signal: AbortSignal,
): Promise<SourceState> {
	try {
		const source = await open(setting);
		const answer = await source.list(signal);
		const taken = await take(async (memory) =>
			answers.get(setting.id) === answer && !isPending(memory, answer.source)
				? undefined
				: takeAlerts(answer, memory, await taking(), signal),
		);
		answers.set(setting.id, answer);
		const on = taken ? answer.alerts.filter(isOn).length : before.on;
		return { at: clock.now(), ...(on !== undefined && { on }) };
	} catch (error) {
		if (signal.aborted) {
			return before;
		}
		const isOurs = FaultlineError.is(error);
		log.warn(`alerts of ${setting.name}`, isOurs ? `${error.code}: ${error.message}` : error);
		const { failures = 0, at } = before;
		const now = clock.now();
		const notBefore = isOurs ? error.retryAt : undefined;
		return {
			...(at !== undefined && { at }),
			trouble: isOurs ? error.message : l10n.t('It could not be asked; the log says why.'),
			code: isOurs ? error.code : '',
			failures: failures + 1,
			triedAt: now,
			...(notBefore !== undefined && { notBefore: Math.min(notBefore, now + LONGEST_REST_MS) }),
		};
	}
}

/** Something waits for time to pass. */
function isPending(memory: Memory, source: string): boolean {
	for (const { record, missingAt, heldAt } of memory.values()) {
		if (record.source === source && record.state !== 'resolved' && (missingAt ?? heldAt) !== undefined) {
			return true;
		}
	}
	return false;
}
