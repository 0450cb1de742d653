/** Spreadsheets take what begins like this for a formula, and run it. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * Rows as CSV (RFC 4180): fields are quoted where they have to be, lines end in CR LF. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it, as OWASP advises, so that a title from outside runs nothing; numbers stay numbers. `null` is an empty field.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
	return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
	if (value === null) {
		return '';
	}
	if (typeof value === 'number') {
		return String(value);
	}
	const text = FORMULA.test(value.trimStart()) || FORMULA.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
