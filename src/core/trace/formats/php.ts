import type { FramePart, Grammar, HeadPart, Part } from '../grammar';
import type { Location } from '../location';
import { atFrame, numbered, place } from '../needles';
import { formatOf } from '../reader';

// PHP: what it prints and logs itself, Monolog and Laravel, Symfony, PHPUnit; Xdebug's stacks, which begin with the outermost call.
//
//   trace   = head { message-line } "Stack trace:" { frame } { "Next " head … } ["thrown in " file " on line " n]
//   head    = [level ": "] ["Uncaught "] class ": " message " in " file (":" | " on line ") n
//           | "[object] (" class "(code: " n "): " message " at " file ":" n ")"
//           | "(" class ") " message { " {>} (" class ") " message } " at [" file ":" n "]"                   libphutil's
//   frame   = "#" n " " (file "(" n "): " call | "[internal function]: " call | "{main}" | call " called at [" file ":" n "]")
//   symfony = [call] " at " file ":" n | ("at " call " in " | "in ") file " line " n | "at " call NEWLINE "(" file ":" n ")"
//   phpunit = file ":" n
//   xdebug  = ["PHP "] [time memory] n ". " call " " file ":" n

const SCRIPT = String.raw`(?:(?:[A-Za-z]:)?[\\/][^:"]{0,999}|[^\s:"]{1,999})\.(?:php\d?|phtml|inc)`;

/** A frame's `c`all, `f`ile and li`n`e. */
const FRAMES: readonly RegExp[] = [
	/^#\d+ +(?:(?<f>\S.*?)\((?<n>\d{1,9})\): |\[internal function\]: )(?<c>.*)/,
	/^(?:#\d+ +(?:<#\d+> )?|in )(?<c>\S.*) called at (?:\[(?=.*\]$))?(?<f>.+?)(?::| \()(?<n>\d{1,9})[\])]$/,
	new RegExp(
		String.raw`^(?<c>[\w\\{}:>@-]*)\(\) at (?:(?<f>${SCRIPT}|(?:\S.{0,999}/)?[\w-]{1,99}):(?<n>\d{1,9})|n/a:n/a)$`,
	),
];
const XDEBUG =
	/^(?:PHP +)?(?:\d\S{0,12} +\d{1,12} +)?\d{1,6}(?:\. |\t[\d.]{1,12}\t\d{1,12}\t)(?<c>[^)]*\)(?:.*?<td title='(?<t>[^'<>]+)')?.*)$/;
const PLAIN = new RegExp(String.raw`^(?:\d{1,4} {1,4}|at |in )?\(?(${SCRIPT}|artisan):(\d{1,9})\)?$`);
const CALL = /^at ([\w\\]+(?:(?:->|::)[\w{}\\]+)?)\(.*\)$/;
const IS_SCRIPT = new RegExp(`^${SCRIPT}$`);

/** Code that was made at run time is where it was made. */
const MADE = /^(.+?)\((\d{1,9})\) : (?:eval|runtime)/;

function locationOf(file: string, line: string | undefined): Location {
	const made = MADE.exec(file);
	return made?.[1] ? locationOf(made[1], made[2]) : { file, line: Number(line) };
}

