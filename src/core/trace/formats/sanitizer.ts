import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { numbered, place } from '../needles';
import { formatOf } from '../reader';

// AddressSanitizer and its kin (Thread, Memory, Leak, UndefinedBehavior), libFuzzer, and LLVM's own crash dumps.
//
//   report  = head { frame } { section { frame } } ["SUMMARY: " …]
//   head    = ["==" pid "=="] ("ERROR: " | "WARNING: ") tool ": " message | place ": runtime error: " message
//   section = ("freed by" | "previously allocated by" | "Previous write of size 4 at … by" | "Direct leak of …" | …) … ":"
//   frame   = "#" n [address] [" in"] function (place | "(" module "+" offset ")") ["(" module "+" offset ")"] ["(BuildId: …)"]

const FRAME = /^\s*#\d{1,5}(?:\.\d+)? +(?:(0x[0-9a-f]{1,16}) +)?(?:(in) )?(\S.*)$/;
const MODULE =
	/(?:^| )(?:\([^()]{0,1000}(?:\([^()]{0,200}\)[^()]{0,200})?|<<?[^<>]*>>?)\+0x[0-9a-f]{1,16}\)?(?: \(BuildId: \w{1,64}\))?$/;
const SOURCE = /\.(?:[chmSs]|cc|cpp|cxx|c\+\+|hh|hpp|hxx|mm|inc|inl|ipp|tcc|cu|rs|swift|go|def)$/;
const HEAD = /(?:(?:ERROR|WARNING): )?(\w*Sanitizer|libFuzzer|Stack dump)(?::? ?)(.*)$/;
const RUNTIME_ERROR = /^\s*(\S[^:]{0,1000}:\d{1,9}(?::\d{1,9})?): runtime error: (.*)$/;

/** gdb's: it sets blanks before the arguments, gives them names, and goes on below. */
const GDB =
	/\) (?:at|from) |^\s*#\d+ +[^\s()]+ at [^\s()]+$| \((?:\)?$|[\w$#]{1,100}=)|,\s*$|^\s*#\d {2}0x[0-9a-f]+ in [^/\\]*$/;

/** What begins a stack of its own. */
const SECTION =
	/^\s*(?:(?:freed|previously allocated|allocated) by|(?:Previous |As if )?(?:atomic )?(?:read|write) of|(?:Direct|Indirect) leak|Thread T\d+|Mutex M\d+|Uninitialized value|Memory was marked).*:\s*$/i;
const NOTE =
	/^\s*(?:Hint:|The signal is|Address |SCARINESS|READ of|WRITE of|Location is|0x[0-9a-f]+ is located|Cycle in lock|={18})/;

/** A place that is no path from the root: its folders may have blanks, as long as nothing in it can be a function's. */
const RELATIVE = /^(?:.*\)(?: const)?|(?!operator )[\w$~:.@]+) (?!const |in )(?=[^()<>,*&]+$)/;

/** Where the place begins. */
function placeStart(text: string): number {
	const absolute = text.search(/ (?=\/|[A-Za-z]:[\\/])/);
	const own = RELATIVE.exec(text);
	return absolute >= 0 ? absolute : own ? own[0].length - 1 : text.lastIndexOf(' ');
}

function frameIn(content: string): FramePart | undefined {
	const [, address, isIn, rest = ''] = FRAME.exec(content.trimEnd()) ?? [];
	const module = MODULE.exec(rest);
	if (rest === '' || (!module && GDB.test(content))) {
		return undefined; // gdb's
	}
	const text = (module ? rest.slice(0, module.index) : rest).replace(/ \(discriminator \d+\)$/, '');
	const start = placeStart(text);
	const location = locationAtEnd(text.slice(start + 1));
	if (!module && !(isIn && address) && !(location && SOURCE.test(location.file) && (address || isIn || start > 0))) {
		return undefined;
	}
	const name = (location ? text.slice(0, Math.max(0, start)) : text.replace(/ <null>$/, '')).trim();
	return { kind: 'frame', name: name === '<null>' || name === '' ? undefined : name, location };
}

function part(content: string, before: Part | undefined): Part | undefined {
	const frame = frameIn(content);
	if (frame) {
		return frame;
	}
	const [, at, message] = RUNTIME_ERROR.exec(content) ?? [];
	if (at) {
		return { kind: 'head', type: 'runtime error', message, fallback: locationAtEnd(at), isSure: true };
	}
	if (content.includes('SUMMARY: ')) {
		return { kind: 'end' };
	}
	if (NOTE.test(content)) {
		return { kind: 'skip' };
	}
	// What the first stack is called belongs to the report's message.
	return before && SECTION.test(content) ? { kind: 'head', message: content.trim(), relation: 'thread' } : undefined;
}

function head(content: string): HeadPart | undefined {
	const found = content.includes('SUMMARY') ? null : HEAD.exec(content);
	return found ? { kind: 'head', type: found[1], message: found[2], start: found.index } : undefined;
}

export const sanitizer = formatOf({
	id: 'sanitizer',
	needles: [numbered, place],
	part,
	head,
	maxForeign: 2,
} satisfies Grammar);
