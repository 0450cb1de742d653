import type { Needle, TraceFormat } from './format';
import { Finder } from './transport/finder';

/** A place where a trace may be recognised, and by which formats. */
export interface Candidate {
	readonly offset: number;
	readonly formats: readonly TraceFormat[];
}

/** A needle, and the formats that have it. */
interface Wanted {
	readonly needle: Needle;
	readonly formats: readonly TraceFormat[];
}

interface Search extends Wanted {
	readonly finder: Finder;
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
		this.searches = wantedBy(formats).map(({ needle, formats: own }) => ({
			needle,
			formats: own,
			finder: new Finder(text, needle.text),
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

/** Made once for each list of formats, since most texts are short. */
const wantedByFormats = new WeakMap<readonly TraceFormat[], readonly Wanted[]>();

function wantedBy(formats: readonly TraceFormat[]): readonly Wanted[] {
	let wanted = wantedByFormats.get(formats);
	if (!wanted) {
		const needles = new Set(formats.flatMap((format) => format.needles));
		wanted = [...needles].map((needle) => ({
			needle,
			formats: formats.filter((format) => format.needles.includes(needle)),
		}));
		wantedByFormats.set(formats, wanted);
	}
	return wanted;
}
