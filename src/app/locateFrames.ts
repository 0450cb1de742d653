import {
	bySibling,
	type Candidate,
	candidatesAcross,
	inEachRepository,
	installedIn,
	locationAmong,
} from '../core/frames/acrossRepositories';
import { mappingsFor, type PathMapping } from '../core/frames/pathMappings';
import { filesInDoubt, mayHold, proved } from '../core/frames/proof';
import {
	type Locations,
	type Outcomes,
	type PathChoice,
	type Reasons,
	recorded,
	resolveTraces,
} from '../core/frames/resolve';
import type { Repository } from '../core/ports/repository';
import type { FrameLocation, OtherFile } from '../core/suspects/model';
import type { Trace } from '../core/trace/model';
import { type MountedRepository, type OpenRepository, type Snapshot, snapshotAt } from './snapshot';

/** A repository at a revision; `revision` is a full object name. */
export interface RepositoryAt {
	readonly repository: Repository;
	readonly revision: string;
}

/** Where frames are looked for, and what a person said about it. */
export interface LocateRequest extends RepositoryAt {
	/** Repositories beside it: a frame that is not in it may be in one of these. */
	readonly others?: readonly RepositoryAt[];
	readonly mappings?: readonly PathMapping[];
	readonly choices?: readonly PathChoice[];
	/** Opens submodules; without it they are left out. */
	readonly openRepository?: OpenRepository | undefined;
}

export interface Located {
	readonly locations: Locations;
	readonly unresolved: Reasons;
}

/**
 * Where the frames of traces are, each in its own repository: the analysed one, its submodules at the commits it records, or one beside it.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function locateFrames(
	traces: readonly Trace[],
	request: LocateRequest,
	signal: AbortSignal,
): Promise<Located> {
	const own = await locateIn(traces, request, request, signal);
	const beside = (request.others ?? []).filter(({ repository }) => repository.root !== request.repository.root);
	const others = await Promise.all(
		beside.map(async (at) => ({
			at,
			locations: (await locateIn(traces, at, request, signal)).locations,
			isCopy: await holds(at.repository, request.revision, signal),
		})),
	);
	const locations = others.length === 0 ? own.locations : await across(traces, own.locations, others, request, signal);
	return {
		locations,
		unresolved: own.unresolved.map((exceptions, t) =>
			exceptions.map((frames, e) => frames.map((why, f) => (locations[t]?.[e]?.[f] ? null : why))),
		),
	};
}

/** Repositories beside the analysed one, and where the frames are in each. */
interface Beside {
	readonly at: RepositoryAt;
	readonly locations: Locations;
	/** A worktree or a clone of the analysed one: what is in both is no choice. */
	readonly isCopy: boolean;
}

async function holds(repository: Repository, revision: string, signal: AbortSignal): Promise<boolean> {
	try {
		return (await repository.resolve(revision, signal)) === revision;
	} catch {
		signal.throwIfAborted();
		return false;
	}
}

/** For each frame the repository it is in: by what a person said, by paths, by the files' texts, by the frames beside it. */
async function across(
	traces: readonly Trace[],
	own: Locations,
	others: readonly Beside[],
	request: LocateRequest,
	signal: AbortSignal,
): Promise<Locations> {
	const candidate = (location: FrameLocation | null | undefined, at: RepositoryAt): Candidate | undefined => {
		const { repository = at.repository.root, revision = at.revision, path = '' } = location ?? {};
		return location ? { location, path, repository, revision } : undefined;
	};
	const frames = traces.flatMap(({ format, exceptions }, t) =>
		exceptions.flatMap(({ frames }, e) =>
			frames.map((frame, f) => {
				const found = candidate(own[t]?.[e]?.[f], request);
				const besides = others.flatMap(({ at, locations, isCopy }) => {
					const location = locations[t]?.[e]?.[f];
					return found && isCopy ? [] : (candidate(location && inOther(location, at), at) ?? []);
				});
				return { frame, format, candidates: candidatesAcross(found, besides) };
			}),
		),
	);
	const textOf = await textsOf(
		frames.flatMap(({ candidates }) => (candidates.length > 1 ? candidates : [])),
		[request, ...others.map(({ at }) => at)],
		request.openRepository,
		signal,
	);
	const judged = new Map<string, readonly Candidate[]>(); // recursion repeats frames by the thousand
	const read = frames.map(({ frame, format, candidates }) => {
		if (candidates.length < 2) {
			return { frame, candidates };
		}
		const key = `${frame.file}\n${frame.line}\n${frame.function}`;
		const likely = judged.get(key) ?? mayHold(frame, format, candidates, textOf);
		judged.set(key, likely);
		return { frame, candidates: likely };
	});
	const learned = installedIn(read);
	let next = 0;
	return traces.map(({ exceptions }) =>
		exceptions.map(({ frames: those }) =>
			those.map((frame) => locationAmong(bySibling(frame, read[next++]?.candidates ?? [], learned))),
		),
	);
}

