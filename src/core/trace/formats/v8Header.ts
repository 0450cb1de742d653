import type { Line, Lines } from '../transport/line';
import { indentation, v8FrameIn } from './v8Frame';

// The lines above an error's frames, as V8 prints them: its name, and a message of any number of lines.

/** Lines of a message that are looked back through for the error's name. */
const MAX_MESSAGE_LINES = 60;

/** Units of a line in which the name is looked for. */
const MAX_HEAD = 2048;

export interface HeaderText {
	readonly type: string;
	/** First line only; the other lines of the message stand between it and the first frame. */
	readonly message: string;
	/** Index of the type in the line's content. */
	readonly index: number;
}

export interface Header extends HeaderText {
	readonly line: Line;
}

const LOOSE =
	/^\s*(?:Uncaught |Unhandled )?(?:\(in promise\) )?([A-Z][\p{L}\p{N}_$.]{1,120})(?: \[[^\]\n]{1,80}\])?: /u;

/** What the names of errors end in. */
const ENDINGS: readonly string[] = ['Error', 'Exception'];

/** Names in one line that are tried. */
const MAX_NAMES = 8;
const MAX_NAME = 120;

/** Behind a name: a code in brackets, then a colon or the end of the line. */
const BEHIND_NAME = /(?: \[[^\]\n]{1,80}\])?(?:: |:?$)/y;

/** The error that a line names, wherever in it. */
export function headerIn(content: string): HeaderText | undefined {
	let first: HeaderText | undefined;
	for (const ending of ENDINGS) {
		const found = headerEndingIn(content, ending);
		first = found && (!first || found.index < first.index) ? found : first;
	}
	return first;
}

function headerEndingIn(content: string, ending: string): HeaderText | undefined {
	let at = content.indexOf(ending);
	if (at < 0) {
		return undefined;
	}
	const head = content.length > MAX_HEAD ? content.slice(0, MAX_HEAD) : content;
	for (let i = 0; at >= 0 && i < MAX_NAMES; i++, at = head.indexOf(ending, at + 1)) {
		const end = at + ending.length;
		BEHIND_NAME.lastIndex = end;
		if (!BEHIND_NAME.test(head)) {
			continue;
		}
		const index = nameStart(head, at);
		if (index === 0 || ' \t:(>"\''.includes(head.charAt(index - 1))) {
			const behind = BEHIND_NAME.lastIndex;
			return { type: content.slice(index, end), message: content.slice(behind).trim(), index };
		}
	}
	return undefined;
}

/** Where the name begins that goes on at `at`. */
function nameStart(content: string, at: number): number {
	let start = at;
	while (start > 0 && at - start < MAX_NAME && isNamePart(content.charCodeAt(start - 1))) {
		start--;
	}
	return start;
}

/** Letters, digits, `$`, `.` and `_`; every character beyond ASCII is taken for a letter. */
const isNamePart = (code: number) =>
	(code >= 0x61 && code <= 0x7a) ||
	(code >= 0x41 && code <= 0x5a) ||
	(code >= 0x30 && code <= 0x39) ||
	code === 0x24 ||
	code === 0x2e ||
	code === 0x5f ||
	code >= 0xc0;

/** Behind a cause's label, or where frames follow at once, any word with a capital is an error's name. */
function looseHeaderIn(content: string): HeaderText | undefined {
	const match = LOOSE.exec(content.slice(0, MAX_HEAD));
	const type = match?.[1];
	if (!match || !type) {
		return undefined;
	}
	const index = match.index + match[0].indexOf(type);
	return { type, message: content.slice(match.index + match[0].length).trim(), index };
}

/** `[cause]: TypeError: x`, `Caused by: TypeError: x` */
export function nestedHeader(content: string): HeaderText | undefined {
	return /^\s*(?:\[cause\]|cause|[Cc]aused by): /.test(content) ? headerIn(content) : undefined;
}

/**
 * The error's own line above its first frame, through the lines of its message, at most as far as `floor`. A name at the front of a line is
 * taken before one in the middle of the message, and alone beyond a blank line.
 */
export function headerAbove(lines: Lines, first: Line, floor: number): Header | undefined {
	let inside: Header | undefined;
	let isBeyondBlank = false;
	let line = lines.previous(first);
	for (let i = 0; line && i < MAX_MESSAGE_LINES && line.start >= floor; i++, line = lines.previous(line)) {
		const { content } = line;
		if (v8FrameIn(content)) {
			break;
		}
		isBeyondBlank ||= content.trim() === '';
		const header = headerIn(content) ?? (i === 0 ? looseHeaderIn(content) : undefined);
		if (header && isAtFront(content, header.index)) {
			return { ...header, line };
		}
		inside ??= header && !isBeyondBlank ? { ...header, line } : undefined;
		if ((line.hasPrefix && !first.hasPrefix) || (inside && isLogged(inside))) {
			break; // a log entry of its own
		}
	}
	return inside;
}

/** Whether the name stands behind a log's words, not in an indented or bulleted line of a message. */
const isLogged = ({ line }: Header) => /^[^\s*•●-]/.test(line.content);

/** A line of the source that Jest and others print between the message and the frames: `> 4 |   x.y`. */
export const isExcerpt = (content: string) => /^\s*(?:> ?)?\d{0,6} {1,4}\|/.test(content);

/** Whether nothing stands before the name but what V8 and browsers write there. */
function isAtFront(content: string, index: number): boolean {
	const before = content.slice(indentation(content), index);
	return before === '' || /^(?:Uncaught|Unhandled)(?: \(in promise\))? $/.test(before);
}
