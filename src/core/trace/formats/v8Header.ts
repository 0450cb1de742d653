import type { Line, Lines } from '../transport/line';
import { indentation, v8FrameIn } from './v8Frame';

// The lines above an error's frames, as V8 prints them: its name, and a message of any number of lines.

/** Lines of a message that are looked back through for the error's name. */
const MAX_MESSAGE_LINES = 30;

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

const STRICT =
	/(?:^|[\s:(>"'])((?:[\p{L}_$][\p{L}\p{N}_$.]{0,120})?(?:Error|Exception)|AggregateError|DOMException)(?: \[[^\]\n]{1,80}\])?(?:: |:?$)/u;
const LOOSE =
	/^\s*(?:Uncaught |Unhandled )?(?:\(in promise\) )?([A-Z][\p{L}\p{N}_$.]{1,120})(?: \[[^\]\n]{1,80}\])?: /u;

/** The error that a line names, wherever in it. */
export function headerIn(content: string): HeaderText | undefined {
	if (!content.includes('Error') && !content.includes('Exception')) {
		return undefined;
	}
	return headerFrom(STRICT.exec(content.slice(0, MAX_HEAD)), content);
}

/** Behind a cause's label, or where frames follow at once, any word with a capital is an error's name. */
function looseHeaderIn(content: string): HeaderText | undefined {
	return headerFrom(LOOSE.exec(content.slice(0, MAX_HEAD)), content);
}

function headerFrom(match: RegExpExecArray | null, content: string): HeaderText | undefined {
	const type = match?.[1];
	if (!match || !type) {
		return undefined;
	}
	const index = match.index + match[0].indexOf(type);
	return { type, message: content.slice(match.index + match[0].length).trim(), index };
}

/** `[cause]: TypeError: x`, `Caused by: TypeError: x` */
export function nestedHeader(content: string): HeaderText | undefined {
	const match = /^\s*(?:\[cause\]|cause|[Cc]aused by):\s+(?=\S)/.exec(content);
	return match ? headerIn(content) : undefined;
}

/**
 * The error's own line above its first frame, through the lines of its message, at most as far as `floor`. A name at the front of a line is
 * taken before one in the middle of the message.
 */
export function headerAbove(lines: Lines, first: Line, floor: number): Header | undefined {
	let inside: Header | undefined;
	let line = lines.previous(first);
	for (let i = 0; line && i < MAX_MESSAGE_LINES && line.start >= floor; i++, line = lines.previous(line)) {
		const { content } = line;
		const isBlank = content.trim() === '';
		if ((isBlank && (i === 0 || inside)) || v8FrameIn(content) || (line.hasPrefix && !first.hasPrefix && inside)) {
			break;
		}
		const header = headerIn(content) ?? (i === 0 ? looseHeaderIn(content) : undefined);
		if (header && isAtFront(content, header.index)) {
			return { ...header, line };
		}
		inside ??= header && { ...header, line };
		if (line.hasPrefix && !first.hasPrefix) {
			break; // another log entry
		}
	}
	return inside;
}

/** Whether nothing stands before the name but what V8 and browsers write there. */
function isAtFront(content: string, index: number): boolean {
	const before = content.slice(indentation(content), index);
	return before === '' || /^(?:Uncaught|Unhandled)(?: \(in promise\))? $/.test(before);
}
