import { type Cleaned, Cuts } from './cuts';

// What a terminal takes as commands: colours (`ESC [ … m` and its kin), links (OSC 8), and the NULs and byte order marks that files bring.

const ESCAPE = 0x1b;
const BELL = 0x07;
const CSI = 0x9b;
const BYTE_ORDER_MARK = 0xfeff;
const ZERO_WIDTH_SPACE = 0x200b;

/** The characters that a command begins with; without one of these a line is clean. */
export const COMMAND_STARTS: readonly string[] = ['\u001b', '\0', '\ufeff', '\u200b', '\u009b'];

/** Parameters of one sequence, and units of a link's address; what is longer is text. */
const MAX_PARAMETERS = 32;
const MAX_LINK = 2048;

/** Takes terminal commands out. */
export function withoutCommands(raw: string): Cleaned {
	const cuts = new Cuts();
	let text = '';
	let from = 0;
	for (let i = 0; i < raw.length; ) {
		const length = commandLength(raw, i);
		if (length === 0) {
			i++;
			continue;
		}
		text += raw.slice(from, i);
		i = Math.min(raw.length, i + length);
		from = i;
		cuts.add(text.length, i - text.length);
	}
	return { text: text + raw.slice(from), cuts };
}

/** Units of the command at `i`; 0 for text. */
function commandLength(raw: string, i: number): number {
	switch (raw.charCodeAt(i)) {
		case 0:
		case BYTE_ORDER_MARK:
		case ZERO_WIDTH_SPACE:
			return 1;
		case CSI:
			return parametersEnd(raw, i + 1) - i;
		case ESCAPE:
			break;
		default:
			return 0;
	}
	switch (raw.charAt(i + 1)) {
		case '[':
			return parametersEnd(raw, i + 2) - i;
		case ']':
		case '_': // Buildkite's times
		case 'P':
			return linkEnd(raw, i + 2) - i;
		case '(':
		case ')':
		case '#':
			return 3;
		default:
			return 2;
	}
}

/** Behind the letter that ends a sequence of numbers; where none ends it, behind its introducer. */
function parametersEnd(raw: string, from: number): number {
	let i = from;
	while (i - from < MAX_PARAMETERS && isParameter(raw.charCodeAt(i))) {
		i++;
	}
	const letter = raw.charCodeAt(i) | 0x20;
	return letter >= 0x61 && letter <= 0x7a ? i + 1 : from;
}

/** A digit, `:`, `;` or `?`. */
const isParameter = (code: number) => (code >= 0x30 && code <= 0x3b) || code === 0x3f;

/** Behind the bell or the `ESC \` that ends an operating system command; where none ends it, behind its introducer. */
function linkEnd(raw: string, from: number): number {
	const limit = Math.min(raw.length, from + MAX_LINK);
	for (let i = from; i < limit; i++) {
		const code = raw.charCodeAt(i);
		if (code === BELL) {
			return i + 1;
		}
		if (code === ESCAPE) {
			return raw.charAt(i + 1) === '\\' ? i + 2 : i;
		}
	}
	return from;
}
