import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { address, place } from '../needles';
import { formatOf } from '../reader';

// Backtraces of C, C++, Objective-C and Swift programs, as libraries, crash reporters and Windows' debuggers print them.
//
//   glibc    = module "(" [function] "+" offset ") [" address "]"
//   boost    = n "# " function (" at " file ":" line | " in " module)
//   bang     = [n] { address } module "!" function ["+" offset] " [" file (" @ " | " : ") line [" + " offset] "]"      WinDbg, Breakpad
//   apple    = n module address function " + " offset [" (" file ":" line ")"]
//   swift    = n { "[" mark "]" } [address] function ["+ " offset] " in " module [" at " file ":" line ":" column]
//   fatal    = file ":" line ": Fatal error: " message | "Fatal error: " message ": file " file ", line " line

const GLIBC = /^\s*\S[^\s()]{0,1000}\(([^()+\s]{0,1000})\+0x[0-9a-f]{1,16}\) ?\[0x[0-9a-f]{1,16}\]\s*$/;
const BOOST = /^\s*\d{1,4}# (\S[^\n]*?)(?: at (\S[^\n]*:\d{1,9})| in \S[^\n]*)?\s*$/;
const BANG =
	/^\s*(?:\d{1,4}\s+)?(?:[0-9a-f`]{4,17}\s+){0,4}[\w.+-]{1,200}!([^\n[]{1,2000})(?:\[([^\]\n]{1,1000}?) [@:] (\d{1,9})(?: \+ 0x[0-9a-f]+)?\])?\s*$/;
const APPLE = /^\s*\d{1,4}\s+\S[^\n]{0,200}?\s+0x[0-9a-f]{6,16} (\S[^\n]*?) \+ \d{1,9}(?: \(([^()\n]+:\d{1,9})\))?\s*$/;
const SWIFT =
	/^\s*\d{1,4}(?: \[[\w ]{1,20}\]){0,4} (?:0x[0-9a-f]{6,16} )?(\S[^\n]*) in ([^\n]{1,500}?) at (\S[^\n]*:\d{1,9}(?::\d{1,9})?)\s*$/;
const FATAL =
	/^(?:\s*(\S[^\n:]{0,1000}\.swift:\d{1,9}): )?((?:Swift runtime failure|Fatal error|Precondition failed|Assertion failed|Simultaneous accesses)): ?([^\n]*)$/;
const THREAD =
	/^\s*(Thread \d{1,6}[^\n]{0,200}? ?(?:[Cc]rashed)?[^\n]{0,50}|Last Exception Backtrace|Crashed Thread[^\n]{0,100}):\s*$/;

function frameOf(name: string | undefined, text: string | undefined): Part {
	const own = name?.trim().replace(/ ?\+ ?(?:0x)?[0-9a-f]+$/, '');
	return {
		kind: 'frame',
		name: own === '' ? undefined : own,
		location: text === undefined ? undefined : locationAtEnd(text),
	};
}

function part(content: string): Part | undefined {
	const text = content.length > 4000 ? content.slice(0, 4000) : content;
	const swift = text.includes(' in ') ? SWIFT.exec(text) : null;
	if (swift) {
		return frameOf(swift[1], swift[3]);
	}
	const bang = text.includes('!') ? BANG.exec(text) : null;
	if (bang) {
		return frameOf(bang[1], bang[2] === undefined ? undefined : `${bang[2]}:${bang[3]}`);
	}
	const other =
		GLIBC.exec(text) ??
		(text.includes('# ') ? BOOST.exec(text) : null) ??
		(text.includes('0x') ? APPLE.exec(text) : null);
	if (other) {
		return frameOf(other[1], other[2]);
	}
	const fatal = FATAL.exec(text);
	if (fatal) {
		const [, before, type, rest = ''] = fatal;
		const old = /^([^\n]*): file (\S[^\n]{0,1000}), line (\d{1,9})$/.exec(rest);
		const fallback = locationAtEnd(before ?? (old ? `${old[2]}:${old[3]}` : ''));
		return { kind: 'head', type, message: old?.[1] ?? rest, fallback, isSure: fallback !== undefined };
	}
	const thread = THREAD.exec(text)?.[1];
	return thread ? { kind: 'head', thread: thread.trim(), relation: 'thread' } : undefined;
}

function head(content: string): HeadPart | undefined {
	const match = /^\s*(?:Exception Type:\s+|Crash reason:\s+|\*\*\* |Process \d+ crashed|Crash: |💣 )([^\n]*)$/u.exec(
		content,
	);
	return match ? { kind: 'head', type: match[1] } : undefined;
}

export const native = formatOf({
	id: 'native',
	needles: [place, address],
	part,
	head,
	maxForeign: 6,
} satisfies Grammar);
