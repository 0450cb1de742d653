import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { atFrame, place } from '../needles';
import { formatOf } from '../reader';

// .NET: C#, F#, VB; .NET Framework in the system's language, Mono, Unity, ASP.NET's error page, Ben.Demystifier, xUnit.
//
//   trace   = head { message-line } { frame | "--- End of … ---" | "---> " ["(Inner Exception #" n ") "] head }
//   head    = class [" (" code ")"] ": " message { " ---> " class ": " message } | "[" class ": " message "]"
//   frame   = at [modifiers type] name "(" parameters ")" [" [0x" offset "]"] [in file ":" [line] number ["."]] ["<---"]
//   at, in, line = words of some language: "at … in a.cs:line 3", "bei … in a.cs:Zeile 3.", "場所 … 場所 a.cs:行 3"
//           | "at " name " in " file ":" number                                      as people shorten them
//   unity   = name "(" parameters ")" [" (at " file ":" number ")"]
//   page    = name "(" parameters ")" (" in " file ":" number | " +" offset)
//   sos     = stack-pointer instruction-pointer name "(" parameters ") [" file " @ " number "]"
//   xunit   = file "(" number ",0): at " name "(" parameters ")"

const NUMBER = /:\s?(?:[\p{L}\p{M}]{1,12}:?\s)?(\d{1,9})\.?\)?$/u;

/** What stands between the parameters and the file. No language's word for "in" is "at". */
const IN =
	/[)}](?: \[(?:0x)?[\da-f]{1,16}\]| <0x[^<>]{1,40}>| \+ 0x[\da-f]{1,16})?(?: (?!at )\p{L}{1,12}:?(?= (?:[a-z]:)?[\\/]| <| file:)| {1,2}in| \(at|(?= [a-z]:\\)) /iu;

/** People leave the parameters out. */
const SHORT = /^\s*at ([^\s()]{1,500}) in (\S.{0,1000}\.(?:cs|fs|vb)):(?:line )?(\d{1,9})$/;

const AT = String.raw`\s*(?:at|bei|à|Ã\s?|in|en|em|w|в|v|bij|vid|ved|場所|在|於|konum:|위치:|a következő helyen:)\s`;

/** `at A.B(Native Method)` is the JVM's, `at a.b (native)` V8's. */
const UNLOCATED = new RegExp(
	String.raw`^(?:${AT}(?!\S{1,999}\((?:Native Method|Unknown Source|[\w$-]+\.\w+)\))[^()/:]*[^()\s/:]\([^:]*\)|\s*[\w.+\x60<>/]+:[\w.<>]+ ?\([^():]*\)|\s*[\w.+\x60<>]+\([^():]*\) \+\d+)(?: \+ 0x[\da-f]{1,16})?$`,
	'u',
);

const XUNIT = /^\s*(\S.{0,500}?)\((\d{1,9}),\d{1,9}\): at /;

/** `!clrstack`: stack and instruction pointers, the call, its place. */
const SOS = /^\s*[\da-f]{8,16} [\da-f]{8,16} (\S.*\)) \[([^[\]]{1,500}) @ (\d{1,9})\]$/i;

/** The project that was built, behind a task's calls. */
const PROJECT = / \[[^[\]]{1,300}proj\]$/;

const VENDOR = /^(?:System|Microsoft|Mono|Unity(?:Engine|Editor)|Xunit|NUnit)\./;

/** The last word before the parameters; a tuple or a cast may have brackets, too. */
function nameIn(text: string): string {
	let open = text.indexOf('(');
	while (open > 0 ? text.charAt(open - 1) === '<' : open === 0) {
		open = text.indexOf('(', open + 1);
	}
	const name = text.slice(0, Math.max(0, open)).trim().replaceAll(', ', ',');
	return name.slice(name.lastIndexOf(' ') + 1);
}

