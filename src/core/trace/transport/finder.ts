/** Units searched at once: what is found too early is remembered, so a bigger chunk only delays the caller. */
const CHUNK = 16 * 1024;

/**
 * Finds one string in a text, again and again and mostly forwards, and remembers how far there was none. All looks together cost the
 * length of the text once, at the speed of `indexOf`, however many there are; a look back costs no more than its own span.
 */
export class Finder {
	/** In [from, until) the string begins nowhere. */
	private from = 0;
	private until = 0;
	/** At `until` it does. */
	private isFound = false;

	constructor(
		private readonly text: string,
		private readonly wanted: string,
	) {}

	/** Offset of the first occurrence in [start, limit); `limit` when there is none. `limit` is at most the text's length. */
	first(start: number, limit: number): number {
		if (start < this.from) {
			return this.firstBehind(start, limit);
		}
		if (start > this.until) {
			this.from = start;
			this.until = start;
			this.isFound = false;
		}
		while (!this.isFound && this.until < limit) {
			this.extend();
		}
		return this.until < limit ? this.until : limit;
	}

	/** A look back, before what is remembered. */
	private firstBehind(start: number, limit: number): number {
		const end = Math.min(limit, this.from);
		const index = this.text.slice(start, end + this.wanted.length - 1).indexOf(this.wanted);
		if (index >= 0) {
			return start + index;
		}
		return limit <= this.from ? limit : this.first(this.from, limit);
	}

	private extend(): void {
		const chunk = this.text.slice(this.until, this.until + CHUNK + this.wanted.length - 1);
		const index = chunk.indexOf(this.wanted);
		this.isFound = index >= 0;
		this.until = index >= 0 ? this.until + index : Math.min(this.text.length, this.until + CHUNK);
	}
}
