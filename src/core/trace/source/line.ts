/** How a line's text is written: as it is, or as JSON strings write it, once or twice over. */
export type Escaping = 0 | 1 | 2;

/** One line of a log as a format sees it: without colours, escapes and what the log put before it. */
export interface Line {
	/** Offsets of the whole line in the original text, its end excluded; neighbours are found from these. */
	readonly start: number;
	readonly end: number;
	/** How the text is written; other than 0, the line is one of several inside a JSON string. */
	readonly escaping: Escaping;
	/** What is left: indentation kept, prefix gone. */
	readonly content: string;
	/** Whether something like a time stamp or a container's name was taken off the front. */
	readonly hasPrefix: boolean;
	/** Offset in the original text of the character `index` of `content`; `content.length` gives the end. */
	at(index: number): number;
	/** Offset behind the character before `index`: where a range ends, without a colour that comes after. */
	endAt(index: number): number;
}

/** Lines in order, as a format walks them. */
export interface Lines {
	next(line: Line): Line | undefined;
	previous(line: Line): Line | undefined;
}

/** `lines` without `prefix` at the front of those that have it: for loggers that put a name of their own before every line. */
export function withoutPrefix(lines: Lines, prefix: string): Lines {
	const strip = (line: Line | undefined) => line && stripped(line, prefix);
	return { next: (line) => strip(lines.next(line)), previous: (line) => strip(lines.previous(line)) };
}

/** `line` without `prefix`, if it has it at the front. */
export function stripped(line: Line, prefix: string): Line {
	if (prefix === '' || !line.content.startsWith(prefix)) {
		return line;
	}
	const { length } = prefix;
	return {
		start: line.start,
		end: line.end,
		escaping: line.escaping,
		content: line.content.slice(length),
		hasPrefix: true,
		at: (index) => line.at(index + length),
		endAt: (index) => line.endAt(index + length),
	};
}

/** Characters of one line that are looked at; of a longer one the middle is left out, since the location stands at the end. */
const MAX_LENGTH = 8192;

/** Makes a line from the original text's [start, end); `strip` says how much at the front is a log's prefix. */
export function makeLine(
	text: string,
	start: number,
	end: number,
	escaping: Escaping,
	strip: (line: string) => number,
): Line {
	const isLong = end - start > MAX_LENGTH;
	const raw = isLong
		? text.slice(start, start + MAX_LENGTH / 2) + text.slice(end - MAX_LENGTH / 2, end)
		: text.slice(start, end);
	const cleaning = escaping > 0 || needsCleaning(raw) ? clean(raw, escaping) : undefined;
	const cleaned = cleaning?.cleaned ?? raw;
	return new MadeLine(start, end, escaping, cleaned, strip(cleaned), raw.length, cleaning?.map);
}

/** A class, since millions are made: its methods are shared and its shape is known. */
class MadeLine implements Line {
	readonly content: string;
	readonly hasPrefix: boolean;

	constructor(
		readonly start: number,
		readonly end: number,
		readonly escaping: Escaping,
		cleaned: string,
		private readonly prefix: number,
		private readonly rawLength: number,
		private readonly map: Uint32Array | undefined,
	) {
		this.content = prefix === 0 ? cleaned : cleaned.slice(prefix);
		this.hasPrefix = prefix > 0;
	}

	at(index: number): number {
		const raw = this.map ? (this.map[index + this.prefix] ?? this.rawLength) : index + this.prefix;
		const gap = this.end - this.start - this.rawLength; // the middle that was left out
		return this.start + raw + (raw > MAX_LENGTH / 2 ? gap : 0);
	}

	endAt(index: number): number {
		if (index + this.prefix === 0) {
			return this.start;
		}
		return this.map ? this.at(index - 1) + 1 : this.at(index);
	}
}

const ESCAPE = 0x1b;
const BELL = 0x07;
const CSI = 0x9b;
const BYTE_ORDER_MARK = 0xfeff;

function needsCleaning(raw: string): boolean {
	return UNCLEAN.test(raw);
}

