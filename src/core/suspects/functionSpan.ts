/** Lines of a function, 1-based, both included. */
export interface Span {
	readonly first: number;
	readonly last: number;
}

/** A function longer than this is read no further; its far lines say nothing about a failure here. */
const MAX_LINES = 600;

const CONTROL =
	/^(?:if|else|elif|elsif|unless|for|foreach|while|until|do|switch|case|default|when|match|select|try|catch|except|rescue|ensure|finally|with|using|lock|synchronized|loop|begin|unsafe|return|throw|raise|new|in|and|or|not|break|goto|yield|await|using)\b/;
/** A word that defines. */
const WORD = /\b(?:def|function|func|fn|sub|fun|proc|method|constructor|initialize|lambda)\b/;
const ARROW = /=>\s*(?:\{\s*)?$/;
// What may stand behind parameters: words, or a type, or what is thrown; then a brace and a comment. No two parts that stand side by side take the same
// characters: a line of a repository must not make us try in how many ways it can be parted.
const BEHIND = /\)[\w\s]*(?:\{\s*)?(?:\/[/*].*)?$/;
const TYPED =
	/\)\s*(?:where |throws [\w.,\s]+(?:\{\s*)?(?:\/[/*].*)?$|(?:->|:)(?:[^{]+(?:\{\s*(?:\/[/*].*)?)?$|[^{]+\/[/*]))/;
const isDefinition = (row: string) => WORD.test(row) || ARROW.test(row) || BEHIND.test(row) || TYPED.test(row);

/**
 * The innermost function round a line, told by indentation and the look of its header: good enough for languages with blocks, whatever they are
 * called, and for none is it parsed. Anonymous functions inside a named one count as part of it where their header is no definition.
 *
 * @param lines the file's lines, without their ends
 * @param line 1-based
 * @returns undefined where the line is in no function (or beyond the file)
 */
export function functionSpan(lines: readonly string[], line: number): Span | undefined {
	const text = lines[line - 1];
	if (text === undefined) {
		return undefined;
	}
	let at = line - 1;
	let width = indentOf(text);
	if (text.trim() === '') {
		width = Number.POSITIVE_INFINITY;
	}
	// A header itself, or a closing line, belongs to its function.
	if (isHeader(lines, at)) {
		return spanFrom(lines, at);
	}
	for (let up = at - 1; up >= 0 && at - up < MAX_LINES * 2; up--) {
		const row = lines[up] ?? '';
		if (row.trim() === '' || isLabel(row)) {
			continue;
		}
		const indent = indentOf(row);
		if (indent < width || (indent === width && width === 0 && isOpening(row))) {
			width = Math.min(width, indent);
			const header = isOpening(row) ? headerOf(lines, up) : up;
			if (isHeader(lines, header)) {
				const span = spanFrom(lines, header);
				return span.last >= line ? span : undefined;
			}
			at = line - 1;
		}
	}
	return undefined;
}

const indentOf = (row: string): number => {
	let width = 0;
	for (const character of row) {
		if (character === ' ') {
			width += 1;
		} else if (character === '\t') {
			width += 8;
		} else {
			break;
		}
	}
	return width;
};

const isOpening = (row: string) => /^\s*\{\s*(?:\/[/*].*)?$/.test(row);
/** Lines at column 0 that are inside a function all the same: labels, preprocessor lines, comments. */
const isLabel = (row: string) =>
	/^\s*(?:\w+:(?!:)\s*$|#\s*(?:if|else|elif|endif|define|ifdef|ifndef|pragma|region|endregion)\b|\/\/|\*|\/\*)/.test(
		row,
	);

/** The line that a lone brace belongs to: the nearest one above that starts a statement at its indentation. */
function headerOf(lines: readonly string[], brace: number): number {
	const width = indentOf(lines[brace] ?? '');
	for (let up = brace - 1; up >= 0 && brace - up < 12; up--) {
		const row = lines[up] ?? '';
		if (row.trim() !== '' && indentOf(row) <= width) {
			return up;
		}
	}
	return brace;
}

/** Whether a definition starts on a line: its parameters may go on below. */
function isHeader(lines: readonly string[], at: number): boolean {
	const row = (lines[at] ?? '').trim();
	if (
		row === '' ||
		CONTROL.test(row.replace(/^[})\]]+\s*/, '')) ||
		/^[#@/*]/.test(row) ||
		(/[;,]\s*$/.test(row) === true && !/[({]\s*$/.test(row) && !opensBelow(lines, at))
	) {
		return false;
	}
	if (
		/^[\w.$<>[\]]+\s*\(/.test(row) &&
		/\{\s*$/.test(row) === false &&
		indentOf(lines[at] ?? '') > 0 &&
		!opensBelow(lines, at)
	) {
		return false; // a call
	}
	if (!/\(|\bdef\b|\bdo\b|=>|\bfunction\b/.test(row)) {
		return false;
	}
	return isDefinition(row) || (/\(/.test(row) && opensBelow(lines, at));
}

/** A definition in the C way: parameters over some lines, then a brace of its own, or at the end of the last one. */
function opensBelow(lines: readonly string[], at: number): boolean {
	const width = indentOf(lines[at] ?? '');
	for (let down = at + 1; down < lines.length && down - at < 12; down++) {
		const row = lines[down] ?? '';
		if (isOpening(row)) {
			return indentOf(row) <= width;
		}
		if (/;\s*$/.test(row) || row.trim() === '') {
			return false;
		}
		if (/\)[\w\s:>-]*\{\s*$/.test(row)) {
			return !CONTROL.test(row.trim());
		}
	}
	return false;
}

function spanFrom(lines: readonly string[], header: number): Span {
	const width = indentOf(lines[header] ?? '');
	let last = header;
	let isInside = false;
	for (let down = header + 1; down < lines.length && down - header < MAX_LINES; down++) {
		const row = lines[down] ?? '';
		if (row.trim() === '') {
			continue;
		}
		const indent = indentOf(row);
		if (indent > width || isLabel(row)) {
			isInside = true;
			last = down;
			continue;
		}
		if (isOpening(row) || (!isInside && /^\s*[)\]]|^\s*:/.test(row)) || (/\)\s*(?:\{\s*)?$/.test(row) && !isInside)) {
			last = down; // the header goes on
			continue;
		}
		if (/^\s*(?:[}\])]|end\b)/.test(row)) {
			last = down;
		}
		break;
	}
	return { first: header + 1, last: last + 1 };
}
