/** Characters between two pauses. */
const SLICE = 50_000;
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads CSV (RFC 4180) as programs write it: quoted fields with line breaks in them, either kind of line end, a byte order mark; commas, semicolons or
 * tabs, whichever the first line has most of. An open quote at the end is closed. Empty lines are left out.
 *
 * @returns rows of fields, the names of the columns first
 */
export function* readCsv(text: string): Generator<undefined, readonly (readonly string[])[]> {
	// Excel reads, and writes, a line of its own before the names.
	const start = /^\ufeff?(?:"?sep=[,;\t]"?\r?\n)?/i.exec(text)?.[0].length ?? 0;
	const [line = ''] = text.slice(start, start + 10_000).split(/[\r\n]/, 1);
	const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
	const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
	const rows: string[][] = [];
	let row: string[] = [];
	let pausedAt = start;
	for (let at = start; at <= text.length; ) {
		if (at - pausedAt > SLICE) {
			pausedAt = at;
			yield;
		}
		let field = '';
		if (text[at] === '"') {
			const parts: string[] = [];
			for (at++; ; ) {
				const quote = text.indexOf('"', at);
				const end = quote < 0 ? text.length : quote;
				parts.push(text.slice(at, end));
				at = end + 1;
				if (quote < 0 || text[at] !== '"') {
					break;
				}
				parts.push('"');
				at++;
			}
			field = parts.join('');
		}
		const from = at;
		while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') {
			at++;
		}
		row.push(field + text.slice(from, at));
		if (at >= text.length || text[at] !== delimiter) {
			if (row.length > 1 || row[0]?.trim() !== '') {
				rows.push(row);
			}
			row = [];
			at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
			if (at >= text.length) {
				break;
			}
		} else {
			at++;
		}
	}
	return rows;
}
