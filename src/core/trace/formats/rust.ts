import type { Grammar, HeadPart, Part } from '../grammar';
import { locationAtEnd } from '../location';
import { place } from '../needles';
import { formatOf } from '../reader';

// Rust: panics of all versions, RUST_BACKTRACE=1 and =full, anyhow, eyre and color-eyre.
//
//   trace = head { message-line } ["stack backtrace:"] { frame } { "note: " … }
//   head  = "thread '" name "' [(" id ")] panicked at " (place ":" | "'" message "', " place) | "Error: " message | "Location:" place
//   frame = n ": " [address " - "] function NEWLINE "at " place { function NEWLINE "at " place }         inlined ones have no number
//         | '{ fn: "' function '"' [', file: "' file '", line: ' line] " }"                              std's Debug
//   place = file ":" line [":" column]

const NUMBERED = /^\s*\d{1,5}: +(?:0x[0-9a-f]{1,16} - )?(\S[^\n]*)$/;
const PLACE = /^\s*(?:at )\s*(?=\S)/;
const PANIC = /thread '([^'\n]{0,200})'(?: \(\d{1,12}\))? panicked at (.*)$/;
const DEBUG = /(?:^|[[\s,])\{ fn: "([^"]{1,2000})"(?:, file: "([^"]{1,2000})", line: (\d{1,9}))? ?\}/;
const LOCATION = /^\s*(?:Location:\s*)?(\S[^:\n]{0,500}\.rs:\d{1,9}(?::\d{1,9})?)\s*$/;
const TITLE =
	/^\s*(?:[Ss]tack backtrace:|note: |help: |Location:|[━─]|⋮|\(?\d+ frames? hidden|Run with |Backtrace omitted|\s*\[\.\.\.)|^\s*[━─⋮]/;
const HEAD = /^\s*(?:(Error|error): ?|(?:The application panicked|Message:)\s+)(.*)$/;

/** Takes off the hashes that tell symbols and crates of one name apart. */
const unhashed = (name: string) =>
	name
		.trim()
		.replace(/::h[0-9a-f]{16}$/, '')
		.replace(/\[[0-9a-f]{13,16}\]/g, '');

function part(content: string, before: Part | undefined): Part | undefined {
	const text = content.trim();
	const numbered = NUMBERED.exec(content);
	if (numbered) {
		const name = unhashed(numbered[1] ?? '');
		return /^(?:<|\S*::|\S+$)/.test(name) ? { kind: 'name', name } : undefined;
	}
	const at = PLACE.exec(content);
	if (at) {
		const location = locationAtEnd(text.slice(3).trim());
		const isKnown = location && (/\.rs$/.test(location.file) || isFrame(before)) && !location.file.startsWith('at ');
		return isKnown ? { kind: 'place', location } : undefined;
	}
	const panic = PANIC.exec(content);
	if (panic) {
		return panicOf(panic);
	}
	const debug = text.includes('{ fn: "') ? DEBUG.exec(content) : null;
	if (debug) {
		const [all, name, file, line] = debug;
		const start = debug.index + all.indexOf('{');
		return {
			kind: 'frame',
			name,
			location: file ? { file, line: Number(line) } : undefined,
			start,
			end: debug.index + all.length,
		};
	}
	const location = isFrame(before) ? undefined : LOCATION.exec(content)?.[1];
	if (location) {
		return { kind: 'head', fallback: locationAtEnd(location), isSure: content.includes('Location:') };
	}
	if (before?.kind === 'place' && text.includes('::') && !text.includes(': ')) {
		return { kind: 'name', name: unhashed(text) };
	}
	return TITLE.test(content) ? { kind: 'skip' } : undefined;
}

const isFrame = (part: Part | undefined) => part?.kind === 'name' || part?.kind === 'place';

function panicOf({ 1: thread, 2: rest = '', index }: RegExpExecArray): HeadPart {
	// since 1.73 the place stands here, and the message below; before, the message in quotation marks
	const quoted = /^'(.*)', ([^']{1,1000})$/.exec(rest);
	const fallback = locationAtEnd((quoted?.[2] ?? rest).trim().replace(/:$/, ''));
	const message = quoted?.[1] ?? (fallback ? '' : rest.replace(/^'/, ''));
	return { kind: 'head', type: 'panic', message, thread, fallback, start: index, isSure: fallback !== undefined };
}

function head(content: string): HeadPart | undefined {
	const match = HEAD.exec(content);
	return match ? { kind: 'head', type: match[1] ? 'Error' : 'panic', message: match[2] } : undefined;
}

export const rust = formatOf({
	id: 'rust',
	needles: [place, { text: '{ fn: "' }],
	part,
	head,
	maxForeign: 2,
} satisfies Grammar);