/** Files that are read to tell repositories apart, those of the first frames first. */
const MAX_FILES = 80;

async function textsOf(
	files: readonly OtherFile[],
	known: readonly RepositoryAt[],
	open: OpenRepository | undefined,
	signal: AbortSignal,
): Promise<(file: OtherFile) => string | undefined> {
	const wanted = new Map(files.map((file) => [keyOf(file), file]));
	const texts = new Map<string, string>();
	await Promise.all(
		inEachRepository([...wanted.values()].slice(0, MAX_FILES)).map(
			async ({ repository: root, revision, files: own }) => {
				const repository =
					known.find((one) => one.repository.root === root)?.repository ?? (await open?.(root, signal));
				const paths = own.map(({ path }) => path);
				for (const [path, text] of (await repository?.readFiles(revision, paths, signal)) ?? []) {
					texts.set(keyOf({ path, repository: root, revision }), text);
				}
			},
		),
	);
	return (file) => texts.get(keyOf(file));
}

const keyOf = ({ repository, revision, path }: OtherFile) => `${repository}\n${revision}\n${path}`;

async function locateIn(
	traces: readonly Trace[],
	{ repository, revision }: RepositoryAt,
	{ repository: analysed, mappings = [], choices = [], openRepository }: LocateRequest,
	signal: AbortSignal,
): Promise<Located> {
	const snapshot = await snapshotAt(repository, revision, openRepository, signal);
	const { tree, packages, submodules } = snapshot;
	const roots = new Map(submodules.map((one) => [one.repository.root, one]));
	const outcomes = resolveTraces(traces, {
		tree,
		packages,
		mappings: mappingsFor(mappings, repository.root),
		choices: latest(choices).flatMap(({ repository: root = analysed.root, ...choice }) => {
			const inner = roots.get(root);
			return inner ? { ...choice, path: `${inner.path}/${choice.path}` } : root === repository.root ? choice : [];
		}),
	});
	const { locations, unresolved } = recorded(
		traces,
		await settledByText(traces, outcomes, snapshot, repository, revision, signal),
	);
	return {
		unresolved,
		locations: locations.map((exceptions) =>
			exceptions.map((frames) =>
				frames.map((location) => location && inSubmodule(location, submodules, { repository, revision })),
			),
		),
	};
}

/** Choices without those of files that were chosen from another repository later. */
const latest = (choices: readonly PathChoice[]) =>
	choices.filter(
		({ file, repository }, i) =>
			!choices.slice(i + 1).some((later) => later.file === file && later.repository !== repository),
	);

/** Reads the files that more than one fit, or that only a name led to. */
async function settledByText(
	traces: readonly Trace[],
	outcomes: Outcomes,
	{ submodules }: Snapshot,
	repository: Repository,
	revision: string,
	signal: AbortSignal,
): Promise<Outcomes> {
	const paths = filesInDoubt(outcomes);
	const texts = await Promise.all([
		paths.length === 0 ? [] : repository.readFiles(revision, paths, signal),
		...submodules.map(async ({ path, repository: inner, sha }) => {
			const inside = paths.flatMap((one) => (one.startsWith(`${path}/`) ? one.slice(path.length + 1) : []));
			const found = inside.length === 0 ? [] : await inner.readFiles(sha, inside, signal);
			return [...found].map(([name, text]) => [`${path}/${name}`, text] as const);
		}),
	]);
	return proved(traces, outcomes, new Map(texts.flatMap((some) => [...some])));
}

/** A location in a submodule's folder is in the submodule's repository; files that fit as well may be in others. */
function inSubmodule(
	location: FrameLocation,
	submodules: readonly MountedRepository[],
	outer: RepositoryAt,
): FrameLocation {
	const fileOf = (path: string): OtherFile => {
		const inner = submodules.findLast((one) => path.startsWith(`${one.path}/`)); // those in others come behind them
		return inner
			? { path: path.slice(inner.path.length + 1), repository: inner.repository.root, revision: inner.sha }
			: { path, repository: outer.repository.root, revision: outer.revision };
	};
	const { path, repository, revision } = fileOf(location.path);
	const fitting = location.alternatives.map(fileOf);
	const elsewhere = fitting.filter((file) => file.repository !== repository);
	return {
		...location,
		path,
		alternatives: fitting.flatMap((file) => (file.repository === repository ? file.path : [])),
		...(elsewhere.length > 0 && { elsewhere }),
		...(repository !== outer.repository.root && { repository, revision }),
	};
}

function inOther(location: FrameLocation, { repository, revision }: RepositoryAt): FrameLocation {
	return location.repository === undefined ? { ...location, repository: repository.root, revision } : location;
}
