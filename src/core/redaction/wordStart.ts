/** What letters may stand before a word and not belong to it: an escaped line break, a character by its number, a colour of a terminal. */
const NOT_ITS_OWN = /(?:\\[nrtbfv]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\[[\d;]{1,12}m)$/;
const LONGEST = 15;

/** Whether a word begins at a place of a text, also where the text is that of a JSON string or an address. */
export function isWordStart(text: string, at: number): boolean {
	return !/[A-Za-z0-9]/.test(text[at - 1] ?? '') || isBehindEscape(text, at);
}

/** Whether what stands right before a place is one character, written as several. */
export function isBehindEscape(text: string, at: number): boolean {
	return NOT_ITS_OWN.test(text.slice(Math.max(0, at - LONGEST), at));
}
