/** The lines of a text, without their ends, whichever those are. */
export function linesOf(text: string): string[] {
	// Most texts have one kind of end, and a text is parted at a sign much sooner than at a pattern.
	return text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
}
