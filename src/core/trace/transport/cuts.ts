/** Where units of a cleaned text were before something was taken out: almost always nowhere or at a few places. */
export class Cuts {
	/** From index `at[i]` of the cleaned text on, `shift[i]` units were taken out; ascending. */
	private readonly at: number[] = [];
	private readonly shift: number[] = [];

	/** From `index` of the cleaned text on, `total` units are gone. */
	add(index: number, total: number): void {
		this.at.push(index);
		this.shift.push(total);
	}

	/** Where the unit `index` of the cleaned text was. */
	original(index: number): number {
		let low = 0;
		let high = this.at.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.at[middle] ?? 0) <= index) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return index + (this.shift[low - 1] ?? 0);
	}
}

/** A text with something taken out, or with escapes undone. */
export interface Cleaned {
	readonly text: string;
	readonly cuts: Cuts;
}

/** What takes the place of a match, or nothing where it stays. */
export type Replacement = (match: RegExpExecArray) => string | undefined;

/** `text` with the matches of a global pattern replaced, in steps of a few thousand. */
export function* replaceSteps(text: string, pattern: RegExp, replacement: Replacement): Generator<undefined, Cleaned> {
	const cuts = new Cuts();
	const parts: string[] = [];
	let length = 0;
	let from = 0;
	pattern.lastIndex = 0;
	for (let match = pattern.exec(text), count = 1; match; match = pattern.exec(text), count++) {
		const { lastIndex } = pattern; // a generator's caller may use the same pattern
		const by = replacement(match);
		if (by !== undefined) {
			parts.push(text.slice(from, match.index), by);
			length += match.index - from + by.length;
			from = lastIndex;
			cuts.add(length, from - length);
		}
		if (count % 2048 === 0) {
			yield;
			pattern.lastIndex = lastIndex;
		}
	}
	parts.push(text.slice(from));
	return { text: parts.join(''), cuts };
}
