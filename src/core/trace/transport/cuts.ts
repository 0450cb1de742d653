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
