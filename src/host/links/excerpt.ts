/** Longer lines are cut: a hover is no editor. */
const LINE_LIMIT = 160;

/**
 * Lines round `line` as a fenced block of Markdown, numbered, with the line marked. Nothing in the text can end the block.
 *
 * @param line 1-based; one outside the text counts as its first or last line
 * @param language id of the text's language
 * @param around lines shown on each side
 */
export function excerpt(text: string, line: number, language: string, around: number): string {
	const lines = text.split(/\r\n|\n|\r/);
	const marked = Math.min(Math.max(line, 1), lines.length);
	const first = Math.max(1, marked - around);
	const last = Math.min(lines.length, marked + around);
	const shown = lines.slice(first - 1, last).map((one) => one.replaceAll('\t', '    '));
	const indent = Math.min(
		...shown.filter((one) => one.trim() !== '').map((one) => one.length - one.trimStart().length),
	);
	const width = String(last).length;
	const body = shown.map((one, i) => {
		const number = String(first + i).padStart(width);
		const code = one.slice(Number.isFinite(indent) ? indent : 0).trimEnd();
		const cut = code.length > LINE_LIMIT ? `${code.slice(0, LINE_LIMIT)}…` : code;
		return `${first + i === marked ? '➤' : ' '} ${number}  ${cut}`.trimEnd();
	});
	const longest = Math.max(2, ...body.flatMap((one) => one.match(/`+/g) ?? []).map((run) => run.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}${language.replaceAll(/[^\w+#.-]/g, '')}\n${body.join('\n')}\n${fence}`;
}
