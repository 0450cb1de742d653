import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// Rust: panics of all versions, RUST_BACKTRACE=1 and =full, cargo test, anyhow, eyre, color-eyre, error-stack, miette.
//
//   trace   = head { message-line } ["stack backtrace:"] { frame } { "note: " … }
//   head    = ["thread '" name "' [(" id ")] "] "panicked at " (place ":" | "'" message "', " place) | "Error: " message | "Location: " place
//   frame   = n ": " [address " - "] function NEWLINE "at " place { function NEWLINE "at " place }         inlined ones have no number
//           | '{ fn: "' function '"' [', file: "' file '", line: ' line] " }"                              std's Debug
//   snippet = "╭─[" place "]"                                                                              miette
//   place   = file ":" line [":" column]

const NUMBERED = /^\s*\d{1,5}: +(?:0x[0-9a-f]{1,16} - )?(?=<|\S*::|\S+\s*$|\S+ \(0x)(\S.*)$/;
const AT = /^[\s\u2500-\u25b7]*at\s+(?!at )(\S.*)$/;
const PANIC = /(?:(?:thread|task) '([^']{0,200})'(?: \(\d{1,12}\))? )?panicked at (\S.*)$/;
const DEBUG = /\{ fn: "([^"]{1,2000})"(?:, file: "([^"]{1,2000})", line: (\d{1,9}))? ?\}/;
const LOCATION = /^\s*(?:Location:\s*)?([^\s'][^:']{0,500}\.rs:\d{1,9}(?::\d{1,9})?)\s*$/;
const SNIPPET = /^[\s·]*(?:╭[─▸]+\[?|┌─) ?([^\]]{1,500}:\d{1,9}:\d{1,9})\]?\s*$/;
const TITLE =
	/^\s*(?:[Ss]tack backtrace:|note: |help: |Location:|[━─⋮]|\(?\d+ frames? hidden|Run with |Backtrace omitted|\[\.\.\.|\d{1,6} [│>] )/;
const HEAD = /^\s*(?:(Error|error): ?|(?:The application panicked|Message:)\s+)(.*)$/;

/** The end of a message of several lines, as it was printed before 1.73. */
const QUOTE_END = /^[^']{0,1000}', (\S[^:']{0,500}\.rs:\d{1,9}(?::\d{1,9})?)\s*$/;

/** Takes off the hashes that tell symbols and crates of one name apart, and what spans and old libraries print behind a name. */
const plainName = (name: string) =>
	name
		.trim()
		.replace(/ (?:with \w+=.*|\(0x[0-9a-f]+\))$/, '')
		.replace(/::h[0-9a-f]{16}$/, '')
		.replace(/\[[0-9a-f]{13,16}\]/g, '');

function part(content: string, before: Part | undefined): Part | undefined {
	const [, name] = NUMBERED.exec(content) ?? [];
	if (name) {
		const at = name.lastIndexOf(' at ');
		const location = at < 0 ? undefined : locationAtEnd(name.slice(at + 4).trim());
		return location?.file.endsWith('.rs')
			? { kind: 'frame', name: plainName(name.slice(0, at)), location }
			: { kind: 'name', name: plainName(name) };
	}
	const isInside = before?.kind === 'name' || before?.kind === 'place';
	const [, at] = AT.exec(content.trimEnd()) ?? [];
	if (at) {
		const location = locationAtEnd(at);
		return location && (location.file.endsWith('.rs') || isInside) ? { kind: 'place', location } : undefined;
	}
	const found = panicIn(content) ?? debugIn(content);
	if (found) {
		return found;
	}
	const [, own] = (isInside ? null : LOCATION.exec(content)) ?? [];
	if (own) {
		return { kind: 'head', fallback: locationAtEnd(own), isSure: content.includes('Location:') };
	}
	const [, behind] = QUOTE_END.exec(content) ?? [];
	if (behind) {
		return { kind: 'head', fallback: locationAtEnd(behind), relation: 'cause', isSure: true };
	}
	const [, snippet] = SNIPPET.exec(content) ?? [];
	const location = snippet && locationAtEnd(snippet);
	if (location) {
		return { kind: 'place', location };
	}
	if (before?.kind === 'place' && content.includes('::') && !content.includes(': ')) {
		return { kind: 'name', name: plainName(content) };
	}
	return TITLE.test(content) ? { kind: 'skip' } : undefined;
}

/** Since 1.73 the place stands here and the message below; before, the message in quotation marks. */
function panicIn(content: string): HeadPart | undefined {
	const found = PANIC.exec(content);
	if (!found) {
		return undefined;
	}
	const [, thread, rest = ''] = found;
	const [, quoted, behind] = /^'(.*)'[,:] ([^']{1,1000})$/.exec(rest) ?? [];
	const isCut = quoted === undefined && rest.startsWith("'"); // the message goes on below
	const fallback = isCut ? undefined : locationAtEnd((behind ?? rest).trim().replace(/:$/, ''));
	const message = quoted ?? (fallback ? '' : rest.replace(/^'/, ''));
	return thread !== undefined || fallback
		? { kind: 'head', type: 'panic', message, thread, fallback, start: found.index, isSure: true }
		: undefined;
}

function debugIn(content: string): Part | undefined {
	const found = content.includes('{ fn: "') ? DEBUG.exec(content) : null;
	if (!found) {
		return undefined;
	}
	const { index: start, 0: all, 1: name, 2: file, 3: line } = found;
	const location = file ? { file, line: Number(line) } : undefined;
	return { kind: 'frame', name, location, start, end: start + all.length };
}

function head(content: string): HeadPart | undefined {
	const [all, type, message] = HEAD.exec(content) ?? [];
	return all === undefined ? undefined : { kind: 'head', type: type ? 'Error' : 'panic', message };
}

export const rust = formatOf({
	id: 'rust',
	needles: [place, { text: '{ fn: "' }],
	part,
	head,
	mayLackPlace: true,
	maxForeign: 2,
} satisfies Grammar);
