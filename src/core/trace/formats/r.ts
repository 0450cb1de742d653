import type { FramePart, Grammar, HeadPart, NamePart, Part, PlacePart } from '../grammar';
import { type Location, locationAtEnd } from '../location';
import { atFrame, place } from '../needles';
import { formatOf } from '../reader';

// R. `traceback()` prints the innermost call first, rlang (tidyverse, testthat) the outermost.
//
//   trace  = head { call | elision }                             ; elision: the middle lines of a call's code
//   call   = n (":" | ".") " " code [" at " file "#" line]       ; code may have several lines
//          | n ": " function [" [" file "#" line "]"]            ; Shiny
//   head   = "Error" [" in " code] [" (from " file "#" line ")"] ": " message
//
//   trace  = head { message-line } "Backtrace:" { step }
//   step   = n ". " { "│" | "├" | "└" | "─" | " " } code [" at" break-or-blank file ":" line ":" column]
//   head   = "Error in `" function "()`:" | ("Failure" | "Error") " ('" file ":" line [":" column] "'): " test

/** What is called: `base::vapply(lines, …)`. */
const nameOf = (code: string) => /^(?:global |\w+ \(local\) )?(`[^`]*`|[^( ]*)/.exec(code)?.[1] ?? '';

const CALL = /^\s*\d{1,4}[:.] (\S.*)$/;
const AT = /^(.+)#(\d{1,9})\s*$/;
const SHINY = /^\s*\d{1,4}: ([^\s(]+)(?: \[(.+)#(\d{1,9})\])?\s*$/;

/** `… at a.R#3`, read from the end. */
function hashAtEnd(content: string): Location | undefined {
	const at = content.lastIndexOf(' at ');
	const [, file = '', line] = (at >= 0 && AT.exec(content.slice(at + 4))) || [];
	return file === '' ? undefined : { file, line: Number(line) };
}

const SKIP = /^(?:Calls: |Execution halted)/;

function callPart(content: string, before: Part | undefined): Part | undefined {
	const [, shiny, file = '', line] = SHINY.exec(content) ?? [];
	if (shiny && (file || before)) {
		return { kind: 'frame', name: shiny, location: file === '' ? undefined : { file, line: Number(line) } };
	}
	const location = hashAtEnd(content);
	const [, code] = CALL.exec(content) ?? [];
	if (code && !(before?.kind === 'head' && before.fallback)) {
		const name = nameOf(code);
		return location ? { kind: 'frame', name, location } : { kind: 'name', name };
	}
	if (location && /[)}\]] at /.test(content)) {
		return { kind: 'place', location };
	}
	return SKIP.test(content) ? { kind: 'skip' } : before ? undefined : sureHeadIn(content);
}

const HEAD = /^(?:Warning: )?(?:Error|<error\/(\S+)>)(?: in (.*?))?(?: \(from ([^#()]{1,200})#(\d{1,9})\))? ?: ?(.*)$/;
const UNPARSABLE = /^(\S.{0,300}\.[A-Za-z]\w*):(\d{1,9}):(\d{1,9}): unexpected /;

function headIn(content: string): HeadPart | undefined {
	const [, type = 'Error', , from, fromLine, message] = HEAD.exec(content.slice(0, 1024)) ?? [];
	if (message === undefined) {
		return undefined;
	}
	const [, file = from, line = fromLine, column] = UNPARSABLE.exec(message) ?? [];
	const fallback = file && { file, line: Number(line), ...(column && { column: Number(column) }) };
	return { kind: 'head', type, message, ...(fallback && { fallback, isSure: true }) };
}

function sureHeadIn(content: string): HeadPart | undefined {
	const found = headIn(content);
	return found?.isSure ? found : undefined;
}

export const r = formatOf({
	id: 'r',
	needles: [place, atFrame],
	part: callPart,
	head: headIn,
	maxForeign: 12,
} satisfies Grammar);

const STEP = /^\s*\d{1,4}\. [│├└─\s]*(\S.*)$/;
const SOURCE = /^\S.{0,400}\.(?:R|r|[RrQq]md|[RrSs]nw):\d{1,9}:\d{1,9}$/;
const TITLE = /^\s*(?:Backtrace:|[▆█]|---$)/;

/** A step with its place, which older versions print without `at`. */
function stepIn(code: string): FramePart | NamePart {
	const text = code.trimEnd();
	const at = text.lastIndexOf(' at ');
	const start = at >= 0 ? at + 4 : text.lastIndexOf(' ') + 1;
	const name = nameOf(text);
	return SOURCE.test(text.slice(start))
		? { kind: 'frame', name, location: locationAtEnd(text.slice(start)) }
		: { kind: 'name', name };
}

function placeIn(content: string): PlacePart | undefined {
	const text = content.trim();
	const location = text.startsWith('at ') && SOURCE.test(text.slice(3)) ? locationAtEnd(text.slice(3)) : undefined;
	return location && { kind: 'place', location };
}

const TEST =
	/^(?:── )?(?:\d+\. )?(Failure|Error|Warning) \('?([^')]{1,300}\.[Rr]):(\d{1,9})(?::(\d{1,9}))?'?\): (.*?)[ ─]*$/;
const ERROR = /^(?:Error|Warning|<error\/(\S+)>)(?: in (?:`[^`]*`|[^:]*))?(?::|$) ?(.*)$/;

function testIn(content: string): HeadPart | undefined {
	const [, type, file = '', line, column, message] = TEST.exec(content.slice(0, 1024)) ?? [];
	const fallback = { file, line: Number(line), ...(column && { column: Number(column) }) };
	return type ? { kind: 'head', type, message, fallback, isSure: type === 'Failure' } : undefined;
}

function stepPart(content: string, before: Part | undefined): Part | undefined {
	const [, code] = STEP.exec(content) ?? [];
	if (code) {
		return stepIn(code);
	}
	return placeIn(content) ?? (TITLE.test(content) ? { kind: 'skip' } : before ? undefined : testIn(content));
}

function errorIn(content: string): HeadPart | undefined {
	const [, type = 'Error', message] = ERROR.exec(content) ?? [];
	return message === undefined ? testIn(content) : { kind: 'head', type, message };
}

export const rlang = formatOf({
	id: 'r',
	needles: [place, atFrame],
	part: stepPart,
	head: errorIn,
	isOutermostFirst: true,
	maxForeign: 12,
} satisfies Grammar);
