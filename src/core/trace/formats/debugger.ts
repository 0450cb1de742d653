import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { numbered } from '../needles';
import { formatOf } from '../reader';

// gdb and lldb.
//
//   thread = "Thread " n " (" … "):" | ["*"] " thread #" n ", " …
//   gdb    = "#" n "  " [address " in "] function " (" arguments ")" (" at " file ":" line | " from " library) { local " = " value }
//   lldb   = ["*"] "frame #" n ": " address " " module "`" function ["(" arguments ")"] (" at " file ":" line [":" column] | " + " offset)

const GDB = /^\s*#(\d{1,5}) {1,4}(?:0x[0-9a-f]{1,16} in )?(\S[^\n]*)$/;
const LLDB = /^\s*(?:\* )?frame #\d{1,5}: 0x[0-9a-f]{1,16} (?:[^`\n]{1,500}`)?([^\n]+)$/;
const THREAD = /^\s*(?:\* )?(Thread \d[^\n]{0,300}\(LWP[^\n]{0,100}\)[^\n]{0,50}|thread #\d[^\n]{0,300}):?\s*$/;
const SIGNAL = /^\s*((?:Program|Thread \d{1,6}[^\n]{0,200}?) (?:received|terminated with) signal) (\w+), ([^\n]*)$/;
const LOCAL = /^\s*(?:[\w.<>*&()[\] ]{1,200} = |No locals\.|No symbol table|\(gdb\)|\(lldb\)|\[Switching)/;

/** The function before its arguments, which the bracket that closes at the end of `text` holds. */
function functionIn(text: string): string {
	let depth = 0;
	for (let i = text.length - 1; i > 0; i--) {
		const character = text.charAt(i);
		depth += character === ')' ? 1 : character === '(' ? -1 : 0;
		if (depth === 0) {
			return character === '(' ? text.slice(0, i).trim() : text;
		}
	}
	return text;
}

function part(content: string, before: Part | undefined): Part | undefined {
	const at = content.lastIndexOf(' at ');
	const location = at < 0 ? undefined : locationAtEnd(content.slice(at + 4).trim());
	const gdb = GDB.exec(content);
	if (gdb) {
		const rest = gdb[2] ?? '';
		const start = content.length - rest.length;
		if (location && content.charAt(at - 1) === ')') {
			return { kind: 'frame', name: functionIn(content.slice(start, at)), location };
		}
		const from = /^([^\n]*?)\) from \S/.exec(rest);
		if (from || rest.startsWith('<signal handler') || /^[^\n]* \(\)\s*$/.test(rest)) {
			return { kind: 'frame', name: from ? functionIn(`${from[1]})`) : rest.replace(/ \(\)\s*$/, '') };
		}
		const open = rest.indexOf(' (');
		return open > 0 && /[,{=]\s*$|^[^)]*$/.test(rest) && /^\S+ \(\w*(?:=|$)/.test(rest)
			? { kind: 'name', name: rest.slice(0, open), isSure: true }
			: undefined;
	}
	const lldb = LLDB.exec(content);
	if (lldb) {
		const rest = location
			? content.slice(content.length - (lldb[1] ?? '').length, at)
			: (lldb[1] ?? '').replace(/ \+ \d+$/, '');
		return { kind: 'frame', name: functionIn(rest.replace(/ const$/, '').trim()), location };
	}
	if (before?.kind === 'name' && location && content.charAt(at - 1) === ')') {
		return { kind: 'place', location };
	}
	const thread = THREAD.exec(content)?.[1];
	if (thread) {
		return { kind: 'head', thread: thread.replace(/:$/, ''), relation: 'thread' };
	}
	return before && LOCAL.test(content) ? { kind: 'skip' } : undefined;
}

function head(content: string): HeadPart | undefined {
	const match = SIGNAL.exec(content);
	return match ? { kind: 'head', type: match[2], message: match[3] } : undefined;
}

export const debuggers = formatOf({ id: 'debugger', needles: [numbered], part, head, maxForeign: 3 } satisfies Grammar);
