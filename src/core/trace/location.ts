/** A place in code as a runtime prints it: a line of 0 or less is unknown. */
export interface Location {
	readonly file: string;
	readonly line?: number;
	readonly column?: number;
}

/** Reads `file:line[:column]` from the end, so that drives, ports and colons in names stay with the file; undefined without a line. */
export function locationAtEnd(text: string): Location | undefined {
	const last = colonBefore(text, text.length);
	if (last < 0) {
		return undefined;
	}
	const other = colonBefore(text, last);
	const end = other < 0 ? last : other;
	if (end === 0 || (end < 10 && /^\d*$/.test(text.slice(0, end)))) {
		return undefined;
	}
	const file = plainPath(text.slice(0, end));
	return other < 0
		? { file, line: numberIn(text, last + 1, text.length) }
		: { file, line: numberIn(text, other + 1, last), column: numberIn(text, last + 1, text.length) };
}

/** Index of the colon of the `:digits` that ends at `end`; -1 when there is none. */
function colonBefore(text: string, end: number): number {
	let i = end;
	while (i > 0 && end - i < 10 && isDigit(text.charCodeAt(i - 1))) {
		i--;
	}
	return i < end && text.charCodeAt(i - 1) === 0x3a ? i - 1 : -1;
}

/** The number that the digits in [start, end) are. */
function numberIn(text: string, start: number, end: number): number {
	let value = 0;
	for (let i = start; i < end; i++) {
		value = value * 10 + text.charCodeAt(i) - 0x30;
	}
	return value;
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

const LETTER_F = 0x66;

/** A `file:` URL as the path it stands for; anything else as it is. */
export function plainPath(file: string): string {
	if ((file.charCodeAt(0) | 0x20) !== LETTER_F || !/^file:\/\//i.test(file)) {
		return file;
	}
	const path = file.slice('file://'.length).replace(/^localhost(?=\/)/i, '');
	let decoded = path;
	try {
		decoded = decodeURIComponent(path);
	} catch {
		// a stray percent sign is part of the name
	}
	return decoded.replace(/^\/(?=[A-Za-z]:[/\\])/, '');
}
