// Which of several repositories a frame is in, where a file of more than one fits it.
import { grouped } from '../../base/grouped';
import type { FrameLocation, OtherFile } from '../suspects/model';
import type { Frame } from '../trace/model';

/** A file that a frame may be in; its repository is named even where it is the analysed one. */
export interface Candidate extends OtherFile {
	readonly location: FrameLocation;
}

/** A location that is this much less sure than the best one is no choice any more, and the analysed repository's is taken until another is so much surer. */
const SURER = 0.15;

/** A frame that is less sure teaches the others nothing. */
const SURE = 0.75;

/**
 * The files that a frame may be in, the one that is taken first.
 *
 * @param own of the analysed repository
 * @param others of repositories beside it
 */
export function candidatesAcross(own: Candidate | undefined, others: readonly Candidate[]): readonly Candidate[] {
	const all = own ? [own, ...others] : others;
	const said = all.find(({ location }) => location.by === 'choice') ?? all.find(({ location }) => location.by);
	if (said) {
		return [said];
	}
	const best = Math.max(...all.map(({ location }) => location.confidence));
	return all
		.filter(({ location }) => location.confidence > best - SURER)
		.sort((a, b) => Number(b === own) - Number(a === own) || b.location.confidence - a.location.confidence);
}

/** Where programs were installed, by the frames that only one repository has: printed folder → roots. */
export type InstalledIn = ReadonlyMap<string, ReadonlySet<string>>;

/** Learns from frames that are clear, or that a person chose. */
export function installedIn(
	frames: readonly { readonly frame: Frame; readonly candidates: readonly Candidate[] }[],
): InstalledIn {
	const learned = new Map<string, Set<string>>();
	for (const { frame, candidates } of frames) {
		const [only, ...others] = candidates;
		if (!only || others.length > 0 || only.location.alternatives.length > 0 || only.location.confidence < SURE) {
			continue;
		}
		const folder = installFolder(frame.file ?? '', only.path);
		if (folder !== undefined && only.location.by !== 'mapping') {
			learned.set(folder, (learned.get(folder) ?? new Set()).add(only.repository));
		}
	}
	return learned;
}

/** The candidates that are in the repository that the frame's folder was installed from, where the other frames say which one; else all. */
export function bySibling(frame: Frame, candidates: readonly Candidate[], learned: InstalledIn): readonly Candidate[] {
	const fitting = candidates.filter(({ path, repository }) => {
		const folder = installFolder(frame.file ?? '', path);
		const roots = folder === undefined ? undefined : learned.get(folder);
		return roots?.size === 1 && roots.has(repository);
	});
	return fitting.length === 1 ? fitting : candidates;
}

/** What was printed before the part that is also the path's end; undefined where they have no end in common. */
function installFolder(file: string, path: string): string | undefined {
	const printed = file.split(/[\\/]+/);
	const own = path.split('/');
	let shared = 0;
	while (
		shared < own.length &&
		shared < printed.length &&
		own.at(-1 - shared)?.toLowerCase() === printed.at(-1 - shared)?.toLowerCase()
	) {
		shared++;
	}
	return shared === 0 ? undefined : [...printed.slice(0, printed.length - shared), ...own.slice(0, -shared)].join('/');
}

/** Files by the repository and revision that they are in. */
export const inEachRepository = (files: readonly OtherFile[]) =>
	[...grouped(files, ({ repository, revision }) => `${repository}\n${revision}`).values()].flatMap((own) =>
		own[0] ? { repository: own[0].repository, revision: own[0].revision, files: own } : [],
	);

/** The location that is taken, with the files of other repositories that fit as well. */
export function locationAmong([first, ...others]: readonly Candidate[]): FrameLocation | null {
	if (!first) {
		return null;
	}
	const { location } = first;
	const elsewhere = others.flatMap(({ path, repository, revision, location: other }) => [
		{ path, repository, revision },
		...other.alternatives.map((alternative) => ({ path: alternative, repository, revision })),
		...(other.elsewhere ?? []),
	]);
	return elsewhere.length === 0
		? location
		: {
				...location,
				confidence: Math.round((location.confidence / (others.length + 1)) * 100) / 100,
				elsewhere: [...(location.elsewhere ?? []), ...elsewhere],
			};
}