const UNCLEAN = new RegExp(`[${['\0', '\u001b', '\u009b', '\ufeff'].join('')}]`);

/**
 * How many characters at `i` a terminal takes as a command, not as text: colours (`ESC [ … m` and its kin), links (OSC 8, up to the bell), and
 * the NULs and byte order marks that files bring. 0 for text.
 */
function commandLength(raw: string, i: number): number {
	const code = raw.charCodeAt(i);
	if (code === 0 || code === BYTE_ORDER_MARK) {
		return 1;
	}
	if (code === CSI) {
		return parametersEnd(raw, i + 1) - i;
	}
	if (code !== ESCAPE) {
		return 0;
	}
	switch (raw.charAt(i + 1)) {
		case '[':
			return parametersEnd(raw, i + 2) - i;
		case ']':
			return linkEnd(raw, i + 2) - i;
		case '(':
		case ')':
		case '#':
			return 3;
		default:
			return 2;
	}
}

/** Behind the letter that ends a sequence of numbers; where none ends it, behind its introducer. */
function parametersEnd(raw: string, from: number): number {
	let i = from;
	while (i - from < 32 && /[\d;:?]/.test(raw.charAt(i))) {
		i++;
	}
	return /[A-Za-z]/.test(raw.charAt(i)) ? i + 1 : from;
}

/** Behind the bell or the `ESC \` that ends an operating system command; where none ends it, behind its introducer. */
function linkEnd(raw: string, from: number): number {
	for (let i = from; i < raw.length && i - from < 4096; i++) {
		const code = raw.charCodeAt(i);
		if (code === BELL) {
			return i + 1;
		}
		if (code === ESCAPE) {
			return raw.charAt(i + 1) === '\\' ? i + 2 : i;
		}
	}
	return from;
}

/** Takes out terminal sequences and NULs and undoes JSON escapes; `map[i]` is where character `i` was in `raw`. */
function clean(raw: string, escaping: Escaping): { readonly cleaned: string; readonly map: Uint32Array } {
	const map = new Uint32Array(raw.length + 1);
	const out: string[] = [];
	let kept = 0;
	for (let i = 0; i < raw.length; ) {
		const code = raw.charCodeAt(i);
		const command = commandLength(raw, i);
		if (command > 0) {
			i += command;
			continue;
		}
		let character = raw.charAt(i);
		let length = 1;
		if (code === 0x5c && escaping > 0) {
			[character, length] = unescaped(raw, i, escaping);
			if (character === '\u001b') {
				// a colour inside a JSON string
				const end = raw.indexOf('m', i + length);
				if (end >= 0 && end - i < 40) {
					i = end + 1;
					continue;
				}
			}
		}
		map[kept++] = i;
		out.push(character);
		i += length;
	}
	map[kept] = raw.length;
	return { cleaned: out.join(''), map: map.subarray(0, kept + 1) };
}

const ESCAPED: Readonly<Record<string, string>> = {
	t: '\t',
	n: ' ',
	r: ' ',
	b: '',
	f: ' ',
	'"': '"',
	'/': '/',
	'\\': '\\',
};

/** The character that the escape at `i` stands for, and its length in `raw`. An escape that JSON does not know stands for itself. */
function unescaped(raw: string, i: number, escaping: Escaping): readonly [character: string, length: number] {
	let slashes = 0;
	while (slashes < 4 && raw.charCodeAt(i + slashes) === 0x5c) {
		slashes++;
	}
	// Escaped twice, `\t` is written `\\t`, a quotation mark `\\\"`, and a backslash `\\\\`.
	const width = escaping === 2 && slashes >= 2 ? (slashes === 4 ? 3 : slashes === 3 ? 3 : 2) : 1;
	const letter = raw.charAt(i + width);
	if (letter === 'u') {
		const code = /^[0-9a-fA-F]{4}/.exec(raw.slice(i + width + 1, i + width + 5));
		return code ? [String.fromCharCode(Number.parseInt(code[0], 16)), width + 5] : ['\\', 1];
	}
	const character = ESCAPED[letter];
	return character === undefined ? ['\\', 1] : [character, width + 1];
}