/** @param call with its arguments; a closure's own name may hold brackets */
function frameOf(call = '', location?: Location): FramePart {
	return { kind: 'frame', name: /^(?:\{[^}]*\}|[^({])*/.exec(call)?.[0] || undefined, location };
}

/** What stands before the place at a line's end. */
interface Thrown {
	readonly message: string;
	readonly location?: Location;
}

const PLACE_END = /(?::| (?:on )?line | \((?:line )?)(\d{1,9})\)?"?$/;
const ON_LINE = ' on line ';

/** @param word between the two */
function thrownAt(text: string, word: string): Thrown {
	const tail = PLACE_END.exec(text.slice(-32));
	const end = tail ? text.length - tail[0].length : text.lastIndexOf(ON_LINE);
	const line = tail?.[1] ?? /^\d{1,9}/.exec(text.slice(end + ON_LINE.length).slice(0, 9))?.[0];
	const start = end < 0 || line === undefined ? -1 : text.lastIndexOf(word, end);
	return start < 0
		? { message: text }
		: { message: text.slice(0, start), location: locationOf(text.slice(start + word.length, end), line) };
}

const LEVEL =
	/(?:^|[>:)"] ?|PHP )((?:[A-Z]\w{3,10} )?(?:(?:fatal )?error|[Ww]arning|[Nn]otice|[Dd]eprecated|Standards)) ?: {1,3}(.*?)(?:; PHP message: |" while |$)/;
const LEAD = /^(?:PHP )?(?:Uncaught|(Next)) |(?<= - )Uncaught /;
const OBJECT = /(?:^|\[object\] )\(([\w\\@]{1,500})\(code: [^()]{0,40}\): /;
const LIBPHUTIL = /(?:^|EXCEPTION: )(\([A-Za-z_]\w{0,200}\) .*) at \[([^[\]]{1,1000}):(\d{1,9})\]$/;
const CLASS =
	/^(?:exception ')?([A-Za-z\\_\x80-\uffff][\w\\@\x80-\uffff]*)(?:' with message '(.*?)'?|'|(?: \[ \d+ \])?:(?: (.*))?)?$/;

/** Symfony's console. */
const TITLE_PLACE = new RegExp(String.raw`^In (${SCRIPT}) line (\d{1,9}):$`);
const FRAMED_TYPE = /^\[([A-Z][\w\\]*(?:Exception|Error|\\\w+))(?: \(\w+\))?\]$/;

/** The outer exceptions stand before the one that was thrown first. */
function libphutilIn(text: string): HeadPart | undefined {
	const [, said, file, line] = text.endsWith(']') ? (LIBPHUTIL.exec(text) ?? []) : [];
	return said === undefined || !file
		? undefined
		: said.split(' {>} ').reduceRight<HeadPart | undefined>((inner, one) => {
				const end = one.indexOf(') ');
				const own = { kind: 'head', type: one.slice(1, end), message: one.slice(end + 2) } as const;
				return inner ? { ...own, inner, isSure: true } : { ...own, location: locationOf(file, line), isSure: true };
			}, undefined);
}

/** @param isLoose an exception without a place will do */
function headIn(text: string, isLoose: boolean): HeadPart | undefined {
	const [, title, titleLine] = TITLE_PLACE.exec(text) ?? [];
	if (title) {
		return { kind: 'head', fallback: locationOf(title, titleLine), relation: 'cause', isSure: true };
	}
	const framed = FRAMED_TYPE.exec(text)?.[1];
	if (framed) {
		return { kind: 'head', type: framed, relation: 'cause' };
	}
	const chained = libphutilIn(text);
	if (chained) {
		return chained;
	}
	const object = OBJECT.exec(text);
	if (object) {
		const thrown = thrownAt(text.slice(object.index + object[0].length), ' at ');
		const relation = /^(?:\(|\[prev)/.test(text) ? 'cause' : undefined;
		return { kind: 'head', type: object[1], ...thrown, relation, isSure: thrown.location !== undefined };
	}
	const level = LEVEL.exec(text);
	const own = level?.[2] ?? text;
	const lead = LEAD.exec(own);
	const thrown = thrownAt(own.slice((lead?.index ?? 0) + (lead?.[0].length ?? 0)), ' in ');
	const { location } = thrown;
	const isScript = location !== undefined && IS_SCRIPT.test(location.file);
	if (level && !lead) {
		const isSure = isScript || (location !== undefined && own.includes(ON_LINE));
		return isSure ? { kind: 'head', type: level[1], ...thrown, isSure } : undefined;
	}
	const [, type = '', old, message = old ?? ''] = CLASS.exec(thrown.message) ?? [];
	const isOurs = isScript || (location !== undefined && lead !== null);
	if (type === '' || !(lead || ((isOurs || isLoose) && /(?:Exception|Error|Failure)$/.test(type)))) {
		return undefined;
	}
	const head = { kind: 'head', type, message, location } as const;
	return lead?.[1] ? { ...head, isOuter: true, relation: 'cause' } : { ...head, isSure: isOurs };
}

/** What Monolog, Kohana and Xdebug's tables put before a head. */
const CHANNEL = /^\s*(?:\( ! \)|(?:[\w-]{1,40}\.|--- )[A-Z]{4,9}:)\s/;

/** What nginx puts behind the last line that a FastCGI process printed. */
const NGINX_END = /" while (?:reading|sending|connecting|processing) .*$/;

/** Loggers that write JSON leave class names and paths as they are in it. */
const plain = (content: string) =>
	content
		.trimEnd()
		.replace(CHANNEL, '')
		.replace(NGINX_END, '')
		.replace(/(?<=[\w:])\\\\(?=[\w{])/g, '\\');

const TITLE = /^(?:PHP )?(?:Stack trace|Exception trace|Call Stack|\[stacktrace\]|Caused by):?$/i;
const EXCERPT = /^(?:➜ +)?\d+▕|^\+\d+ vendor frames$/;
const MAIN = /^#\d+ +\{main\}/;

function otherIn(text: string, before: Part | undefined): Part | undefined {
	if (TITLE.test(text) || EXCERPT.test(text)) {
		return { kind: 'skip' };
	}
	if (MAIN.test(text)) {
		return before ? frameOf('{main}') : { kind: 'skip' };
	}
	if (text.startsWith('thrown in ')) {
		return { kind: 'end' };
	}
	return headIn(text, before?.kind === 'skip');
}

function part(content: string, before: Part | undefined): Part | undefined {
	const line = plain(content);
	const text = line.trimStart();
	for (const pattern of FRAMES) {
		const groups = pattern.exec(text)?.groups;
		if (groups) {
			return frameOf(groups.c, groups.f === undefined ? undefined : locationOf(groups.f, groups.n));
		}
	}
	const other = otherIn(text, before);
	if (other) {
		return other;
	}
	const [, file, number] = PLAIN.exec(text) ?? [];
	if (file) {
		return { kind: 'place', location: locationOf(file, number) };
	}
	const name = CALL.exec(text)?.[1];
	if (name) {
		return { kind: 'name', name };
	}
	const { message, location } = thrownAt(` ${line}`, line.endsWith(')') && !line.includes(' line ') ? ' at ' : ' in ');
	if (!location || !IS_SCRIPT.test(location.file) || message.includes('Uncaught ')) {
		return undefined;
	}
	const call = /^\s*(?:at (.*))?$/.exec(message);
	return call ? frameOf(call[1], location) : { kind: 'frame', location, message: message.slice(1) };
}

const TYPE_ALONE = /^(?:\w+\\)+\w+$/;

function head(content: string): HeadPart | undefined {
	const text = plain(content).trimStart();
	const type = TYPE_ALONE.exec(text)?.[0];
	return type
		? { kind: 'head', type }
		: (headIn(text, true) ?? (CHANNEL.test(content) ? { kind: 'head', message: text } : undefined));
}

/** Each call stands beside the place that it was called from. */
const both = {
	id: 'php',
	needles: [numbered, place, atFrame],
	hint: /php|phtml|\.inc|phar:|#\d|\) at |called at|artisan|on line|\[object\]|code: /i,
	head,
	isCalledAt: true,
	isMessage: (content: string) => content.trim() === '',
};

export const php = formatOf({ ...both, part, maxForeign: 3 } satisfies Grammar);

function xdebugPart(content: string, before: Part | undefined): Part | undefined {
	const text = plain(content).trimStart();
	const { c: call, t: title } = XDEBUG.exec(text)?.groups ?? {};
	const number = call && /:(\d{1,9})$/.exec(call.slice(-12));
	const file = number && (title ?? /\) ((?:[a-z]:|phar:\/)?[\\/].*):\d+$/i.exec(call)?.[1]);
	if (file) {
		return frameOf(call, locationOf(file, number[1]));
	}
	const other = otherIn(text, before);
	// what was uncaught is printed again above the stack
	const isRepeated = other?.kind === 'head' && before?.kind === 'head' && other.message === before.message;
	return isRepeated ? { kind: 'skip' } : other;
}

export const xdebug = formatOf({
	...both,
	part: xdebugPart,
	isOutermostFirst: true,
} satisfies Grammar);
