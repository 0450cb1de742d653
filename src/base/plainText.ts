/** Text that any place keeps as it is: half of a surrogate pair and NUL, which are no text, become marks. */
export function plainText(text: string): string {
	const whole = text.isWellFormed() ? text : text.toWellFormed();
	return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}
