import type { Grammar, HeadPart, Part } from '../grammar';
import { wording } from '../needles';
import { formatOf } from '../reader';

// Opera before it was built on Chromium, whose traces still stand in old reports and in every parser's tests.
//
//   frame9  = "Line " n " of " ("linked" | "inline#" n) " script " ["in "] url [": In function " name] NEWLINE source
//   frame11 = ("called from" | "Error thrown at" | …) " line " n ", column " n [" in " function] " in " url ":" NEWLINE source

const LINKED =
	/^\s*Line (\d{1,9}) of (?:linked|inline#\d{1,9}|function|eval) script (?:in )?([a-z][a-z-]{1,30}:\/\/\S+?)(?:: In function (\S+))?\s*$/;
const CALLED =
	/^\s*(?:called|Error (?:thrown|created|initially occurred)|Event handler|via toString\(\))[\w ]{0,40}\bline (\d{1,9}), column (\d{1,9})(?: in (.{1,300}?))? in ([a-z][a-z-]{1,30}:\/\/\S+?):?\s*$/;
const HEAD = /^\s*(?:Statement on line \d{1,9}: )?(\S.{0,300})$/;

function part(content: string, before: Part | undefined): Part | undefined {
	const [, linkedLine, linked, own] = LINKED.exec(content) ?? [];
	if (linked) {
		return { kind: 'frame', name: own, location: { file: linked, line: Number(linkedLine) } };
	}
	const [, line, column, called, file] = CALLED.exec(content) ?? [];
	if (file) {
		const name = called?.replace(/\(.*$/, '').replace(/^<anonymous function(?:: (.*))?>.*$/, '$1');
		return { kind: 'frame', name: name || undefined, location: { file, line: Number(line), column: Number(column) } };
	}
	// The source of the call, and the title over all of them.
	return before?.kind === 'frame' && /^\s{2,}\S/.test(content)
		? { kind: 'skip' }
		: TITLE.test(content)
			? { kind: 'skip' }
			: undefined;
}

const TITLE = /^\s*(?:Backtrace|stacktrace|Stacktrace):\s*$/;

function head(content: string, gap: number): HeadPart | undefined {
	const message = gap === 0 ? HEAD.exec(content)?.[1] : undefined;
	return message ? { kind: 'head', message } : undefined;
}

export const opera = formatOf({
	id: 'browser',
	needles: [wording],
	hint: /Line \d|, column /,
	part,
	head,
} satisfies Grammar);
