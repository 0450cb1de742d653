/** Where a text stops being JSON. */
export interface JsonFault {
	/** In UTF-16 units from the text's beginning. */
	readonly offset: number;
	/** 1-based. */
	readonly line: number;
	/** 1-based, in UTF-16 units. */
	readonly column: number;
	/** Nothing is wrong with what is there, but the rest is missing. */
	readonly isCutOff: boolean;
}

type Wanted = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'comma' | 'nothing';

const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)\b/y;
/** Words and numbers that more of the text could have made whole. */
const BEGUN = /^(?:-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?)?)?|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?)$/;
const LONGEST_WORD = 400;

/**
 * Finds what `JSON.parse` stumbles over, since engines say that in words of their own or not at all. In one pass; nesting costs no stack.
 *
 * @returns undefined where the whole text is JSON
 */
export function jsonFault(text: string): JsonFault | undefined {
	const open: ('{' | '[')[] = [];
	let wanted: Wanted = 'value';
	let at = 0;
	const fault = (offset: number, isCutOff: boolean): JsonFault => ({ offset, ...placeOf(text, offset), isCutOff });
	/** A value has ended. */
	const next = (): Wanted => (open.length === 0 ? 'nothing' : 'comma');
	for (;;) {
		at = skipSpace(text, at);
		const char = text[at];
		if (char === undefined) {
			return wanted === 'nothing' ? undefined : fault(text.length, true);
		}
		const isValue: boolean = wanted === 'value' || wanted === 'valueOrEnd';
		const isName: boolean = wanted === 'name' || wanted === 'nameOrEnd';
		const inside = open.at(-1);
		if (isValue && (char === '{' || char === '[')) {
			open.push(char);
			wanted = char === '{' ? 'nameOrEnd' : 'valueOrEnd';
			at++;
		} else if (
			(char === '}' && inside === '{' && (wanted === 'nameOrEnd' || wanted === 'comma')) ||
			(char === ']' && inside === '[' && (wanted === 'valueOrEnd' || wanted === 'comma'))
		) {
			open.pop();
			wanted = next();
			at++;
		} else if (wanted === 'comma' && char === ',') {
			wanted = inside === '{' ? 'name' : 'value';
			at++;
		} else if (wanted === 'colon' && char === ':') {
			wanted = 'value';
			at++;
		} else if ((isValue || isName) && char === '"') {
			const end = stringEnd(text, at);
			if (end.isFault) {
				return fault(end.at, end.at >= text.length);
			}
			at = end.at;
			wanted = isName ? 'colon' : next();
		} else if (isValue) {
			WORD.lastIndex = at;
			const [word] = WORD.exec(text) ?? [];
			if (word === undefined) {
				const rest = text.length - at > LONGEST_WORD ? undefined : text.slice(at);
				return rest !== undefined && BEGUN.test(rest) ? fault(text.length, true) : fault(at, false);
			}
			at += word.length;
			wanted = next();
		} else {
			return fault(at, false);
		}
	}
}

/** Behind the string that begins at `from`; or where it is none any more. */
function stringEnd(text: string, from: number): { readonly at: number; readonly isFault: boolean } {
	for (let at = from + 1; at < text.length; at++) {
		const char = text[at];
		if (char === '"') {
			return { at: at + 1, isFault: false };
		}
		if (text.charCodeAt(at) < 32) {
			return { at, isFault: true };
		}
		if (char === '\\') {
			at++;
			const escaped = text[at];
			if (escaped === 'u') {
				const digits = /^[\da-f]*/i.exec(text.slice(at + 1, at + 5))?.[0].length ?? 0;
				at += digits;
				if (digits < 4) {
					return { at: at + 1, isFault: true };
				}
			} else if (escaped !== undefined && !'"\\/bfnrt'.includes(escaped)) {
				return { at, isFault: true };
			}
		}
	}
	return { at: text.length, isFault: true };
}

function skipSpace(text: string, from: number): number {
	let at = from;
	while (at < text.length && ' \t\n\r'.includes(text[at] ?? '')) {
		at++;
	}
	return at;
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
	let line = 1;
	let start = 0;
	for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
		line++;
		start = end + 1;
	}
	return { line, column: offset - start + 1 };
}
