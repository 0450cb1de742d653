import pLimit from 'p-limit';
import { type Breather, runInSlices } from '../base/slices';
import type { BlameOptions, FileBlame } from '../core/ports/repository';
import type { Case } from '../core/suspects/evidence';
import { type Place, placesIn, type Wanted } from '../core/suspects/places';

/** Blames that run side by side, and the time after which none is begun any more; the two most telling files are always blamed. */
const SIDE_BY_SIDE = 2;
const BUDGET_MS = 2000;

/** A walk of history that takes longer is asked what it has found, and again after as long: the newest commits come first. */
const SO_FAR_MS = 1000;

/** Characters of a line that are read. Only what a program made has longer ones, and there one line says nothing of another. */
const MAX_WIDTH = 1000;

export const linesOf = (text: string) => text.split(/\r?\n/).map((line) => line.slice(0, MAX_WIDTH));

export interface BlameHow {
	/** Commits to look through, since they only reformat; given for a file that is blamed again, which no budget stops. */
	readonly formatting?: readonly string[] | undefined;
	/** Told of stretches of lines as the walk comes to them. */
	readonly onRun?: BlameOptions['onRun'];
	/** Told of the whole blame before places are made of it. */
	readonly onBlamed?: ((blame: FileBlame) => void) | undefined;
	/** Told, while the walk takes long, of the places that are known by then. */
	readonly onSoFar?: ((places: readonly Place[]) => void) | undefined;
}

/** Finds the places of one file of the trace. @param order how many files of the trace come before it */
export type PlacesOf = (path: string, order: number, how?: BlameHow) => Promise<readonly Place[]>;

/**
 * Blames files of a trace, a few at once and no more than there is time for.
 *
 * @param texts of the files at the deployed revision; those that are not there have no places
 */
export function blamePlaces(
	{ repository, revision, frames, startedAt }: Case,
	texts: ReadonlyMap<string, string>,
	wanted: Wanted,
	breather: Breather,
	signal: AbortSignal,
): PlacesOf {
	const begun = breather.now();
	const limit = pLimit(SIDE_BY_SIDE);
	const placesOf = async (path: string, order: number, { formatting, onRun, onBlamed, onSoFar }: BlameHow = {}) => {
		const text = texts.get(path);
		const isLate = order >= SIDE_BY_SIDE && breather.now() - begun > BUDGET_MS;
		if (text === undefined || (isLate && !formatting)) {
			return [];
		}
		const lines = linesOf(text);
		const placesBy = (blame: FileBlame) =>
			runInSlices(placesIn({ path, lines, blame }, order, frames, wanted, startedAt), breather, signal);
		const looking = onSoFar && lookingNow(placesBy, onSoFar);
		try {
			const how = {
				...(formatting && { formatting }),
				...(onRun && { onRun }),
				...(looking && { watch: looking.watch }),
			};
			const blame = await repository.blameFile(revision, path, signal, how);
			if (!blame) {
				return [];
			}
			onBlamed?.(blame);
			return await placesBy(blame);
		} finally {
			looking?.stop();
		}
	};
	return (path, order, how) => limit(placesOf, path, order, how);
}

/** Looks now and then at what a walk has found, and tells when that is more than before. */
function lookingNow(
	placesBy: (blame: FileBlame) => Promise<readonly Place[]>,
	onSoFar: (places: readonly Place[]) => void,
): { readonly watch: (soFar: () => FileBlame) => void; readonly stop: () => void } {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isOver = false;
	let known = 0;
	const look = async (soFar: () => FileBlame) => {
		const blame = soFar();
		if (blame.commits.length > known) {
			known = blame.commits.length;
			const places = await placesBy(blame);
			if (!isOver) {
				onSoFar(places);
			}
		}
		lookLater(soFar);
	};
	const lookLater = (soFar: () => FileBlame) => {
		if (!isOver) {
			timer = setTimeout(() => {
				look(soFar).catch(() => {}); // cancelled, or what fails at the end as well
			}, SO_FAR_MS);
		}
	};
	return {
		watch: lookLater,
		stop: () => {
			isOver = true;
			clearTimeout(timer);
		},
	};
}
