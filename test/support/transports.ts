// What logs, terminals, files and chats do to a trace on its way to the clipboard.

const everyLine = (change: (line: string, i: number) => string) => (text: string) =>
	text.split('\n').map(change).join('\n');
const prefixed = (prefix: string) => everyLine((line) => prefix + line);
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const asCell = (cell: string) => (/[",\n]/.test(cell) ? quoted(cell) : cell);
const asHtml = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
const brokenAt = (width: number) => everyLine((line) => line.replace(new RegExp(`(.{${width}})(?=.)`, 'gu'), '$1\n'));

const TIME = '2031-02-03T04:05:06.789Z';

/** Over every line, or over the text as a whole. */
export const transports: Readonly<Record<string, (text: string) => string>> = {
	'carriage returns': (text) => text.replaceAll('\n', '\r\n'),
	'carriage returns, twice over': (text) => text.replaceAll('\n', '\r\r\n'),
	'lone carriage returns': (text) => text.replaceAll('\n', '\r'),
	'a byte order mark': (text) => `\ufeff${text}`,
	NULs: everyLine((line) => `${line}\0`),
	'time stamps': prefixed(`${TIME} `),
	'time stamps and tabs': prefixed(`${TIME}\t`),
	'times and levels in brackets': everyLine((line, i) => `[2031-02-03 04:05:06,78${i % 10}] ERROR ${line}`),
	'a thread in brackets': prefixed('2031-02-03 04:05:06 [http-1] ERROR: '),
	'Spring Boot': prefixed('2031-02-03 04:05:06.789 ERROR 4711 --- [nio-8080-exec-3] c.e.web.Orders : '),
	"Python's logging": prefixed('2031-02-03 04:05:06,789 - my.app - ERROR - '),
	"Python's logging, in short": prefixed('ERROR:root:'),
	'docker compose': prefixed('web-1  | '),
	'docker compose of old': prefixed('web_1  | '),
	kubectl: prefixed('[pod/api-7d9f/app] '),
	CRI: prefixed('2031-02-03T04:05:06.789012345Z stderr F '),
	journald: prefixed('Feb 03 04:05:06 host app[77]: '),
	'journald with ISO times': prefixed('2031-02-03T04:05:06+0000 host app[77]: '),
	'syslog of RFC 5424': prefixed('<11>1 2031-02-03T04:05:06.789Z host app 77 - - '),
	logcat: prefixed('02-03 04:05:06.789  123  456 E AndroidRuntime: '),
	'logcat in brief': prefixed('E/AndroidRuntime(  123): '),
	Heroku: prefixed('2031-02-03T04:05:06.789012+00:00 app[web.1]: '),
	'AWS Lambda': prefixed(`${TIME}\t8f3c2a10-1111-2222-3333-444455556666\tERROR\t`),
	'GitHub Actions': prefixed('2031-02-03T04:05:06.7890123Z ##[error]'),
	'pytest-xdist': prefixed('[gw3] '),
	Maven: prefixed('[ERROR] '),
	'a logger nobody knows': everyLine((line, i) => `svc=api host=h-12 | req ${i} :: ${line}`),
	grep: everyLine((line, i) => `app.log:${i + 100}:${line}`),
	'cat -n': everyLine((line, i) => `${String(i + 1).padStart(6)}\t${line}`),
	'Markdown quotes': prefixed('> '),
	'Markdown fences': (text) => `\`\`\`\n${text}\n\`\`\``,
	'added lines of a diff': prefixed('+'),
	'removed lines of a diff': prefixed('-'),
	'a box': everyLine((line) => `│ ${line.padEnd(100)} │`),
	'more indentation': prefixed('    '),
	'no indentation': everyLine((line) => line.trimStart()),
	'HTML escapes': asHtml,
	'HTML line breaks': (text) => `<pre>${asHtml(text).replaceAll('\n', '<br>')}</pre>`,
	'an HTML page': (text) => `<html><body><pre>${asHtml(text)}</pre></body></html>`,
	'colours round each line': everyLine((line) => `\u001b[31m${line}\u001b[0m`),
	'colours in each place': (text) => text.replace(/([\w./-]+):(\d+)/g, '\u001b[36m$1\u001b[0m:\u001b[33m$2\u001b[0m'),
	'OSC 8 links': (text) => text.replace(/(\/[\w./-]+\.\w+)/g, '\u001b]8;;file://$1\u0007$1\u001b]8;;\u0007'),
	'a JSON string': (text) => JSON.stringify({ level: 'error', msg: 'boom', stack: text, pid: 1 }),
	'a JSON string behind a prefix': (text) => `${TIME} ERROR app - ${JSON.stringify({ err: { stack: text } })}`,
	'a JSON string in a JSON string': (text) =>
		JSON.stringify({ log: `${JSON.stringify({ level: 'error', stack: text, time: 1 })}\n`, stream: 'stderr' }),
	'a JSON string of a JSON string': (text) => JSON.stringify(JSON.stringify(text)),
	'a JSON list of lines': (text) => JSON.stringify({ stack: text.split('\n') }, undefined, 2),
	'a JSON record a line': everyLine((line, i) =>
		JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: `2031-02-03T04:05:06.78901234${i % 10}Z` }),
	),
	'a JSON record a line, of unknown keys': everyLine((line) =>
		JSON.stringify({ ts: TIME, severity: 'ERROR', payload: line }),
	),
	'a JSON record in a JSON record a line': everyLine((line) =>
		JSON.stringify({ log: `${JSON.stringify({ level: 'error', message: line })}\n`, stream: 'stderr' }),
	),
	logfmt: (text) => `time=${TIME} level=error msg="boom" stack=${JSON.stringify(text)} pid=7`,
	'a CSV cell': (text) => `time,service,message,pid\n${TIME},web,${asCell(text)},77\n`,
	'a CSV row a line': everyLine((line) => `${TIME},web,${asCell(line)}`),
	'a CSV row a line, with cells behind': everyLine((line) => `${TIME},web,${asCell(line)},77`),
	'a CSV row a line, all quoted': everyLine((line) => `"${TIME}","web",${quoted(line)},"77"`),
	'strings added up': (text) =>
		text
			.split('\n')
			.map((line) => `'${line.replace(/[\\']/g, '\\$&')}\\n'`)
			.join(' +\n  '),
	'a terminal 80 wide': brokenAt(80),
	'a terminal 120 wide': brokenAt(120),
	'UTF-16 that was read as bytes': (text) => [...text].map((sign) => `${sign}\0`).join(''),
	'spaces that do not break': (text) => text.replaceAll(' ', '\u00a0'),
	'next lines': (text) => text.replaceAll('\n', '\u0085'),
	'colours that lost their control character': everyLine((line) => `[31m${line}[0m`),
	nginx: everyLine((line, i) => `2031/02/03 04:05:06 [error] 77#77: *${i + 1} ${line}`),
	'Android Studio': prefixed('2031-02-03 04:05:06.789  1234-1250  Runtime          com.example.app        E  '),
	"CloudWatch's events": (text) =>
		JSON.stringify(
			{ events: text.split('\n').map((message, i) => ({ timestamp: i, message, ingestionTime: 7 })) },
			undefined,
			2,
		),
	"journald's fields": everyLine(
		(line, i) => `Mon 2031-02-03 04:05:06 UTC [s=8f3c;i=${i}]\n    PRIORITY=3\n    MESSAGE=${line}\n    _PID=77`,
	),
	'Fluent Bit': everyLine((line, i) => `[${i}] app.web: [1927861506.78${i % 10}, ${JSON.stringify({ log: line })}]`),
	'line breaks that were doubled': (text) => text.replaceAll('\n', '\n\n'),
};
