import { randomUUID } from 'node:crypto';
import { newerSchema } from './errors';
import { inTransaction, type Session } from './session';

/**
 * Each entry takes the tables one version further; what has shipped is never changed. Tables are made where the user's `search_path` says.
 *
 * `faultline_home` has one row: who this home is, and the number of the last event. Whoever appends counts it up and holds it until the end of the
 * statement, so events become visible in the order of their numbers and a reader who goes on from a number misses nothing. `faultline_incidents` has a
 * row for each incident, which keeps an append and an erasure of the same incident apart. `body` is the event as JSON in ASCII: neither `\u0000`
 * nor half a surrogate pair nor the database's encoding can spoil it, which is not so with `jsonb`.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
	[
		`create table faultline_home (
			is_only boolean primary key default true check (is_only),
			home text not null,
			version integer not null,
			last bigint not null
		)`,
		`create table faultline_incidents (incident text primary key, is_erased boolean not null default false)`,
		`create table faultline_events (
			number bigint primary key,
			id text not null unique,
			incident text not null,
			body text not null
		)`,
		'create index faultline_events_incident on faultline_events (incident)',
	],
];

/** Any number that is the same for everybody who sets up a home. */
const LOCK = 7_302_026;

/** What a server can do, as found when a connection is made. */
export interface Abilities {
	/** False where there is no `pg_notify`, as in CockroachDB. */
	readonly canNotify: boolean;
}

interface Found {
	readonly is_made: boolean;
	readonly can_notify: boolean;
}

/**
 * Makes the tables or takes them to this version, one window at a time.
 *
 * @throws FaultlineError `store.newer`; the server's error where the user may not make tables
 */
export async function ensureSchema(session: Session, name: string): Promise<Abilities> {
	const [found] = await session.query<Found>(
		`select to_regclass('faultline_home') is not null as is_made,
			exists (select 1 from pg_catalog.pg_proc where proname = 'pg_notify') as can_notify`,
	);
	const version = found?.is_made ? await versionIn(session) : 0;
	if (version > MIGRATIONS.length) {
		throw newerSchema(name, version);
	}
	if (version < MIGRATIONS.length) {
		await migrate(session, name);
	}
	return { canNotify: found?.can_notify ?? false };
}

function migrate(session: Session, name: string): Promise<void> {
	return inTransaction(session, async () => {
		await session.query('select pg_advisory_xact_lock($1)', [LOCK]);
		// Another window may have been quicker. Reading a table of the catalogue makes this connection notice; to_regclass alone remembers its last answer.
		const [found] = await session.query<Pick<Found, 'is_made'>>(
			`select exists (select 1 from pg_catalog.pg_class where oid = to_regclass('faultline_home')) as is_made`,
		);
		const version = found?.is_made ? await versionIn(session) : 0;
		if (version > MIGRATIONS.length) {
			throw newerSchema(name, version);
		}
		for (const statement of MIGRATIONS.slice(version).flat()) {
			await session.query(statement);
		}
		await session.query(
			`insert into faultline_home (home, version, last) values ($1, $2, 0)
			on conflict (is_only) do update set version = excluded.version`,
			[randomUUID(), MIGRATIONS.length],
		);
	});
}

async function versionIn(session: Session): Promise<number> {
	const [row] = await session.query<{ readonly version: number }>('select version from faultline_home');
	return row?.version ?? 0;
}
