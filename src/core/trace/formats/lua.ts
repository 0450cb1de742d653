import type { FramePart, HeadPart, Part } from '../grammar';
import { isInAppPath } from '../inApp';
import { place, wording } from '../needles';
import { formatOf } from '../reader';

// Lua 5.1 to 5.4 and LuaJIT; OpenResty, LÖVE, Neovim, World of Warcraft, Garry's Mod, Roblox.
//
//   trace  = [program ": "] [where ":"] message { message-line } "stack traceback:" { frame | "(...tail calls...)" | "..." }
//          | where ": " message { n ". " function " - " where }
//          | where ": " message "Stack Begin" { "Script '" name "', Line " line [" - function " name] } "Stack End"
//   frame  = ( where | path | "[C]" ) ": in " function
//   where  = ( path | "[string " source "]" | name ) ":" line; of a long path only the end is printed, behind "..."
//   function = ("function" | "local" | "method" | …) " " ( "'" name "'" | "<" where ">" ) | "main chunk" | "?"

const IN =
	/:(?:(-?\d{1,9}):)? in (?:(main chunk)|\?|(?:function|local|upvalue|(?:meta)?method|field|global|for iterator) (?:[`'](.{0,200}?)'|(<.{0,500}>|\S+)))/;
/** The transport may have taken `[C]` for a logger's name. */
const NATIVE = /^\s*: (?:in|at|\?)|\[(?:C|builtin[^\]]{0,40})\]:/;
const LISTED = /^\s*\d+\. (.*?) - (\S.*\.lua|\[C\]):(-?\d{1,9})$/;
const SCRIPT =
	/^\s*(?:Script '(.*?)', Line |([\w.]*\w\.\w+):)(\d{1,9})(?: (?:- )?(?:function )?([\w.:<>]+))?(?: {2}- .*)?$/;
const SKIP =
	/^\s*(?:stack traceback:|Traceback|coroutine \d+:|Stack Begin.*|\(\.\.\.tail calls\.\.\.\)|\(tail call\): \?|\.\.\.(?:\s+\(skipping \d+ levels\))?)\s*$/;
const END = /^\s*(?:Stack End|(?:Failure|Error|Pending) (?:→|->) |not ok )/;
const PLACE = /(?:[A-Za-z)]|"\]):(\d{1,9}): /;
const PROGRAM = /^(?:\s*lua[\w.-]{0,20}|.*runtime error): /;
const ERROR =
	/^(?:attempt to |bad argument|stack overflow|module '|assertion failed|unexpected symbol|malformed |unfinished |[Ee]xpected |'.{1,20}' expected|<eof> )/;
const VENDOR = /[/\\](?:lua[/\\]5\.\d|lualib|luarocks|runtime|includes[/\\]modules)[/\\]|^\[/;
/** Where a path begins that something stands before. */
const BEFORE_PATH = /^.*(?:[|\t]|[:-] |\s(?=\/|[A-Za-z]:[\\/]|\.\.\.))/;

function fileIn(text: string): string {
	const source = text.endsWith('"]') ? text.search(/\[\w+ "/) : -1;
	return source < 0 ? text.replace(BEFORE_PATH, '').trim() : text.slice(source).replace(/^\[string "@(.*)"\]$/, '$1');
}

function frame(text: string, line: string | undefined, name: string | undefined): FramePart {
	const file = fileIn(text);
	const inApp = !VENDOR.test(file) && isInAppPath(file);
	return { kind: 'frame', name, location: { file, ...(line && { line: Number(line) }) }, inApp };
}

function head(content: string, gap: number): HeadPart | undefined {
	const text = content.slice(0, 2048);
	const found = PLACE.exec(text);
	if (found && (gap > 0 || /^\S/.test(text))) {
		const message = text.slice(found.index + found[0].length).trim();
		const file = fileIn(text.slice(0, found.index + found[0].indexOf(':')));
		const isSure = ERROR.test(message) || PROGRAM.test(text);
		return { kind: 'head', type: '', message, fallback: { file, line: Number(found[1]) }, isSure };
	}
	return PROGRAM.test(text) ? { kind: 'head', message: text.replace(PROGRAM, '').trim() } : undefined;
}

function part(content: string, before: Part | undefined): Part | undefined {
	if (SKIP.test(content)) {
		return { kind: 'skip' };
	}
	const found = IN.exec(content);
	const [, line, chunk, quoted, other] = found ?? [];
	const name = quoted ?? other ?? chunk;
	const [, listed, file, listedLine] = LISTED.exec(content) ?? [];
	if (NATIVE.test(content)) {
		return { kind: 'frame', name: listed ?? name };
	}
	if (found) {
		return frame(content.slice(0, found.index), line, name);
	}
	const [, script, chain, scriptLine, scriptName] = SCRIPT.exec(content) ?? [];
	const isFrame = script !== undefined || (chain !== undefined && (before || scriptName) !== undefined);
	const own = before ? undefined : head(content, 1);
	return file
		? frame(file, listedLine, listed)
		: isFrame
			? frame(script ?? chain ?? '', scriptLine, scriptName)
			: END.test(content)
				? { kind: 'end' }
				: own?.isSure
					? own
					: undefined;
}

export const lua = formatOf({ id: 'lua', needles: [place, wording], part, head });
