import type { IncidentEvent } from '../../../core/incident/event';
import { inTransaction, type Session } from './session';

/** Windows that listen are told on this channel, with the name of the window that wrote as payload. */
export const CHANNEL = 'faultline_events';

/** Rows are read in pages of at most so many, and of about so many bytes, so that reading them holds nothing up. */
const PAGE_ROWS = 2000;
const PAGE_BYTES = 512 * 1024;

/** An event as it is kept. */
export interface Row {
	/** Decimal; a bigint is text to the driver. */
	readonly number: string;
	readonly id: string;
	readonly incident: string;
	readonly body: string;
}

/** Who and where a home is, and which event it has at a number. */
export interface HomeRow {
	readonly home: string;
	readonly last: string;
	/** Null where there is no event of that number (any more). */
	readonly id: string | null;
}

/** Numbers of events that were added; none where they were there before, or are of an erased incident. */
export interface Added {
	readonly first: number;
	readonly last: number;
	readonly count: number;
}

/**
 * One statement, so that its locks last no longer than it takes the server, however far away that is. What is there already is left out, so it
 * may be sent again after a lost answer. `open` locks the incidents and says which of them were erased, as of now and not as of the start of the
 * statement, which is what `on conflict do update` is for; the order keeps two statements from waiting for each other.
 */
const APPEND = `with given as (
	select * from unnest($1::text[], $2::text[], $3::text[]) with ordinality as row (id, incident, body, place)
), fresh as (
	select * from given where not exists (select 1 from faultline_events there where there.id = given.id)
), open as (
	insert into faultline_incidents as known (incident)
	select distinct incident from fresh order by incident
	on conflict (incident) do update set is_erased = known.is_erased where not known.is_erased
	returning known.incident
), wanted as (
	select id, incident, body, row_number() over (order by place) as place from fresh join open using (incident)
), counted as (
	update faultline_home set last = last + (select count(*) from wanted) where exists (select 1 from wanted)
	returning last - (select count(*) from wanted) as before
), added as (
	insert into faultline_events (number, id, incident, body)
	select before + place, id, incident, body from wanted cross join counted order by place
	on conflict (id) do nothing
	returning number
)
select min(number) as first, max(number) as last, count(*) as count`;
const NOTIFIED = `, case when count(*) > 0 then pg_notify('${CHANNEL}', $4)::text end as told`;

const PAGE = `select home, last, number, id, incident, body from faultline_home left join (
	select *, sum(octet_length(body)) over (order by number) - octet_length(body) as before from (
		select number, id, incident, body from faultline_events where number > $1 order by number limit ${PAGE_ROWS}
	) as next
) as page on before < ${PAGE_BYTES} order by number`;

/** What appends and erasures tell the others, or that they tell nothing. */
export interface Telling {
	readonly canNotify: boolean;
	/** The payload by which a window knows its own notifications. */
	readonly window: string;
}

/** Appends events, in order, in one go; those that are there already are left out, and those of erased incidents. */
export async function append(
	session: Pick<Session, 'query'>,
	events: readonly IncidentEvent[],
	{ canNotify, window }: Telling,
): Promise<Added> {
	const values = [events.map(({ id }) => id), events.map(({ incident }) => incident), events.map(bodyOf)];
	const [row] = canNotify
		? await session.query<Record<keyof Added, string | null>>(`${APPEND}${NOTIFIED} from added`, [...values, window])
		: await session.query<Record<keyof Added, string | null>>(`${APPEND} from added`, values);
	return { first: Number(row?.first ?? 0), last: Number(row?.last ?? 0), count: Number(row?.count ?? 0) };
}

/**
 * Marks the incident as erased, so that later events of it are left out, keeps the tombstone and removes all other events; as one transaction.
 * Each statement sees what was committed before it, so an append that was quicker is removed, too.
 */
export function erase(session: Session, tombstone: IncidentEvent, { canNotify, window }: Telling): Promise<void> {
	const { id, incident } = tombstone;
	return inTransaction(session, async () => {
		await session.query(
			`insert into faultline_incidents (incident, is_erased) values ($1, true)
			on conflict (incident) do update set is_erased = true`,
			[incident],
		);
		await session.query(
			`with counted as (update faultline_home set last = last + 1 returning last)
			insert into faultline_events (number, id, incident, body) select last, $1, $2, $3 from counted
			on conflict (id) do nothing`,
			[id, incident, bodyOf(tombstone)],
		);
		await session.query('delete from faultline_events where incident = $1 and id <> $2', [incident, id]);
		if (canNotify) {
			await session.query('select pg_notify($1, $2)', [CHANNEL, window]);
		}
	});
}

/** Events behind a number, in order, and whose they are; no rows when there are no more. */
export interface Page {
	readonly home: string;
	/** Number of the last event there is. */
	readonly last: number;
	readonly rows: readonly Row[];
}

export async function pageBehind(session: Session, number: number): Promise<Page> {
	const found = await session.query<HomeRow & (Row | { readonly number: null })>(PAGE, [number]);
	const [first] = found;
	return {
		home: first?.home ?? '',
		last: Number(first?.last ?? 0),
		rows: found.flatMap((row) => (row.number === null ? [] : row)),
	};
}

export async function homeAt(session: Session, number: number): Promise<HomeRow | undefined> {
	const [row] = await session.query<HomeRow>(
		'select home, last, (select id from faultline_events where number = $1) as id from faultline_home',
		[number],
	);
	return row;
}

/** JSON in ASCII. Outside of strings JSON has nothing else, so escaping is right wherever it happens. */
function bodyOf(event: IncidentEvent): string {
	return JSON.stringify(event).replace(
		/[\u007f-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
