import { grouped } from '../../../base/grouped';
import { PRIORITIES, type Priority } from '../priority';
import type { IncidentSummary } from '../summary';
import { type ClockRules, clockOf } from '../targets';
import { percentile } from './percentile';
import { type Bucket, type BucketUnit, bucketOf, type Calendar, type Period, spanOf } from './periods';

/** Ids of incidents, in the order in which they were given. */
export type Ids = readonly string[];

/** How long something took, of those incidents that have come so far; wall-clock time since they were detected, in milliseconds. */
export interface Durations {
	readonly incidents: Ids;
	/** As `percentile` says; null where there are no incidents. */
	readonly median: number | null;
	readonly p90: number | null;
}

/** Of incidents whose target is decided: done, or over. */
export interface TargetsMet {
	readonly met: Ids;
	readonly missed: Ids;
}

/** What happened in a week, a month, … An incident belongs to when it was detected, however long it took. */
export interface Course extends Bucket {
	readonly byPriority: Readonly<Record<Priority, Ids>>;
	readonly acknowledge: Durations;
	readonly resolve: Durations;
}

export interface Metrics {
	/** When the period begins, epoch milliseconds; undefined where it is all time. */
	readonly from: number | undefined;
	readonly unit: BucketUnit;
	/** Incidents that are not resolved now, whenever they were detected. */
	readonly open: Readonly<Record<Priority, Ids>>;
	/** All incidents of the period; what follows is of them. */
	readonly incidents: Ids;
	/** Oldest first, without gaps. */
	readonly course: readonly Course[];
	readonly acknowledge: Durations;
	readonly resolve: Durations;
	/** Both lists most incidents first, then by name. */
	readonly categories: readonly { readonly category: string; readonly incidents: Ids }[];
	/** `null` for incidents that do not say it. */
	readonly services: readonly { readonly service: string | null; readonly incidents: Ids }[];
	readonly targets: Readonly<Record<Priority, { readonly acknowledge: TargetsMet; readonly resolve: TargetsMet }>>;
}

export interface MetricsRequest {
	readonly period: Period;
	/** `null` for incidents that do not say it; all where absent. */
	readonly service?: string | null;
	readonly rules: ClockRules;
	readonly calendar: Calendar;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** So many incidents are counted between two breaths: with business hours a clock costs some microseconds. */
const AT_ONCE = 50;

/**
 * Counts what a dashboard shows, a few incidents at a time: run it by `runInSlices`.
 *
 * @param summaries not deleted
 */
export function* metricsSteps(
	summaries: readonly IncidentSummary[],
	{ period, service, rules, calendar, now }: MetricsRequest,
): Generator<undefined, Metrics> {
	const ofService = summaries.filter((summary) => service === undefined || (summary.service ?? null) === service);
	const first = ofService.reduce((least, { detectedAt }) => Math.min(least, detectedAt), Number.POSITIVE_INFINITY);
	yield;
	const span = spanOf(period, now, Number.isFinite(first) ? first : undefined, calendar);
	const open = byPriority(() => [] as string[]);
	const chosen: IncidentSummary[] = [];
	const places: IncidentSummary[][] = span.buckets.map(() => []);
	const targets = byPriority(() => ({ acknowledge: noTargets(), resolve: noTargets() }));
	for (const [index, summary] of ofService.entries()) {
		if (index % AT_ONCE === AT_ONCE - 1) {
			yield;
		}
		if (isOpen(summary)) {
			open[summary.priority].push(summary.id);
		}
		if (summary.detectedAt >= (span.from ?? Number.NEGATIVE_INFINITY)) {
			chosen.push(summary);
			places[bucketOf(calendar.dayOf(summary.detectedAt), span.buckets)]?.push(summary);
			countTargets(targets[summary.priority], summary, rules, now);
		}
	}
	const course: Course[] = [];
	for (const [place, bucket] of span.buckets.entries()) {
		yield;
		const own = places[place] ?? [];
		course.push({
			...bucket,
			byPriority: byPriority((priority) => idsOf(own.filter((one) => one.priority === priority))),
			...{ acknowledge: durations(own, acknowledgedAt), resolve: durations(own, resolvedAt) },
		});
	}
	yield;
	const acknowledge = durations(chosen, acknowledgedAt);
	yield;
	const resolve = durations(chosen, resolvedAt);
	yield;
	const categories = counted(chosen, ({ category }) => category);
	yield;
	const services = counted(chosen, (summary) => summary.service ?? null);
	yield;
	return {
		...{ from: span.from, unit: span.unit, open, course, targets, incidents: idsOf(chosen), acknowledge, resolve },
		categories: categories.map(([category, incidents]) => ({ category, incidents })),
		services: services.map(([name, incidents]) => ({ service: name, incidents })),
	};
}

/** Whether somebody still has to do with it: it was not resolved yet, or was reopened. */
export function isOpen({ status }: Pick<IncidentSummary, 'status'>): boolean {
	return status !== 'resolved' && status !== 'closed';
}

function countTargets(
	counts: Record<'acknowledge' | 'resolve', { met: string[]; missed: string[] }>,
	summary: IncidentSummary,
	rules: ClockRules,
	now: number,
): void {
	const clock = clockOf(summary, rules, now);
	for (const target of ['acknowledge', 'resolve'] as const) {
		const state = clock[target]?.state;
		if (state === 'met' || state === 'missed') {
			counts[target][state].push(summary.id);
		}
	}
}

const acknowledgedAt = (incident: IncidentSummary) => incident.acknowledgedAt;
const resolvedAt = (incident: IncidentSummary) => incident.resolvedAt;

function durations(
	incidents: readonly IncidentSummary[],
	end: (incident: IncidentSummary) => number | undefined,
): Durations {
	const done = incidents.filter((incident) => end(incident) !== undefined);
	const took = done.map((incident) => Math.max(0, (end(incident) ?? 0) - incident.detectedAt));
	return { incidents: idsOf(done), median: percentile(took, 0.5), p90: percentile(took, 0.9) };
}

/** Ids by what incidents have in common, most first, then by name. */
function counted<K extends string | null>(
	incidents: readonly IncidentSummary[],
	key: (incident: IncidentSummary) => K,
): readonly (readonly [K, Ids])[] {
	const name = (one: string | null) => one ?? '';
	return [...grouped(incidents, key)]
		.map(([one, own]) => [one, idsOf(own)] as const)
		.sort(([a, inA], [b, inB]) => inB.length - inA.length || (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

function byPriority<T>(make: (priority: Priority) => T): Record<Priority, T> {
	const [P1, P2, P3, P4] = PRIORITIES.map(make) as [T, T, T, T];
	return { P1, P2, P3, P4 };
}

const noTargets = (): { met: string[]; missed: string[] } => ({ met: [], missed: [] });
const idsOf = (incidents: readonly IncidentSummary[]): Ids => incidents.map(({ id }) => id);
