import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { numbered, place } from '../needles';
import { formatOf } from '../reader';

// AddressSanitizer and its kin (Thread, Memory, Leak, UndefinedBehavior), and LLVM's own crash dumps.
//
//   report  = head { frame } { section { frame } } ["SUMMARY: " …]
//   head    = ["==" pid "=="] ("ERROR: " | "WARNING: ") tool ": " message | place ": runtime error: " message
//   section = ("freed by" | "previously allocated by" | "Previous write of size 4 at … by" | "Direct leak of …" | …) … ":"
//   frame   = "#" n [address " in"] function (place | "(" module "+" offset ")" ["(BuildId: …)"])

const FRAME = /^\s*#\d{1,5} +(?:(0x[0-9a-f]{1,16}) +(?:(in) )?)?(\S[^\n]*)$/;
const MODULE =
	/(?:^| )\([^()]{0,1000}(?:\([^()]{0,200}\)[^()]{0,200})?\+0x[0-9a-f]{1,16}\)(?: \(BuildId: \w{1,64}\))?\s*$/;
const SOURCE = /\.(?:[chmSs]|cc|cpp|cxx|c\+\+|hh|hpp|hxx|mm|inc|ipp|tcc|cu|rs|swift|go|def)$/;
const HEAD = /(?:(?:ERROR|WARNING): )?(\w*Sanitizer)(?::? ?)([^\n]*)$/;
const RUNTIME_ERROR = /^\s*(\S[^:\n]{0,1000}:\d{1,9}(?::\d{1,9})?): runtime error: ([^\n]*)$/;
const SECTION =
	/^\s*((?:freed|previously allocated|allocated) by|(?:Previous |As if )?(?:atomic )?(?:read|write) of|Previous|(?:Direct|Indirect) leak|Thread T\d+|Mutex M\d+|Uninitialized value|Memory was marked|Hint:|Address |SCARINESS|READ of|WRITE of|Location is)[^\n]*(:|\S)\s*$/i;

/** Where the place begins: a path from the root may have blanks, another one has none. */
function placeStart(text: string): number {
	const absolute = / (?=\/|[A-Za-z]:[\\/])/.exec(text);
	return absolute ? absolute.index : text.lastIndexOf(' ');
}

function frameIn(content: string): FramePart | undefined {
	const match = FRAME.exec(content);
	const [, address, isIn, rest = ''] = match ?? [];
	const module = match ? MODULE.exec(rest) : null;
	const text = (module ? rest.slice(0, module.index) : rest).trim();
	if (!match || (rest.includes(') at ') && !module) || / \(.*\) from /.test(rest)) {
		return undefined; // gdb's
	}
	const start = placeStart(text);
	const location = locationAtEnd(text.slice(start + 1));
	const isSource = location && SOURCE.test(location.file) && (isIn || module || address || start > 0);
	if (!isSource && !module && !isIn) {
		return undefined;
	}
	const name = (location ? text.slice(0, Math.max(0, start)) : text.replace(/ <null>$/, '')).trim();
	return { kind: 'frame', name: name === '<null>' ? undefined : name, location };
}

function part(content: string): Part | undefined {
	const frame = frameIn(content);
	if (frame) {
		return frame;
	}
	const error = RUNTIME_ERROR.exec(content);
	if (error) {
		return {
			kind: 'head',
			type: 'runtime error',
			message: error[2],
			fallback: locationAtEnd(error[1] ?? ''),
			isSure: true,
		};
	}
	if (content.includes('SUMMARY: ')) {
		return { kind: 'end' };
	}
	const section = SECTION.exec(content);
	if (section) {
		const isTitle =
			!/^(?:Hint|SCARI|READ|WRITE|Location|Address )/i.test(section[1] ?? '') || / by (?:main )?thread/.test(content);
		return isTitle && section[2] === ':'
			? { kind: 'head', message: content.trim(), relation: 'thread' }
			: { kind: 'skip' };
	}
	return /^\s*(?:0x[0-9a-f]+ is located|={18})/.test(content) ? { kind: 'skip' } : undefined;
}

function head(content: string): HeadPart | undefined {
	const match = HEAD.exec(content);
	return match && !content.includes('SUMMARY')
		? { kind: 'head', type: match[1], message: match[2], start: match.index }
		: undefined;
}

export const sanitizer = formatOf({
	id: 'sanitizer',
	needles: [numbered, place],
	part,
	head,
	maxForeign: 2,
} satisfies Grammar);
