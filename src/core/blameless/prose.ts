/** Stands for what is no prose: the end of whatever was said before. */
export const BREAK = '\ue000';
/** Stands for what is a part of a sentence, but none of its words: code, an address. */
export const THING = '\ufffc';

const LINES = 200;
/** An address or a tag that is longer is cut: the rest is read as words, which does no harm. */
const INLINE_LIMIT = 2000;

/**
 * The prose of a Markdown text, as long as the text is: in place of front matter, code, comments, traces and addresses there are marks. Only
 * as much Markdown is read as that takes, line by line, in linear time. In small steps.
 */
export function* proseSteps(text: string): Generator<undefined, string> {
	const blocks = yield* withoutBlocks(text);
	return yield* withoutThings(blocks);
}

const FENCE = /^[ \t>]*(?:[-*+] +|\d{1,9}[.)] +)?(`{3,}|~{3,})(.*)$/;
const HEADING = /^ {0,3}#{1,6}(?: |$)/;
const LIST_ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/;
const INDENTED = /^(?: {4}|\t)/;
/** Lines as traces print them, quoted or not. */
const TRACE_LINE =
	/^[ \t>]*(?:at [\w$.<[/]|File "|Caused by: |Traceback \(|goroutine \d|#\d{1,4} |\.{3} \d{1,6} |Suppressed: |(?:[\w$]{1,100}\.){0,20}[\w$]{0,100}(?:Error|Exception)\b[:(]|Exception in thread )/;

function* withoutBlocks(text: string): Generator<undefined, string> {
	const out: string[] = [];
	let fence = '';
	let isInList = false;
	let isAfterBlank = true;
	let isInCode = false;
	let count = 0;
	let at = frontMatterEnd(text);
	out.push(marks(text.slice(0, at), BREAK));
	while (at < text.length) {
		const newline = text.indexOf('\n', at);
		const end = newline < 0 ? text.length : newline;
		const next = newline < 0 ? text.length : newline + 1;
		const line = text.slice(at, end);
		const isBlank = line.trim() === '';
		const opening = FENCE.exec(line.slice(0, INLINE_LIMIT));
		const run = opening?.[1] ?? '';
		let isMasked = true;
		if (fence !== '') {
			if (run.startsWith(fence) && opening?.[2]?.trim() === '') {
				fence = '';
			}
		} else if (run !== '' && !(run.startsWith('`') && opening?.[2]?.includes('`'))) {
			fence = run;
		} else {
			isInCode = INDENTED.test(line) && (isInCode || (isAfterBlank && !isInList));
			isMasked = isInCode || TRACE_LINE.test(line);
			if (!isBlank && !INDENTED.test(line)) {
				isInList = LIST_ITEM.test(line) || (isInList && !isAfterBlank);
			}
		}
		if (isMasked) {
			out.push(marks(line, BREAK), next > end ? BREAK : '');
		} else {
			out.push(line, next > end ? (HEADING.test(line) ? BREAK : '\n') : '');
		}
		isInCode = isInCode && !isBlank;
		isAfterBlank = isBlank || fence !== '' || (isAfterBlank && isMasked);
		at = next;
		if (++count % LINES === 0) {
			yield;
		}
	}
	return out.join('');
}

function frontMatterEnd(text: string): number {
	if (!/^---[ \t]*\r?\n/.test(text)) {
		return 0;
	}
	const closing = /\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/g;
	closing.lastIndex = 3;
	return closing.exec(text) ? closing.lastIndex : 0;
}

/** Where a comment, a link's address, a tag or a bare address begins. */
const INLINE = /<!--|\]\(|<\/?[A-Za-z]|\b(?:https?|ftp|file|mailto|vscode|ssh|git):|\bwww\./g;
const ADDRESS = /[^\s<>)\]"'`]{1,2000}/y;

function* withoutThings(text: string): Generator<undefined, string> {
	const code = yield* withoutCode(text);
	const close = nextOf(code, ')');
	const angle = nextOf(code, '>');
	const comment = nextOf(code, '-->');
	const line = nextOf(code, '\n');
	const out: string[] = [];
	let end = 0;
	let count = 0;
	INLINE.lastIndex = 0;
	let at = 0;
	for (;;) {
		INLINE.lastIndex = at;
		const match = INLINE.exec(code);
		if (!match) {
			break;
		}
		const start = match.index;
		at = start + match[0].length;
		let until = at;
		let mark = THING;
		if (match[0] === '<!--') {
			const found = comment(at);
			until = found < 0 ? code.length : found + 3;
			mark = BREAK;
		} else if (match[0] === '](' || match[0].startsWith('<')) {
			const found = match[0] === '](' ? close(at) : angle(at);
			const lineEnd = line(at);
			const isHere = found >= 0 && found - start < INLINE_LIMIT && (lineEnd < 0 || found < lineEnd);
			until = isHere ? found + 1 : at;
			mark = ' ';
		} else {
			ADDRESS.lastIndex = at;
			until = ADDRESS.test(code) ? ADDRESS.lastIndex : at;
		}
		if (until > at) {
			out.push(code.slice(end, start), marks(code.slice(start, until), mark));
			end = until;
			at = until;
		}
		if (++count % LINES === 0) {
			yield;
		}
	}
	out.push(code.slice(end));
	return out.join('');
}

/** Code spans: from a run of backticks to the next one of the same length in the same paragraph. */
function* withoutCode(text: string): Generator<undefined, string> {
	const runs: { readonly start: number; readonly length: number; next?: number }[] = [];
	const paragraph = new Map<number, number>();
	let count = 0;
	for (const { index, 0: found } of text.matchAll(/`+|\n[ \t]*(?=\n)|\ue000/g)) {
		if (!found.startsWith('`')) {
			paragraph.clear();
			continue;
		}
		const before = paragraph.get(found.length);
		const run = runs[before ?? -1];
		if (run) {
			run.next = runs.length;
		}
		paragraph.set(found.length, runs.length);
		runs.push({ start: index, length: found.length });
		if (++count % LINES === 0) {
			yield;
		}
	}
	const out: string[] = [];
	let end = 0;
	for (let i = 0; i < runs.length; i++) {
		const { start, next } = runs[i] ?? { start: 0 };
		const closing = runs[next ?? -1];
		if (next !== undefined && closing) {
			const until = closing.start + closing.length;
			out.push(text.slice(end, start), THING.repeat(until - start));
			end = until;
			i = next;
		}
	}
	out.push(text.slice(end));
	return out.join('');
}

/** Looks for a text from a place on; places only grow, so nothing is looked through twice. */
function nextOf(text: string, literal: string): (from: number) => number {
	let found = -2;
	return (from) => {
		if (found === -2 || (found !== -1 && found < from)) {
			found = text.indexOf(literal, from);
		}
		return found;
	};
}

function marks(text: string, mark: string): string {
	return mark.repeat(text.length);
}
