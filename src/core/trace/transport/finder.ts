/** Units searched at once: what is found too early is remembered, so a bigger chunk only delays the caller. */
const CHUNK = 64 * 1024;

/** Units behind a chunk that a find may reach into; longer than whatever is looked for. */
const REACH = 64;

/**
 * Finds one string or pattern in a text, again and again and mostly forwards, and remembers how far there was none. All looks together cost the
 * length of the text once, at the speed of `indexOf`, however many there are; a look back costs no more than its own span.
 */
export class Finder {
	/** In [from, until) the string begins nowhere. */
	private from = 0;
	private until = 0;
	/** At `until` it does. */
	private isFound = false;
	/** The part of the text that begins at `chunkStart`, with what a find may reach behind it. */
	private chunk = '';
	private chunkStart = -CHUNK;

	constructor(
		private readonly text: string,
		/** A pattern is global and matches no more than a few dozen units. */
		private readonly wanted: string | RegExp,
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
		const index = this.search(this.text.slice(start, end + REACH), 0);
		if (index >= 0 && start + index < end) {
			return start + index;
		}
		return limit <= this.from ? limit : this.first(this.from, limit);
	}

	private extend(): void {
		if (this.until < this.chunkStart || this.until >= this.chunkStart + CHUNK) {
			this.chunkStart = this.until;
			this.chunk = this.text.slice(this.until, this.until + CHUNK + REACH);
		}
		const index = this.search(this.chunk, this.until - this.chunkStart);
		this.isFound = index >= 0 && index < CHUNK;
		this.until = this.chunkStart + (this.isFound ? index : Math.min(CHUNK, this.text.length - this.chunkStart));
	}

	private search(text: string, from: number): number {
		const { wanted } = this;
		if (typeof wanted === 'string') {
			return text.indexOf(wanted, from);
		}
		wanted.lastIndex = from;
		return wanted.exec(text)?.index ?? -1;
	}
}
