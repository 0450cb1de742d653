/** Shorter texts are read at once. In UTF-16 units. */
const SHORT = 200_000;
/** Text between two pauses. */
const SLICE = 100_000;

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [...'"\\{}[]'].map((char) => char.charCodeAt(0));

/**
 * The items of one list in JSON, read one by one, so that an answer of many megabytes holds nobody up.
 *
 * @param path names of the fields that lead to the list; none where the text itself is one
 * @returns undefined where there is no list
 * @throws SyntaxError where it is no JSON as far as it was read
 */
export function* jsonItems(
	text: string,
	path: readonly string[],
): Generator<undefined, readonly unknown[] | undefined> {
	if (text.length < SHORT) {
		let value: unknown = JSON.parse(text);
		for (const name of path) {
			value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
		}
		return Array.isArray(value) ? value : undefined;
	}
	let at = skipSpace(text, 0);
	for (const name of path) {
		const found: number | undefined = memberAt(text, at, name);
		if (found === undefined) {
			return undefined;
		}
		at = found;
	}
	if (text.charCodeAt(at) !== OPEN_LIST) {
		return undefined;
	}
	const items: unknown[] = [];
	let pausedAt = at;
	at = skipSpace(text, at + 1);
	while (text.charCodeAt(at) !== CLOSE_LIST) {
		const end = endOfValue(text, at);
		items.push(JSON.parse(text.slice(at, end)));
		at = skipSpace(text, end);
		if (text[at] === ',') {
			at = skipSpace(text, at + 1);
		} else if (text.charCodeAt(at) !== CLOSE_LIST) {
			throw new SyntaxError('The list is cut off.');
		}
		if (at - pausedAt > SLICE) {
			pausedAt = at;
			yield;
		}
	}
	return items;
}

function skipSpace(text: string, from: number): number {
	let at = from;
	while (at < text.length && text.charCodeAt(at) <= 32) {
		at++;
	}
	return at;
}

/** Where the value of a member begins. */
function memberAt(text: string, from: number, name: string): number | undefined {
	if (text.charCodeAt(from) !== OPEN) {
		return undefined;
	}
	for (let at = skipSpace(text, from + 1); text.charCodeAt(at) === QUOTE; ) {
		const end = endOfString(text, at);
		const key: unknown = JSON.parse(text.slice(at, end));
		const colon = skipSpace(text, end);
		if (text[colon] !== ':') {
			break;
		}
		const value = skipSpace(text, colon + 1);
		if (key === name) {
			return value;
		}
		const next = skipSpace(text, endOfValue(text, value));
		at = text[next] === ',' ? skipSpace(text, next + 1) : next;
	}
	return undefined;
}

/** Behind a value, as far as its brackets tell; what is in it is checked by whoever reads it. */
function endOfValue(text: string, from: number): number {
	let depth = 0;
	for (let at = from; at < text.length; ) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) {
			at = endOfString(text, at);
		} else if (code === OPEN || code === OPEN_LIST) {
			depth++;
			at++;
			continue;
		} else if (code === CLOSE || code === CLOSE_LIST) {
			if (depth === 0) {
				return at; // a number or a word ended before it
			}
			depth--;
			at++;
		} else if (depth === 0 && (code === 44 || code <= 32)) {
			return at;
		} else {
			at++;
			continue;
		}
		if (depth === 0) {
			return at;
		}
	}
	throw new SyntaxError('The text is cut off.');
}

function endOfString(text: string, from: number): number {
	for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
		let backslashes = 0;
		while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) {
			backslashes++;
		}
		if (backslashes % 2 === 0) {
			return at + 1;
		}
	}
	throw new SyntaxError('A text is cut off.');
}
