import type { FramePart, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { place } from '../needles';
import { formatOf } from '../reader';

// Elixir.
//
//   trace = "** (" class ") " message { message-line } [ "stacktrace:" ] { ["(" application [" " version] ")"] ( path ":" line ": " function | call ) }
//         | "** (exit) " … "** (EXIT) an exception was raised:" trace (what the process died of) { frame (of the one that waited) }
//   class = module | "exit" | "throw" | "stop" | "EXIT from #PID<" … ">"

const HEAD = /^(.{0,512}?)\*\* \(((?:EXIT from #PID<[\d.]+>|[\w.]{1,256}))\)(?: (.*))?$/;
const TITLE = /^\s*(?:\d+\) )?((?:(?:doc)?test|property|feature|warning:|error:) .*)/;
const FRAME =
	/^[\s└─]*(?:\((\w+)(?: [^\s)]+)?\) )?((?:[A-Za-z]:)?[^\s:()]{1,1000}\.(?:exs?|erl|[hl]?eex|[hxy]rl)|iex|nofile):(\d{1,9})(?::(\d{1,9}))?: (.+)$/;
const FUNCTION = /^(?:anonymous fn.*|\(\w.*\)|.*\/\d{1,3}|\S+\(.*\)|\S+ \(module\))$/;
const CALL =
	/^\s*(?:\(\w+(?: [^\s)]+)?\) )?((?::\w+|[A-Z]\w*)\.(?:[^\s("]|"[^"]*")*(?:\(.*\)|(?<=\/\d{1,3}))|expanding macro: .*)$/;
const PLACE = /^(?:.* found on )?(\S.{0,500}?\.\w{1,6}|nofile|iex):(\d{1,9})(?::(\d{1,9}))?:(?: |$)/;
const VENDOR =
	/^(?:elixir|stdlib|kernel|mix|ex_unit|iex|logger|e?ex|erts|compiler|phoenix|plug|ecto|cowboy|ranch|db_connection|postgrex|bandit|thousand_island|oban|absinthe)(?:_|$)/;

function head(content: string): HeadPart | undefined {
	const [, before = '', type, message = ''] = HEAD.exec(content) ?? [];
	if (!type) {
		const title = TITLE.exec(content);
		return title ? { kind: 'head', message: title[1] } : undefined;
	}
	const [, file, line, column] = /(?:Syntax|Compile|Missing|Mismatch\w+)Error$/.test(type)
		? (PLACE.exec(message) ?? [])
		: [];
	const location = file ? { file, line: Number(line), ...(column && { column: Number(column) }) } : undefined;
	return { kind: 'head', type, message, location, start: before.length };
}

function part(content: string, before: Part | undefined): Part | undefined {
	const text = content.trimEnd();
	const [, application = '', file, line, column, name] = FRAME.exec(text) ?? [];
	if (file && FUNCTION.test(name ?? '')) {
		const inApp = !VENDOR.test(application) && !/^deps[/\\]|^(?:iex|nofile)$/.test(file) && isInAppPath(file);
		return {
			kind: 'frame',
			name,
			location: { file, line: Number(line), ...(column && { column: Number(column) }) },
			inApp,
		};
	}
	if (/^\s*(?:stacktrace:|\*\* \(EXIT\) an exception was raised:)$/.test(text)) {
		return { kind: 'skip' };
	}
	const own = text.trimStart().startsWith('** (') ? head(text) : undefined;
	const call = own ? undefined : CALL.exec(text);
	const isNested = (before?.kind === 'head' && !before.location) || before?.kind === 'skip';
	return own
		? { ...own, isSure: !isNested }
		: call
			? ({ kind: 'frame', name: call[1] } satisfies FramePart)
			: undefined;
}

/** Arguments that are to blame, and the compiler's excerpts. */
const isMessage = (content: string) => /^\s*(?:\* \d|\d+ │|└─|\^)/.test(content);

export const elixir = formatOf({ id: 'elixir', needles: [place, { text: '** (' }], part, head, isMessage });
