import { readCsv } from '../../base/readCsv';

/** Records of another tool: names of columns, and a value for each of them; empty where there is none. */
export interface Table {
	readonly columns: readonly string[];
	readonly rows: readonly Readonly<Record<string, string>>[];
	/** How many more there are than are read. */
	readonly left: number;
}

/** More records than this are cut off. */
const MOST = 50_000;
const COLUMNS = 200;
/** Objects in objects become `outer.inner`, so deep. */
const DEEP = 3;
const SLICE = 100;

/** Lists that APIs and exports put records into. */
const LISTS = ['incidents', 'alerts', 'data', 'results', 'values', 'items', 'records'];

/** Reads CSV, JSON (a list, bare or in an envelope) or a JSON object a line. @returns undefined where it is none of these, or holds no record */
export function* readTable(text: string): Generator<undefined, Table | undefined> {
	const objects = objectsIn(text);
	if (objects) {
		const rows: Record<string, string>[] = [];
		const columns = new Set<string>();
		for (const [index, object] of objects.slice(0, MOST).entries()) {
			if (index % SLICE === 0) {
				yield;
			}
			const row = Object.create(null) as Record<string, string>; // a column may have any name
			flatten(object, '', row, 0);
			rows.push(row);
			for (const name of Object.keys(row)) {
				if (columns.size < COLUMNS) {
					columns.add(name);
				}
			}
		}
		return rows.length > 0 ? { columns: [...columns], rows, left: objects.length - rows.length } : undefined;
	}
	const [names = [], ...lines] = yield* readCsv(text);
	const columns = distinct(names.slice(0, COLUMNS).map((name, index) => name.trim() || `#${index + 1}`));
	if (columns.length < 2 || lines.length === 0) {
		return undefined;
	}
	const rows: Record<string, string>[] = [];
	for (const [index, line] of lines.slice(0, MOST).entries()) {
		if (index % SLICE === 0) {
			yield;
		}
		rows.push(Object.fromEntries(columns.map((name, place) => [name, line[place]?.trim() ?? ''])));
	}
	return { columns, rows, left: lines.length - rows.length };
}

/** Names as they are; the second of one name has a number behind it. */
function distinct(names: readonly string[]): readonly string[] {
	const taken = new Set<string>();
	const own = new Set(names);
	return names.map((name) => {
		let free = name;
		for (let count = 2; taken.has(free) || (free !== name && own.has(free)); count++) {
			free = `${name} (${count})`;
		}
		taken.add(free);
		return free;
	});
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function objectsIn(text: string): readonly JsonObject[] | undefined {
	const first = text.trimStart()[0];
	if (first !== '{' && first !== '[') {
		return undefined;
	}
	try {
		const json: unknown = JSON.parse(text);
		const list = Array.isArray(json)
			? json
			: LISTS.map((name) => (json as JsonObject)[name]).find((value): value is unknown[] => Array.isArray(value));
		const all: readonly unknown[] = list ?? [json];
		return all.every(isObject) ? all : undefined;
	} catch {
		const lines = text.split('\n').filter((line) => line.trim() !== '');
		const read = lines.map((line): unknown => {
			try {
				return JSON.parse(line);
			} catch {
				return undefined;
			}
		});
		return read.every(isObject) ? read : undefined;
	}
}

function flatten(value: unknown, path: string, row: Record<string, string>, depth: number): void {
	if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < DEEP) {
		for (const [name, inner] of Object.entries(value)) {
			flatten(inner, path === '' ? name : `${path}.${name}`, row, depth + 1);
		}
		return;
	}
	if (path !== '__proto__' && value !== null && value !== undefined) {
		row[path] = typeof value === 'object' ? JSON.stringify(value) : String(value);
	}
}
