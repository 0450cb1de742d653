import { LINES_A_STEP, type Parsed, type Steps, type TraceFormat } from '../format';
import { makeFrame } from '../frame';
import { isInAppMethod } from '../inApp';
import type { Exception, Frame, Relation } from '../model';
import { atFrame } from '../needles';
import type { Line, Lines } from '../transport/line';

// The JVM: Java, Kotlin, Scala, Groovy, Clojure.
//
//   trace   = header { message-line } { frame | "... " n " more" | nested }
//   nested  = ("Caused by: " | "Suppressed: " | "Wrapped by: ") header-text … | "[CIRCULAR REFERENCE: " … "]"
//   header  = ["Exception in thread " quoted-name " "] qualified-class [": " message]
//   frame   = "at " [loader "/"] [module ["@" version] "/"] class "." method "(" place ")" [" ~"? "[" jar "]"]
//   place   = file ":" line | file | "Native Method" | "Unknown Source"

/** Lines of a message, between the exception's class and its first frame. */
const MAX_MESSAGE_LINES = 30;

export const java: TraceFormat = {
	id: 'java',
	needles: [atFrame],
	accepts: (content) => frameIn(content) !== undefined,
	parse: read,
};

interface Header {
	readonly type: string;
	readonly message: string;
	readonly thread?: string;
	/** Index of the class in the line's content. */
	readonly index: number;
}

interface OpenException extends Omit<Exception, 'range' | 'frames' | 'message'> {
	message: string;
	readonly frames: Frame[];
	readonly start: number;
	end: number;
}

function* read(lines: Lines, first: Line, floor: number): Steps<Parsed> {
	const above = headerAbove(lines, first, floor);
	let current = opened(above?.header, 'thrown', above?.line ?? first);
	const exceptions = [current];
	if (above) {
		addMessage(lines, current, above.line);
	}
	let last = first;
	let line: Line | undefined = first;
	for (let count = 1; line; line = lines.next(line), count++) {
		if (count % LINES_A_STEP === 0) {
			yield;
		}
		const frame = frameIn(line.content);
		if (frame) {
			current.frames.push(toFrame(frame, line));
			current.end = line.endAt(frame.end);
			last = line;
			continue;
		}
		const nested = nestedIn(line.content);
		if (nested) {
			current = opened(nested.header, nested.relation, line);
			exceptions.push(current);
			last = line = addMessage(lines, current, line);
		} else if (isElision(line.content)) {
			last = line;
		} else if (!isInterleaved(lines, line)) {
			break;
		}
	}
	const done = exceptions.map(
		({ start, end, ...rest }): Exception => ({ ...rest, range: [start, Math.max(start, end)] }),
	);
	const [{ start } = { start: first.start }] = exceptions;
	const end = done.reduce((furthest, { range }) => Math.max(furthest, range[1]), start);
	return { trace: { format: 'java', exceptions: done, range: [start, end] }, end: Math.max(end, last.end) };
}

function opened(header: Header | undefined, relation: Relation, line: Line): OpenException {
	const { type = '', message = '', thread } = header ?? {};
	return {
		type,
		message,
		relation,
		...(thread !== undefined && { thread }),
		frames: [],
		start: line.at(header?.index ?? indentation(line.content)),
		end: line.endAt(line.content.length),
	};
}

/** Adds the further lines of a message, where frames or a count of them follow; returns the last line that belongs to the header. */
function addMessage(lines: Lines, exception: OpenException, header: Line): Line {
	const more: string[] = [];
	let last = header;
	let line = lines.next(header);
	for (let i = 0; line && i < MAX_MESSAGE_LINES; i++, line = lines.next(line)) {
		const { content } = line;
		if (frameIn(content) || isElision(content) || nestedIn(content)) {
			exception.message = [exception.message, ...more].join('\n').trimEnd();
			return last;
		}
		if ((line.hasPrefix && !header.hasPrefix) || headerIn(content)?.index === 0) {
			break; // another log entry, or another trace
		}
		more.push(content.trimEnd());
		last = line;
	}
	return header;
}

const isElision = (content: string) => /^\s*\.\.\. \d+ (?:more|common frames omitted)/.test(content);

/** One line of another thread between two frames of this one. */
function isInterleaved(lines: Lines, line: Line): boolean {
	const next = line.content.trim() === '' || headerIn(line.content) ? undefined : lines.next(line);
	return next !== undefined && frameIn(next.content) !== undefined;
}

interface FrameText {
	readonly start: number;
	/** Behind the closing bracket of the place. */
	readonly end: number;
	readonly method: string;
	readonly place: string;
}

const PLACE =
	/^(?:[^\s:()/\\]+\.(?:java|kts?|scala|sc|groovy|gvy|clj|cljc|aj|jsp|xtend)(?::-?\d{1,9})?|Native Method|Unknown Source(?::\d{1,9})?|SourceFile(?::\d{1,9})?|Source:\d{1,9}|<generated>|NO_SOURCE_FILE(?::\d{1,9})?|r8-map-id-[^\s:]+(?::\d{1,9})?)$/u;

