import type { Span } from '../suspects/functionSpan';
import { weightOf } from './elsewhere';
import type { LineDrift, LineMap } from './lineMap';

/** Where lines of one text are in another. Lines are 1-based, both ends included. */
export type RangeDrift =
	| {
			readonly kind: 'kept';
			readonly first: number;
			readonly last: number;
			/** Nothing in them is other than it was. */
			readonly isWhole: boolean;
	  }
	/** Each of them was edited; these are the ones that they became. */
	| { readonly kind: 'rewritten'; readonly first: number; readonly last: number }
	/** They were deleted; `line` is where they stood. */
	| { readonly kind: 'gone'; readonly line: number };

/** Lines of a range that went together lie this much farther apart at most than they did. */
const SLACK = 12;
/** An edited line lies no farther from where its neighbour that was kept says that it is. */
const EDIT_SLACK = 6;
/** Letters and digits of a line that is hardly there by chance: a brace, or an `end`, that is left over says nothing. */
const TELLING = 4;

/**
 * Where a range of lines is by the map of its file. Where its lines went apart it is where most of them went, by what they say; blank lines and lone
 * signs say nothing unless there are no others.
 *
 * @param lines of the text that is mapped
 */
export function rangeDrift(map: LineMap, lines: readonly string[], { first, last }: Span): RangeDrift {
	const all = Array.from({ length: Math.min(last, map.from) - first + 1 }, (_, i): Followed => {
		const line = first + i;
		return { line, drift: map.at(line), weight: weightOf(lines[line - 1] ?? '') };
	});
	const said = all.filter(({ line }) => (lines[line - 1] ?? '').trim() !== '');
	const telling = said.filter(({ weight }) => weight >= TELLING);
	const judged = telling.length > 0 ? telling : said.length > 0 ? said : all;
	const kept = heaviest(
		judged.filter(({ drift }) => isKept(drift)),
		last - first + SLACK,
	);
	if (kept.length > 0) {
		// What says little counts where it stands beside what was kept.
		const isBeside = besideOf(kept);
		const beside = said.filter((one) => one.drift.kind !== 'gone' && isBeside(one));
		const span = spanOf([...kept, ...beside]);
		// Blank lines at the ends are no part of it.
		const [top, bottom] = [said[0]?.line ?? first, said.at(-1)?.line ?? last];
		const isWhole = said.every(({ drift }) => isKept(drift)) && span.last - span.first === bottom - top;
		return { kind: 'kept', ...span, isWhole: isWhole && kept.length === judged.length };
	}
	const edited = heaviest(
		judged.filter(({ drift }) => drift.kind === 'changed'),
		last - first + SLACK,
	);
	return edited.length > 0
		? { kind: 'rewritten', ...spanOf(edited) }
		: { kind: 'gone', line: judged[0]?.drift.line ?? map.at(first).line };
}

export const isKept = ({ kind }: LineDrift): boolean => kind === 'exact' || kind === 'moved';

interface Followed {
	readonly line: number;
	readonly drift: LineDrift;
	readonly weight: number;
}

/** Of lines, those that lie together and say most. */
function heaviest(found: readonly Followed[], reach: number): readonly Followed[] {
	const groups: Followed[][] = [];
	for (const one of found.toSorted((a, b) => a.drift.line - b.drift.line)) {
		const group = groups.at(-1);
		const before = group?.at(-1);
		if (group && before && one.drift.line - before.drift.line <= reach) {
			group.push(one);
		} else {
			groups.push([one]);
		}
	}
	const says = (group: readonly Followed[]) => group.reduce((sum, { weight }) => sum + 1 + weight, 0);
	return groups.toSorted((a, b) => says(b) - says(a))[0] ?? [];
}

/** Tells of a line whether it is about where the nearest one that was kept says that it is; a range may be a whole file, so that one is not looked for anew. */
function besideOf(kept: readonly Followed[]): (one: Followed) => boolean {
	const byLine = kept.toSorted((a, b) => a.line - b.line);
	return ({ line, drift }) => {
		let [low, high] = [0, byLine.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			[low, high] = (byLine[middle]?.line ?? 0) < line ? [middle + 1, high] : [low, middle];
		}
		const [above, below] = [byLine[low - 1], byLine[low]];
		const nearest = above && (!below || line - above.line <= below.line - line) ? above : below;
		return nearest !== undefined && Math.abs(drift.line - nearest.drift.line - (line - nearest.line)) <= EDIT_SLACK;
	};
}

function spanOf(found: readonly Followed[]): Span {
	let [first, last] = [Number.POSITIVE_INFINITY, 0];
	for (const { drift } of found) {
		first = Math.min(first, drift.line);
		last = Math.max(last, drift.line);
	}
	return { first, last };
}
