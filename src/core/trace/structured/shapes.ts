import type { Exception, Relation } from '../model';
import { frameIn } from './frames';
import { firstOf, type Json, textOf } from './json';
import { CHAIN, keyOf, STACK } from './keys';

// What payloads have in common, whoever defined them:
//
//   chain     = list of exceptions under a key of CHAIN, outermost first; Sentry's last
//   exception = { type, message, stack, cause?, … }
//   stack     = list of frames, innermost call first, last in a list that is called `frames` | { frames } | text
//   frame     = { file, line, function, … }

/** What stands beside a stack that is a text says of the exception. */
export interface Head {
	readonly type: string;
	readonly message: string;
	/** The text's place. */
	readonly start: number;
	readonly end: number;
}

/** What was found in a payload. */
export interface Found {
	readonly chains: (readonly Exception[])[];
	readonly heads: Head[];
}

/** Sentry has each exception's frames in an object. */
const IS_SENTRY = /"stacktrace"\s*:\s*\{/;

/** Exceptions that come last, and how they stand to the first. */
const BESIDE: ReadonlyMap<string, Relation> = new Map([
	['threads', 'thread'],
	['suppressed', 'suppressed'],
]);

/**
 * Settles what a value is: a stack, an exception, a chain of them, or nothing.
 *
 * @returns whether it is something that its list needs
 */
export function settle(value: Json, text: string, found: Found): boolean {
	const { key, raw, fields } = value;
	const isObject = raw === '{';
	const parts = isObject ? [...fields.values()] : [];
	if (raw === '[') {
		settleList(value, text, found);
	} else if (!parts.some((part) => part.chain.length > 0 || STACK.test(part.key)) && !CHAIN.test(key)) {
		return isObject && (STACK.test(key) || fields.has('key')); // by far the most
	}
	const { type, message } = headIn(fields);
	if (isObject) {
		settleObject(value, type, message, text, found);
	}
	for (const [name, { frames, start, end }] of type || message ? fields : []) {
		if (STACK.test(name) && frames.length === 0) {
			found.heads.push({ type, message, start, end });
		}
	}
	const relation = BESIDE.get(key) ?? BESIDE.get(type) ?? (raw === '[' && isItem(value) ? 'member' : undefined);
	if (relation) {
		value.chain = value.chain.map((exception) => ({ ...exception, relation }));
	}
	return value.chain.length > 0 || STACK.test(key) || fields.has('key');
}

function settleList(list: Json, text: string, { chains: apart }: Found): void {
	const { key, items, fields } = list;
	const chains = items.map(({ chain }) => chain);
	if (STACK.test(key)) {
		const frames = items.flatMap((item) => frameIn(text, item.fields) ?? []);
		list.frames = frames.some(({ line }) => line) ? (key === 'frames' ? frames.reverse() : frames) : [];
	} else if (!CHAIN.test(key)) {
		for (const chain of chains) {
			apart.push(chain);
		}
	} else if (chains.flat().some(({ frames }) => frames.length > 0)) {
		const isSentry = key === 'values' || (key === 'exception' && IS_SENTRY.test(text.slice(list.start, list.end)));
		list.chain = (isSentry ? chains.reverse() : chains).flat().sort(besideLast);
	}
	for (const { fields: pair } of items) {
		// { "key": "exception.type", "value": { "stringValue": "…" } }
		const said = pair.get('value');
		if (said) {
			fields.set(keyOf(pair.get('key')?.raw ?? ''), said.fields.get('stringvalue') ?? said);
		}
	}
}

function settleObject(object: Json, type: string, message: string, text: string, { chains: apart }: Found): void {
	const { key, fields, start, end } = object;
	const parts = [...fields.values()];
	let frames = parts.find((part) => STACK.test(part.key) && part.frames.length > 0)?.frames ?? [];
	if (/(?:trace|stack)$/.test(key) && !message && !fields.has('exception')) {
		object.frames = frames;
		return;
	}
	const isHead = key === 'exception' && !isItem(object); // Rollbar's, of the stack beside it
	const own: Exception[] = [];
	if (frames.length > 0 || (type && message && CHAIN.test(key) && !isHead)) {
		const place = frameIn(text, fields); // PHP's place of the throw, which no frame repeats
		if (place?.line && !frames.some(({ file, line }) => file === place.file && line === place.line)) {
			const { function: _, ...unnamed } = place;
			frames = [unnamed, ...frames];
		}
		own.push({ type, message, relation: relationIn(fields), frames, range: [start, end] });
	}
	// What hangs on an exception made it happen. Two that hang on something else have nothing to do with each other.
	const chains = parts.map(({ chain }) => chain).filter((chain) => chain.length > 0);
	const others = own.length > 0 ? [] : chains.filter(([first]) => first && !isBeside(first)).slice(1);
	for (const chain of others) {
		apart.push(chain);
	}
	object.chain = [...own, ...chains.filter((chain) => !others.includes(chain)).flat()].sort(besideLast);
}

function headIn(fields: ReadonlyMap<string, Json>): { readonly type: string; readonly message: string } {
	const get = (keys: string) => textOf(firstOf(fields, keys));
	const apart = fields.get('exception')?.fields;
	if (apart?.size) {
		return headIn(apart);
	}
	const type = get('class name type kind exception');
	const module = get('module');
	const isWhole = type.includes('.') || module.includes('builtins') || !/^[\w.$]+$/.test(module);
	return { type: isWhole ? type : `${module}.${type}`, message: get('message value detailmessage') };
}

/** Sentry says where in the exception before this one was; structlog, whether it was raised from it. */
function relationIn(fields: ReadonlyMap<string, Json>): Relation {
	const source = textOf(fields.get('mechanism')?.fields.get('source'));
	const isContext = source === '__context__' || fields.get('iscause')?.raw === 'false';
	return isContext ? 'context' : source.endsWith(']') ? 'member' : 'cause';
}

const isItem = ({ from, start }: Json) => from === start;
const isBeside = ({ relation }: Exception) => relation === 'thread' || relation === 'suppressed';
const besideLast = (a: Exception, b: Exception) => Number(isBeside(a)) - Number(isBeside(b));
