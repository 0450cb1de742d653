import { type RawBuilder, sql } from 'kysely';
import { grouped } from '../../base/grouped';
import { ALERT_MARK } from '../../core/alerts/mark';
import type { Verdict } from '../../core/incident/record';
import type { ConfirmedCause, Recurring, Selection } from '../../core/incident/selection';
import type { Sql } from './database';
import { verdictOfRow } from './rows';
import { build, type Tables } from './tables';

/** So many files are given, for others may be put to them before the first are shown. */
const FILES_LISTED = 200;
const FAILURES_LISTED = 50;

/** Parameters as `selected` gives them. */
const IS_SELECTED: RawBuilder<unknown> = sql`
	incidents.isDeleted = 0 and incidents.detectedAt >= ${0} and incidents.detectedAt < ${0} and (${0} or incidents.service is ${''})`;

interface Row {
	readonly ids: string;
}
const FILES = sql<Row & { readonly repository: string | null; readonly path: string }>`
	select incidents.repository, frames.path, group_concat(distinct incidents.id) as ids
	from frames join incidents on incidents.number = frames.incident where ${IS_SELECTED}
	group by incidents.repository, frames.path
	order by count(distinct incidents.id) desc, frames.path, incidents.repository limit ${sql.lit(FILES_LISTED)}`.compile(
	build,
);
/** Of a trace; marks of alerts are beside them. */
const IS_TRACE: RawBuilder<unknown> = sql`fingerprints.fingerprint not like ${sql.lit(`${ALERT_MARK}%`)}`;
/** Each failure with the incident that had it first, of all that are not deleted. */
const FIRSTS: RawBuilder<unknown> = sql`
	select fingerprints.fingerprint, fingerprints.incident, first_value(incidents.id) over (
		partition by fingerprints.fingerprint order by incidents.detectedAt, incidents.id) as first
	from fingerprints join incidents on incidents.number = fingerprints.incident where incidents.isDeleted = 0
	and ${IS_TRACE}`;
const FAILURES = sql<Row & { readonly fingerprint: string; readonly first: string }>`
	select had.fingerprint, had.first, group_concat(incidents.id) as ids
	from (${FIRSTS}) as had join incidents on incidents.number = had.incident
	where ${IS_SELECTED} and incidents.id <> had.first
	group by had.fingerprint order by count(*) desc, had.fingerprint limit ${sql.lit(FAILURES_LISTED)}`.compile(build);
const REPEATED = sql<{ readonly id: string }>`
	select distinct incidents.id from (${FIRSTS}) as had join incidents on incidents.number = had.incident
	where ${IS_SELECTED} and incidents.id <> had.first order by incidents.id desc`.compile(build);
const TRACED = sql<{ readonly traced: number }>`
	select count(*) as traced from incidents
	where ${IS_SELECTED} and incidents.number in (select fingerprints.incident from fingerprints where ${IS_TRACE})`.compile(
	build,
);
const VERDICTS = sql<Tables['verdicts']>`
	select verdicts.* from verdicts join incidents on incidents.number = verdicts.incident where ${IS_SELECTED}
	order by incidents.id, verdicts.at, verdicts.sha`.compile(build); // numbers are in the order of arrival, which says nothing

const CONFIRMED = sql<
	Pick<Tables['verdicts'], 'sha' | 'rank' | 'isRanked'> & {
		readonly incident: string;
		readonly repository: string | null;
	}
>`
	select incidents.id as incident, incidents.repository, verdicts.sha, verdicts.rank, verdicts.isRanked
	from verdicts join incidents on incidents.number = verdicts.incident
	where ${IS_SELECTED} and verdicts.verdict = 'confirmed' order by incidents.id, verdicts.at, verdicts.sha`.compile(
	build,
);

export function recurring(tables: Sql, selection: Selection): Recurring {
	const parameters = selected(selection);
	return {
		files: tables.all(FILES, parameters).map(({ repository, path, ids }) => ({
			...(repository !== null && { repository }),
			path,
			incidents: newestFirst(ids),
		})),
		failures: tables
			.all(FAILURES, parameters)
			.map(({ fingerprint, first, ids }) => ({ fingerprint, first, incidents: newestFirst(ids) })),
		traced: tables.all(TRACED, parameters)[0]?.traced ?? 0,
		repeated: tables.all(REPEATED, parameters).map(({ id }) => id),
		confirmed: confirmed(tables, parameters),
	};
}

/** Of the verdicts those that name a cause, by incident. */
function confirmed(tables: Sql, parameters: readonly unknown[]): readonly ConfirmedCause[] {
	return tables.all(CONFIRMED, parameters).map(({ incident, repository, sha, isRanked, rank }) => ({
		...{ incident, sha },
		...(repository !== null && { repository }),
		...(isRanked === 1 && { rank }),
	}));
}

/** The verdicts of each incident that has some. */
export function verdictsOf(tables: Sql, selection: Selection): readonly (readonly Verdict[])[] {
	const rows = tables.all(VERDICTS, selected(selection));
	return [...grouped(rows, ({ incident }) => incident).values()].map((own) => own.map(verdictOfRow));
}

function selected({ from, until, service }: Selection): readonly unknown[] {
	return [from ?? Number.MIN_SAFE_INTEGER, until ?? Number.MAX_SAFE_INTEGER, service === undefined, service ?? null];
}

const newestFirst = (ids: string): readonly string[] => ids.split(',').sort().reverse();
