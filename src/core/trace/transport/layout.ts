import { type Cleaned, replaceSteps } from './cuts';

// Texts whose lines are not those that were printed: a terminal or a mail program broke them at its width, or a cell or a chat joined them.
// Neither can be told for certain, so such a text is read both ways, and the reading that finds more is kept.

/** Longer texts are no longer pasted by hand, and are read as they are. */
export const MAX_LAID_OUT = 512 * 1024;

/** Widths of terminals, where one line of that length says as much as two of another. */
const USUAL_WIDTHS: readonly number[] = [72, 76, 78, 79, 80, 100, 120, 132, 160];
const MIN_WIDTH = 40;
const MAX_WIDTH = 250;

const BREAK = /\r?\n/g;

/** The width at which a text may have been broken: that of its longest lines. */
export function breakWidth(text: string): number | undefined {
	let width = 0;
	let count = 0;
	for (let from = 0; from < text.length; ) {
		const end = text.indexOf('\n', from);
		const to = end < 0 ? text.length : end;
		const length = to - from - (text.charCodeAt(to - 1) === 0x0d ? 1 : 0);
		count = length > width ? 1 : length === width ? count + 1 : count;
		width = Math.max(width, length);
		if (width > MAX_WIDTH) {
			return undefined;
		}
		from = to + 1;
	}
	return width >= MIN_WIDTH && (count > 1 || USUAL_WIDTHS.includes(width)) ? width : undefined;
}

/** The text with the lines that are `width` long joined to the ones below. */
export function joined(text: string, width: number): Generator<undefined, Cleaned> {
	let from = 0;
	return replaceSteps(text, BREAK, ({ index, 0: { length } }) => {
		const isFull = index - from === width;
		from = index + length;
		return isFull ? '' : undefined;
	});
}

/** What frames and heads begin with, behind the blank that was a line break. */
const FLAT =
	/[ \t](?=at [^\s]|File "|#\d{1,3} {1,2}\S|Caused by: |from [/\w]|goroutine \d|\.\.\. \d{1,4} more|Traceback \(most|\d{1,4}: +(?:0x|\S{1,200}::)|\{ fn: "|The above exc|During handling of|[./\w-]{1,200}\.go:\d)|\|(?= {0,4}(?:at |Caused by: ))/g;

/** Frames on one line that make it worth a try. */
const MIN_FLAT = 3;
export const MIN_FLAT_LENGTH = 100;

/** A line of several frames with a line break before each, of the same length; undefined where there are not so many. */
export function broken(line: string): string | undefined {
	let count = 0;
	const text = line.replace(FLAT, () => {
		count++;
		return '\n';
	});
	return count >= MIN_FLAT ? text : undefined;
}
