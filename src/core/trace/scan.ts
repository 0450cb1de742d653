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
}

/** Finds candidates in order, with one search of the text for each needle, however many formats share it. */
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
		}));
	}

	/** The first candidate in [from, to). */
	first(from: number, to: number): Candidate | undefined {
		let best = to;
		let found: Search | undefined;
		for (const search of this.searches) {
			const offset = this.firstOf(search, from, best);
			if (offset < best) {
				best = offset;
				found = search;
			}
		}
		const formats = this.searches.filter((search) => search === found || this.firstOf(search, from, to) === best);
		return found && { offset: best, formats: formats.flatMap((search) => search.formats) };
	}

	private firstOf({ finder, needle }: Search, from: number, to: number): number {
		let offset = finder.first(from, to);
		while (offset < to && needle.fits && !needle.fits(this.text, offset)) {
			offset = finder.first(offset + 1, to);
		}
		return offset;
	}
}
