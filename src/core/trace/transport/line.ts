import type { Cuts } from './cuts';

/** One line of a log as a format sees it: without colours, escapes and what the log put before it. */
export interface Line {
	/** Offsets of the whole line in the text, its end excluded; neighbours are found from these. */
	readonly start: number;
	readonly end: number;
	/** What is left: indentation kept, prefix gone. */
	readonly content: string;
	/** Whether something like a time stamp or a container's name was taken off the front. */
	readonly hasPrefix: boolean;
	/** Offset in the text of the character `index` of `content`; `content.length` gives the end. */
	at(index: number): number;
	/** Offset behind the character before `index`: where a range ends, without a colour that comes after. */
	endAt(index: number): number;
}

/** Lines in order, as a format walks them. */
export interface Lines {
	next(line: Line): Line | undefined;
	previous(line: Line): Line | undefined;
	/** The text itself, where its lines are what stands between its breaks: for readers that need not have each made. */
	readonly plain?: PlainText | undefined;
}

export interface PlainText extends Lines {
	readonly text: string;
	/** The line that holds `offset`. */
	lineAt(offset: number): Line;
}

/** `lines` without `prefix` at the front of those that have it: for loggers that put a name of their own before every line. */
export function withoutPrefix(lines: Lines, prefix: string): Lines {
	const strip = (line: Line | undefined) => line && stripped(line, prefix);
	return { next: (line) => strip(lines.next(line)), previous: (line) => strip(lines.previous(line)) };
}

/** `line` without `prefix`, if it has it at the front. */
export function stripped(line: Line, prefix: string): Line {
	if (prefix === '' || !line.content.startsWith(prefix)) {
		return line;
	}
	const { length } = prefix;
	return {
		start: line.start,
		end: line.end,
		content: line.content.slice(length),
		hasPrefix: true,
		at: (index) => line.at(index + length),
		endAt: (index) => line.endAt(index + length),
	};
}

/** Units of one line that are looked at; of a longer one the middle is left out, since the location stands at the end. */
export const MAX_LINE = 8192;

/** A line as it stands in the text, but for a prefix and, when it is very long, its middle. */
export class PlainLine implements Line {
	readonly content: string;
	readonly hasPrefix: boolean;

	/** @param raw the text's [start, end), or its head and its tail, MAX_LINE / 2 each */
	constructor(
		readonly start: number,
		readonly end: number,
		private readonly raw: string,
		private readonly prefix: number,
	) {
		this.content = prefix === 0 ? raw : raw.slice(prefix);
		this.hasPrefix = prefix > 0;
	}

	at(index: number): number {
		return this.start + offsetIn(this.raw, this.end - this.start, index + this.prefix);
	}

	endAt(index: number): number {
		return this.at(index);
	}
}

/** A line that something was taken out of. */
export class CleanedLine implements Line {
	/**
	 * @param raw as for a plain line
	 * @param layers what was taken out of it, in that order
	 */
	constructor(
		readonly start: number,
		readonly end: number,
		readonly content: string,
		readonly hasPrefix: boolean,
		private readonly raw: string,
		private readonly layers: readonly Cuts[],
	) {}

	at(index: number): number {
		let i = index;
		for (let layer = this.layers.length - 1; layer >= 0; layer--) {
			i = this.layers[layer]?.original(i) ?? i;
		}
		return this.start + offsetIn(this.raw, this.end - this.start, i);
	}

	endAt(index: number): number {
		return index === 0 ? this.at(0) : this.at(index - 1) + 1;
	}
}

/** Where the unit `index` of a line's head and tail is in the line, whose middle was left out. */
function offsetIn(raw: string, length: number, index: number): number {
	return index > MAX_LINE / 2 ? index + length - raw.length : index;
}
