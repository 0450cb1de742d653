import { LINES_A_STEP, type Needle, type Parsed, type Steps, type TraceFormat } from '../format';
import { makeFrame } from '../frame';
import { isInAppPath } from '../inApp';
import { plainPath } from '../location';
import type { Frame } from '../model';
import { type Line, type Lines, stripped, withoutPrefix } from '../transport/line';
import { type Block, Chains } from './pythonChains';

// CPython.
//
//   text      = traceback { chain traceback }          the text has the first error first, we put the last one first
//   traceback = "Traceback (most recent call last):" { frame { source-line } | "[Previous line repeated " n " more times]" } final
//   frame     = 'File "' file '", line ' line [", in " function]
//   final     = type [": " message { message-line }]
//   chain     = "The above exception was the direct cause …" | "During handling of the above exception, …"
//   group     = "+ Exception Group Traceback …" with its lines behind "| ", members between "+---- 1 ----" rulers

const START = 'Traceback (most recent call last)';

/** Lines between two frames of one traceback: source, carets. */
const MAX_BETWEEN = 12;
/** The same where all indentation was lost: the source line and its carets. */
const MAX_UNINDENTED = 2;
const MAX_MESSAGE_LINES = 20;

/** Units of a line in which an exception's name is looked for. */
const MAX_FINAL = 2048;

/** Lines between two tracebacks of one chain: blanks, the sentence, rulers. */
const MAX_LINK_LINES = 8;

