import type { Needle, TraceFormat } from './format';
import { Finder } from './transport/finder';

/** A place where a trace may be recognised, and by which formats. */
export interface Candidate {
	readonly offset: number;
	readonly formats: readonly TraceFormat[];
}

interface Search {
	readonly finder: Finder;
	readonly needle: Needle;
	readonly formats: readonly TraceFormat[];
	/** Where the needle was found last, and fits; -1 if nowhere yet. */
	hit: number;
	/** Before it there is none but `hit`. */
	clear: number;
}

/** Finds candidates in order, with one search of the text for each needle, however many formats share it. It is asked forwards only. */
export class Scan {
	private readonly searches: readonly Search[];

	constructor(
		private readonly text: string,
		formats: readonly TraceFormat[],
	) {
		const needles = new Set(formats.flatMap((format) => format.needles));
		this.searches = [...needles].map((needle) => ({
			needle,
			finder: new Finder(text, needle.text),
			formats: formats.filter((format) => format.needles.includes(needle)),
			hit: -1,
			clear: 0,
		}));
	}

	/** The first candidate in [from, to). */
	first(from: number, to: number): Candidate | undefined {
		let best = to;
		let found: readonly TraceFormat[] = [];
		for (const search of this.searches) {
			const offset = this.firstOf(search, from, Math.min(best + 1, to));
			if (offset < best) {
				best = offset;
				found = search.formats;
			} else if (offset === best && offset < to) {
				found = [...found, ...search.formats];
			}
		}
		return best < to ? { offset: best, formats: found } : undefined;
	}

	private firstOf(search: Search, from: number, to: number): number {
		if (search.hit >= from) {
			return Math.min(search.hit, to);
		}
		const start = Math.max(from, search.clear);
		if (start >= to) {
			return to;
		}
		const { finder, needle } = search;
		let offset = finder.first(start, to);
		while (offset < to && needle.fits && !needle.fits(this.text, offset)) {
			offset = finder.first(offset + 1, to);
		}
		search.clear = offset;
		search.hit = offset < to ? offset : search.hit;
		return offset;
	}
}
