import { mappingsFor, type PathMapping } from '../core/frames/pathMappings';
import { filesInDoubt, proved } from '../core/frames/proof';
import {
	type Locations,
	type Outcomes,
	type PathChoice,
	type Reasons,
	recorded,
	resolveTraces,
} from '../core/frames/resolve';
import type { Repository } from '../core/ports/repository';
import type { FrameLocation } from '../core/suspects/model';
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

/** Another repository's answer is taken where it is this much surer. */
const SURER = 0.15;

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
	const others = await Promise.all(
		(request.others ?? [])
			.filter(({ repository }) => repository.root !== request.repository.root)
			.map(async (other) => {
				const { locations } = await locateIn(traces, other, request, signal);
				return locations.map((exceptions) =>
					exceptions.map((frames) => frames.map((location) => location && inOther(location, other))),
				);
			}),
	);
	const best = (t: number, e: number, f: number) => {
		let found = own.locations[t]?.[e]?.[f] ?? null;
		for (const locations of others) {
			const other = locations[t]?.[e]?.[f];
			if (other && (!found || (!found.by && other.confidence >= found.confidence + SURER))) {
				found = other;
			}
		}
		return found;
	};
	const locations = traces.map(({ exceptions }, t) =>
		exceptions.map(({ frames }, e) => frames.map((_, f) => best(t, e, f))),
	);
	return {
		locations,
		unresolved: own.unresolved.map((exceptions, t) =>
			exceptions.map((frames, e) => frames.map((why, f) => (locations[t]?.[e]?.[f] ? null : why))),
		),
	};
}

async function locateIn(
	traces: readonly Trace[],
	{ repository, revision }: RepositoryAt,
	{ mappings = [], choices = [], openRepository }: LocateRequest,
	signal: AbortSignal,
): Promise<Located> {
	const snapshot = await snapshotAt(repository, revision, openRepository, signal);
	const { tree, packages, submodules } = snapshot;
	const roots = new Map(submodules.map((one) => [one.repository.root, one]));
	const outcomes = resolveTraces(traces, {
		tree,
		packages,
		mappings: mappingsFor(mappings, repository.root),
		choices: choices.flatMap(({ repository: root, ...choice }) => {
			const inner = root === undefined ? undefined : roots.get(root);
			return inner
				? { ...choice, path: `${inner.path}/${choice.path}` }
				: root === undefined || root === repository.root
					? choice
					: [];
		}),
	});
	const { locations, unresolved } = recorded(
		traces,
		await settledByText(traces, outcomes, snapshot, repository, revision, signal),
	);
	return {
		unresolved,
		locations: locations.map((exceptions) =>
			exceptions.map((frames) => frames.map((location) => location && inSubmodule(location, submodules))),
		),
	};
}

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

/** A location in a submodule's folder is in the submodule's repository. */
function inSubmodule(location: FrameLocation, submodules: readonly MountedRepository[]): FrameLocation {
	const inner = submodules.findLast(({ path }) => location.path.startsWith(`${path}/`)); // those in others come behind them
	if (!inner) {
		return location;
	}
	const own = (path: string) => path.slice(inner.path.length + 1);
	return {
		...location,
		path: own(location.path),
		alternatives: location.alternatives.filter((path) => path.startsWith(`${inner.path}/`)).map(own),
		repository: inner.repository.root,
		revision: inner.sha,
	};
}

function inOther(location: FrameLocation, { repository, revision }: RepositoryAt): FrameLocation {
	return location.repository === undefined ? { ...location, repository: repository.root, revision } : location;
}
