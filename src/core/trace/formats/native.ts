import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { address, place } from '../needles';
import { formatOf } from '../reader';

// Backtraces of C, C++ and Objective-C programs and of kernels, as libraries, crash reporters and Windows' debuggers print them.
//
//   glibc  = module "(" [function] "+" offset ") [" address "]"
//   boost  = n "# " function (" at " file ":" line | " in " module)                                       std::stacktrace, too
//   bang   = [n] { address | "(Inline Function)" | ":" } module "!" function ["+" offset] [" [" file (" @ " | " : ") line [" + " offset] "]"]
//   apple  = n module address function [" + " offset] [" (" file ":" line ")"]                            bang is WinDbg's and Breakpad's
//   jvm    = ("V" | "C") "  [" module "+" offset "]  " function "+" offset [" (" file ":" line ")"]         HotSpot's hs_err files
//   chromium = function " [" address "+" offset "]" [" (" file ":" line ")"]                            on Windows; chromedriver's, too
//   source = "#" n ("  | " | "    ") "Source \"" file "\", line " line ", in " function [" [" address "]"]        backward-cpp; the outermost comes first
//   ndk    = address ["v------>"] function ["+" offset] "  " file ":" line                                Android's stack
//   folly  = "@ " address function NEWLINE { file ":" line }
//   kernel = ["[<" address | "inline" ">] "] ["? "] function ["+" offset "/" size] " " ["("] file ":" line [")"] [" [inline]"]
//   failed = program ": " file ":" line ": " function ": Assertion `" … | "Assertion failed: " … ", file " file ", line " line

