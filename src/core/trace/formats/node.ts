import type { Parsed, TraceFormat } from '../format';
import { makeFrame } from '../frame';
import { isInAppPath } from '../inApp';
import { locationAtEnd } from '../location';
import type { Exception, Frame, Range, Relation } from '../model';
import type { Line, Lines } from '../source/line';

// V8: Node, Deno, Bun, Chrome, Electron.
//
//   trace    = header { message-line } frame { frame | elided } [ "{" { property | nested } "}" ]
//   header   = ["Uncaught "] type [" [" code "]"] [": " message]
//   frame    = "at " ["async "] [function " ("] location [")"]
//   location = file ":" line ":" column | "<anonymous>" | "native" | "index " n | "eval at " frame ", " location
//   nested   = "[cause]: " trace | "[errors]: [" { trace } "]"          as util.inspect prints them
//   elided   = "... " n " lines matching cause stack trace ..."

/** Lines of a message that are looked back through for the error's name. */
const MAX_MESSAGE_LINES = 30;

/** Lines of properties between a frame and the cause that an error holds. */
const MAX_PROPERTY_LINES = 100;

export const node: TraceFormat = {
	id: 'node',
	needle: /at \S/,
	accepts: (content) => frameIn(content) !== undefined,
	parse: (lines, line, floor) => {
		const header = headerAbove(lines, line, floor);
		return new NodeTrace(lines).read(header, line);
	},
};

interface Header {
	readonly type: string;
	/** First line only; the other lines of the message stand between it and the first frame. */
	readonly message: string;
	readonly line: Line;
	/** Index of the type in the line's content. */
	readonly index: number;
}

interface OpenException {
	readonly type: string;
	message: string;
	readonly relation: Relation;
	readonly frames: Frame[];
	readonly start: number;
	end: number;
}

class NodeTrace {
	private readonly exceptions: OpenException[] = [];
	/** Braces of util.inspect that are open: inside, properties may stand between frames and causes. */
	private depth = 0;
	private isInErrors = false;

	constructor(private readonly lines: Lines) {}

	read(header: Header | undefined, first: Line): Parsed | undefined {
		this.open(header, 'thrown', first);
		if (header) {
			this.addMessage(header.line, first);
		}
		let line: Line | undefined = first;
		let last = first;
		let properties = 0;
		while (line) {
			const taken = this.take(line);
			if (taken === 'end') {
				break;
			}
			properties = taken === 'property' ? properties + 1 : 0;
			if (properties > MAX_PROPERTY_LINES) {
				break;
			}
			if (taken !== 'property') {
				last = line;
			}
			line = this.lines.next(line);
		}
		return this.finish(last);
	}

