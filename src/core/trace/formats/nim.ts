import type { Grammar, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { place } from '../needles';
import { formatOf } from '../reader';

// Nim, outermost call first; the compiler's errors.
//
//   trace = ["Traceback (most recent call last)"] { frame | "[[reraised from:" | "]]" } head
//   frame = file "(" line [", " column] ")" blanks function
//   head  = "Error: unhandled exception: " message { message-line } " [" type "]" | "Error: " message | "SIG" … ": " message
//   error = { frame } file "(" line ", " column ") " ("Error" | "Warning" | "Hint") ": " message

const FRAME =
	/^\s*((?:(?:[A-Za-z]:(?=[\\/])|\.{0,2}\/)[^:"<>|]{0,400}?|[^\s:"'<>|]{1,400}?)\.nims?)\((\d{1,9})(?:, ?(\d{1,9}))?\):?\s+(\S.*)$/;
const UNLOCATED = /^\s*(\S{1,500}\.nims?) (\S+)\s*$/;
const DIAGNOSTIC = /^(Error|Warning|Hint|Check failed): (.*)$/;
const SKIP =
	/^\s*(?:Traceback \(most recent call last\)|Async traceback:|\[\[reraised from:|\]\]|#\[|\]#|\(\d+ calls omitted\)|stack trace: \()/;

const HEAD = /^\s*(?:Error: u|U)nhandled exception: (.*)$/;
const OTHER_HEAD = /^(Error|SIG[A-Z]+): (.*)$/;
const TYPE = / ?\[([A-Z]\w*)\]\s*$/;
const PLACE = /^(\S.{0,400}?\.nims?)\((\d{1,9}), (\d{1,9})\) /;

const MAX_MESSAGE = 8192;

/** The type closes the message, which may have several lines. */
function headOf(text: string): HeadPart {
	const type = TYPE.exec(text.slice(-200));
	const message = (type ? text.slice(0, text.length - type[0].length) : text).trim();
	const [, file, line, column] = PLACE.exec(message) ?? [];
	const fallback = file ? { file, line: Number(line), column: Number(column) } : undefined;
	return { kind: 'head', type: type?.[1], message, isBelow: true, fallback, isSure: fallback !== undefined };
}

const LIBRARY = /[\\/](?:nim[\w.-]*[\\/]lib|\.nimble|\.choosenim|nimble[\\/]pkgs2?)[\\/]/i;

function part(content: string, before: Part | undefined): Part | undefined {
	if (before?.kind === 'head') {
		const { type, message = '' } = before;
		return type || message.length > MAX_MESSAGE ? undefined : headOf(`${message}\n${content}`);
	}
	const [, message] = HEAD.exec(content) ?? [];
	if (message !== undefined) {
		return headOf(message);
	}
	const [, file = '', line, column, name = ''] = FRAME.exec(content) ?? [];
	if (file) {
		const location = { file, line: Number(line), ...(column && { column: Number(column) }) };
		const [, type, text] = DIAGNOSTIC.exec(name) ?? [];
		return type
			? { kind: 'head', type, message: text, location, isBelow: true, isSure: true }
			: { kind: 'frame', name, location, inApp: isInAppPath(file) && !LIBRARY.test(file) };
	}
	if (SKIP.test(content)) {
		return { kind: 'skip' };
	}
	if (before) {
		const [, type, rest] = OTHER_HEAD.exec(content) ?? [];
		const unlocated = UNLOCATED.exec(content);
		return type
			? { kind: 'head', type, message: rest, isBelow: true }
			: unlocated
				? { kind: 'frame', name: unlocated[2], location: { file: unlocated[1] ?? '' } }
				: undefined;
	}
	return undefined;
}

export const nim = formatOf({
	id: 'nim',
	needles: [place],
	part,
	isOutermostFirst: true,
	maxForeign: 4,
} satisfies Grammar);
