import { stringFrom, type Value, valueAfter } from './afterKey';
import { valueBelow } from './belowKey';
import { flatName, isPassword, type Strength, strengthOf } from './keyNames';
import type { Finder, Found, Reach, Removed, RuleId } from './model';
import { isSecret } from './values';
import { isBehindEscape } from './wordStart';

/** Words of which one is in every name that sounds secret. */
const TRIGGER =
	/pass|kennwort|pwd|secret|token|(?:api|access|private|account|shared|signing|encryption|master|auth|service|storage|license|ssh|crypto|hmac)[-_ ]?key|credential|session|sessid|jwt|signature|bearer|auth|otp|sid/gi;
/** No name is longer. */
const NAME_LIMIT = 80;
const NAME = /[\w$-]{0,80}/y;
/** Names in one list of values. */
const LIST_LIMIT = 20;
/** Names whose kind is remembered: logs repeat theirs. */
const REMEMBERED = 500;
const REST = 40;

/** `password=…`, `"apiKey": "…"`, `--token …`, `<secret>…</secret>`: values whose key says that they are secret, and which look so. */
export const keyedSecrets: Finder = keyed(TRIGGER, (name) => {
	const strength = strengthOf(name);
	return strength && { strength, rule: isPassword(name) ? 'password' : 'secret' };
});

/** The same for keys that a person named, whatever their values look like. */
export function configuredKeys(keys: readonly string[]): Finder | undefined {
	const wanted = new Set(keys.map(flatName).filter((name) => name !== ''));
	// Letters and digits only, so nothing in it is a pattern of the person's.
	const patterns = [...wanted].map((name) => [...name].join('[-_ ]?'));
	return wanted.size === 0
		? undefined
		: keyed(new RegExp(patterns.join('|'), 'gi'), (name) =>
				wanted.has(flatName(name)) ? { strength: 'certain', rule: 'configured' } : undefined,
			);
}

interface Kind {
	readonly strength: Strength;
	readonly rule: RuleId;
}

function keyed(trigger: RegExp, kindOfName: (name: string) => Kind | undefined): Finder {
	const known = new Map<string, Kind | undefined>();
	const kindOf = (name: string) => {
		if (!known.has(name)) {
			if (known.size >= REMEMBERED) {
				known.clear();
			}
			known.set(name, kindOfName(name));
		}
		return known.get(name);
	};
	return {
		trigger,
		find(reach, at, end) {
			const { text } = reach;
			NAME.lastIndex = end;
			NAME.test(text);
			const nameEnd = end + text.slice(end, NAME.lastIndex).replace(/-+$/, '').length;
			const start = nameStart(text, at);
			const kind = kindOf(text.slice(start, nameEnd));
			const next = Math.max(nameEnd, at + 1);
			return kind ? (valuesOf(reach, start, nameEnd, kind) ?? { next }) : { next };
		},
	};
}

function nameStart(text: string, at: number): number {
	let start = at;
	while (start > 0 && at - start < NAME_LIMIT && /[\w$-]/.test(text[start - 1] ?? '')) {
		start--;
		if (isBehindEscape(text, start)) {
			break;
		}
	}
	return start;
}

function valuesOf(reach: Reach, start: number, nameEnd: number, kind: Kind): Found | undefined {
	const below = valueBelow(reach, nameEnd);
	if (below?.isBare && kind.strength === 'weak') {
		return undefined; // what stands below `Invalid token:` is nearly always something else
	}
	const value =
		below ??
		valueAfter(reach, nameEnd) ??
		elementOf(reach, start, nameEnd) ??
		argumentOf(reach, start, nameEnd) ??
		(kind.rule === 'password' ? quotedAfter(reach, nameEnd) : undefined);
	if (!value) {
		return undefined;
	}
	const all = value.isInList ? inList(reach, value) : [wholeSetting(reach, start, value)];
	const removed = all.flatMap((one): Removed[] => {
		const said = reach.text.slice(one.start, one.end);
		const rest = reach.text.slice(one.end, one.end + REST);
		const isUnsure = one.separator === ',' || below?.isBare === true;
		const { strength } = kind;
		return isSecret(said, isUnsure && strength === 'strong' ? 'weak' : strength, one, rest)
			? [{ rule: kind.rule, start: one.start, end: one.end }]
			: [];
	});
	return removed.length === 0 ? undefined : { removed, next: removed.at(-1)?.end ?? nameEnd };
}

/** `["a", "b"]`: every one of them. */
function inList(reach: Reach, first: Value): Value[] {
	const values = [first];
	const another = /\\{0,31}["'`]\s{0,40},\s{0,40}[bu]?(?<backslashes>\\{0,31})(?<quote>["'`])/y;
	for (let last = first; last.quote !== '' && values.length < LIST_LIMIT; last = values.at(-1) ?? first) {
		another.lastIndex = last.end;
		const groups = another.exec(reach.text)?.groups;
		if (!groups) {
			break;
		}
		const { backslashes = '', quote = '' } = groups;
		values.push({ ...first, ...stringFrom(reach, another.lastIndex, quote, backslashes.length) });
	}
	return values;
}

/** `Password=two words;` of a connection string ends at the semicolon. */
function wholeSetting(reach: Reach, start: number, value: Value): Value {
	const before = reach.text.slice(Math.max(0, start - 16), start);
	if (value.quote !== '' || value.separator !== '=' || !/;[\w ]{0,15}$/.test(before)) {
		return value;
	}
	const end = /[;"'\r\n]/.exec(reach.text.slice(value.end, value.end + 200))?.index;
	return end === undefined || reach.text[value.end + end] !== ';' ? value : { ...value, end: value.end + end };
}

const alone = { separator: ' ', hasBlanks: false, isInList: false };

/** `<password>hunter2</password>` */
function elementOf(reach: Reach, start: number, nameEnd: number): Value | undefined {
	const { text } = reach;
	if (text[start - 1] !== '<' && text[start - 1] !== ':') {
		return undefined;
	}
	const end = text[nameEnd] === '>' ? reach.runEnd(nameEnd + 1, ELEMENT) : nameEnd;
	return text.startsWith('</', end) && end > nameEnd + 1
		? { ...alone, start: nameEnd + 1, end, quote: '<' }
		: undefined;
}

/** `--password hunter2` */
function argumentOf(reach: Reach, start: number, nameEnd: number): Value | undefined {
	const { text } = reach;
	if (!text.startsWith('--', start) || text[nameEnd] !== ' ') {
		return undefined;
	}
	const quote = text[nameEnd + 1] ?? '';
	if (quote === '"' || quote === "'") {
		return { ...alone, ...stringFrom(reach, nameEnd + 2, quote, 0) };
	}
	const end = reach.runEnd(nameEnd + 1, ARGUMENT);
	return end > nameEnd + 1 && quote !== '-' ? { ...alone, start: nameEnd + 1, end, quote: '' } : undefined;
}

const ELEMENT = /[^<>\r\n]+/y;
const ARGUMENT = /(?:[^\s"'`<>\\]|\\(?![\\nrt"']))+/y;

/** `IDENTIFIED BY PASSWORD 'hunter2'`, `invalid password "hunter2"` */
function quotedAfter(reach: Reach, nameEnd: number): Value | undefined {
	const quote = /^ (["'])/.exec(reach.text.slice(nameEnd, nameEnd + 2))?.[1];
	if (quote === undefined) {
		return undefined;
	}
	const value = stringFrom(reach, nameEnd + 2, quote, 0);
	return /[\d\p{S}\p{P}]/u.test(reach.text.slice(value.start, value.end)) ? { ...alone, ...value } : undefined;
}