	private take(line: Line): 'frame' | 'nested' | 'property' | 'end' {
		const { content } = line;
		const frame = frameIn(content);
		if (frame) {
			this.current.frames.push(toFrame(frame, line));
			this.current.end = line.endAt(frame.end);
			this.depth += /\{\s*$/.test(content.slice(frame.end)) ? 1 : 0;
			return 'frame';
		}
		const nested = nestedHeader(content);
		if (nested && (this.depth > 0 || nested.relation === 'cause')) {
			this.open({ ...nested, line }, nested.relation, line);
			this.isInErrors ||= nested.relation === 'member';
			this.addMessage(line, this.firstFrameBelow(line) ?? line);
			return 'nested';
		}
		if (/^\s*\.\.\. \d+ lines matching cause stack trace/.test(content) || /^\s*From previous event:/.test(content)) {
			return 'frame';
		}
		if (this.depth > 0) {
			return this.inside(content, line);
		}
		// A line of another stream in the middle costs that line only.
		const next = content.trim() === '' || headerIn(content) ? undefined : this.lines.next(line);
		return next &&
			this.current.frames.length > 0 &&
			frameIn(next.content) &&
			!/^\s*at /.test(content) &&
			/^\s/.test(next.content) &&
			!headerIn(content)
			? 'frame'
			: 'end';
	}

	private inside(content: string, line: Line): 'nested' | 'property' | 'end' {
		const trimmed = content.trim();
		if (/^\[errors\]: \[$/.test(trimmed)) {
			this.isInErrors = true;
			return 'property';
		}
		if (trimmed === '') {
			return this.isInErrors ? 'property' : 'end';
		}
		if (this.isInErrors) {
			const header = headerIn(content);
			if (header && header.index === content.length - content.trimStart().length) {
				this.open({ ...header, line }, 'member', line);
				this.addMessage(line, this.firstFrameBelow(line) ?? line);
				return 'nested';
			}
			this.isInErrors = trimmed !== ']';
		}
		if (/^[}\]],?$/.test(trimmed)) {
			this.depth -= trimmed.startsWith('}') ? 1 : 0;
		} else if (/[{]$/.test(trimmed)) {
			this.depth += 1;
		}
		return 'property';
	}

	private get current(): OpenException {
		const current = this.exceptions.at(-1);
		if (!current) {
			throw new Error('no exception is open'); // `read` opens one before anything is taken
		}
		return current;
	}

	private open(header: Header | undefined, relation: Relation, at: Line): void {
		const start = header ? header.line.at(header.index) : at.at(at.content.length - at.content.trimStart().length);
		this.exceptions.push({
			type: header?.type ?? '',
			message: header?.message ?? '',
			relation,
			frames: [],
			start,
			end: start,
		});
	}

	/** Adds the lines between an error's header and its first frame to its message. */
	private addMessage(header: Line, first: Line): void {
		let { message } = this.current;
		for (let line = this.lines.next(header); line && line.start < first.start; line = this.lines.next(line)) {
			message += `\n${line.content.trimEnd()}`;
		}
		this.current.message = message.trimEnd();
		this.current.end = Math.max(this.current.end, header.endAt(header.content.length));
	}

	private firstFrameBelow(header: Line): Line | undefined {
		let line = this.lines.next(header);
		for (let i = 0; line && i < MAX_MESSAGE_LINES; i++) {
			if (frameIn(line.content)) {
				return line;
			}
			if (nestedHeader(line.content) || line.content.trim() === '') {
				return undefined;
			}
			line = this.lines.next(line);
		}
		return undefined;
	}

	private finish(last: Line): Parsed | undefined {
		const exceptions: Exception[] = this.exceptions.map(({ start, end, frames, ...rest }) => ({
			...rest,
			frames,
			range: [start, Math.max(start, end)],
		}));
		const [first] = exceptions;
		if (!first || !isTrace(exceptions)) {
			return undefined;
		}
		const range: Range = [first.range[0], Math.max(...exceptions.map((exception) => exception.range[1]))];
		return { trace: { format: 'node', exceptions, range }, end: Math.max(range[1], last.end) };
	}
}

/** A lone `at x` without any place is prose; a place, or an error's name above, makes it a trace. */
function isTrace(exceptions: readonly Exception[]): boolean {
	return exceptions.some(
		({ type, frames }) => frames.some((frame) => frame.line !== undefined) || (type !== '' && frames.length > 0),
	);
}

interface FrameText {
	readonly start: number;
	readonly end: number;
	readonly name: string;
	readonly place: string;
	readonly isAsync: boolean;
}

const PLACELESS = /^(?:<anonymous>|native|unknown location|index \d+)$/;

/** The frame that a line is, if it is one; `start` and `end` are indexes into `content`. */
function frameIn(content: string): FrameText | undefined {
	const start = content.length - content.trimStart().length;
	if (!content.startsWith('at ', start)) {
		return undefined;
	}
	let end = content.trimEnd().length;
	if (content.charAt(end - 1) === '{' || content.charAt(end - 1) === ',') {
		end = content.slice(0, end - 1).trimEnd().length; // util.inspect goes on with the error's properties, or in a list
	}
	let rest = content.slice(start + 3, end).trimStart();
	const isAsync = rest.startsWith('async ');
	if (isAsync) {
		rest = rest.slice('async '.length);
	}
	const open = rest.endsWith(')') ? openingBracket(rest) : -1;
	const name = open < 0 ? '' : rest.slice(0, open).trimEnd();
	const place = open < 0 ? rest : rest.slice(open + 1, -1);
	return isPlace(place, open >= 0) && !/[@=;{}]|\bin\b.*:line \d/.test(name)
		? { start, end, name, place, isAsync }
		: undefined;
}

/** Where the place's bracket opens: at the first ` (`, since names hold none, or else at the first bracket. */
function openingBracket(rest: string): number {
	const spaced = rest.indexOf(' (');
	return spaced >= 0 ? spaced + 1 : rest.indexOf('(');
}

function isPlace(place: string, isBracketed: boolean): boolean {
	if (PLACELESS.test(place)) {
		return isBracketed || place === '<anonymous>';
	}
	if (
		/^[\w$-]+\.(?:java|kts?|scala|groovy|clj):\d+$/.test(place) ||
		place.startsWith('at ') ||
		place.startsWith(')') ||
		/:line \d+$/.test(place) ||
		/ in .*:line /.test(place)
	) {
		return false; // the JVM's, Unity's and .NET's
	}
	if (place.startsWith('wasm://')) {
		return true;
	}
	const location = locationAtEnd(placeOf(place));
	// In prose ("at 10:30:15", "at localhost:80") there is neither a bracket nor a path.
	return (
		location !== undefined &&
		(isBracketed || location.column !== undefined) &&
		/[./\\:<]/.test(location.file) &&
		!/^[\w.-]+$/.test(location.file.replace(/\.[cm]?[jt]sx?$|\.vue$|\.svelte$/, '/'))
	);
}

/** The place itself: for evaluated code where `eval` was called, for Hermes without the words before. */
function placeOf(place: string): string {
	if (place.startsWith('eval at ')) {
		const inner = /\(([^()]*:\d+:\d+)\)/.exec(place.slice(0, 2048));
		return inner?.[1] ?? place;
	}
	return place.startsWith('address at ') ? place.slice('address at '.length) : place;
}

function toFrame({ start, end, name, place, isAsync }: FrameText, line: Line): Frame {
	const isLocated = !PLACELESS.test(place) && !place.startsWith('wasm://');
	const location = isLocated ? locationAtEnd(placeOf(place)) : undefined;
	const frame = makeFrame(name, location, isInAppPath(location?.file), line, start, end);
	return isAsync ? { ...frame, isAsync } : frame;
}

const STRICT_HEADER =
	/(?:^|[\s:(>"'])((?:[\p{L}_$][\p{L}\p{N}_$.]{0,120})?(?:Error|Exception)|AggregateError|DOMException)(?: \[[^\]\n]{1,80}\])?(?:: |:?$)/u;
const LOOSE_HEADER =
	/^\s*(?:Uncaught |Unhandled )?(?:\(in promise\) )?([A-Z][\p{L}\p{N}_$.]{1,120})(?: \[[^\]\n]{1,80}\])?: /u;

function headerIn(
	content: string,
): { readonly type: string; readonly message: string; readonly index: number } | undefined {
	const head = content.slice(0, 2048);
	const match = STRICT_HEADER.exec(head);
	if (!match) {
		return undefined;
	}
	const type = match[1] ?? '';
	const index = match.index + match[0].indexOf(type);
	return { type, message: content.slice(match.index + match[0].length).trim(), index };
}

/** `[cause]: TypeError: x`, `Caused by: TypeError: x` */
function nestedHeader(content: string): (Omit<Header, 'line'> & { readonly relation: Relation }) | undefined {
	const match = /^\s*(?:\[cause\]|cause|Caused by|caused by):\s+(?=\S)/.exec(content);
	if (!match) {
		return undefined;
	}
	const header = headerIn(content);
	return header ? { ...header, relation: 'cause' } : undefined;
}

/** The error's own line above its first frame: through the lines of its message, at most as far as `floor`. */
function headerAbove(lines: Lines, first: Line, floor: number): Header | undefined {
	let nearest: Header | undefined;
	let line = lines.previous(first);
	for (let i = 0; line && i < MAX_MESSAGE_LINES && line.end > floor; i++) {
		if (line.content.trim() === '' && i === 0) {
			return undefined;
		}
		const strict = headerIn(line.content);
		if (strict && line.at(strict.index) >= floor) {
			return { ...strict, line };
		}
		if (i === 0) {
			const loose = LOOSE_HEADER.exec(line.content.slice(0, 2048));
			nearest = loose
				? {
						type: loose[1] ?? '',
						message: line.content.slice(loose[0].length).trim(),
						index: line.content.indexOf(loose[1] ?? ''),
						line,
					}
				: undefined;
		}
		if (line.hasPrefix && !first.hasPrefix) {
			break; // another log entry
		}
		line = lines.previous(line);
	}
	return nearest;
}
