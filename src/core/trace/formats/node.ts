import { LINES_A_STEP, type Parsed, type Steps, type TraceFormat } from '../format';
import type { Exception, Frame, Relation } from '../model';
import { atFrame } from '../needles';
import type { Line, Lines } from '../transport/line';
import { fastFrames, usualTrace } from './v8Fast';
import { indentation, toFrame, v8FrameIn } from './v8Frame';
import { type Header, headerAbove, headerIn, isExcerpt, nestedHeader } from './v8Header';

// V8: Node, Deno, Bun, Chrome, Electron.
//
//   trace    = header { message-line } frame { frame | elided } [ "{" { property | nested } "}" ]
//   header   = ["Uncaught "] type [" [" code "]"] [": " message]
//   frame    = "at " ["async "] [function " ("] location [")"]
//   location = file ":" line ":" column | "<anonymous>" | "native" | "index " n | "eval at " frame ", " location
//   nested   = "[cause]: " trace | "[errors]: [" { trace } "]"          as util.inspect prints them
//   elided   = "... " n " lines matching cause stack trace ..."

/** Lines of a message that are looked ahead through for the first frame. */
const MAX_MESSAGE_LINES = 30;

/** Lines of properties between a frame and the cause that an error holds. */
const MAX_PROPERTY_LINES = 100;

export const node: TraceFormat = {
	id: 'node',
	needles: [atFrame],
	quick: usualTrace,
	isCertain: (plain, start) => fastFrames(plain).at(start) !== undefined,
	accepts: (content) => v8FrameIn(content) !== undefined,
	parse: (lines, line, floor) => new Reader(lines, line, headerAbove(lines, line, floor)).read(),
};

interface OpenException {
	readonly type: string;
	message: string;
	readonly relation: Relation;
	readonly frames: Frame[];
	readonly start: number;
	end: number;
}

const ELIDED = /^\s*(?:\.\.\. \d+ lines matching cause stack trace|From previous event:)/;

type Taken = 'frame' | 'nested' | 'property' | 'end';

class Reader {
	private readonly exceptions: OpenException[] = [];
	private current: OpenException;
	/** Braces of util.inspect that are open: inside, properties may stand between frames and causes. */
	private depth = 0;
	private isInErrors = false;
	/** Where the last line ended that belongs to it. */
	private lastEnd = 0;

	constructor(
		private readonly lines: Lines,
		private readonly first: Line,
		header: Header | undefined,
	) {
		this.current = this.open(header, 'thrown', first);
		if (header) {
			this.addMessage(header, first);
		}
	}

	*read(): Steps<Parsed | undefined> {
		let line: Line | undefined = this.first;
		let last = line;
		let properties = 0;
		for (let count = 1; line; count++) {
			const taken = this.take(line);
			properties = taken === 'property' ? properties + 1 : 0;
			if (taken === 'end' || properties > MAX_PROPERTY_LINES) {
				break;
			}
			if (taken !== 'property') {
				last = line;
			}
			line = taken === 'frame' && this.depth === 0 ? this.usualFrames(line) : this.lines.next(line);
			if (count % LINES_A_STEP === 0) {
				yield;
			}
		}
		return this.finish(last);
	}

	/** Takes the usual frames below a line, and returns the line behind them. */
	private usualFrames(above: Line): Line | undefined {
		const { plain } = this.lines;
		let { end } = above;
		if (plain?.text.charCodeAt(end) !== 0x0a) {
			return this.lines.next(above);
		}
		const reader = fastFrames(plain);
		const { frames } = this.current;
		for (let i = 0; i < LINES_A_STEP; i++) {
			const frame = reader.at(end + 1);
			if (!frame) {
				break;
			}
			frames.push(frame);
			end = reader.end;
			this.current.end = end;
		}
		this.lastEnd = end;
		return end < plain.text.length ? plain.lineAt(end + 1) : undefined;
	}

