import type { Reach } from './model';

/** A run this long is no secret; what is behind it is looked at by itself. In UTF-16 units. */
const RUN_LIMIT = 1_000_000;

interface Known {
	readonly from: number;
	readonly to: number;
}

/** Looks further in `text`, and remembers how far. */
export function reachIn(text: string): Reach {
	const runs = new Map<RegExp, Known>();
	const closings = new Map<string, Known & { readonly at: number | undefined }>();
	const literals = new Map<string, Known>();
	let line: Known = { from: 0, to: -1 };

	const runEnd = (from: number, run: RegExp) => {
		const known = runs.get(run);
		if (known && known.from <= from && from < known.to) {
			return known.to;
		}
		run.lastIndex = from;
		const to = run.test(text) ? run.lastIndex : from;
		runs.set(run, { from, to });
		return to;
	};

	const closing = (from: number, quote: string, backslashes: number) => {
		const key = `${quote}${backslashes}`;
		const known = closings.get(key);
		if (known && known.from <= from && from <= known.to) {
			return known.at;
		}
		const pattern = STRING_ENDS[quote] ?? ANY_BREAK;
		pattern.lastIndex = from;
		let end = text.length;
		let at: number | undefined;
		for (let found = pattern.exec(text); found && at === undefined; found = pattern.exec(text)) {
			const before = backslashesBefore(text, found.index, from);
			if (found[0] !== quote) {
				end = found.index;
				break;
			}
			if (before % (2 * backslashes + 2) <= backslashes) {
				at = found.index - Math.min(before, backslashes);
			}
		}
		closings.set(key, { from, to: at ?? end, at });
		return at;
	};

	const next = (from: number, literal: string) => {
		const known = literals.get(literal);
		if (known && known.from <= from && from <= known.to) {
			return known.to;
		}
		const index = text.indexOf(literal, from);
		const to = index < 0 ? Number.POSITIVE_INFINITY : index;
		literals.set(literal, { from, to });
		return to;
	};

	return {
		text,
		runEnd,
		next,
		closing,
		lineEnd: (from) => {
			if (!(line.from <= from && from <= line.to)) {
				line = { from, to: firstOf(text, ANY_BREAK, from) };
			}
			return line.to;
		},
	};
}

const STRING_ENDS: Readonly<Record<string, RegExp>> = {
	'"': /["\r\n\u2028\u2029]/g,
	"'": /['\r\n\u2028\u2029]/g,
	'`': /[`\r\n\u2028\u2029]/g,
};
const ANY_BREAK = /[\r\n\u2028\u2029]|\\[nr]/g;

function firstOf(text: string, pattern: RegExp, from: number): number {
	pattern.lastIndex = from;
	const found = pattern.exec(text);
	return Math.min(found?.index ?? text.length, from + RUN_LIMIT);
}

function backslashesBefore(text: string, place: number, from: number): number {
	let start = place;
	while (start > from && text[start - 1] === '\\') {
		start--;
	}
	return place - start;
}
