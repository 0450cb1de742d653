import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { isInAppMethod } from '../inApp';
import { atFrame, place } from '../needles';
import { formatOf } from '../reader';

// The JVM: Java, Kotlin, Scala, Groovy, Clojure, JRuby, Android; and Kotlin/Native.
//
//   trace   = head { message-line } { frame | native | elision | nested | thread }
//   head    = ["Exception in thread " quoted-name " "] qualified-class [": " message]
//   nested  = ("Caused by: " | "Suppressed: " | "Wrapped by: " | "Causing: ") head … | "[CIRCULAR REFERENCE: " … "]"
//   thread  = quoted-name … " prio=" … | quoted-name ":" | "#" n " " quoted-name              in a dump of threads
//   short   = ["Caused by: "] qualified-class " at " file ":" line                             Gradle
//   frame   = ["at " | "SP " address " IP " address " size=" n] [loader "/"] [module ["@" version] "/"] class "." method [" "] "(" place ")" [" ~"? "[" jar "]"]
//   place   = [module "/"] file [":" line] | "Native Method" | "Unknown Source" | …
//           | "at <" language "> " function "(" file ":" line … ")" | file ":" line " " function      guests of GraalVM; clj-stacktrace
//   native  = "at " n library address function " + " offset [" (" file ":" line ":" column ")"]

/** `at ` or what else stands before a method (logback's callers, ZIO's continuations, Reactor's sites, coroutines that wait, GraalVM's crashes), the method, its place, what follows. */
const FRAME =
	/^[\s!\u2500-\u257f]*((?:Caller\+\d+\s+|a future continuation |[*|]_.{1,60} ⇢ )?at |"[^"]{1,99}":.{1,99} at line |(?:[AJDi] +)?R?SP \w+ R?IP \w+ \w+[ =]\d+ +(?:\[[\w ]+\] +)?)?([^\s()!\u2500-\u257f][^()]{0,2000})\(([^()]{1,300}(?:\(\d[\d-]{0,30}\):\d{1,9})?)(?:\([\w ]*Compiled Code\))?\)\s*(\S?)/;

/** In a dump of threads the module stands before the file. */
const PLACE = /^(?:\w+(?:\.[\w.]+|(?=@))(?:@[^/]*)?\/)?(:?(?:\w:)?[^:]+)(?::(-?\d+)(?:@\d+)?)?$/;
const NO_FILE = /^(?:Native [Mm]ethod$|Unknown|NO_SOURCE|<)/;
const JVM_FILE = /\.(?:java|kts?|sc(?:ala)?|g(?:roo)?vy|gradle|clj[cs]?|aj|jsp|xtend|rb)$/;

/** `app//`, `java.base/`, `loader//module@1.2/`; not what stands before a hidden class (`A$$Lambda/0x1.run`) or Clojure's function (`a.b/f`). */
const MODULE = /^[\w.@+-]*\/\/?(?:[\w.@+-]+\/)?(?=[^/]*\.)/;

