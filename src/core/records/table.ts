import * as v from 'valibot';
import { readCsv } from '../../base/readCsv';

/** Records of another tool: names of columns, and a value for each of them; empty where there is none. */
export interface Table {
	readonly columns: readonly string[];
	readonly rows: readonly Readonly<Record<string, string>>[];
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
			const row: Record<string, string> = {};
			flatten(object, '', row, 0);
			rows.push(row);
			for (const name of Object.keys(row)) {
				if (columns.size < COLUMNS) {
					columns.add(name);
				}
			}
		}
		return rows.length > 0 ? { columns: [...columns], rows } : undefined;
	}
	const [names = [], ...lines] = yield* readCsv(text);
	const columns = names.slice(0, COLUMNS).map((name, index) => name.trim() || `#${index + 1}`);
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
	return { columns, rows };
}

const Objects = v.array(v.record(v.string(), v.unknown()));

function objectsIn(text: string): readonly Readonly<Record<string, unknown>>[] | undefined {
	const first = text.trimStart()[0];
	if (first !== '{' && first !== '[') {
		return undefined;
	}
	try {
		const json: unknown = JSON.parse(text);
		const list = Array.isArray(json)
			? json
			: LISTS.map((name) => (json as Record<string, unknown>)[name]).find(Array.isArray);
		const objects = v.safeParse(Objects, list ?? [json]);
		return objects.success ? objects.output : undefined;
	} catch {
		const lines = text.split('\n').filter((line) => line.trim() !== '');
		const read = lines.map((line): unknown => {
			try {
				return JSON.parse(line);
			} catch {
				return undefined;
			}
		});
		const objects = v.safeParse(Objects, read);
		return objects.success ? objects.output : undefined;
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
