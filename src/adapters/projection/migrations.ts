import { type CompiledQuery, sql } from 'kysely';
import { build } from './tables';

const { schema } = build;

/** What each version of the schema adds, oldest first. A projection of another version is made anew from the log, so none changes data. */
const MIGRATIONS: readonly (readonly CompiledQuery[])[] = [
	[
		schema
			.createTable('incidents')
			.addColumn('number', 'integer', (column) => column.primaryKey())
			.addColumn('id', 'text', (column) => column.notNull().unique())
			.addColumn('key', 'text', (column) => column.notNull())
			.addColumn('title', 'text', (column) => column.notNull())
			.addColumn('category', 'text', (column) => column.notNull())
			.addColumn('subcategory', 'text')
			.addColumn('impact', 'integer', (column) => column.notNull())
			.addColumn('urgency', 'integer', (column) => column.notNull())
			.addColumn('priority', 'text', (column) => column.notNull())
			.addColumn('status', 'text', (column) => column.notNull())
			.addColumn('release', 'text')
			.addColumn('lastGood', 'text')
			.addColumn('repository', 'text')
			.addColumn('createdAt', 'integer', (column) => column.notNull())
			.addColumn('startedAt', 'integer', (column) => column.notNull())
			.addColumn('acknowledgedAt', 'integer')
			.addColumn('mitigatedAt', 'integer')
			.addColumn('resolvedAt', 'integer')
			.addColumn('closedAt', 'integer')
			.addColumn('isDeleted', 'integer', (column) => column.notNull())
			.compile(),
		schema
			.createTable('events')
			.addColumn('incident', 'text', (column) => column.notNull())
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('type', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('actor', 'text', (column) => column.notNull())
			.addColumn('writer', 'text', (column) => column.notNull())
			.addColumn('payload', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('eventsKey', ['incident', 'id'])
			.compile(),
		schema
			.createTable('fingerprints')
			.addColumn('fingerprint', 'text', (column) => column.notNull())
			.addColumn('incident', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('fingerprintsKey', ['incident', 'fingerprint'])
			.modifyEnd(sql`without rowid`)
			.compile(),
		schema.createIndex('incidentsWithFingerprint').on('fingerprints').column('fingerprint').compile(),
		schema
			.createTable('verdicts')
			.addColumn('incident', 'integer', (column) => column.notNull())
			.addColumn('sha', 'text', (column) => column.notNull())
			.addColumn('subject', 'text', (column) => column.notNull())
			.addColumn('date', 'text', (column) => column.notNull())
			.addColumn('author', 'text', (column) => column.notNull())
			.addColumn('verdict', 'text', (column) => column.notNull())
			.addColumn('by', 'text', (column) => column.notNull())
			.addColumn('rank', 'integer')
			.addColumn('isRanked', 'integer', (column) => column.notNull())
			.addColumn('at', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('verdictsKey', ['incident', 'sha'])
			.modifyEnd(sql`without rowid`)
			.compile(),
		schema
			.createTable('frames')
			.addColumn('incident', 'integer', (column) => column.notNull())
			.addColumn('trace', 'integer', (column) => column.notNull())
			.addColumn('exception', 'integer', (column) => column.notNull())
			.addColumn('frame', 'integer', (column) => column.notNull())
			.addColumn('path', 'text', (column) => column.notNull())
			.addColumn('line', 'integer')
			.addPrimaryKeyConstraint('framesKey', ['incident', 'trace', 'exception', 'frame'])
			.modifyEnd(sql`without rowid`)
			.compile(),
		schema.createIndex('framesOfPath').on('frames').column('path').compile(),
		sql`create virtual table texts using fts4(title, description, traces, notes, tokenize=unicode61)`.compile(build),
	],
	[
		...(['service', 'environment', 'assignee'] as const).map((name) =>
			schema.alterTable('incidents').addColumn(name, 'text').compile(),
		),
		...(['detectedAt', 'lastChangeAt', 'isMajor', 'escalationLevel'] as const).map((name) =>
			schema
				.alterTable('incidents')
				.addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
				.compile(),
		),
		schema.alterTable('incidents').addColumn('nextUpdateDue', 'integer').compile(),
		schema
			.createTable('links')
			.addColumn('incident', 'integer', (column) => column.notNull())
			.addColumn('url', 'text', (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('title', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('linksKey', ['incident', 'url'])
			.modifyEnd(sql`without rowid`)
			.compile(),
		schema
			.createTable('notes')
			.addColumn('incident', 'integer', (column) => column.notNull())
			.addColumn('event', 'text', (column) => column.notNull())
			.addColumn('text', 'text', (column) => column.notNull())
			.addColumn('actor', 'text', (column) => column.notNull())
			.addColumn('at', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('notesKey', ['incident', 'event'])
			.modifyEnd(sql`without rowid`)
			.compile(),
		sql`create virtual table words using fts4aux(texts)`.compile(build),
	],
	[
		schema
			.createTable('rootCauseNotes')
			.addColumn('incident', 'integer', (column) => column.notNull())
			.addColumn('event', 'text', (column) => column.notNull())
			.addColumn('note', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('rootCauseNotesKey', ['incident', 'event'])
			.modifyEnd(sql`without rowid`)
			.compile(),
	],
	(['openActions', 'reviewState'] as const).map((name) =>
		schema.alterTable('incidents').addColumn(name, 'text').compile(),
	),
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** What brings an empty database to this version. */
export function migrationSteps(): readonly CompiledQuery[] {
	return MIGRATIONS.flat();
}
