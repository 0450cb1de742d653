import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { type Location, locationAtEnd, plainPath } from '../location';
import { numbered, place } from '../needles';
import { formatOf } from '../reader';

// Dart and Flutter: the VM's traces, and the terse ones of package:stack_trace (`dart test`).
//
//   trace  = head { message-line } { frame | terse | native | gap | elision }
//   frame  = "#" n [name] [" "] "(" uri [":" line [":" column]] ")" | "#" n name NEWLINE uri ":" line              Flutter's narrow boxes
//   terse  = (uri | path) [" " line [":" column]] (blanks | " in ") name
//   native = "#" n "abs " address ["virt " address] symbol "+0x" offset
//   gap    = "<asynchronous suspension>" | "===== asynchronous gap =====" | "-----Async Gap-----"

const FRAME = /^\s*#\d{1,6}\s+([^\s(][^(]*(?:\(anonymous \w+\)[^(]*)?)?\((.*)\)\s*$/;
const NAME = /^\s*#\d{1,6} {2,}([^\s():][^():]*?)\s*$/;
const PLACE = /^\s*((?:dart|package|file):\S{1,500}\.dart:\d{1,9}(?::\d{1,9})?)\s*$/;
const URI = /\.dart(?::\d|$)|^dart:|^<anonymous/;

const TERSE =
	/^\s*(https?:\/\/[^\s()]{1,500}\.js(?= \d{1,9}:\d{1,9} {2})|(?:[a-z][a-z-]{1,20}:(?:\/\/[\w.-]{0,99}(?::\d{1,5})?)?)?(?:\/?[A-Za-z]:)?[^\s:"()][^:"()]{0,500}\.dart(?:\.js)?|dart:\S+) (\d{1,9})(?::(\d{1,9}))?\s+(?:in )?(\S.*)$/;

/** Where the place is not known; the blanks set it in columns. */
const TERSE_UNLOCATED = /^\s*((?:dart|package):[\w/.-]+|\S{1,500}\.dart) {2,}(\S.*)$/;

const NATIVE = /^\s*#\d{1,6}\s+abs [0-9a-f]{8,16}(?: virt [0-9a-f]{8,16})? (\S+?)(?:\+0x[0-9a-f]+)?\s*$/;

const GAP = /^\s*(?:<asynchronous suspension>|=+ asynchronous gap|-+ ?Async Gap)/i;
const SKIP = /^\s*(?:\.\.\. .*\(\d+ frames?\)|\(elided |When the exception was thrown, this was the stack)/;

const LIBRARY =
	/^dart:|^org-dartlang|^(?:package:|packages\/)(?:flutter\w*|test\w*|matcher|stack_trace|async|shelf|bloc|provider|\w*riverpod)(?:\/|$)|dart-sdk\/|\.pub-cache\//;

function frame(name: string, location: Location | undefined): FramePart {
	return {
		kind: 'frame',
		name,
		location,
		inApp: location !== undefined && !LIBRARY.test(location.file) && isInAppPath(location.file),
	};
}

function part(content: string): Part | undefined {
	const [, name = '', uri = ''] = FRAME.exec(content) ?? [];
	if (URI.test(uri)) {
		return frame(name.trim(), uri.startsWith('<') ? undefined : (locationAtEnd(uri) ?? { file: plainPath(uri) }));
	}
	const terse = TERSE.exec(content);
	if (terse) {
		const [, file = '', line, column, member = ''] = terse;
		return frame(member, { file: plainPath(file), line: Number(line), ...(column && { column: Number(column) }) });
	}
	const other = TERSE_UNLOCATED.exec(content);
	if (other) {
		return frame(other[2] ?? '', { file: other[1] ?? '' });
	}
	const native = NATIVE.exec(content);
	if (native) {
		return frame(native[1] ?? '', undefined);
	}
	const [, place] = PLACE.exec(content) ?? [];
	const location = place && locationAtEnd(place);
	if (location) {
		return { ...frame('', location), kind: 'place', location };
	}
	const [, call] = NAME.exec(content) ?? [];
	if (call) {
		return { kind: 'name', name: call };
	}
	return GAP.test(content) ? { kind: 'boundary' } : SKIP.test(content) ? { kind: 'skip' } : undefined;
}

const HEAD =
	/(?:^\s*|Unhandled Exception: |Uncaught )((?:_?[A-Z]\w*)?(?:Exception|Error))(?: \(\w+\))?(?:: ?|(?=\()|\s*$)(.*)$/;
const TITLE =
	/^\s*(?:(Unhandled exception):?$|The following (\S+) (?:object )?was thrown|\d\d:\d\d [\d +~-]+: (.*) \[E\]$)|Unhandled Exception: (.*)/;
/** `Bad state: drawer is jammed`, only right above the frames. */
const SHORT =
	/^\s*(Bad state|Unsupported operation|Invalid argument\(s\)|Concurrent modification[\w ]*|(?:Failed a|A)ssertion[\w ]*): (.+)$/;

function headIn(content: string, gap: number): HeadPart | undefined {
	const text = content.slice(0, 2048);
	const [, type, message] = HEAD.exec(text) ?? ((gap === 0 && SHORT.exec(text)) || []);
	if (type) {
		return { kind: 'head', type, message: message?.trim() };
	}
	const title = TITLE.exec(text);
	return title ? { kind: 'head', type: title[1] ?? title[2], message: title[3] ?? title[4] } : undefined;
}

export const dart = formatOf({ id: 'dart', needles: [place, numbered], part, head: headIn } satisfies Grammar);
