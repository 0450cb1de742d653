/** Text from elsewhere in one line that a terminal only shows: line breaks and tabs become blanks, other control characters a mark. */
export function printable(text: string): string {
	let out = '';
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
		const isReordering = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
		out += /\s/.test(character) ? ' ' : isControl || isReordering ? '\ufffd' : character;
	}
	return out;
}
