/** Longer lines are cut: a hover is no editor. */
const LINE_LIMIT = 160;

/** Lines of a source, without the indentation that all of them have. Numbers are 1-based. */
export interface LinesAround {
	readonly first: number;
	readonly lines: readonly string[];
	readonly marked: number;
}

/**
 * Lines round `line`: tabs are four blanks, long lines are cut.
 *
 * @param line 1-based; one outside the text counts as its first or last line
 * @param around lines on each side
 */
export function linesAround(text: string, line: number, around: number): LinesAround {
	const all = text.split(/\r\n|\n|\r/);
	const marked = Math.min(Math.max(line, 1), all.length);
	const first = Math.max(1, marked - around);
	const last = Math.min(all.length, marked + around);
	const shown = all.slice(first - 1, last).map((one) => one.replaceAll('\t', '    '));
	const indent = Math.min(
		...shown.filter((one) => one.trim() !== '').map((one) => one.length - one.trimStart().length),
	);
	const lines = shown.map((one) => {
		const code = one.slice(Number.isFinite(indent) ? indent : 0).trimEnd();
		return code.length > LINE_LIMIT ? `${code.slice(0, LINE_LIMIT)}…` : code;
	});
	return { first, lines, marked };
}

/**
 * Lines round `line` as a fenced block of Markdown, numbered, with the line marked. Nothing in the text can end the block.
 *
 * @param line 1-based; one outside the text counts as its first or last line
 * @param language id of the text's language
 * @param around lines shown on each side
 */
export function excerpt(text: string, line: number, language: string, around: number): string {
	const { first, lines, marked } = linesAround(text, line, around);
	const width = String(first + lines.length - 1).length;
	const body = lines.map((code, i) => {
		const number = String(first + i).padStart(width);
		return `${first + i === marked ? '➤' : ' '} ${number}  ${code}`.trimEnd();
	});
	const longest = Math.max(2, ...body.flatMap((one) => one.match(/`+/g) ?? []).map((run) => run.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}${language.replaceAll(/[^\w+#.-]/g, '')}\n${body.join('\n')}\n${fence}`;
}