const heading: Needle = { text: START };
const frame: Needle = { text: 'File ', fits: (text, offset) => /^\\{0,3}"/.test(text.slice(offset + 5, offset + 9)) };

export const python: TraceFormat = {
	id: 'python',
	needles: [heading, frame],
	accepts: (content) => content.includes(START) || frameIn(content) !== undefined,
	parse: (lines, line, floor) => {
		const prefix = loggersPrefix(line.content);
		return prefix === '' ? read(lines, line, floor) : read(withoutPrefix(lines, prefix), stripped(line, prefix), floor);
	},
};

/** What a logger wrote before the heading, and so before every line: its name, or a context of its own. */
function loggersPrefix(content: string): string {
	const before = content.slice(0, Math.max(0, content.indexOf(START)));
	return before.length <= 200 && /[^\s|+]/.test(before) && !before.includes('Exception Group') ? before : '';
}

/** How the next traceback hangs on the ones before it; `column` says how deep in groups it stands, -1 for outside. */
interface Link {
	readonly kind: 'cause' | 'context' | 'member';
	readonly column: number;
}

function* read(lines: Lines, first: Line, floor: number): Steps<Parsed> {
	let { block, next }: ReadBlock = yield* readBlock(lines, first);
	const chains = new Chains(block);
	let { end } = block;
	let hasFrames = block.frames.length > 0;
	for (let found = next && linkBelow(lines, next); found; found = next && linkBelow(lines, next)) {
		({ block, next } = yield* readBlock(lines, found.line));
		const { kind, column } = found.link;
		if (kind === 'member') {
			chains.addMember(block, column);
		} else {
			chains.addOuter(block, column, kind);
		}
		hasFrames ||= block.frames.length > 0;
		end = Math.max(end, block.end);
		yield;
	}
	if (!hasFrames) {
		return { end };
	}
	const exceptions = chains.exceptions(threadAbove(lines, first, floor));
	const start = exceptions.reduce((least, { range }) => Math.min(least, range[0]), end);
	return { trace: { format: 'python', exceptions, range: [start, end] }, end };
}

/** `Exception in thread worker-1 (run):`, which the threading module prints above the traceback. */
function threadAbove(lines: Lines, heading: Line, floor: number): string | undefined {
	const above = lines.previous(heading);
	return above && above.start >= floor
		? /^Exception in thread ([^\n]{1,200}?)(?: \([^()\n]{1,200}\))?:\s*$/.exec(above.content)?.[1]
		: undefined;
}

interface ReadBlock {
	readonly block: Block;
	readonly next: Line | undefined;
}

/** One traceback, from its first line (the heading, or a frame where the heading is missing) through its message. */
function* readBlock(lines: Lines, first: Line): Steps<ReadBlock> {
	const frames: Frame[] = [];
	const heading = bare(first.content);
	const isHeaded = heading.text.includes(START);
	const start = first.at(
		isHeaded ? first.content.indexOf(isGroup(first.content) ? '+ Exception Group' : START) : indentOf(first.content),
	);
	let end = first.endAt(first.content.length);
	let line: Line | undefined = isHeaded ? lines.next(first) : first;
	let frameIndent = -1;
	let between = 0;
	for (let count = 1; line; line = lines.next(line), count++) {
		if (count % LINES_A_STEP === 0) {
			yield;
		}
		const frame = frameIn(line.content);
		const { text, indent } = bare(line.content);
		if (frame) {
			frames.push(toFrame(frame, line));
			frameIndent = indent;
			between = 0;
			end = line.endAt(frame.end);
			continue;
		}
		const isBelowFrame =
			frameIndent >= 0 &&
			(indent > frameIndent ||
				/^\s*\[Previous line repeated \d+ more times?\]/.test(text) ||
				(indent === frameIndent && /^\s*(?:\^|~|\.\.\.<)/.test(text)) ||
				(frameIndent === 0 && between < MAX_UNINDENTED && isUnindentedSource(lines, line)));
		if (text.trim() === '' || between++ > MAX_BETWEEN || !isBelowFrame) {
			break;
		}
	}
	const final = line && finalOf(lines, line, frameIndent);
	return final
		? {
				block: { type: final.type, message: final.message, frames, start, end: final.end },
				next: final.next,
			}
		: { block: { type: '', message: '', frames, start, end }, next: line };
}

/** Where all indentation was lost: a line that is no exception's, or that a frame follows (`return`, `else:`). */
function isUnindentedSource(lines: Lines, line: Line): boolean {
	const below = FINAL.test(line.content.slice(0, MAX_FINAL)) ? lines.next(line) : undefined;
	return below ? frameIn(below.content) !== undefined : !FINAL.test(line.content.slice(0, MAX_FINAL));
}

const FINAL = /^\s*((?:[\p{L}_][\p{L}\p{N}_]{0,128}\.){0,16}[\p{L}_][\p{L}\p{N}_]{0,128})(?:: |:?\s*$)/u;

/** What begins a trace of another language or a shell's next line. */
const OTHER_TRACE = /^(?:panic|fatal error): |^goroutine \d|^\s+at \S|^Exception in thread |^[$#%] /;

/** The exception's own line, with the further lines of its message. */
function finalOf(
	lines: Lines,
	line: Line,
	frameIndent: number,
):
	| { readonly type: string; readonly message: string; readonly end: number; readonly next: Line | undefined }
	| undefined {
	const { text, indent } = bare(line.content);
	const match = FINAL.exec(text.slice(0, MAX_FINAL));
	if (!match || (frameIndent >= 0 && indent >= frameIndent && frameIndent > 0)) {
		return undefined;
	}
	let message = text.slice(match[0].length).trim();
	let end = line.endAt(line.content.length);
	let next = lines.next(line);
	const more: string[] = [];
	let last = line;
	for (let candidate = next; candidate && more.length <= MAX_MESSAGE_LINES; candidate = lines.next(candidate)) {
		const own = bare(candidate.content).text;
		const isEnd =
			own.trim() === '' ||
			isRuler(candidate.content) ||
			candidate.hasPrefix ||
			own.includes(START) ||
			linkOf(own) !== undefined ||
			OTHER_TRACE.test(own) ||
			frameIn(candidate.content) !== undefined;
		if (isEnd) {
			break;
		}
		more.push(own.trimEnd());
		last = candidate;
	}
	if (more.length > 0 && more.length <= MAX_MESSAGE_LINES) {
		message += `\n${more.join('\n')}`;
		end = last.endAt(last.content.length);
		next = lines.next(last);
	}
	return { type: match[1] ?? '', message, end, next };
}

/** Whether another traceback follows that belongs to this one: behind a chain's sentence, or as a member of a group. */
function linkBelow(lines: Lines, from: Line): { readonly link: Link; readonly line: Line } | undefined {
	let line: Line | undefined = from;
	let link: Link | undefined;
	for (let i = 0; line && i < MAX_LINK_LINES; i++, line = lines.next(line)) {
		const { content } = line;
		const { text } = bare(content);
		const kind = linkOf(text);
		const ruler = /^[\s|+-]*\+-+ \d+ -+/.exec(content);
		if (kind) {
			link = { kind, column: content.slice(0, content.length - text.length).lastIndexOf('|') };
		} else if (ruler) {
			link = { kind: 'member', column: ruler[0].lastIndexOf('+') };
		} else if (text.includes(START)) {
			return link && { link, line };
		} else if (text.trim() !== '' && !isRuler(content)) {
			// A member that was never raised has no traceback.
			return link?.kind === 'member' && FINAL.test(text.slice(0, MAX_FINAL)) ? { link, line } : undefined;
		}
	}
	return undefined;
}

function linkOf(text: string): 'cause' | 'context' | undefined {
	if (text.includes('The above exception was the direct cause of the following exception:')) {
		return 'cause';
	}
	return text.includes('During handling of the above exception, another exception occurred:') ? 'context' : undefined;
}

const isRuler = (content: string) => /^\s*\+[-+]+(?: \d+ -+)?\s*$/.test(content);
const isGroup = (content: string) => content.includes('+ Exception Group');

/** A line without the bars and plus signs that groups draw; `indent` counts the blanks that are left. */
function bare(content: string): { readonly text: string; readonly indent: number } {
	const bars = /^(?: {0,64}[|+](?= |$))+ ?/.exec(content);
	const text = bars ? content.slice(bars[0].length) : content;
	return { text, indent: indentOf(text) };
}

interface FrameText {
	readonly start: number;
	readonly end: number;
	readonly file: string;
	readonly line: number;
	readonly name: string | undefined;
}

function frameIn(content: string): FrameText | undefined {
	const start = content.indexOf('File "');
	if (start < 0 || start > 128 || !/^[\s|>+-]*$/.test(content.slice(0, start))) {
		return undefined;
	}
	const close = content.indexOf('", line ', start);
	const match =
		close < 0 ? null : /^(\d{1,9})(?:,? in ([^\n]{1,1000}))?/.exec(content.slice(close + '", line '.length));
	if (!match) {
		return undefined;
	}
	const name = match[2]?.trim();
	const end = close + '", line '.length + match[0].trimEnd().length;
	return { start, end, file: content.slice(start + 'File "'.length, close), line: Number(match[1]), name };
}

function toFrame({ start, end, file, line: number, name }: FrameText, line: Line): Frame {
	const isFile = !/^<.*>$/.test(file) || file.startsWith('<frozen');
	const location = isFile ? { file: plainPath(file), line: number } : undefined;
	return makeFrame(name, location, isFile && isInAppPath(file), line, start, end);
}

function indentOf(text: string): number {
	return text.length - text.trimStart().length;
}
