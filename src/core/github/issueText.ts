// What the Markdown of an issue holds: traces, and words round them.

/** Where something is in a text, in UTF-16 units: `[start, end)`. */
type Range = readonly [number, number];

/** A text of an issue, taken apart. */
export interface SplitText {
	/** What traces stand in: a whole block of code where they are in one, else their lines. Empty where there are none. */
	readonly evidence: string;
	/** The rest of the Markdown, without comments that nobody sees. */
	readonly rest: string;
}

/** GitHub ends lines as the web does. */
export const unixLines = (markdown: string): string => markdown.replaceAll(/\r\n?/g, '\n');

/**
 * Takes traces out of Markdown; in linear time.
 *
 * @param markdown with `\n` between lines
 * @param traces where they are in it
 */
export function splitText(markdown: string, traces: readonly Range[]): SplitText {
	const blocks = codeBlocks(markdown);
	const places = traces
		.map((trace): { readonly whole: Range; readonly content: Range } => {
			const block = blocks.find(({ content: [start, end] }) => start <= trace[0] && trace[1] <= end);
			const lines: Range = [markdown.lastIndexOf('\n', trace[0] - 1) + 1, endOfLine(markdown, trace[1])];
			return block ?? { whole: lines, content: lines };
		})
		.sort((one, other) => one.whole[0] - other.whole[0]);
	const evidence: string[] = [];
	const rest: string[] = [];
	let end = 0;
	for (const { whole, content } of places) {
		if (whole[0] >= end) {
			rest.push(markdown.slice(end, whole[0]));
			evidence.push(markdown.slice(...content).replace(/\n$/, ''));
		} else if (whole[1] > end) {
			evidence.push(markdown.slice(end, whole[1]));
		}
		end = Math.max(end, whole[1]);
	}
	rest.push(markdown.slice(end));
	const words = withoutComments(
		rest
			.map((part) => part.trim())
			.filter(Boolean)
			.join('\n\n'),
	);
	return { evidence: evidence.join('\n\n'), rest: words.replaceAll(/\n{3,}/g, '\n\n').trim() };
}

function endOfLine(text: string, from: number): number {
	const end = text.indexOf('\n', Math.max(0, from - 1));
	return end < 0 ? text.length : Math.max(from, end);
}

/** Fenced blocks of code: with their fences, and what is between these. One that is not closed goes to the end. */
function codeBlocks(markdown: string): readonly { readonly whole: Range; readonly content: Range }[] {
	const blocks: { whole: Range; content: Range }[] = [];
	let open: { readonly fence: string; readonly start: number; readonly content: number } | undefined;
	for (let start = 0; start < markdown.length; ) {
		const newline = markdown.indexOf('\n', start);
		const end = newline < 0 ? markdown.length : newline;
		const fence = /^ {0,3}(`{3,}|~{3,})/.exec(markdown.slice(start, Math.min(end, start + 100)))?.[1];
		if (fence !== undefined && !open) {
			open = { fence, start, content: Math.min(end + 1, markdown.length) };
		} else if (fence !== undefined && open && fence.startsWith(open.fence)) {
			blocks.push({ whole: [open.start, end], content: [open.content, start] });
			open = undefined;
		}
		start = end + 1;
	}
	if (open) {
		blocks.push({ whole: [open.start, markdown.length], content: [open.content, markdown.length] });
	}
	return blocks;
}

/** Without `<!-- … -->`, which templates are full of; one that is not closed stays. */
export function withoutComments(markdown: string): string {
	const kept: string[] = [];
	let from = 0;
	for (;;) {
		const start = markdown.indexOf('<!--', from);
		const end = start < 0 ? -1 : markdown.indexOf('-->', start);
		if (end < 0) {
			return kept.join('') + markdown.slice(from);
		}
		kept.push(markdown.slice(from, start));
		from = end + 3;
	}
}
