import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { plainPath } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// CPython.
//
//   text      = traceback { chain traceback }          the text has the first error first, we put the last one first
//   traceback = "Traceback (most recent call last):" { frame { source-line } | "[Previous line repeated " n " more times]" } final
//   frame     = 'File "' file '", line ' line [", in " function]
//   final     = type [": " message { message-line }]
//   chain     = "The above exception was the direct cause …" | "During handling of the above exception, …"
//   group     = "+ Exception Group Traceback …" with its lines behind "| ", members between "+---- 1 ----" rulers
//
// faulthandler, with the innermost call first:
//
//   dump   = "Fatal Python error: " message { thread }
//   thread = ("Thread " | "Current thread ") address " (most recent call first):" { 'File "' file '", line ' line " in " function }

const HEADING = 'Traceback (most recent call last)';

/** The bars and plus signs that groups draw, and the blanks round them. */
const BARS = /^(?:[ \t]{0,64}[|+](?= |$))+ ?/;
const RULER = /^[\s|+-]{0,200}\+-[-+]{0,100}(?: \d+ -+|-)\s*$/;
const FRAME =
	/^(\s*)File "([^"\n]{1,4000})", {1,2}line (\d{1,9})(?!\d|, char)(?:(,?) in (?!")([^\n]{1,1000})|(?!,? in "))/;
const LINK = /^\s*(?:The above exception was the direct (cause)|During handling of the above exception, another)/;
const REPEATED = /^\s*\[Previous line repeated (\d{1,9}) more times?\]/;
const FINAL = /^\s*((?:[\p{L}_][\p{L}\p{N}_]{0,128}\.){0,16}[\p{L}_][\p{L}\p{N}_]{0,128})(?:: |:?\s*$)/u;

/** Where indentation does not tell: an exception's name, not a statement. */
const SURE_FINAL =
	/^\s*(?:[\p{L}_][\p{L}\p{N}_]{0,128}\.){0,16}\p{Lu}[\p{L}\p{N}_]{0,128}(?:: |\s*$)|^\s*\w{1,64}\.\w{1,64}: |^\s*\w{0,64}(?:error|timeout): /u;

/** What begins a trace of another language, or a shell's next line. */
const OTHER = /^(?:panic|fatal error): |^[_=]{5,}|^goroutine \d|^\s+at \S|^Exception in thread |^[$#%] /;

function bare(content: string): { readonly text: string; readonly from: number } {
	const from = BARS.exec(content)?.[0].length ?? 0;
	return { text: from === 0 ? content : content.slice(from), from };
}

const indentOf = (text: string) => text.length - text.trimStart().length;

function frameIn(text: string, from: number, comma: string | undefined): FramePart | undefined {
	const match = FRAME.exec(text);
	const [all, indent = '', file = '', line, behind, name] = match ?? [];
	if (all === undefined || (name !== undefined && behind !== comma)) {
		return undefined;
	}
	const isFile = !/^<.*>$/.test(file) || file.startsWith('<frozen');
	const location = isFile ? { file: plainPath(file), line: Number(line) } : undefined;
	const start = from + indent.length;
	return { kind: 'frame', name: name?.trim(), location, start, end: from + all.trimEnd().length };
}

function part(content: string, before: Part | undefined): Part | undefined {
	const { text, from } = bare(content);
	const frame = frameIn(text, from, ',');
	if (frame) {
		return frame;
	}
	if (content.includes(HEADING)) {
		const start = content.indexOf(content.includes('+ Exception') ? '+ Exception' : HEADING);
		return { kind: 'head', start, relation: 'thrown' };
	}
	const link = LINK.exec(text);
	if (link) {
		return { kind: 'head', isOuter: true, relation: link[1] ? 'cause' : 'context', depth: from };
	}
	if (RULER.test(content)) {
		return / \d+ -/.test(content)
			? { kind: 'head', relation: 'member', depth: content.lastIndexOf('+') + 2 }
			: { kind: 'skip' };
	}
	const repeated = REPEATED.exec(text);
	if (repeated) {
		return { kind: 'repeat', count: Number(repeated[1]), start: before?.start ?? 0 };
	}
	return before && before.kind !== 'end' ? below(text, from, before) : undefined;
}

/** What a line is for the one above: a frame's source, or the exception. */
function below(text: string, from: number, before: Part): Part | undefined {
	if (before.kind === 'head') {
		return before.isBelow ? undefined : finalIn(text, from); // a member that was never raised has no frames
	}
	const indent = from + indentOf(text);
	const start = before.start ?? 0;
	if (indent > start || /^\s*[\^~][\^~ ]*$/.test(text)) {
		return text.trim() === '' ? undefined : { kind: 'skip', start };
	}
	if (indent < start ? FINAL.test(text) : SURE_FINAL.test(text)) {
		return finalIn(text, from);
	}
	return before.kind === 'frame' && indent === start && text.trim() !== '' ? { kind: 'skip', start } : undefined;
}

function finalIn(text: string, from: number): HeadPart | undefined {
	const match = FINAL.exec(text.slice(0, 2048));
	return match
		? {
				kind: 'head',
				isBelow: true,
				type: match[1],
				message: text.slice(match[0].length).trim(),
				start: from + indentOf(text),
			}
		: undefined;
}

function isMessage(content: string): boolean {
	const { text } = bare(content);
	return (
		text.trim() !== '' &&
		!RULER.test(content) &&
		!content.includes(HEADING) &&
		!LINK.test(text) &&
		!FRAME.test(text) &&
		!OTHER.test(text)
	);
}

/** `Exception in thread worker-1 (run):`, which the threading module prints above the traceback. */
function head(content: string, gap: number): HeadPart | undefined {
	const thread =
		gap === 0 ? /^\s*Exception in thread ([^\n"]{1,200}?)(?: \([^()\n]{1,200}\))?:\s*$/.exec(content)?.[1] : undefined;
	return thread === undefined ? undefined : { kind: 'head', thread };
}

export const python = formatOf({
	id: 'python',
	needles: [place, { text: 'File "' }],
	part,
	head,
	isMessage,
	isOutermostFirst: true,
	maxForeign: 3,
} satisfies Grammar);

const THREAD = /^\s*((?:Current t|T)hread 0x[0-9a-f]{1,16})[^\n]{0,100}\(most recent call first\):/;

export const faulthandler = formatOf({
	id: 'python',
	needles: [place],
	part: (content) => {
		const thread = THREAD.exec(content)?.[1];
		return thread ? { kind: 'head', thread, relation: 'thread' } : frameIn(content, 0, '');
	},
	head: (content) => {
		const message = /Fatal Python error: ([^\n]*)/.exec(content)?.[1];
		return message === undefined ? undefined : { kind: 'head', type: 'Fatal Python error', message: message.trim() };
	},
} satisfies Grammar);
