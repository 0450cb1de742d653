import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { isInAppMethod } from '../inApp';
import { atFrame } from '../needles';
import { formatOf } from '../reader';

// The JVM: Java, Kotlin, Scala, Groovy, Clojure.
//
//   trace   = head { message-line } { frame | "... " n " more" | nested }
//   nested  = ("Caused by: " | "Suppressed: " | "Wrapped by: ") head … | "[CIRCULAR REFERENCE: " … "]"
//   head    = ["Exception in thread " quoted-name " "] qualified-class [": " message]
//   frame   = "at " [loader "/"] [module ["@" version] "/"] class "." method "(" place ")" [" ~"? "[" jar "]"]
//   place   = file [":" line] | "Native Method" | "Unknown Source"

const FRAME = /^\s*at ([^\s()][^()]{0,2000})\(([^()]{1,300})\)/;

const PLACE =
	/^(?:([^\s:()/\\]+\.(?:java|kts?|scala|sc|groovy|gvy|clj|cljc|aj|jsp|xtend))(?::(-?\d{1,9}))?|Native Method|Unknown Source(?::\d{1,9})?|SourceFile(?::\d{1,9})?|Source:\d{1,9}|<generated>|NO_SOURCE_FILE(?::\d{1,9})?|r8-map-id-[^\s:]+(?::\d{1,9})?)$/u;

/** `app//`, `java.base/` and `loader//module@1.2/`; the slash of a hidden lambda class (`A$$Lambda/0x1.run`) is not one of these. */
const MODULE = /^(?:[\w.@-]{0,128}\/){1,3}/;

function frameIn(content: string): FramePart | undefined {
	const match = FRAME.exec(content);
	const place = PLACE.exec(match?.[2] ?? '');
	const name = match?.[1]?.replace(MODULE, '');
	if (!match || !place || !name?.includes('.') || name.endsWith(' ')) {
		return undefined;
	}
	const file = place[1];
	const location = file === undefined ? undefined : { file, ...(place[2] && { line: Number(place[2]) }) };
	return { kind: 'frame', name, location, inApp: isInAppMethod(name), end: match[0].length };
}

const CLASS = String.raw`(?:[\p{L}_$][\p{L}\p{N}_$-]{0,128}\.){1,24}[\p{L}_$][\p{L}\p{N}_$]{0,128}`;
const THREAD = /Exception in thread "([^"\n]{0,256})" /;
const HEAD = new RegExp(String.raw`(?:^|\s|: |["'])(${CLASS})(?:: |:?\s*$)`, 'gu');
const SHORT_HEAD = /^\s*([A-Z][\p{L}\p{N}_$]{0,128}(?:Exception|Error|Throwable))(?:: |\s*$)/u;
const ENDING = /(?:Exception|Error|Throwable|Failure|Fault|Interrupt\w*|Signal|Timeout|Death)$/;

/** Names in one line that are tried. */
const MAX_NAMES = 8;

/**
 * The exception that a line names. A class that is called like an exception is one wherever it stands; any other only at the front, and not
 * when one follows: a logger's name comes before it.
 */
function headIn(content: string): HeadPart | undefined {
	const text = content.slice(0, 2048);
	const thread = THREAD.exec(text);
	const from = thread ? thread.index + thread[0].length : text.length - text.trimStart().length;
	const found = (type: string, start: number) => headOf(content, type, start, thread?.[1]);
	let other: HeadPart | undefined;
	HEAD.lastIndex = Math.max(0, from - 1); // the blank before the class is part of what is looked for
	for (let i = 0, match = HEAD.exec(text); match && i < MAX_NAMES; i++, match = HEAD.exec(text)) {
		const type = match[1] ?? '';
		const start = match.index + match[0].indexOf(type);
		if (ENDING.test(type)) {
			return found(type, start);
		}
		if (start === from && /^[\p{Ll}\p{N}_$.]+\.\p{Lu}/u.test(type)) {
			other = found(type, start);
		}
		HEAD.lastIndex = start + type.length; // the blank behind it may be the one before the next name
	}
	const short = SHORT_HEAD.exec(text.slice(from));
	return other ?? (short?.[1] ? found(short[1], from + short[0].indexOf(short[1])) : undefined);
}

function headOf(content: string, type: string, start: number, thread?: string): HeadPart {
	const message = content
		.slice(start + type.length)
		.replace(/^:\s?/, '')
		.trim();
	return { kind: 'head', type, message, start, thread };
}

const NESTED = /^\s*(?:(Caused by|Suppressed|Wrapped by): (\[CIRCULAR REFERENCE: ?)?|\[CIRCULAR REFERENCE: ?)/;

function nestedIn(content: string): HeadPart | undefined {
	const match = NESTED.exec(content);
	if (!match) {
		return undefined;
	}
	const start = match[0].length;
	const text = content.trimEnd();
	const own = match[0].includes('[') && text.endsWith(']') ? text.slice(0, -1) : text;
	const type = /^[^\s:]*/.exec(own.slice(start))?.[0] ?? '';
	return { ...headOf(own, type, start), relation: match[1] === 'Suppressed' ? 'suppressed' : 'cause' };
}

const ELISION = /^\s*\.\.\. \d+ (?:more|common frames omitted)/;

function part(content: string): Part | undefined {
	return frameIn(content) ?? nestedIn(content) ?? (ELISION.test(content) ? { kind: 'skip' } : undefined);
}

export const java = formatOf({ id: 'java', needles: [atFrame], part, head: headIn } satisfies Grammar);
