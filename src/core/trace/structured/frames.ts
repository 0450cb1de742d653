import { isInAppMethod, isInAppPath } from '../inApp';
import type { Frame } from '../model';
import { firstOf, type Json, textOf } from './json';

/** What stands for a file where there is none. */
const NO_FILE = /^(?:<\w+>|\[.*\]|native(?: .*)?|unknown source)$/i;

/** Languages whose payloads give the class apart, as `module`. */
const HAS_CLASS = /\.(?:java|kts?|scala|groovy|clj|cs|fs|vb)$/;

/** The call that an object's members describe. */
export function frameIn(text: string, members: ReadonlyMap<string, Json>): Frame | undefined {
	const fields = new Map([...members, ...(members.get('line')?.fields ?? [])]); // { "line": { "number": 3, "column": 9 } }
	let from = Number.POSITIVE_INFINITY;
	let end = 0;
	const get = (keys: string) => {
		const value = firstOf(fields, keys);
		if (value) {
			from = Math.min(from, value.from);
			end = Math.max(end, value.end);
		}
		return textOf(value);
	};
	const file = get('abspath file filepath').replace(NO_FILE, '');
	const line = file ? count(get('line number')) : undefined;
	const column = line && count(get('column col'));
	const own = get('function method name symbol');
	const isClassy = HAS_CLASS.test(file);
	const owner = get(isClassy ? 'class declaringclass module' : 'class declaringclass');
	const joint = /^(?:->|::)$/.exec(textOf(fields.get('type')))?.[0] ?? '.';
	const name = owner && own && !own.startsWith(owner) ? owner + joint + own : own || owner;
	const inApp = (fields.get('inapp') ?? fields.get('inproject'))?.raw;
	const isVendor = inApp === 'false' || fields.get('libraryframe')?.raw === 'true';
	return file || name
		? {
				...(name && { function: name }),
				...(file && { file }),
				...(line && { line }),
				...(column && { column }),
				inApp:
					file !== '' &&
					!isVendor &&
					(inApp === 'true' ||
						(isClassy && owner ? isInAppMethod(name) : isInAppPath(file.replace('[PROJECT_ROOT]', '')))),
				raw: text.slice(from, end),
				range: [from, end],
			}
		: undefined;
}

/** Runtimes write 0 and less for "unknown". */
function count(said: string): number | undefined {
	const number = Number(said);
	return Number.isInteger(number) && number > 0 ? number : undefined;
}
