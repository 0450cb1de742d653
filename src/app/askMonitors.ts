import * as l10n from '@vscode/l10n';
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
 * Asks monitors one after the other, and takes in what they answer. A failure is a state of the monitor.
 *
 * @returns also where it was cancelled, then with what was brought until then, so that it is remembered: incidents were opened of it
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
	for (const setting of settings) {
		const state = before.sources[setting.id] ?? {};
		sources[setting.id] = state;
		if (signal.aborted || (!isAsked && rests(state, everyMs, now))) {
			continue;
		}
		report(setting.name);
		const asked = await ask(setting, state, memory, needs, signal);
		sources[setting.id] = asked.state;
		if (asked.taken) {
			({ memory } = asked.taken);
			for (const kind of ['opened', 'changed', 'settled'] as const) {
				for (const id of asked.taken[kind]) {
					all[kind].add(id);
				}
			}
		}
	}
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

async function ask(
	setting: SourceSetting,
	before: SourceState,
	memory: Memory,
	{ open, taking, answers, clock, log }: AskMonitorsNeeds,
	signal: AbortSignal,
): Promise<{ readonly state: SourceState; readonly taken: TakenAlerts | undefined }> {
	try {
		const source = await open(setting);
		const answer = await source.list(signal);
		const isSame = answers.get(setting.id) === answer && !isPending(memory, answer.source);
		const taken = isSame ? undefined : await takeAlerts(answer, memory, await taking(), signal);
		answers.set(setting.id, answer);
		const on = isSame ? before.on : answer.alerts.filter(isOn).length;
		return { state: { at: clock.now(), ...(on !== undefined && { on }) }, taken };
	} catch (error) {
		if (signal.aborted) {
			return { state: before, taken: undefined };
		}
		const isOurs = FaultlineError.is(error);
		log.warn(`alerts of ${setting.name}`, isOurs ? `${error.code}: ${error.message}` : error);
		const { failures = 0, at } = before;
		const now = clock.now();
		const notBefore = isOurs ? error.retryAt : undefined;
		return {
			state: {
				...(at !== undefined && { at }),
				trouble: isOurs ? error.message : l10n.t('It could not be asked; the log says why.'),
				code: isOurs ? error.code : '',
				failures: failures + 1,
				triedAt: now,
				...(notBefore !== undefined && { notBefore: Math.min(notBefore, now + LONGEST_REST_MS) }),
			},
			taken: undefined,
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