function frameIn(content: string): FrameText | undefined {
	const start = indentation(content);
	if (!content.startsWith('at ', start)) {
		return undefined;
	}
	const open = content.indexOf('(', start);
	const close = open < 0 ? -1 : content.indexOf(')', open);
	if (close < 0 || close - open > 300 || open - start > 2000) {
		return undefined;
	}
	const method = content.slice(start + 3, open);
	const place = content.slice(open + 1, close);
	const isMethod = method.includes('.') && !method.startsWith(' ') && !method.endsWith(' ');
	return isMethod && PLACE.test(place) ? { start, end: close + 1, method: withoutModule(method), place } : undefined;
}

/** Takes `app//`, `java.base/` and `loader//module@1.2/` off; the slash of a hidden lambda class (`A$$Lambda/0x1.run`) is not one of these. */
function withoutModule(method: string): string {
	const module = /^(?:[\w.@-]{0,128}\/){1,3}/.exec(method);
	return module ? method.slice(module[0].length) : method;
}

function toFrame({ start, end, method, place }: FrameText, line: Line): Frame {
	const colon = place.lastIndexOf(':');
	const file = colon < 0 ? place : place.slice(0, colon);
	const isFile = /\.\w+$/.test(file);
	const location = isFile ? { file, ...(colon >= 0 && { line: Number(place.slice(colon + 1)) }) } : undefined;
	return makeFrame(method, location, isFile && isInAppMethod(method), line, start, end);
}

const CLASS = String.raw`(?:[\p{L}_$][\p{L}\p{N}_$-]{0,128}\.){1,24}[\p{L}_$][\p{L}\p{N}_$]{0,128}`;
const THREAD = /Exception in thread "([^"\n]{0,256})" /;
const HEADER = new RegExp(String.raw`(?:^|\s|: |["'])(${CLASS})(?:: |:?\s*$)`, 'gu');
const SHORT_HEADER = /^\s*([A-Z][\p{L}\p{N}_$]{0,128}(?:Exception|Error|Throwable))(?:: |\s*$)/u;
const ENDING = /(?:Exception|Error|Throwable|Failure|Fault|Interrupt\w*|Signal|Timeout|Death)$/;

/** Names in one line that are tried. */
const MAX_NAMES = 8;

/**
 * The exception that a line names. A class that is called like an exception is one wherever it stands; any other only at the front, and not
 * when one follows: a logger's name comes before it.
 */
function headerIn(content: string): Header | undefined {
	const head = content.slice(0, 2048);
	const thread = THREAD.exec(head);
	const from = thread ? thread.index + thread[0].length : 0;
	const found = (type: string, index: number): Header => {
		const message = content
			.slice(index + type.length)
			.replace(/^:\s?/, '')
			.trim();
		return { type, message, index, ...(thread && { thread: thread[1] }) };
	};
	let other: Header | undefined;
	HEADER.lastIndex = Math.max(0, from - 1); // the blank before the class is part of what is looked for
	for (let i = 0, match = HEADER.exec(head); match && i < MAX_NAMES; i++, match = HEADER.exec(head)) {
		const type = match[1] ?? '';
		const index = match.index + match[0].indexOf(type);
		if (ENDING.test(type)) {
			return found(type, index);
		}
		if (index === Math.max(from, indentation(content)) && /^[\p{Ll}\p{N}_$.]+\.\p{Lu}/u.test(type)) {
			other = found(type, index);
		}
		HEADER.lastIndex = index + type.length; // the blank behind it may be the one before the next name
	}
	const short = SHORT_HEADER.exec(head.slice(from));
	return other ?? (short?.[1] ? found(short[1], from + short[0].indexOf(short[1])) : undefined);
}

function nestedIn(content: string): { readonly relation: Relation; readonly header: Header } | undefined {
	const match = /^\s*(?:(Caused by|Suppressed|Wrapped by): )?(\[CIRCULAR REFERENCE: ?)?/.exec(content);
	if (!match || match[0].trim() === '') {
		return undefined;
	}
	const text = content.slice(match[0].length).trimEnd();
	const own = match[2] && text.endsWith(']') ? text.slice(0, -1) : text;
	const type = /^[^\s:]*/.exec(own)?.[0] ?? '';
	const message = own.slice(type.length).replace(/^:\s?/, '').trim();
	return {
		relation: match[1] === 'Suppressed' ? 'suppressed' : 'cause',
		header: { type, message, index: match[0].length },
	};
}

/** The exception's own line above its first frame: through the lines of its message, at most as far as `floor`. */
function headerAbove(
	lines: Lines,
	first: Line,
	floor: number,
): { readonly header: Header; readonly line: Line } | undefined {
	let line = lines.previous(first);
	for (let i = 0; line && i < MAX_MESSAGE_LINES && line.start >= floor; i++) {
		const header = nestedIn(line.content)?.header ?? headerIn(line.content);
		if (header) {
			return { header, line };
		}
		if (frameIn(line.content)) {
			return undefined;
		}
		if (line.hasPrefix && !first.hasPrefix) {
			return undefined; // another log entry
		}
		line = lines.previous(line);
	}
	return undefined;
}

function indentation(content: string): number {
	return content.length - content.trimStart().length;
}
