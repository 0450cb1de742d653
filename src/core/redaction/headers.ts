import { type Value, valueAfter } from './afterKey';
import type { Finder, Reach, Removed } from './model';
import { isWordStart } from './wordStart';

/** The scheme stays: that it was `Basic` may be the fault. */
const SCHEME =
	/(?:Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey|Api-Key|Hawk|DPoP|GNAP|PrivateToken|OAuth|Signature|AWS4-HMAC-SHA256)(?=[ +])[ +]{1,4}/iy;
/** Schemes whose credentials are one word; those of the others are lists of parameters. */
const ONE_WORD = /^(?:Bearer|Basic|Negotiate|NTLM|Token|ApiKey|Api-Key|DPoP|PrivateToken)/i;
const WORD = /[^\s"'`,;\\<>)}\]]+/y;
/** A scheme by itself, when what follows is long and no word. */
const TOKEN = /[\w.~+/-]{16,4096}={0,2}/y;

/** `Authorization: Bearer …` in all spellings of logs and programs: JSON, Python's and Ruby's dictionaries, Go's maps, Rack's environment. */
export const authorizationHeaders: Finder = {
	trigger: /authorization/gi,
	find(reach, _at, end) {
		const value = valueAfter(reach, end);
		const credentials = value && credentialsIn(reach, value);
		return credentials
			? { removed: [{ rule: 'authorization', ...credentials }], next: credentials.end }
			: { next: end };
	},
};

/** `Bearer …` where nothing says that it was a header. */
export const bearerTokens: Finder = {
	trigger: /bearer /gi,
	find(reach, at, end) {
		if (!isWordStart(reach.text, at)) {
			return { next: end };
		}
		TOKEN.lastIndex = end;
		const isToken = TOKEN.test(reach.text) && /\d/.test(reach.text.slice(end, TOKEN.lastIndex));
		return isToken
			? { removed: [{ rule: 'authorization', start: end, end: TOKEN.lastIndex }], next: TOKEN.lastIndex }
			: { next: end };
	},
};

function credentialsIn(reach: Reach, value: Value): Pick<Removed, 'start' | 'end'> | undefined {
	const { text } = reach;
	SCHEME.lastIndex = value.start;
	const start = SCHEME.test(text) ? SCHEME.lastIndex : value.start;
	if (start === value.start) {
		// No scheme: a key by itself, not a word about it.
		const end = value.quote === '' ? reach.runEnd(start, WORD) : value.end;
		const said = text.slice(start, end);
		return /^\S{8,}$/.test(said) && /\d/.test(said) ? { start, end } : undefined;
	}
	const end = ONE_WORD.test(text.slice(value.start, start))
		? Math.min(value.quote === '' ? text.length : value.end, reach.runEnd(start, WORD))
		: value.quote === ''
			? headerEnd(reach, start)
			: value.end;
	return end > start && !text.startsWith('[redacted: ', start) ? { start, end } : undefined;
}

const PAIR = /^[ \t]*[\w!#$%&'*+.^|~-]{1,200}=/;

/** `Cookie:` and `Set-Cookie:`, all of what they hold: names of cookies are not worth telling them apart. */
export const cookieHeaders: Finder = {
	trigger: /cookie2?/gi,
	find(reach, at, end) {
		const value = valueAfter(reach, end);
		if (
			!value ||
			!/^[\w$-]{0,20}$/.test(
				reach.text
					.slice(Math.max(0, at - 4), at)
					.split(/[^\w$-]/)
					.at(-1) ?? '',
			)
		) {
			return { next: end };
		}
		const removed = cookiesIn(reach, value);
		return { removed, next: removed.at(-1)?.end ?? end };
	},
};

const LIST_LIMIT = 20;
const ANOTHER = /\\{0,31}["'`]\s{0,40},\s{0,40}[bu]?(?<backslashes>\\{0,31})(?<quote>["'`])/y;

function cookiesIn(reach: Reach, value: Value): Removed[] {
	const removed: Removed[] = [];
	for (let one: Pick<Value, 'start' | 'end' | 'quote'> | undefined = value; one && removed.length < LIST_LIMIT; ) {
		const shown = reach.text.slice(one.start, one.start + 256);
		if (!PAIR.test(one.quote === '' ? shown : shown.slice(0, one.end - one.start))) {
			break;
		}
		const end: number = one.quote === '' ? headerEnd(reach, one.start) : one.end;
		removed.push({ rule: 'cookie', start: one.start, end });
		one = value.isInList && one.quote !== '' ? nextIn(reach, end) : undefined;
	}
	return removed;
}

function nextIn(reach: Reach, from: number): Pick<Value, 'start' | 'end' | 'quote'> | undefined {
	ANOTHER.lastIndex = from;
	const groups = ANOTHER.exec(reach.text)?.groups;
	if (!groups) {
		return undefined;
	}
	const { backslashes = '', quote = '' } = groups;
	const start = ANOTHER.lastIndex;
	const end = reach.closing(start, quote, backslashes.length);
	return end === undefined ? undefined : { start, end, quote };
}

const STOP = /["'`\]}]/g;
/** Behind the quote or bracket that holds a whole header, there is the next of its kind or nothing. */
const BEHIND = /["'`\]})]*\s*(?:[,}\])|]|$|[ \t\r\n]|[\w-]{1,40}:)/y;

/**
 * Where a header without quotes of its own ends: with its line, or before the quote or bracket that was opened before it (`curl -H 'Cookie: …'`,
 * a message in JSON). Quotes and brackets inside it are followed by more of it.
 */
function headerEnd({ text, lineEnd }: Reach, from: number): number {
	const line = lineEnd(from);
	for (const stop of text.slice(from, line).matchAll(STOP)) {
		const index = from + stop.index;
		BEHIND.lastIndex = index + 1;
		if (text[index - 1] !== '=' && !/[;:]/.test(text[index + 1] ?? '') && BEHIND.test(text)) {
			return text[index - 1] === '\\' ? index - 1 : index;
		}
	}
	return line;
}
