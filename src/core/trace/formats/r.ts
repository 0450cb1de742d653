import type { Grammar, HeadPart, Part } from '../grammar';
import { type Location, locationAtEnd } from '../location';
import { atFrame, numbered, place, wording } from '../needles';
import { formatOf } from '../reader';

// R. `traceback()` prints the innermost call first, rlang (tidyverse, testthat) the outermost.
//
//   trace  = head { call | elision }                             ; elision: the middle lines of a call's code
//   call   = n (":" | ".") " " code [" at " file "#" line]       ; code may have several lines
//          | n ": " function [" [" file "#" line "]"]            ; Shiny
//   head   = "Error" [" in " code] [" (from " file "#" line ")"] ": " message
//
//   trace  = head { message-line } "Backtrace:" { step }
//   step   = n ". " { "│" | "├" | "└" | "─" | "|" | "+" | "\" | "-" | " " } code [" at" break-or-blank file ":" line ":" column]
//   head   = "Error in `" function "()`:" | ("Failure" | "Error") " ('" file ":" line [":" column] "'): " test

/** What is called: `base::vapply(lines, …)`. */
const nameOf = (code: string) => /^`[^`]*`|^[^( ]*/.exec(code)?.[0] ?? '';

const CALL = /^\s*\d{1,4}[:.] (\S.*)$/;
const AT = /^(.+)#(\d{1,9})\s*$/;
const SHINY = /^\s*\d{1,4}: (?:(\S.{0,200}?) \[([^[\]]{1,300})#(\d{1,9})\]|([^\s(]+|<.*>))\s*$/;

/** `… at a.R#3`, read from the end. */
function hashAtEnd(content: string): Location | undefined {
	const at = content.lastIndexOf(' at ');
	const [, file = '', line] = (at >= 0 && AT.exec(content.slice(at + 4))) || [];
	return file === '' ? undefined : { file, line: Number(line) };
}

const SKIP = /^(?:Calls: |Execution halted)/;

function callPart(content: string, before: Part | undefined): Part | undefined {
	const [, shiny, file = '', line, unlocated] = SHINY.exec(content) ?? [];
	if (shiny || (unlocated && before)) {
		return { kind: 'frame', name: shiny ?? unlocated, ...(shiny && { location: { file, line: Number(line) } }) };
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
	return SKIP.test(content) ? { kind: 'skip' } : before ? undefined : callHead(content);
}

const HEAD = /^(?:Warning: )?(?:Error|<error\/(\S+)>)(?: in (.*?))?(?: \(from ([^#()]{1,200})#(\d{1,9})\))? ?: ?(.*)$/;
const UNPARSABLE = /^(\S.{0,300}\.[A-Za-z]\w*):(\d{1,9}):(\d{1,9}): unexpected /;

function callHead(content: string): HeadPart | undefined {
	const [, type = 'Error', , from, fromLine, message] = HEAD.exec(content.slice(0, 1024)) ?? [];
	if (message === undefined) {
		return undefined;
	}
	const [, file = from, line = fromLine, column] = UNPARSABLE.exec(message) ?? [];
	const fallback = file && { file, line: Number(line), ...(column && { column: Number(column) }) };
	return { kind: 'head', type, message, ...(fallback && { fallback, isSure: true }) };
}

export const r = formatOf({
	id: 'r',
	needles: [place, numbered],
	part: callPart,
	head: (content) => callHead(content) ?? testIn(content),
	maxForeign: 12,
} satisfies Grammar);

const STEP = /^\s*\d{1,4}\. [│├└─|+\\\s-]*(?:global |[\w.]+ \(local\) )?(`[^`]*`|[^\s(│├└─|+\\-][^\s(]*|)\(/;
const SOURCE = /^\S.{0,400}\.(?:R|r|[RrQq]md|[RrSs]nw):\d{1,9}:\d{1,9}$/;
const TITLE = /^\s*(?:Backtrace:|[▆█]|---$)/;

const TEST =
	/^[\s─-]*(?:\d+\. )?(Failure|Error|Warning|FAILURE|ERROR|WARNING)(?: \(|: (?='))'?([^')]{1,300}\.[Rr]):(\d{1,9})(?::(\d{1,9}))?'?(?:\): (.*?))?[ ─-]*$/;
/** Before version 3: `── 1. Failure: a test (@test-a.R#3)`. */
const NUMBERED = /^[\s─-]*\d+\. (Failure|Error|Warning): (.*) \(@([^()]{1,300}\.[Rr])#(\d{1,9})\)[ ─-]*$/;
const ERROR = /^(?:Error|Warning|<error\/(\S+)>)(?: in (?:`[^`]*`|[^:]*))?(?::|$) ?(.*)$/;

/** knitr's place in a document, above or below the error: `Quitting from a.Rmd:3-9 [chunk]`, and of old `Quitting from lines 3-9 [chunk] (a.Rmd)`. */
const QUITTING =
	/^\s*Quitting from (?:(\S.{0,300}\.[A-Za-z]\w*):(\d{1,9})-\d+|lines (\d{1,9})-\d+ (?:\[.{0,200}\] )?\(([^()]{1,300})\))/;

function documentIn(content: string): HeadPart | undefined {
	const [, file, line, oldLine, oldFile = ''] = QUITTING.exec(content) ?? [];
	const location = { file: file ?? oldFile, line: Number(line ?? oldLine) };
	return location.file ? { kind: 'head', type: 'Error', message: '', location, isSure: true } : undefined;
}

const CALLED = /^\s*Error in `[^`]{1,200}` at (\S.{0,300}\.[Rr]):(\d{1,9}):(\d{1,9}):?$/;

function testIn(content: string): HeadPart | undefined {
	const [, called = '', row, at] = CALLED.exec(content) ?? [];
	if (row) {
		const fallback = { file: called, line: Number(row), column: Number(at) };
		return { kind: 'head', type: 'Error', message: '', fallback, isSure: true };
	}
	const text = content.slice(0, 1024);
	const [, oldType, oldMessage, oldFile, oldLine] = NUMBERED.exec(text) ?? [];
	const [, type = oldType, file = oldFile ?? '', line = oldLine, column, message = oldMessage ?? ''] =
		TEST.exec(text) ?? [];
	const fallback = { file, line: Number(line), ...(column && { column: Number(column) }) };
	return type ? { kind: 'head', type, message, fallback, isSure: true } : documentIn(content);
}

/** A step with its place, which older versions print without `at`, and newer ones on a line of its own if it is long. */
function stepPart(content: string, before: Part | undefined): Part | undefined {
	const text = ` ${content.trim()}`;
	const at = text.lastIndexOf(' at ');
	const source = text.slice(at >= 0 ? at + 4 : text.lastIndexOf(' ') + 1);
	const location = SOURCE.test(source) ? locationAtEnd(source) : undefined;
	const [, name] = STEP.exec(content) ?? [];
	if (name !== undefined) {
		return location ? { kind: 'frame', name, location } : { kind: 'name', name };
	}
	if (location && at === 0) {
		return { kind: 'place', location };
	}
	return TITLE.test(content) ? { kind: 'skip' } : before ? undefined : testIn(content);
}

function stepHead(content: string): HeadPart | undefined {
	const [, type = 'Error', message] = CALLED.test(content) ? [] : (ERROR.exec(content) ?? []);
	return message === undefined ? testIn(content) : { kind: 'head', type, message };
}

export const rlang = formatOf({
	id: 'r',
	needles: [place, atFrame, wording],
	part: stepPart,
	head: stepHead,
	isOutermostFirst: true,
	maxForeign: 12,
} satisfies Grammar);
