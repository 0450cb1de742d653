import type { FramePart, Grammar, HeadPart, MarkPart, Part } from '../grammar';
import { type Location, locationAtEnd } from '../location';
import { numbered, place } from '../needles';
import { formatOf } from '../reader';

// gdb and lldb.
//
//   thread = "Thread " n " (" … "):" | ["*"] " thread #" n ", " …
//   gdb    = "#" n "  " [address " in "] function " (" arguments ")" [" at " file ":" line | " from " library] { local " = " value }
//            on several lines where the terminal is narrow; "#" n " " function " at " file ":" line         ABRT's short form
//   lldb   = ["*"] "frame #" n ": " address " " module "`" function ["(" arguments ")"] (" at " file ":" line [":" column] | " + " offset) ["[opt]"]

const GDB = /^#\d{1,5} {1,4}(?:0x[0-9a-f]{1,16} in )?(?!0x|[/"'])(\S.*)$/;
const LLDB = /^(?:\* )?frame #\d{1,5}: (?:0x[0-9a-f]{1,16} )?(?:[^`]{1,500}`)?(\S.*)$/;
const THREAD = /^(?:\* )?(Thread \d{1,6} \(.{1,300}\)|thread #\d.{0,2000}?):?$/;
const STOP_REASON = / stop reason = (?:signal (\w+)|(EXC_\w+))(?:[:, ]+(.*))?$/;
/** A thread is named only where it is not the first. */
const SIGNAL = /^(?:Program|Thread 1 .{0,200}?|(Thread \d.{0,200}?)) (?:received|terminated with) signal (\w+), (.*)$/;

/** Where gdb stopped and the line there, printed before the frames. */
const STOP = /^(?:0x[0-9a-f]{8,16} in \S|\d{1,9}\t|[^\s#(]\S* \(.*\) at \S)/;

/** A variable, whose value may go on for lines; what people typed; lldb's excerpt of the source. */
const LOCAL =
	/^[\w.<>*&()[\] ]{1,200} = |^(?:No (?:locals|symbol)|\((?:gdb|lldb)\)|\[Switching|(?:-> )?\d{1,6} {2}|\^)|[,{}]$/;

/** Arguments that are printed below their call, and the library it is in. */
const ARGUMENTS = /^(?:\(?[\w$#]{1,100}=.*[,()]$|(?:.*\) )?from \/)/;

/** A place below its call that says so itself. */
const BELOW = /^(?:at (?!.* in )|\(?[\w$#]{1,100}=)/;
const C_SOURCE = /\.(?:[chmSs]|cc|cpp|cxx|hh|hpp|mm|inc|rs|swift|go|adb)$/;

/** A call's arguments: its place is still to come. */
interface OpenPart extends MarkPart {
	readonly isOpen: boolean;
}

const isOpen = (part: Part | undefined) => part?.kind === 'name' || (part as OpenPart | undefined)?.isOpen === true;

/** The function before its arguments: they have names. */
function functionIn(text: string): string {
	const [all, name = all] = /^(.*?) ?\((?=[\w$#]{1,100}=|\(null\)=|\)?$)/.exec(text) ?? [text];
	return /\boperator$/.test(name) ? `${name}()` : name;
}

const SHORT = /^(#\d{1,5} {1,4}(?:0x[0-9a-f]{1,16} in )?[^\s()]{1,500}) at ([^\s()]{1,500}:\d{1,9})$/;

function placeIn(content: string): { readonly at: number; readonly location: Location | undefined } {
	const at = content.lastIndexOf(') at ');
	const [, short, place] = at < 0 ? (SHORT.exec(content) ?? []) : [];
	if (short && place) {
		return { at: short.length, location: locationAtEnd(place) };
	}
	const behind = at < 0 ? /^at (.*)$/.exec(content)?.[1] : content.slice(at + 5);
	return { at: at + 1, location: behind === undefined ? undefined : locationAtEnd(behind) };
}

function gdbIn(content: string, before: Part | undefined): Part | OpenPart | undefined {
	const { at, location } = placeIn(content);
	const [, call] = GDB.exec(content) ?? [];
	if (call) {
		const isWhole = location !== undefined || /^(?:<signal|\?\? \(\)$)/.test(call) || / from \/\S*$/.test(call);
		const isCall =
			isWhole || / \((?:[\w$#]{1,100}=|\)?$)/.test(call) || (call.includes('::') && !/[/]|:\d+$/.test(call));
		const own = location ? content.slice(content.length - call.length, at) : call.replace(/\) from \/\S*$/, ')');
		const name = functionIn(own.trim());
		return isCall ? (isWhole ? callOf(name, location) : { ...callOf(name, undefined), kind: 'name', name }) : undefined;
	}
	const isBelowCall = isOpen(before);
	if (!isBelowCall && STOP.test(content)) {
		return { kind: 'skip' };
	}
	if (location && (isBelowCall || (!before && BELOW.test(content) && C_SOURCE.test(location.file)))) {
		return { kind: 'place', location };
	}
	return (isBelowCall || !before) && ARGUMENTS.test(content) ? { kind: 'skip', isOpen: true } : undefined;
}

const INLINED = ' [inlined] ';

/** lldb prints no folders, and gdb those that the C library was built in. */
const LIBRARY = /^(?:[\w:]{1,100} )?(?:std::|__|clone$|start_thread$|pthread_|raise$|abort$)/;

function callOf(name: string, location: Location | undefined): FramePart {
	return { kind: 'frame', name, location, inApp: LIBRARY.test(name) ? false : undefined };
}

function lldbIn(content: string): Part | undefined {
	const [, call] = LLDB.exec(content) ?? [];
	if (!call) {
		return undefined;
	}
	const at = call.lastIndexOf(' at ');
	const location = at < 0 ? undefined : locationAtEnd(call.slice(at + 4).replace(/(?: \[\w{1,20}\])+$/, ''));
	const own = (location ? call.slice(0, at) : call).replace(/ \+ \d+$/, '');
	const inlined = own.lastIndexOf(INLINED);
	return callOf(functionIn(inlined < 0 ? own : own.slice(inlined + INLINED.length)), location);
}

function part(line: string, before: Part | undefined): Part | undefined {
	const content = line.trim();
	const found = lldbIn(content) ?? gdbIn(content, before);
	if (found) {
		return found;
	}
	const [, thread] = THREAD.exec(content) ?? [];
	if (thread) {
		const [, signal, exception, message] = STOP_REASON.exec(thread) ?? [];
		// The first one is the one that failed, unless the signal's line says which; gdb prints it last.
		const isAside = !/^Thread 1 |^thread/.test(thread);
		return { kind: 'head', type: signal ?? exception, message, thread, relation: 'thread', isAside };
	}
	return before && LOCAL.test(content) ? { kind: 'skip' } : undefined;
}

function head(content: string): HeadPart | undefined {
	const [all, thread, type, message] = SIGNAL.exec(content.trim()) ?? [];
	return all === undefined ? undefined : { kind: 'head', type, message, thread };
}

export const debuggers = formatOf({
	id: 'debugger',
	needles: [numbered, place],
	part,
	head,
	maxForeign: 3,
} satisfies Grammar);
