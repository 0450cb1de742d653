import type { Needle } from '../format';
import type { FramePart, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { type Location, locationAtEnd } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// Ruby: MRI, JRuby, TruffleRuby, and what Rails, RSpec, Minitest and rake make of them.
//
//   trace    = where ": " message [" (" class ")"] { message-line } { "from " where | "... " n " levels..." } [ trace (the cause) ]
//            | head { message-line } { ["# "] [gem " (" version ") "] where | jruby } [ "Caused by:" trace ]
//   numbered = { n ": from " where (the outermost first) } ( where ": " message " (" class ")" | head )
//   head     = class ": " message | class " (" message "):" | message " (" class ")" | "Failure/Error: " source
//   where    = path ":" line [ ":in " ( "`" | "'" ) function "'" ]
//   jruby    = function " at " path ":" line

const IN = /:(-?\d{1,9})(?::in (?=[`'\w<(])| ?→ )|:in (?=')/;
const LABEL = /^[`'](.*?)'(?:: ?(.*)|["\],;)\s].*)?$/;
const LEAD = /^(?:[\s#"']|\[(?=[\s"']))*(?:\d{1,7}: (?=from ))?(from )?([\w-]{1,64} \(\d[\w.]{0,32}\) )?/;
/** Where a path begins that a message or an array stands before. */
const BEFORE_PATH = /^[^(]*(?:\sfrom |["|\t]|\] |[:#-] |\s(?=\/|[A-Za-z]:[\\/]))\s*/;
const WITHOUT_FUNCTION = /^\s*(?:\d{1,7}: )?(from |# )?(\S.{0,1000}?):(\d{1,9})(?:: (.*))?$/;
const SOURCE = /\.(?:rb|erb|haml|slim|rake|ru|gemspec)$|^\(\w|^<[a-z]|^-e$/;
const VENDOR = /[/\\](?:gems|(?:vendor_)?ruby[/\\]\d[\d.]*)[/\\]|^[<(-]|\.(?:java|gen)$/;
/** Among others: a call that Ruby has no name for. */
const BARE = /^\s*(\S*[\\/]\S.{0,1000}?\.\w{1,8}):(\d{1,9})\s*$/;
const JRUBY = /^\s*((?:(?:block|rescue|ensure) in )*\S+) at (\S+\.(?:rb|erb|java|gen)):(-?\d{1,9})$/;
const NUMBER = /^\s*\d{1,7}: from /;

interface Call extends FramePart {
	readonly location: Location;
	/** What follows it: an exception's own line. */
	readonly text?: string | undefined;
}

function call(file: string, line: string | undefined, name?: string, text?: string, start?: number): Call {
	const inApp = !VENDOR.test(file) && isInAppPath(file);
	return {
		kind: 'frame',
		location: { file, ...(line && { line: Number(line) }) },
		name,
		inApp,
		text,
		...(start && { start }),
	};
}

function callIn(line: string): Call | undefined {
	const content = line.trimEnd();
	const found = IN.exec(content);
	if (!found) {
		const [, name, path, at] = JRUBY.exec(content) ?? [];
		const [, lead, file = '', line, text] = WITHOUT_FUNCTION.exec(content) ?? [];
		const isPlain = SOURCE.test(file) && (lead ? !text : text && /^syntax error|\([A-Z][\w:]*\)$/.test(text));
		return path ? call(path, at, name) : isPlain ? call(file, line, undefined, text) : undefined;
	}
	const [lead = '', from, gem] = LEAD.exec(content) ?? [];
	const label = content.slice(found.index + found[0].length);
	const quoted = LABEL.exec(label);
	const path = content.slice(lead.length, found.index);
	if (path === '' || !(quoted ? found[1] || from : SOURCE.test(path) && !/[`'"]/.test(label))) {
		return undefined;
	}
	const start = lead.length + (BEFORE_PATH.exec(path)?.[0].length ?? 0);
	const own = call(content.slice(start, found.index), found[1], quoted?.[1] ?? label.trim(), quoted?.[2], start);
	return gem ? { ...own, inApp: false } : own;
}

const CLASS = String.raw`((?:[a-z]\w{0,64}\.){0,9}\p{Lu}[\p{L}\d_:]{0,199})`;
const BEHIND = new RegExp(String.raw`^(?:[A-Z], \[.{0,64}? -- .{0,64}?: )?(.*?)(?: \(${CLASS}\))?\s*$`, 'u');
const BEFORE = new RegExp(
	String.raw`^([\s#]*(?:Caused by:? )?|.{0,200}?[:!-] )${CLASS}(?:: (.*)|:| \((.*?)\)?:?)\s*$`,
	'u',
);
const FAILED = /^\s*(?:\d[\d.]*\) )?Failure\/Error: (.*)/;
const IS_ERROR = /::|\.|Error$|Exception$|Interrupt$|Stop/;

/** An exception's name in front of its message or behind it; a word that is not called like an exception only right above the frames. */
function head(content: string, gap: number): HeadPart | undefined {
	const text = content.slice(0, 2048);
	const failed = FAILED.exec(text);
	const [, lead = '', before, own, inBrackets] = BEFORE.exec(text) ?? [];
	const [, message = '', behind] = BEHIND.exec(text) ?? [];
	const type = before ?? behind;
	return failed
		? { kind: 'head', message: failed[1] }
		: type && ((gap === 0 && lead.length < 16) || IS_ERROR.test(type))
			? { kind: 'head', type, message: before ? (own ?? inBrackets ?? '') : message }
			: undefined;
}

const SKIP = /^[\s#]*(?:\.\.\. \d+ levels\.\.\.|Caus(?:ed by|es):|-+(?: Caused by: ---)?)\s*$/;

/** `CartTest#test_total [test/cart_test.rb:3]:`, all the place that Minitest gives a failed assertion. */
function failed(content: string): HeadPart | undefined {
	const text = content.trimEnd();
	const open = text.endsWith(']:') ? text.lastIndexOf(' [') : -1;
	const location = locationAtEnd(text.slice(open + 2, -2));
	const name = text.slice(0, Math.max(0, open)).trim();
	return location && name.includes('#test_') ? { kind: 'head', location, name, isSure: true } : undefined;
}

function part(content: string, before: Part | undefined): Part | undefined {
	const own = callIn(content);
	if (own) {
		const [, message, type] = BEHIND.exec(own.text ?? '') ?? [];
		// right below frames it is the cause; anywhere else a trace of its own
		const isSure = before?.kind !== 'frame' && before?.kind !== 'skip';
		return NUMBER.test(content)
			? undefined
			: own.text === undefined
				? own
				: { ...own, kind: 'head', type, message, isSure };
	}
	if (SKIP.test(content)) {
		return { kind: 'skip' };
	}
	const bare = before?.kind === 'frame' ? BARE.exec(content) : undefined;
	if (bare?.[1]) {
		return call(bare[1], bare[2]);
	}
	const cause = before?.kind === 'skip' || /^\s*Caused by: /.test(content) ? head(content, 1) : undefined;
	return cause ? { ...cause, relation: 'cause' } : /^\s*\d+\) \w+:$/.test(content) ? { kind: 'end' } : failed(content);
}

/** Ruby 2.5 to 2.7 on a terminal: the outermost call first, the exception below. */
function numberedPart(content: string, before: Part | undefined): Part | undefined {
	if (NUMBER.test(content)) {
		return callIn(content);
	}
	const own = before?.kind === 'frame' ? (part(content, before) ?? head(content, 0)) : undefined;
	const isTitle = !before && content.startsWith('Traceback (most recent');
	return own?.kind === 'head'
		? { ...own, isBelow: true }
		: isTitle || SKIP.test(content)
			? { kind: 'skip' }
			: undefined;
}

/** A function's name in quotation marks, behind paths that look like none: `(irb):3`, `-e:1`, `bin/rails:4`. */
const quote = (text: string): Needle => ({ text, fits: (whole, offset) => whole.startsWith(':in ', offset - 4) });
const needles = [place, quote('`'), quote("'")];

/** What Ruby adds to a message: the line of source, carets below it, names that are spelt alike. */
const isMessage = (content: string) => /^(?:\s*$|\s{2,}\S|Did you mean\?|[\^~]+$)/.test(content);

export const ruby = formatOf({ id: 'ruby', needles, part, head, isMessage });
export const numberedRuby = formatOf({ id: 'ruby', needles, part: numberedPart, isMessage, isOutermostFirst: true });