function frameIn(content: string): FramePart | undefined {
	const whole = content.trimEnd();
	const text = whole.endsWith('<---')
		? whole.slice(0, -4).trimEnd()
		: whole.endsWith('proj]')
			? whole.replace(PROJECT, '')
			: whole;
	const end = text.length;
	const found = (name: string, file: string, line: string | undefined): FramePart => ({
		kind: 'frame',
		name,
		location: file === '' || /^(?:<|0x)/.test(file) ? undefined : { file, line: Number(line) },
		inApp: !VENDOR.test(name) && isInAppPath(file),
		end,
	});
	const test = XUNIT.exec(text);
	if (test) {
		return found(nameIn(text.slice(test[0].length)), test[1] ?? '', test[2]);
	}
	const [, call, file, line] = (text.endsWith(']') && SOS.exec(text)) || [];
	if (call && file) {
		return found(nameIn(call), file, line);
	}
	const number = NUMBER.exec(text.slice(-40));
	const within = number && IN.exec(text);
	if (within) {
		const name = nameIn(text.slice(0, within.index + 1));
		const file = text.slice(within.index + within[0].length, end - number[0].length).replace(/ içinde$/, '');
		return /[.:]/.test(name) || (name !== '' && /^\s*at /.test(text)) ? found(name, file, number[1]) : undefined;
	}
	const [, short, at = '', row] = (number && SHORT.exec(text)) || [];
	if (short) {
		return found(short, at, row);
	}
	return UNLOCATED.test(text) ? { kind: 'frame', name: nameIn(text), end } : undefined;
}

const CLASS = String.raw`[\p{L}_][\p{L}\p{N}_.+\x60]{0,200}`;
const CODE = String.raw`(?:\[\[.{0,300}?\]\])?(?: \([^()]{1,40}\))?`;
const HEAD = new RegExp(
	String.raw`(?:^|(?<!Unhandled)[\s[>"',])((?:${CLASS})?(?:Exception|Error|Fault)(?:\x60\d)?)${CODE} ?(?::\s|:?$)`,
	'u',
);
const ANY_HEAD = new RegExp(String.raw`(?:^\s*|[.:] {1,2})(${CLASS}[.+]\p{Lu}[\p{L}\p{N}_]{0,128})${CODE}: `, 'u');
const ARROW = new RegExp(` ---> (?=${CLASS}${CODE} ?:)`, 'u');
const INNER = /^\s*[+-]?---> (\([^()]{0,60}#\d+\) )?/;

/** The exception that a line names, and those in it. */
function headIn(content: string, gap = 0): HeadPart | undefined {
	const text = content.trimEnd().replace(/<---$/, '');
	const match = HEAD.exec(text) ?? (gap === 0 ? ANY_HEAD.exec(text) : null);
	const type = match?.[1];
	if (!match || !type) {
		return undefined;
	}
	const start = match.index + match[0].indexOf(type);
	const [message = '', ...others] = text.slice(match.index + match[0].length).split(ARROW);
	const inner = others.reduceRight<HeadPart | undefined>((below, other) => {
		const [name = ''] = other.split(/[ :]/, 1);
		return { kind: 'head', type: name, message: messageIn(other), inner: below };
	}, undefined);
	return { kind: 'head', type, message: message.trim(), start, inner };
}

const messageIn = (text: string) => text.slice(text.indexOf(': ') + 2).trim();

const MARK = /(?:^|[\s,|+])-{3,4} \S.{1,118} -{3}(?=$|,)/;
const OF_INNER = /\b[Ii]n(?:n|tern)|внутр|内部|내부|wewn|vnit|İç|Bels/;
const PAGE_HEAD = /^\s*\[(\w{1,99}(?:Exception|Error))(?: \(\w+\))?: (.*)\]$/;

function part(content: string): Part | undefined {
	const frame = frameIn(content);
	if (frame) {
		return frame;
	}
	const text = content.trimEnd();
	const inner = INNER.exec(text);
	const head = inner && headIn(text.slice(inner[0].length));
	if (head) {
		return { ...head, start: inner[0].length, relation: inner[1] ? 'member' : 'cause' };
	}
	if (MARK.test(text.slice(-140))) {
		return { kind: OF_INNER.test(text) ? 'pop' : 'boundary' };
	}
	const page = PAGE_HEAD.exec(text);
	if (page) {
		return { kind: 'head', type: page[1], message: page[2], isOuter: true, relation: 'cause' };
	}
	return /^\s*Stack ?[Tt]race:$/.test(text) ? { kind: 'skip' } : undefined;
}

export const dotnet = formatOf({
	id: 'dotnet',
	needles: [atFrame, place],
	part,
	head: (content, gap) => (INNER.test(content) ? undefined : headIn(content, gap)),
} satisfies Grammar);
