/** A place in code as a runtime prints it: a line of 0 or less is unknown. */
export interface Location {
	readonly file: string;
	readonly line?: number;
	readonly column?: number;
}

/** Reads `file:line[:column]` from the end, so that drives, ports and colons in names stay with the file; undefined without a line. */
export function locationAtEnd(text: string): Location | undefined {
	const last = numberBefore(text, text.length);
	if (!last) {
		return undefined;
	}
	const other = numberBefore(text, last.start);
	const file = text.slice(0, other ? other.start : last.start);
	if (file === '' || /^\d*$/.test(file)) {
		return undefined;
	}
	return other
		? { file: plainPath(file), line: other.value, column: last.value }
		: { file: plainPath(file), line: last.value };
}

/** The `:digits` that ends at `end`. */
function numberBefore(text: string, end: number): { readonly start: number; readonly value: number } | undefined {
	let i = end;
	while (i > 0 && end - i < 10 && isDigit(text.charCodeAt(i - 1))) {
		i--;
	}
	return i < end && text.charCodeAt(i - 1) === 0x3a ? { start: i - 1, value: Number(text.slice(i, end)) } : undefined;
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/** A `file:` URL as the path it stands for; anything else as it is. */
export function plainPath(file: string): string {
	if (!/^file:\/\//i.test(file)) {
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
