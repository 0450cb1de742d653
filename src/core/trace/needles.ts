import type { Needle } from './format';

// What several formats have in common.

/** `at ` is an English word too: in a frame it stands at the front of the line, or behind blanks or a sign that no word is before. */
export const atFrame: Needle = {
	text: 'at ',
	fits: (text, offset) => {
		const before = text.charCodeAt(offset - 1);
		if (before === 0x20 || before === 0x09) {
			const other = text.charCodeAt(offset - 2);
			const isWordBefore = isLowerCase(other) || isDigit(other) || other === 0x2c || other === 0x2e || other === 0x29;
			// A tab in JSON is written `\t`; what looks like a word may be one.
			return !isWordBefore || text.charCodeAt(offset - 3) === BACKSLASH || other === LETTER_M;
		}
		if (isLowerCase(before)) {
			// `\n` and `\t` of JSON, and the end of a colour
			return text.charCodeAt(offset - 2) === BACKSLASH || (before === LETTER_M && isDigitOrBracket(text, offset - 2));
		}
		return !isDigit(before) && !(before >= 0x41 && before <= 0x5a);
	},
};

const BACKSLASH = 0x5c;
const LETTER_M = 0x6d;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isLowerCase = (code: number) => code >= 0x61 && code <= 0x7a;
const isDigitOrBracket = (text: string, i: number) => isDigit(text.charCodeAt(i)) || text.charCodeAt(i) === 0x5b;
