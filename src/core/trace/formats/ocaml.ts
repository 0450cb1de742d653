import type { Grammar, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import type { Location } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// OCaml, and how Base, Core and Async print its traces; the compiler's errors.
//
//   trace = head { message-line } { frame }
//   head  = ("Fatal error: exception " | "Exception: " | "Thread " n " killed on uncaught exception ") constructor ["(" arguments ")"]
//         | "Uncaught exception:" | "(monitor.ml.Error " …
//   frame = ["("] ["""] ("Raised" | "Re-raised" | "Called") [" by primitive operation"] (" at " | " from ") (place | "unknown location")
//   place = [name " in "] "file """ file """ [" (inlined)"] ", " span
//   span  = ("line " n | "lines " n "-" n) ", characters " n "-" n
//   error = "File """ file """, " span ":" { excerpt } ("Error" | "Warning " …) ": " message

const SPAN = String.raw`\\?"(?: \(inlined\))?, lines? (\d{1,9})(?:-\d+)?(?:, characters (-?\d{1,9})-\d+)?`;
const FRAME = new RegExp(
	String.raw`^[\s("]*(?:Raised|Re-raised|Called)(?: by primitive operation)? (?:at|from) (?:unknown location|(?:(\S.*?) in )?file \\?"([^"]*?)${SPAN})`,
);
const FILE = new RegExp(String.raw`^\s*File "([^"]*)${SPAN}(?:(:)(?: (\S.*))?|\s*$)`);

/** Columns are counted from 0. */
function locationOf(file: string, line: string | undefined, column: string | undefined): Location {
	return { file, line: Number(line), ...(column && { column: Number(column) + 1 }) };
}

const LIBRARY = /^(?:Stdlib|Camlinternal|Thread\.|Lwt|(?:Base|Core|Async|Alcotest|OUnit)\w*__)/;

const FATAL =
	/^\s*(?:Fatal error: exception |Exception: |\[exception\] |(Thread \d+) killed on uncaught exception )(.+)$/;
const CONSTRUCTOR = /^([A-Z][\w.']*)(?:\((.*)\)| (.*?)|)\.?$/;
const AT_PLACE = new RegExp(`^File "([^"]*)${SPAN}: (.*)$`);

/** What is printed behind `exception`: a constructor with its arguments, where an assertion failed, or what a printer made of it. */
function exceptionOf(text: string, thread: string | undefined): HeadPart {
	const failed = AT_PLACE.exec(text);
	if (failed) {
		const [, file = '', line, column, type] = failed;
		return { kind: 'head', type, fallback: locationOf(file, line, column), isSure: true, thread };
	}
	const [, type, inBrackets, behind] = CONSTRUCTOR.exec(text) ?? [];
	const message = type ? (inBrackets ?? behind ?? '') : text;
	return { kind: 'head', type, message: message.replace(/^"(.*)"$/, '$1'), thread };
}

function fatalIn(content: string): HeadPart | undefined {
	const [, thread, text] = FATAL.exec(content) ?? [];
	return text === undefined ? undefined : exceptionOf(text.trimEnd(), thread);
}

const DIAGNOSTIC = /^(Error|Warning \d+(?: \[[^\]]*\])?|Alert [^:]*): ?(.*)$/;
/** The numbers may be taken for docker's prefix. */
const EXCERPT = /^\s*(?:\d+ \||\^+\s*$)|^(?:\s+\S|\.{3})/;

function part(content: string, before: Part | undefined): Part | undefined {
	const found = FRAME.exec(content);
	if (found) {
		const [, name, file, line, column] = found;
		const location = file === undefined ? undefined : locationOf(file, line, column);
		return { kind: 'frame', name, location, inApp: isInAppPath(file) && !LIBRARY.test(name ?? '') };
	}
	const error = FILE.exec(content);
	if (error) {
		const [, file = '', line, column, colon, message] = error;
		const location = locationOf(file, line, column);
		if (!colon) {
			return column ? { kind: 'frame', location, inApp: isInAppPath(file) } : undefined; // a slot of a backtrace
		}
		return before
			? undefined
			: message // the name of an inline test, whose calls may follow
				? { kind: 'head', message, fallback: location, isSure: true }
				: { kind: 'place', location };
	}
	const fatal = before ? undefined : fatalIn(content);
	if (fatal?.isSure) {
		return fatal;
	}
	const isError = before?.kind !== 'frame' && before?.kind !== 'head';
	const [, type, message] = (isError && DIAGNOSTIC.exec(content)) || [];
	return type
		? { kind: 'head', type, message, isBelow: true }
		: (before?.kind === 'place' || before?.kind === 'skip') && EXCERPT.test(content)
			? { kind: 'skip' }
			: undefined;
}

const TITLE = /^\s*\(?(?:(Uncaught exception):?$|(monitor\.ml\.Error) ?(.*)$)/;
/** `could not add up: Invalid_argument("x")`, right above the frames. */
const NAMED = /^(?:[^:]{0,200}: )?([A-Z][\w.']*)(?:\((.*)\))?\s*$/;

function headIn(content: string, gap: number): HeadPart | undefined {
	const fatal = fatalIn(content);
	if (fatal) {
		return fatal;
	}
	const [, uncaught, monitor, rest] = TITLE.exec(content) ?? [];
	if (uncaught || monitor) {
		return { kind: 'head', type: uncaught ?? monitor, message: rest ?? '' };
	}
	const [, type, message = ''] = (gap === 0 && NAMED.exec(content)) || [];
	return type ? { kind: 'head', type, message: message.replace(/^"(.*)"$/, '$1') } : undefined;
}

export const ocaml = formatOf({ id: 'ocaml', needles: [place], part, head: headIn } satisfies Grammar);
