import { cleanLine, NO_WRAPPING, type Wrapping } from './clean';
import { BREAK_SIGNS, isBreakAt, MAX_ITEM } from './escapes';
import { Finder } from './finder';
import { type Line, MAX_LINE, PlainLine, type PlainText } from './line';
import { COMMAND_STARTS } from './terminal';

/** What ends a line. V8 and editors take U+2028 and U+2029 for breaks, too. */
const BREAKS: readonly string[] = ['\n', '\r', '\u2028', '\u2029'];

/** Units looked back over for a line's beginning. What is longer is cut: no log has such lines of a trace. */
const MAX_BACK = 16 * 1024;

/** Signs of line breaks on one line that are looked at. */
const MAX_SIGNS = 32;

/** Units of a text by which a diff is told. */
const SAMPLE = 4096;

/** Lines kept, since formats look at a line's neighbours more than once. */
const SLOTS = 64;

/**
 * The lines of a text, found from any offset and made only where somebody looks: no table of lines, so that a log without traces costs
 * nothing but the search for one.
 */
export class Source implements PlainText {
	// Made when first used, since many a text is read without them.
	private breaks: readonly Finder[] | undefined;
	private commands: readonly Finder[] | undefined;
	private breakSigns: readonly Finder[] | undefined;
	private slots: (Line | undefined)[] | undefined;
	/** What stands round the lines of this text, though no logger is known that writes it. */
	private wrapping: Wrapping = NO_WRAPPING;

	/** Every line is one of a diff. */
	private readonly isDiff: boolean;

	constructor(readonly text: string) {
		this.isDiff = isDiff(text.slice(0, SAMPLE));
	}

	private finders(wanted: readonly string[]): readonly Finder[] {
		return wanted.map((one) => new Finder(this.text, one));
	}

	get plain(): PlainText | undefined {
		return this.wrapping === NO_WRAPPING && !this.isDiff ? this : undefined;
	}

	lineAt(offset: number): Line {
		return this.line(this.startOf(offset), this.endOf(offset));
	}

	next({ end }: Line): Line | undefined {
		if (end >= this.text.length) {
			return undefined;
		}
		const start = end + breakLength(this.text, end);
		const known = this.slots?.[start % SLOTS];
		return known && known.start === start ? known : this.line(start, this.endOf(start));
	}

	previous({ start }: Line): Line | undefined {
		const { text } = this;
		if (start === 0 || !isBreak(text.charCodeAt(start - 1))) {
			return undefined;
		}
		const end = start - (endsWithBreak(text, start, 3) ? 3 : endsWithBreak(text, start, 2) ? 2 : 1);
		return this.line(this.startOf(end), end);
	}

	/** Whether several lines are written on this one. */
	hasBreaks({ start, end }: Line): boolean {
		this.breakSigns ??= this.finders(BREAK_SIGNS);
		for (const finder of this.breakSigns) {
			let at = finder.first(start, end);
			for (let i = 0; at < end && i < MAX_SIGNS; i++, at = finder.first(at + 1, end)) {
				if (
					isBreakAt(this.text.slice(Math.max(start, at - 256), Math.min(end, at + MAX_ITEM)), Math.min(256, at - start))
				) {
					return true;
				}
			}
		}
		return false;
	}

	/** From now on every line that begins like this (with other numbers) is without it. */
	learn(wrapping: Wrapping): void {
		this.wrapping = wrapping;
		this.slots = undefined;
	}

	private startOf(offset: number): number {
		const limit = Math.max(0, offset - MAX_BACK);
		let start = offset;
		while (start > limit && !isBreak(this.text.charCodeAt(start - 1))) {
			start--;
		}
		return start;
	}

	private endOf(offset: number): number {
		let end = this.text.length;
		this.breaks ??= this.finders(BREAKS);
		for (const finder of this.breaks) {
			end = finder.first(offset, end);
		}
		return end;
	}

	private line(start: number, end: number): Line {
		this.slots ??= new Array(SLOTS);
		const slot = start % SLOTS;
		const known = this.slots[slot];
		if (known && known.start === start && known.end === end) {
			return known;
		}
		const made = this.make(start, end);
		this.slots[slot] = made;
		return made;
	}

	private make(start: number, end: number): Line {
		const { text } = this;
		const raw =
			end - start > MAX_LINE
				? text.slice(start, start + MAX_LINE / 2) + text.slice(end - MAX_LINE / 2, end)
				: text.slice(start, end);
		const hasCommands = this.hasCommands(start, end);
		return !hasCommands && this.wrapping === NO_WRAPPING && !this.isDiff && isBare(raw)
			? new PlainLine(start, end, raw, 0)
			: cleanLine(start, end, raw, hasCommands, this.wrapping, this.isDiff);
	}

	private hasCommands(start: number, end: number): boolean {
		this.commands ??= this.finders(COMMAND_STARTS);
		for (const finder of this.commands) {
			if (finder.first(start, end) < end) {
				return true;
			}
		}
		return false;
	}
}

function isBreak(code: number): boolean {
	return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

/** Units of the line break at `at`: CR LF is one, and so is the CR CR LF of a text that was converted twice. 0 where a line was cut. */
function breakLength(text: string, at: number): number {
	if (text.charCodeAt(at) === CR) {
		return text.charCodeAt(at + 1) === LF
			? 2
			: text.charCodeAt(at + 1) === CR && text.charCodeAt(at + 2) === LF
				? 3
				: 1;
	}
	return isBreak(text.charCodeAt(at)) ? 1 : 0;
}

/** Whether the `length` units before `end` are one line break. */
const endsWithBreak = (text: string, end: number, length: number) =>
	end >= length && breakLength(text, end - length) === length;

const LF = 0x0a;
const CR = 0x0d;

/** An indented `at …`, by far the most lines of traces: nothing can be round it that would have to be looked for. */
function isBare(raw: string): boolean {
	let i = 0;
	while (raw.charCodeAt(i) === 0x20 || raw.charCodeAt(i) === 0x09) {
		i++;
	}
	const last = raw.charCodeAt(raw.length - 1);
	return (
		i > 0 &&
		raw.charCodeAt(i) === 0x61 &&
		raw.charCodeAt(i + 1) === 0x74 &&
		(last === 0x29 || (last >= 0x30 && last <= 0x39)) &&
		!raw.includes('&')
	);
}

/** Whether nearly every line begins with a sign. */
function isDiff(sample: string): boolean {
	const first = sample.charAt(0);
	if (first !== '+' && first !== '-') {
		return false;
	}
	const lines = sample.split('\n').filter((line) => line.trim() !== '');
	const signed = lines.filter((line) => line.startsWith('+') || line.startsWith('-'));
	return lines.length > 1 && signed.length >= 0.9 * lines.length;
}
