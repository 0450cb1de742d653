import type { CompiledQuery } from 'kysely';
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue, type Statement } from 'sql.js';
import { plainText } from '../../base/plainText';
import { migrationSteps } from './migrations';

/** sql.js, its code loaded: databases are made with it. */
export type Engine = SqlJsStatic;

/** @param wasmFile sql.js's code, absolute */
export function loadEngine(wasmFile: string): Promise<Engine> {
	return initSqlJs({ locateFile: () => wasmFile });
}

/** A database in memory, asked with queries that Kysely wrote. Nothing is ever rolled back: who fails in the middle throws it away. */
export interface Sql {
	/** Runs a query as often as it has rows of parameters; by default once, with its own. */
	run(query: CompiledQuery, rows?: Iterable<readonly unknown[]>): void;
	all<T>(query: CompiledQuery<T>, parameters?: readonly unknown[]): T[];
	/** The number of the row that was inserted last. */
	lastNumber(): number;
	/** What `openSql` takes. Costs what the database is large. */
	bytes(): Uint8Array;
	/** In bytes. */
	size(): number;
	close(): void;
}

/** A database as it was saved. @throws where the bytes are none */
export function openSql(engine: Engine, saved: Uint8Array): Sql {
	return over(new engine.Database(saved));
}

/** An empty database of this version. */
export function newSql(engine: Engine): Sql {
	const made = over(new engine.Database());
	for (const step of migrationSteps()) {
		made.run(step);
	}
	return made;
}

function over(database: Database): Sql {
	const statements = new Map<string, Statement>();
	const configure = () => {
		// Without a journal a failure in the middle leaves a broken database. It is a copy of the log, and nobody goes on with it then.
		database.run('pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive');
		// What is deleted is to be gone, too, from the bytes that are kept.
		database.run('pragma cache_size = -65536; pragma temp_store = memory; pragma secure_delete = on');
	};
	configure();
	const prepared = (sql: string): Statement => {
		const statement = statements.get(sql) ?? database.prepare(sql);
		statements.set(sql, statement);
		return statement;
	};
	const pragma = (name: string): number => Number(database.exec(`pragma ${name}`)[0]?.values[0]?.[0]);
	return {
		run: ({ sql, parameters }, rows = [parameters]) => {
			const statement = prepared(sql);
			for (const row of rows) {
				statement.run(row.map(asValue));
			}
		},
		all: <T>({ sql, parameters }: CompiledQuery<T>, own: readonly unknown[] = parameters) => {
			const statement = prepared(sql);
			const found: T[] = [];
			statement.bind(own.map(asValue));
			while (statement.step()) {
				found.push(statement.getAsObject() as T);
			}
			statement.reset();
			return found;
		},
		lastNumber: () => Number(database.exec('select last_insert_rowid()')[0]?.values[0]?.[0]),
		bytes: () => {
			statements.clear(); // sql.js closes the database to read it, and all statements with it
			const bytes = database.export();
			configure();
			return bytes;
		},
		size: () => pragma('page_count') * pragma('page_size'),
		close: () => database.close(),
	};
}

function asValue(value: unknown): SqlValue {
	if (value === undefined || value === null) {
		return null;
	}
	if (typeof value === 'string') {
		return plainText(value); // sql.js reads text back as far as a NUL
	}
	return typeof value === 'boolean' ? Number(value) : (value as SqlValue);
}
