// What logs put before each line of a trace. Every pattern is sticky and bounded, so that a line costs a fixed number of looks.

const DATE = String.raw`\d{4}[-/.]\d{2}[-/.]\d{2}`;
const TIME = String.raw`\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?`;
const ZONE = String.raw`(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`;

const PREFIXES: readonly RegExp[] = [
	// 2031-02-03T04:05:06.789Z, [2031-02-03 04:05:06,789], 04:05:06.789
	new RegExp(String.raw`\[?(?:${DATE}[T ])?${TIME}${ZONE}\]?(?:[ \t]|$)`, 'y'),
	new RegExp(String.raw`\[?${DATE}\]?(?: |$)`, 'y'),
	// Apache: [Mon Feb 03 04:05:06.789012 2031]
	/\[?[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} [\d:.]{8,15} \d{4}\]? ?/y,
	// syslog of RFC 5424: <11>1 2031-02-03T04:05:06Z host app 77 - -
	/<\d{1,3}>(?:1 \S{1,40} \S{1,64} \S{1,64} \S{1,16} \S{1,32} (?:-|\[[^\]]{0,300}\]) ?)?/y,
	// journald and syslog: Feb 03 04:05:06 host app[77]:
	/(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d{2}:\d{2}:\d{2}(?:\.\d{1,9})? )?[\w.-]{1,64} [\w./@-]{1,64}\[\d{1,9}\]: ?/y,
	/[A-Z][a-z]{2} {1,2}\d{1,2} \d{2}:\d{2}:\d{2}(?:\.\d{1,9})? (?:[\w.-]{1,64} [\w./@-]{1,64}: ?)?/y,
	// seconds since 1970, since the kernel's start
	/\d{10}(?:\d{3})?(?:\.\d{1,9})?[ \t]|\[ {0,8}\d{1,9}\.\d{1,9}\] ?/y,
	// containers' logs on disk: stderr F
	/std(?:out|err) [FP] ?/y,
	// AWS Lambda: a request's id
	/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[\t ]/y,
	// glog: E0203 04:05:06.123456      77 a.cc:12]
	/[IWEF]\d{4} \d{2}:\d{2}:\d{2}\.\d{1,6} {1,8}\d{1,9} [\w./-]{1,128}:\d{1,6}\] ?/y,
	// logcat: 02-03 04:05:06.789  123  456 E AndroidRuntime:
	/\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3} {1,4}\d{1,7} {1,4}\d{1,7} [VDIWEFA] [\w.$/-]{1,64} {0,8}: ?/y,
	/(?:\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3} )?[VDIWEFA]\/[\w.$/-]{1,64} {0,8}\( {0,6}\d{1,7}\): ?/y,
	// levels, with what is often set round them; before docker, since a Python group draws bars, too
	/(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE|PANIC)(?=[\s:\]|-]|$)(?: ?[:|-](?= |$))?[ \t]?/y,
	// docker compose: web-1  |
	/[\w.-]{1,64} {0,16}\| ?/y,
	// kubectl --prefix, pytest-xdist and others: [pod/api-7d/app], [gw3], [main]
	/\[(?!\d{1,3}\])[\w./:@+-]{1,96}(?: [\w./:@+-]{1,32}){0,2}\](?![/\\]) ?/y,
	// heroku: app[web.1]:
	/(?!error\[|warning\[)[\w-]{1,32}\[[\w.-]{1,32}\]: ?/y,
	// GitHub Actions: ##[error], ::error::
	/##\[\w{1,16}\] ?|::(?:error|warning|notice|debug)::/y,
	// Valgrind and sanitizers: ==77==
	/[=-]{2}\d{1,9}[=-]{2} ?/y,
	// git's and Heroku's builds, PHP-FPM
	/remote: ?|child \d{1,9} said into std(?:out|err): "|(?:NOTICE: )?PHP message: /y,
	// Markdown quotes, boxes
	/>(?: |(?=[A-Z\t/])|$)|[│┃║▌] ?/y,
	// diffs; not the rulers of Python's groups, `--- End of …`, `ruby -e`, Objective-C
	/[+-](?![-+\d[>]|e:\d| \S| ?\|)/y,
];

/** A level at the very front may be the beginning of an error's own line, as Julia prints it. */
const HEAD = /^(?:ERROR|WARNING): \S/;

/** At most this many prefixes stand before one line. */
const MAX_PREFIXES = 6;

/** How many characters at the front of a line a log has put there. One space after a prefix belongs to it; indentation does not. */
export function prefixLength(line: string): number {
	let length = 0;
	for (let i = 0; i < MAX_PREFIXES; i++) {
		const next = prefixEnd(line, length);
		if (next === length) {
			break;
		}
		length = next;
	}
	return length;
}

/** Behind the prefix that begins at `from`; `from` when there is none. */
function prefixEnd(line: string, from: number): number {
	const code = line.charCodeAt(from);
	if (code === 0x20 || code === 0x09 || Number.isNaN(code) || line.startsWith('at ', from) || isName(line, from)) {
		return from; // indentation, a frame that lost it, an error's name: by far the most lines
	}
	if (from === 0 && HEAD.test(line)) {
		return from;
	}
	for (const prefix of PREFIXES) {
		prefix.lastIndex = from;
		if (prefix.test(line)) {
			return prefix.lastIndex;
		}
	}
	return from;
}

/** Whether a line begins with a name and a colon, and not with one of the short words that loggers write before a colon. */
function isName(line: string, from: number): boolean {
	let i = from;
	while (isWord(line.charCodeAt(i)) && i - from < MAX_NAME) {
		i++;
	}
	return i - from > MAX_LEVEL && line.charCodeAt(i) === 0x3a;
}

const MAX_NAME = 64;
const MAX_LEVEL = 'CRITICAL'.length;
const isWord = (code: number) => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

/** The length of the front of `line` that is `prefix` but for its numbers and the blanks they are padded with; 0 where it begins otherwise. */
export function samePrefix(prefix: string, line: string): number {
	let i = 0;
	for (let p = 0; p < prefix.length; ) {
		const code = prefix.charCodeAt(p);
		const kind = isDigit(code) ? isDigit : code === 0x20 ? isSpace : undefined;
		if (kind ? !kind(line.charCodeAt(i)) : code !== line.charCodeAt(i)) {
			return 0;
		}
		const from = p;
		p = kind ? runEnd(prefix, p, kind) : p + 1;
		const isIndent = kind === isSpace && p === prefix.length; // of the line that is behind the prefix
		const end = kind ? runEnd(line, i, kind) : i + 1;
		if (isIndent && end - i < p - from) {
			return 0;
		}
		i = isIndent ? i + p - from : end;
	}
	return i;
}

function runEnd(text: string, from: number, kind: (code: number) => boolean): number {
	let i = from;
	while (kind(text.charCodeAt(i))) {
		i++;
	}
	return i;
}

const isSpace = (code: number) => code === 0x20;

/** What `a` and `b` end in alike, but for numbers, behind a field that ends in `sign`. */
export function sharedSuffix(a: string, b: string, sign: string): string {
	const tail = reversed(/\S{0,100}$/.exec(a)?.[0] ?? '');
	const other = reversed(b.slice(-2 * MAX_SUFFIX));
	for (let length = tail.length; length > 0; length--) {
		const isStart = tail.charAt(length - 1) === sign && tail.charAt(length) !== '"';
		if (isStart && samePrefix(tail.slice(0, length), other) > 0) {
			return a.slice(-length);
		}
	}
	return '';
}

const MAX_SUFFIX = 100;
/** The length of the end of `line` that is `suffix` but for its numbers and blanks; 0 where it ends otherwise. */
export function suffixLength(suffix: string, line: string): number {
	let i = line.length - 1;
	for (let p = suffix.length - 1; p >= 0; ) {
		const code = suffix.charCodeAt(p);
		const kind = isDigit(code) ? isDigit : code === 0x20 ? isSpace : undefined;
		if (kind ? !kind(line.charCodeAt(i)) : code !== line.charCodeAt(i)) {
			return 0;
		}
		const from = p;
		p = kind ? runStart(suffix, p, kind) : p - 1;
		const start = kind ? runStart(line, i, kind) : i - 1;
		const isOuter = kind === isSpace && p < 0; // of the line that is before the suffix
		if (isOuter && i - start < from - p) {
			return 0;
		}
		i = isOuter ? i - from + p : start;
	}
	return line.length - 1 - i;
}

/** Index before the run that ends at `from`. */
function runStart(text: string, from: number, kind: (code: number) => boolean): number {
	let i = from;
	while (i >= 0 && kind(text.charCodeAt(i))) {
		i--;
	}
	return i;
}

const reversed = (text: string) => text.split('').reverse().join('');

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
