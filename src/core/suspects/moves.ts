// Lines that a commit only moved or copied: who wrote them is suspected beside it.
import * as l10n from '@vscode/l10n';
import type { Commit } from '../ports/repository';
import { at } from './features';
import { type Place, priorOf } from './places';

/** A line of the trace's functions that its commit only moved or copied there. */
export interface Move {
	/** At the deployed revision, as is `line` (1-based). */
	readonly path: string;
	readonly line: number;
	/** Object name of the commit that owns the line. */
	readonly mover: string;
	/** The file that it was in before. */
	readonly from: string;
	/** The line is still there as well. */
	readonly isCopy: boolean;
	readonly writer: Commit;
	/** The history here ends with the writer: the line may be older. */
	readonly isBoundary: boolean;
}

/** What a commit has to do with a line that was moved. */
export type Role = 'mover' | 'writer';

/**
 * Share of a moved line's suspicion that goes to who wrote it. Set by hand, below a half: what takes a fixed line for its commit's fault, as the
 * development incidents do, knows movers alone, and a line may be wrong only where it was moved to.
 */
const WRITERS = 0.4;

/** A line that was moved, seen from one of the two commits. */
export interface Part {
	readonly move: Move;
	readonly role: Role;
}

/** The places whose line was moved; of other functions than the frames' nothing is known. */
export function movedPlaces(places: readonly Place[], moves: readonly Move[]): ReadonlyMap<Place, Move> {
	const known = new Map(moves.map((move) => [`${move.path}:${move.line}`, move]));
	return new Map(
		places.flatMap((place) => {
			const move = known.get(`${place.path}:${place.line}`);
			const isNear = place.isInFunction || (place.features[at('line.isFrameLine')] ?? 0) > 0;
			return move?.mover === place.commit.sha && isNear && place.count === 1 ? [[place, move] as const] : [];
		}),
	);
}

/** Places without those of commits that are ruled out, and what those are to their commits whose lines were moved. */
export interface Sides {
	readonly left: readonly Place[];
	readonly parts: ReadonlyMap<Place, Part>;
	/** By a mover's place its writer's, which is not among `left`. */
	readonly writers: ReadonlyMap<Place, Place>;
}

/** Gives each moved line its writer beside its mover; of the two, who is ruled out leaves it to the other. */
export function bothSides(
	places: readonly Place[],
	moved: ReadonlyMap<Place, Move>,
	isOut: (commit: Commit) => boolean,
): Sides {
	const parts = new Map<Place, Part>();
	const writers = new Map<Place, Place>();
	const left = places.flatMap((place): readonly Place[] => {
		const move = moved.get(place);
		const isMoverOut = isOut(place.commit);
		if (move && !isMoverOut) {
			parts.set(place, { move, role: 'mover' });
		}
		if (!move || isOut(move.writer)) {
			return isMoverOut ? [] : [place];
		}
		const written: Place = { ...place, commit: move.writer, isBoundary: move.isBoundary };
		parts.set(written, { move, role: 'writer' });
		if (isMoverOut) {
			return [written];
		}
		writers.set(place, written);
		return [place];
	});
	return { left, parts, writers };
}

/** What places and their writers' have, once the writers got their part: less of it where the history begins with them. @param shares of `left` */
export function partedShares({ left, writers }: Sides, shares: readonly number[]): ReadonlyMap<Place, number> {
	return new Map(
		left.flatMap((place, i) => {
			const share = shares[i] ?? 0;
			const written = writers.get(place);
			if (!written) {
				return [[place, share] as const];
			}
			const part = share * WRITERS * Math.exp(priorOf(1, written.isBoundary));
			return [[place, share - part] as const, [written, part] as const];
		}),
	);
}

/**
 * @param what the line or lines: "line 6 of a.js, the innermost in-app frame"
 * @param isOne it is one line, of which it is said who wrote it
 */
export function moveSentence(
	{ move: { path, from, isCopy, writer, mover, isBoundary }, role }: Part,
	what: string,
	isOne: boolean,
): string {
	const source = from === path ? l10n.t('elsewhere in the file') : from;
	const by = short(mover);
	if (role === 'writer') {
		const [moved, copied] = isBoundary
			? [
					l10n.t('is where the history here begins, and has what {0} moved from {1} to {2}', by, source, what),
					l10n.t('is where the history here begins, and has what {0} copied from {1} to {2}', by, source, what),
				]
			: [
					l10n.t('wrote {0}, which {1} moved there from {2}', what, by, source),
					l10n.t('wrote {0}, which {1} copied there from {2}', what, by, source),
				];
		return isCopy ? copied : moved;
	}
	if (!isOne || isBoundary) {
		return isCopy
			? l10n.t('only copied {0}, from {1}', what, source)
			: l10n.t('only moved {0}, there from {1}', what, source);
	}
	return isCopy
		? l10n.t('only copied {0}, from {1}, where {2} wrote it', what, source, short(writer.sha))
		: l10n.t('only moved {0}, there from {1}, where {2} wrote it', what, source, short(writer.sha));
}

const short = (sha: string) => sha.slice(0, 8);
