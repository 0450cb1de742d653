import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { address, place } from '../needles';
import { formatOf } from '../reader';

// Swift: fatal errors of all versions, and the backtraces that programs on Linux print since 5.9.
//
//   fatal = file ":" line ": " kind [": " message] | kind ": " message ": file " file ", line " line
//   kind  = "Fatal error" | "Precondition failed" | "Assertion failed" | "Swift runtime failure"
//   frame = n { "[" mark "]" } [address] function [" + " offset] " in " module [" at " file ":" line [":" column]]
//         | n module address function " + " offset                                                               before 5.9

const FATAL = /(?:Swift runtime failure|Fatal error|Precondition failed|Assertion failed)(?=:|$)/;
const OLD = /^(.*): file (\S.*\.swift), line (\d{1,9})\b/;
const FRAME = /^\d{1,4}(?: \[\w{1,20}\]){0,4}\s+(0x[0-9a-f]{6,16} )?(\S.*)$/;
const BEFORE = /^\d{1,4}\s+\S+\s+0x[0-9a-f]{6,16} (\S.*) \+ \d+$/;
const THREAD = /^(Thread \d{1,6}(?: ".{0,100}")?(?: crashed)?):$/;

/** The excerpts of the source. */
const EXCERPT = /^\d{0,6}\s*│|^\*\*\* |^Current stack trace:/;

function part(content: string, before: Part | undefined): Part | undefined {
	const text = content.trim();
	const found = fatalIn(text) ?? callIn(text);
	if (found) {
		return found;
	}
	const [, name] = before ? (BEFORE.exec(text) ?? []) : [];
	if (name) {
		return { kind: 'frame', name };
	}
	const [, thread] = THREAD.exec(text) ?? [];
	if (thread) {
		return { kind: 'head', thread, relation: 'thread' };
	}
	return EXCERPT.test(text) ? { kind: 'skip' } : undefined;
}

function fatalIn(text: string): HeadPart | undefined {
	const { 0: type = '', index: start = 0 } = FATAL.exec(text) ?? {};
	if (!type) {
		return undefined;
	}
	const before = text.slice(text.lastIndexOf('] ', start) + 1, start).trim();
	const said = text.slice(start + type.length + 1).trim();
	const [, message = said, file, line] = OLD.exec(said) ?? [];
	const fallback = file ? { file, line: Number(line) } : locationAtEnd(before.replace(/:$/, ''));
	return fallback?.file.endsWith('.swift') ? { kind: 'head', type, message, fallback, isSure: true } : undefined;
}

function callIn(text: string): Part | undefined {
	const [, address_, call = ''] = FRAME.exec(text) ?? [];
	const at = call.search(/ at (?=\/|[A-Z]:\\)/);
	const module = call.lastIndexOf(' in ', at < 0 ? call.length : at);
	const location = at < 0 ? undefined : locationAtEnd(call.slice(at + 4));
	return module > 0 && (address_ || location)
		? { kind: 'frame', name: call.slice(0, module).replace(/ \+ \d+$/, ''), location }
		: undefined;
}

function head(content: string): HeadPart | undefined {
	const [, type] = /^\s*(?:\*\*\*|💣) Program crashed: (.*?)(?: \*\*\*|$)/u.exec(content) ?? [];
	return type ? { kind: 'head', type } : undefined;
}

export const swift = formatOf({
	id: 'swift',
	needles: [place, address],
	part,
	head,
	maxForeign: 4,
} satisfies Grammar);