const GLIBC = /^\S[^\s()]{0,1000}\(([^()+\s]{0,1000})\+0x[0-9a-f]{1,16}\) ?\[0x[0-9a-f]{1,16}\]$/;
const BOOST = /^\d{1,4}# +(\S.*)$/;
const BANG =
	/^((?:[0-9a-f]{1,4}\s+)?(?:(?:[0-9a-f`]{8,17}|-{8}`-{8}|\(Inline(?: Function)?\)|:)\s+)*)[\w.+-]{1,200}!(\S.*)$/;
const BANG_PLACE = /^\[([^\]]{1,1000}?) ?[@:] ?(\d{1,9})(?: [-+] 0x[0-9a-f]+)?\]$/;
const APPLE = /^\d{1,4}\s+\S.{0,200}?\s{1,60}0x[0-9a-f]{6,16} (\S.*)$/;
const APPLE_END = /^(.*?)(?: \+ (\d{1,9}))?(?: \(([^()]{1,500}:\d{1,9})\))?$/;
const HOTSPOT =
	/^[VC] {2}\[[^\]]{1,300}\+0x[0-9a-f]{1,16}\](?:\s{1,9}([^\s(].{0,2000}?)(?:\+0x[0-9a-f]{1,16})?(?:\s{1,9}\(([^()]{1,300}:\d{1,9})\))?)?$/;
const CHROMIUM = /^(\S.{0,1000}?) \[0x[0-9A-Fa-f]{4,16}\+\d{1,9}\](?: \(([^()]{1,500}:\d{1,9})\))?$/;
const KERNEL =
	/^(?:RIP: \w+: ?)?(\[<[^<>]{1,40}>\]\s+){0,2}(?:\? )?([\w.]{1,200})(\+0x[0-9a-f]+\/0x[0-9a-f]+)?(?: ([\w.]{1,200}))? \(?([\w./+-]{1,500}\.[chS]:\d{1,7})\)?( \[inline\])?$/;
const NDK = /^(?:v-+>|[0-9a-f]{8,16}) {2,40}(\S.{0,500}?)(?:\+\d{1,9})? {2,40}(\S{1,1000}:\d{1,9})$/;
const FOLLY = /^@ +(?:0x)?[0-9a-f]{6,16} (\S.*)$/;
const FOLLY_PLACE = /^(?:-> )?([./]\S{1,999}:\d{1,9})$/;
const SOURCE =
	/^(?:#\d{1,4} +)?(?:\| )?(?:Source "([^"]{1,1000})", line (\d{1,9})|Object "[^"]{0,1000}", at 0x[0-9a-f]{1,16}), in (\S.*)$/;
const FAILED = /(?:^|: )([^:]{1,500}:\d{1,9}): (?:(.{0,800}): )?Assertion [`'"](.*)' failed/;
const FAILED_AT =
	/\bAssertion failed: ?([^,]{1,1000}), (?:function ([^,]{1,300}), )?file ([^,]{1,500}), line (\d{1,9})/;
const THREAD =
	/^(Thread \d{1,6}(?: .{0,100})?[Cc]rashed\)?.{0,50}|Thread \d{1,6}|Last Exception Backtrace|\*\*\* First throw call stack):?$/;
const HEAD =
	/^(?:Exception Type:|Crash reason:|ExceptionCode:|.{0,200}\*\*\* Terminating app due to uncaught exception|terminate called after throwing an instance of|BUG:)\s+'?([^\s']+?)[':,]*(?:\s+(.*))?$/;
/** Registers and other lines between two calls. */
const NOTE =
	/^(?:[jJv] {1,2}[\w~.]|\w{2,4}:? ?=? ?0x[0-9a-f]|Found by: |\($|Thread \d+ name:|Exception (?:Subtype|Codes):|WARNING: Stack)/;

function callIn(text: string): Part | undefined {
	const found = GLIBC.exec(text) ?? HOTSPOT.exec(text) ?? CHROMIUM.exec(text) ?? NDK.exec(text);
	if (found) {
		return { kind: 'frame', name: found[1] || undefined, location: found[2] ? locationAtEnd(found[2]) : undefined };
	}
	const [, boost] = BOOST.exec(text) ?? [];
	if (boost) {
		const at = boost.lastIndexOf(' at ');
		const location = at < 0 ? undefined : locationAtEnd(boost.slice(at + 4));
		const end = location ? at : boost.lastIndexOf(' in ');
		return end < 0 ? undefined : { kind: 'frame', name: boost.slice(0, end).trim() || undefined, location };
	}
	return bangIn(text) ?? appleIn(text) ?? kernelIn(text);
}

function bangIn(text: string): Part | undefined {
	const [, columns = '', call = ''] = text.includes('!') ? (BANG.exec(text) ?? []) : [];
	const open = call.lastIndexOf(' [');
	const [, file, line] = (open > 0 && BANG_PLACE.exec(call.slice(open + 1))) || [];
	const own = file ? call.slice(0, open) : call;
	const name = own.replace(/(?: ?\+ ?0x[0-9a-f]+)?(?: \(Inline Function @ [^()]{1,40}\))?$/, '');
	return call && (file || name !== own || columns.length > 8)
		? { kind: 'frame', name, location: file ? { file, line: Number(line) } : undefined }
		: undefined;
}

function appleIn(text: string): Part | undefined {
	const [, call] = APPLE.exec(text) ?? [];
	const [, name, offset, at] = call ? (APPLE_END.exec(call) ?? []) : [];
	return offset || at
		? {
				kind: 'frame',
				name: /^0(?:x|$)/.test(name ?? '') ? undefined : name?.replace(/ \(in [^()]{1,200}\)$/, ''),
				location: at && !at.startsWith('<') ? locationAtEnd(at) : undefined,
			}
		: undefined;
}

function kernelIn(text: string): Part | undefined {
	const [, address_, name, offset, inner, at, inlined] = KERNEL.exec(text) ?? [];
	return at && (offset || inlined || address_)
		? { kind: 'frame', name: inner ?? name, location: locationAtEnd(at) }
		: undefined;
}

function failedIn(text: string): HeadPart | undefined {
	const [, at, name, said] = FAILED.exec(text) ?? [];
	const [, message = said, caller = name, file, line] = at ? [] : (FAILED_AT.exec(text) ?? []);
	const location = at ? locationAtEnd(at) : file ? { file, line: Number(line) } : undefined;
	return location
		? { kind: 'head', type: 'Assertion failed', message, name: caller, fallback: location, isSure: true }
		: undefined;
}

/** A function, and below it its place: a second one is that of the call inlined into it. */
function follyIn(text: string, before: Part | undefined): Part | undefined {
	const [, name] = FOLLY.exec(text) ?? [];
	if (name) {
		return { kind: 'name', name, isSure: true };
	}
	const [, at] = before?.kind === 'name' ? (FOLLY_PLACE.exec(text) ?? []) : [];
	const location = at && locationAtEnd(at);
	return location ? { kind: 'place', location } : undefined;
}

function part(content: string, before: Part | undefined): Part | undefined {
	const text = content.trim();
	const found = callIn(text) ?? failedIn(text) ?? follyIn(text, before);
	if (found) {
		return found;
	}
	if (/^(?:# )?Child(?:EBP|-SP) +RetAddr/.test(text)) {
		return { kind: 'head', relation: 'thrown' }; // WinDbg's title
	}
	const [, thread] = THREAD.exec(text) ?? [];
	if (thread) {
		return { kind: 'head', thread: thread.replace(/:$/, ''), relation: 'thread' };
	}
	return NOTE.test(text) ? { kind: 'skip' } : undefined;
}

function head(content: string): HeadPart | undefined {
	const [, type, message] = HEAD.exec(content.trim()) ?? [];
	return type ? { kind: 'head', type, message } : undefined;
}

export const native = formatOf({
	id: 'native',
	needles: [place, address],
	part,
	head,
	maxForeign: 6,
} satisfies Grammar);

function backwardPart(content: string): Part | undefined {
	const [, file, line, call] = SOURCE.exec(content.trim()) ?? [];
	return call
		? {
				kind: 'frame',
				name: call.replace(/ \[0x[0-9a-f]{1,16}\]$/, ''),
				location: file ? { file, line: Number(line) } : undefined,
			}
		: undefined;
}

/** backward-cpp: with excerpts of the source between. */
export const backward = formatOf({
	id: 'native',
	needles: [place],
	part: backwardPart,
	maxForeign: 16,
	isOutermostFirst: true,
});