function frameIn(content: string): FramePart | undefined {
	const [text = '', at, method = '', inside = '', rest = ''] = FRAME.exec(content) ?? [];
	const [, file = '', line] = PLACE.exec(inside) ?? [];
	const name = method.trimEnd().replace(MODULE, '');
	const isSpaced = method.endsWith(' ');
	const isUnknown = NO_FILE.test(file);
	// V8 has a blank before the bracket: there only the JVM's own files are believed. JUnit's console and Clojure leave `at ` out: then a
	// method has no blanks, and nothing comes behind.
	const isFrame =
		/[./]/.test(name) &&
		(at || !(/[^,"'~]/.test(rest) || /\s/.test(name.replace(/^\S+ @ /, '')))) &&
		(JVM_FILE.test(file) || (isUnknown ? !isSpaced || file[0] !== '<' : at && !isSpaced && line));
	return isFrame
		? {
				kind: 'frame',
				name,
				location: isUnknown ? undefined : { file, ...(line && { line: Number(line) }) },
				inApp: isInAppMethod(name),
				end: text.lastIndexOf(')') + 1,
			}
		: undefined;
}

/** What guest languages call on GraalVM, and clj-stacktrace, which puts the place first. */
const OTHER =
	/^\s*(?:at (<\w+> [^()]{1,300})\(([^():]{1,300}):(\d{1,9})[\d:-]*\)|(?:([\w$.-]+\.(?:clj[cs]?|java|scala|kt|groovy)):(\d{1,9})|\(Unknown Source\)) ([\w$.-]+[./]\S+))\s*$/;

function otherIn(content: string): FramePart | undefined {
	const [, guest, guestFile, guestLine, file = guestFile, line = guestLine, name = guest] = OTHER.exec(content) ?? [];
	const location = file ? { file, line: Number(line) } : undefined;
	return name ? { kind: 'frame', name, location, inApp: isInAppMethod(name) } : undefined;
}

/** Kotlin/Native, and what Android prints of native threads. */
const NATIVE =
	/^\s*(?:at \d+ +\S+ +0x[\da-f]+ +(\S.*) \+ \d+(?: \[inlined\])?(?: \(([^()]+):(\d+):(\d+)\))?|native: #\d+ pc [\da-f]+ +(\S.*\S))\s*$/;

function nativeIn(content: string): FramePart | undefined {
	const [, kotlin, file, line, column, name = kotlin] = NATIVE.exec(content) ?? [];
	const location = file ? { file, line: Number(line), column: Number(column) } : undefined;
	return name ? { kind: 'frame', name, location } : undefined;
}

const THREAD = /^.{0,99}?Exception in thread "(.*?)" (?=\S)/;

/** A class that is called like an exception is one wherever it stands, if it has a package. */
const NAMED =
	/(?:^[\s!]*|[\s"'([>](?=[\w$\x80-\uffff]+\.))((?:[\w$\x80-\uffff]+\.)*(?=[^a-z\d])[\w$\x80-\uffff]*?(?:Exception(?:Info)?|Error|Throwable|Failure))(?=: |:?\s*$)/;

/** Any other class only at the front, and not when one follows: a logger's name comes before it. */
const AT_FRONT = /^[\s!]*((?:[^A-Z\W][\w$\x80-\uffff]*\.)+(?=[^a-z\d])[\w$\x80-\uffff]+)(?=: |:?\s*$)/;

/** Clojure's `pst` leaves package and colon out. */
const PRINTED = /^\s*(?:\S*=> )?(\w*Exception(?:Info)?)(?= \S)/;

function headIn(content: string, gap: number): HeadPart | undefined {
	const [before = '', thread] = THREAD.exec(content) ?? [];
	const text = content.slice(before.length, 2048);
	const found =
		NAMED.exec(text) ??
		AT_FRONT.exec(text) ??
		(before ? /^(\S+(?=: |\s*$))?/.exec(text) : gap === 0 && PRINTED.exec(text));
	if (!found) {
		return undefined;
	}
	const [{ length }, type = ''] = found;
	return { ...headOf(content, type, before.length + found.index + length - type.length), thread };
}

function headOf(content: string, type: string, start: number): HeadPart {
	const message = content
		.slice(start + type.length)
		.replace(/^:\s?/, '')
		.trim();
	return { kind: 'head', type, message, start };
}

const NESTED = /^[\s!]*(?:(Caused by|Suppressed|Wrapped by|Causing):\s*(?:<#\w+> )?)?(\[CIRC\w+ REFERENCE: ?)?/;

/** What `pst` prints above a cause. */
const CAUSE: Part = { kind: 'skip' };

function nestedIn(content: string): Part | undefined {
	const [{ length: start } = '', word = '', circular] = NESTED.exec(content) ?? [];
	if (!word && !circular) {
		return undefined;
	}
	const own = circular ? content.replace(/\]\s*$/, '') : content;
	const [type = ''] = /^[^\s:]+(?=:|\s*$)/.exec(own.slice(start)) ?? [];
	const head = headOf(own, type, start);
	return type || head.message
		? { ...head, relation: word === 'Suppressed' ? 'suppressed' : 'cause', isOuter: /^W|ing$/.test(word) }
		: CAUSE;
}

const SHORT = /^\s*(Caused by: )?([\w.$]+) at ([\w$-]+\.(?:java|kt|groovy|scala)):(\d+)\s*$/;

function shortIn(content: string): HeadPart | undefined {
	const [, cause, type, file, line] = SHORT.exec(content) ?? [];
	const relation = cause ? 'cause' : undefined;
	return file ? { kind: 'head', type, location: { file, line: Number(line) }, relation, isSure: true } : undefined;
}

const DUMPED = /^\s*(?:"(.*)"(?::\s*$|[^"]* prio=)|#\d+ "(.*)")/;

/** Elisions, and what dumps of threads say about a thread. */
const SKIPPED =
	/^[\s!]*(?:\.\.\. (?:\d|suppr)|\[?\.\.\.\]?\s*$|java\.lang\.Thread\.State: |- |Locked ownable|No compile|\| \w|kernel: |waiting |which is held )/;

function part(content: string, before: Part | undefined): Part | undefined {
	const found = nativeIn(content) ?? frameIn(content) ?? otherIn(content) ?? shortIn(content) ?? nestedIn(content);
	if (found || before === CAUSE) {
		return found ?? headIn(content, 0);
	}
	const [isThread, quoted, thread = quoted] = DUMPED.exec(content) ?? [];
	if (isThread) {
		return { kind: 'head', relation: 'thread', thread };
	}
	return SKIPPED.test(content) ? { kind: 'skip' } : undefined;
}

export const java = formatOf({ id: 'java', needles: [atFrame, place], part, head: headIn } satisfies Grammar);