	private take(line: Line): Taken {
		const { content } = line;
		const frame = v8FrameIn(content);
		if (frame) {
			this.current.frames.push(toFrame(frame, line));
			this.current.end = line.endAt(frame.end);
			this.depth += frame.end < content.length && content.trimEnd().endsWith('{') ? 1 : 0;
			return 'frame';
		}
		const nested = nestedHeader(content);
		if (nested) {
			this.openNested({ ...nested, line }, 'cause');
			return 'nested';
		}
		if (ELIDED.test(content)) {
			return 'frame';
		}
		return this.depth > 0 ? this.inside(line) : this.isInterleaved(line) ? 'property' : 'end';
	}

	/** A line of another stream in the middle costs that line only. */
	private isInterleaved(line: Line): boolean {
		const next = line.content.trim() === '' || headerIn(line.content) ? undefined : this.lines.next(line);
		return next !== undefined && indentation(next.content) > 0 && v8FrameIn(next.content) !== undefined;
	}

	/** A line between the braces of util.inspect. */
	private inside(line: Line): Taken {
		const { content } = line;
		const trimmed = content.trim();
		if (trimmed === '[errors]: [') {
			this.isInErrors = true;
			return 'property';
		}
		if (trimmed === '') {
			return this.isInErrors ? 'property' : 'end';
		}
		const header = headerIn(content);
		const isMember = header && header.index === indentation(content) && this.isInErrors;
		if (isMember) {
			this.openNested({ ...header, line }, 'member');
			return 'nested';
		}
		if (trimmed === ']' || trimmed === '],') {
			this.isInErrors = false;
		} else if (trimmed === '}' || trimmed === '},') {
			this.depth--;
		} else if (trimmed.endsWith('{')) {
			this.depth++;
		}
		return 'property';
	}

	private open(header: Header | undefined, relation: Relation, line: Line): OpenException {
		const start = header ? header.line.at(header.index) : line.at(indentation(line.content));
		const { type = '', message = '' } = header ?? {};
		this.current = { type, message, relation, frames: [], start, end: start };
		this.exceptions.push(this.current);
		return this.current;
	}

	private openNested(header: Header, relation: Relation): void {
		this.open(header, relation, header.line);
		this.addMessage(header, this.firstFrameBelow(header.line) ?? header.line);
	}

	/** Adds the lines between an error's header and its first frame to its message. */
	private addMessage(header: Header, first: Line): void {
		let { message } = header;
		for (let line = this.lines.next(header.line); line && line.start < first.start; line = this.lines.next(line)) {
			if (isExcerpt(line.content)) {
				break;
			}
			message += `\n${line.content.trimEnd()}`;
		}
		this.current.message = message.trimEnd();
		this.current.end = header.line.endAt(header.line.content.length);
	}

	private firstFrameBelow(header: Line): Line | undefined {
		let line = this.lines.next(header);
		for (let i = 0; line && i < MAX_MESSAGE_LINES; i++, line = this.lines.next(line)) {
			if (v8FrameIn(line.content)) {
				return line;
			}
			if (line.content.trim() === '' || nestedHeader(line.content)) {
				return undefined;
			}
		}
		return undefined;
	}

	private finish(last: Line): Parsed {
		const exceptions = this.exceptions.map(({ type, message, relation, frames, start, end }): Exception => {
			const range = [start, Math.max(start, end)] as const;
			return { type, message, relation, frames: frames.slice(), range }; // a copy has no room to grow
		});
		if (!isTrace(exceptions)) {
			return { end: Math.max(this.lastEnd, last.end) }; // all of it: from its second line on it would be none either
		}
		const start = this.exceptions[0]?.start ?? last.start;
		const end = exceptions.reduce((furthest, { range }) => Math.max(furthest, range[1]), start);
		return { trace: { format: 'node', exceptions, range: [start, end] }, end: Math.max(end, last.end, this.lastEnd) };
	}
}

/** A lone `at x` without any place is prose; a place, or an error's name above, makes it a trace. */
function isTrace(exceptions: readonly Exception[]): boolean {
	return exceptions.some(
		({ type, frames }) => (type !== '' && frames.length > 0) || frames.some((frame) => frame.line !== undefined),
	);
}
