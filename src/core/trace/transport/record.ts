// A line of a log that is a record of its own, with the line that was logged in one of its fields: JSON, CSV, strings in source code.

/** A part of a line: what it holds, and whether quotation marks are written `\"` or `""` in it. */
export interface Field {
	readonly start: number;
	readonly end: number;
	readonly isEscaped: boolean;
}

/** The fields that loggers and collectors write the line into, whatever else a record holds. */
const KEY =
	/"(?:log|message|msg|MESSAGE|textPayload|text|line|event|body|data|@message|full_message|short_message|content)"\s{0,4}:\s{0,4}"/;
const DATE = /^\d{4}-\d\d-/;
const STRING_VALUE = /:\s{0,4}"/g;

/** The line inside a line, if it is such a record. */
export function fieldIn(content: string): Field | undefined {
	const from = content.length - content.trimStart().length;
	const first = content.charAt(from);
	if (first === '{') {
		return content.startsWith('"', from + 1) || content.startsWith(' "', from + 1) ? jsonField(content) : undefined;
	}
	if (first === "'" || first === '`') {
		return literal(content, from, first);
	}
	if (first === '"') {
		const end = cellEnd(content, from + 1);
		return (
			literal(content, from, first) ??
			(/^"(?:,[^\s"]{0,200}|\s*)$/.test(content.slice(end)) ? cell(from + 1, end) : undefined)
		);
	}
	return content.includes('"') ? csvCell(content) : undefined;
}

const cell = (start: number, end: number): Field => ({ start, end, isEscaped: false });

function jsonField(content: string): Field | undefined {
	const known = KEY.exec(content);
	if (known) {
		const start = known.index + known[0].length;
		return { start, end: closing(content, start), isEscaped: true };
	}
	let longest: Field | undefined;
	STRING_VALUE.lastIndex = 0;
	for (let match = STRING_VALUE.exec(content); match; match = STRING_VALUE.exec(content)) {
		const start = STRING_VALUE.lastIndex;
		const end = closing(content, start);
		const isLonger = !longest || longest.end - longest.start < end - start;
		longest = isLonger && !DATE.test(content.slice(start, start + 8)) ? { start, end, isEscaped: true } : longest;
		STRING_VALUE.lastIndex = end;
	}
	return longest;
}

/** Index of the quotation mark that ends the string that begins at `start`; the end where none does. */
function closing(content: string, start: number): number {
	for (let i = start; i < content.length; i++) {
		const code = content.charCodeAt(i);
		if (code === 0x5c) {
			i++;
		} else if (code === 0x22) {
			return i;
		}
	}
	return content.length;
}

/** A whole line in quotation marks: an item of a list, or one of several strings that are added up. */
function literal(content: string, from: number, quote: string): Field | undefined {
	const end = /[ ,;+.\\]{0,4}$/.exec(content.trimEnd())?.index ?? 0;
	return end > from + 1 && content.charAt(end - 1) === quote && !content.includes('""')
		? { start: from + 1, end: end - 1, isEscaped: true }
		: undefined;
}

/** `2031-02-03,web,"    at f (/a.js:1:2)",17`, or the first or the last line of a cell that has several. */
function csvCell(content: string): Field | undefined {
	const open = /^(?:[^"\s]{0,200}|[^"]{0,100}),"(?=\s|"")|^[^"\s{]{0,200},"/.exec(content);
	const start = open ? open[0].length : 0;
	const end = cellEnd(content, start);
	const isCell = open || (end < content.length && /^"(?:,[^\s"]{0,200}|\s*)$/.test(content.slice(end)) && end > 0);
	return isCell ? cell(start, end) : undefined;
}

/** Index of the quotation mark that ends a cell; one that is written twice is part of it. */
function cellEnd(content: string, start: number): number {
	for (let i = content.indexOf('"', start); i >= 0; i = content.indexOf('"', i + 2)) {
		if (content.charCodeAt(i + 1) !== 0x22) {
			return i;
		}
	}
	return content.length;
}

/** The cells of a row of CSV, without their quotation marks; a last one may go on in the next line. */
export function cellsIn(row: string): readonly Field[] {
	const cells: Field[] = [];
	for (let from = 0; from <= row.length && cells.length < MAX_CELLS; ) {
		const isQuoted = row.charCodeAt(from) === 0x22;
		const comma = row.indexOf(',', from);
		const end = isQuoted ? cellEnd(row, from + 1) : comma < 0 ? row.length : comma;
		cells.push(cell(isQuoted ? from + 1 : from, end));
		from = end + (isQuoted ? 2 : 1);
	}
	return cells;
}

const MAX_CELLS = 32;
