import * as v from 'valibot';
import { PRIORITIES, type Priority } from './priority';
import type { IncidentSummary } from './summary';

/** How soon an incident is to be answered, in minutes; `null` where nothing is promised. */
export interface Target {
	/** Until somebody has acknowledged it. */
	readonly acknowledge: number | null;
	/** Until it is resolved. */
	readonly resolve: number | null;
	/** Between two updates, where it is a major incident. */
	readonly update: number;
}
export type Targets = Readonly<Record<Priority, Target>>;

/** What teams usually promise: a P1 is answered within a quarter of an hour and over within four hours, a P4 within days. */
export const DEFAULT_TARGETS: Targets = {
	P1: { acknowledge: 15, resolve: 4 * 60, update: 30 },
	P2: { acknowledge: 30, resolve: 8 * 60, update: 60 },
	P3: { acknowledge: 4 * 60, resolve: 24 * 60, update: 4 * 60 },
	P4: { acknowledge: 8 * 60, resolve: 5 * 24 * 60, update: 24 * 60 },
};

/** A year; what takes longer is no target. */
const MAX_MINUTES = 366 * 24 * 60;
const Minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_MINUTES));

/** Of each priority, what differs from the defaults. */
export const TargetsSchema = v.pipe(
	v.record(
		v.picklist(PRIORITIES),
		v.object({
			acknowledge: v.optional(v.nullable(Minutes)),
			resolve: v.optional(v.nullable(Minutes)),
			update: v.optional(Minutes),
		}),
	),
	v.transform((given): Targets => {
		const of = (priority: Priority): Target => ({ ...DEFAULT_TARGETS[priority], ...given[priority] });
		return { P1: of('P1'), P2: of('P2'), P3: of('P3'), P4: of('P4') };
	}),
);

/** The time that counts for targets. Times are epoch milliseconds. */
export interface WorkingTime {
	/** Milliseconds of working time from one time to another; negative where `to` is before `from`. */
	between(from: number, to: number): number;
	/** The first time by which so much working time has gone by since `from`; `from` itself where `ms` is 0. */
	after(from: number, ms: number): number;
}

export const ROUND_THE_CLOCK: WorkingTime = {
	between: (from, to) => to - from,
	after: (from, ms) => from + ms,
};

/** How an incident stands to one target. Times are epoch milliseconds, durations working time. */
export interface TargetState {
	/** `missed` as soon as it is over, whether it is done late or not yet. */
	readonly state: 'running' | 'met' | 'missed';
	readonly isDone: boolean;
	readonly dueAt: number;
	/** From when on it is nearly over. */
	readonly warnAt: number;
	/** It is nearly over, and not done. */
	readonly isWarning: boolean;
	/** How much is left, or was when it was done; negative where it was missed. */
	readonly leftMs: number;
}

/** The clock of an incident at some time; durations stop when it is resolved. */
export interface IncidentClock {
	readonly sinceStartMs: number;
	readonly sinceCreatedMs: number;
	/** Absent where nothing is promised for its priority. */
	readonly acknowledge?: TargetState;
	readonly resolve?: TargetState;
}

export interface ClockRules {
	readonly targets: Targets;
	/** The time that counts for a priority's targets. */
	readonly working: (priority: Priority) => WorkingTime;
	/** Share of a target after which it is nearly over, 0..1. */
	readonly warnShare: number;
}

type Timed = Pick<
	IncidentSummary,
	'priority' | 'createdAt' | 'startedAt' | 'detectedAt' | 'acknowledgedAt' | 'resolvedAt'
>;

/**
 * Targets count from when the incident was detected: before that, nobody could answer it.
 *
 * @param now epoch milliseconds
 */
export function clockOf(incident: Timed, rules: ClockRules, now: number): IncidentClock {
	const { acknowledgedAt, resolvedAt, startedAt, createdAt, priority } = incident;
	const end = resolvedAt ?? now;
	const { acknowledge, resolve } = rules.targets[priority];
	const state = (minutes: number, doneAt: number | undefined) =>
		stateOf({ from: incident.detectedAt, ms: minutes * 60_000, doneAt }, rules.working(priority), rules.warnShare, now);
	return {
		sinceStartMs: Math.max(0, end - startedAt),
		sinceCreatedMs: Math.max(0, end - createdAt),
		...(acknowledge !== null && { acknowledge: state(acknowledge, acknowledgedAt) }),
		...(resolve !== null && { resolve: state(resolve, resolvedAt) }),
	};
}

function stateOf(
	{ from, ms, doneAt }: { readonly from: number; readonly ms: number; readonly doneAt: number | undefined },
	working: WorkingTime,
	warnShare: number,
	now: number,
): TargetState {
	const dueAt = working.after(from, ms);
	const warnAt = working.after(from, Math.round(ms * warnShare));
	const isDone = doneAt !== undefined;
	const at = doneAt ?? now;
	return {
		state: at > dueAt ? 'missed' : isDone ? 'met' : 'running',
		isDone,
		dueAt,
		warnAt,
		isWarning: !isDone && at >= warnAt && at <= dueAt,
		leftMs: working.between(at, dueAt),
	};
}

/** When a clock says something else next, in epoch milliseconds: a target is nearly over, or over; undefined where nothing is to come. */
export function nextTurn({ acknowledge, resolve }: IncidentClock, now: number): number | undefined {
	const times = [acknowledge, resolve].flatMap((one) => (one && !one.isDone ? [one.warnAt, one.dueAt + 1] : []));
	const ahead = times.filter((time) => time > now);
	return ahead.length > 0 ? Math.min(...ahead) : undefined;
}
