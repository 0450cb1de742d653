import * as l10n from '@vscode/l10n';
import { type Breather, runInSlices } from '../base/slices';
import type { PathMapping } from '../core/frames/pathMappings';
import type { PathChoice } from '../core/frames/resolve';
import type { TreeIndex } from '../core/frames/treeIndex';
import type { Repository } from '../core/ports/repository';
import { frameBeyondFile } from '../core/suspects/beyondFile';
import type { Case, Evidence, Window } from '../core/suspects/evidence';
import { keyFrames, messagesOf } from '../core/suspects/keyFrames';
import type { Analysis } from '../core/suspects/model';
import { withOriginals } from '../core/suspects/originals';
import { problemsOf } from '../core/suspects/problems';
import { type Ranked, rank } from '../core/suspects/rank';
import { type Trained, trained } from '../core/suspects/trained';
import { type InAppRules, noRules, ruled } from '../core/trace/inAppRules';
import type { Trace } from '../core/trace/model';
import { parseSteps } from '../core/trace/parse';
import { deployedRevision } from './deployedRevision';
import { gatherEvidence } from './gatherEvidence';
import { gatherNotes, type NotesSource } from './gatherNotes';
import { goodRevision } from './goodRevision';
import { type Located, locateFrames, type RepositoryAt } from './locateFrames';
import { type MapPlaces, type Mapped, mapTraces, withoutOtherBuilds } from './mapTraces';
import { type OpenRepository, snapshotAt } from './snapshot';

export interface AnalyzeRequest {
	/** Any text with one or more traces in it. */
	readonly text: string;
	readonly repository: Repository;
	/** Deployed revision, as a person or a monitor says it: sha, tag, branch, `HEAD~3`, `v1.4.0-12-gabc1234`, `shop@1.4.0`. */
	readonly revision: string;
	/** How this repository calls its tags, tried before the usual ways: `shop-{version}`. */
	readonly tagPatterns?: readonly string[];
	/** Last known good revision, or an ISO date. */
	readonly lastGood?: string;
	/** When it began, epoch milliseconds; commits made later cannot be it. */
	readonly startedAt?: number;
	/** What the person says of frames. Default: nothing. */
	readonly inApp?: InAppRules;
	/** What the person says of where printed folders are, and which of several files a frame is in. */
	readonly mappings?: readonly PathMapping[];
	readonly choices?: readonly PathChoice[];
	/** Repositories beside it, such as those of other workspace folders: frames may be in them. */
	readonly others?: readonly RepositoryAt[];
	/** Opens submodules; absent: they are not looked into. */
	readonly openRepository?: OpenRepository;
	/** Where source maps are looked for; absent: nowhere. */
	readonly maps?: MapPlaces;
	/** What all commits of the repository changed, where that was read before; absent: little of the history is looked at. */
	readonly index?: Case['index'];
	/** Confirmed causes of earlier incidents that failed in the same way or through the same code. Default: none is known. */
	readonly earlier?: Case['earlier'];
	/** Root-cause notes of other incidents. Default: none is known. */
	readonly notes?: NotesSource;
	/** Told of the suspects that the most telling file alone points at, while the rest is gathered. */
	readonly onFirst?: (first: Ranked) => void;
	/** Weights to rank by. Default: those that are shipped. */
	readonly weights?: Trained;
	/** At most this many files and as many commits. Default 10. */
	readonly limit?: number;
}

/** Told in a few words what is being looked at. */
export type Report = (message: string) => void;

/** Commits between a good revision and the deployed one that are told apart; a window larger than this is no evidence. */
const MAX_WINDOW = 200_000;

/**
 * The main job: text with a trace in, ranked suspect files and commits out, each with reasons. Nothing is checked out.
 *
 * @throws FaultlineError `git.unknownRevision`, `git.noCommits`, `git.failed`; `signal.reason` when cancelled. No trace, no file or no
 *   suspect is an answer (`problems`), not an error.
 */
export async function analyzeSuspects(
	{ text, ...request }: AnalyzeRequest,
	breather: Breather,
	report: Report,
	signal: AbortSignal,
): Promise<Analysis> {
	report(l10n.t('Reading the stack trace'));
	const { traces, problems } = await runInSlices(parseSteps(text), breather, signal);
	const analysis = await analyzeTraces(traces, request, breather, report, signal);
	return { ...analysis, problems: [...problems, ...analysis.problems] };
}

/** `analyzeSuspects` for traces that are parsed already. */
export async function analyzeTraces(
	printed: readonly Trace[],
	request: Omit<AnalyzeRequest, 'text'>,
	breather: Breather,
	report: Report,
	signal: AbortSignal,
): Promise<Analysis> {
	const { inApp = noRules, limit = 10, weights = trained, onFirst } = request;
	const { subject, mapped, isShallow, ignored } = await subjectOf(printed, request, report, signal);
	const { revision, frames, window } = subject;
	const bounds = {
		revision,
		frames,
		window,
		startedAt: subject.startedAt,
		isStartKnown: subject.isStartKnown,
		ignored,
		limit,
	};
	const tell = onFirst && ((first: Evidence) => onFirst(rank(first, bounds, weights)));
	const gathering = gatherEvidence(subject, breather, report, signal, tell);
	const [evidence, beyond, noted] = await Promise.all([
		gathering,
		frameBeyondFile(subject, signal),
		gatherNotes(subject, request.notes, gathering, signal),
	]);
	const clues = [...evidence.clues, ...noted.clues];
	const ranked = rank({ ...evidence, clues, notes: noted.notes }, bounds, weights);
	return {
		revision,
		...ranked,
		...(mapped.originals && { originals: mapped.originals }),
		problems: mapped.problems.concat(
			problemsOf(
				mapped.traces.map((trace) => ruled(trace, inApp)),
				frames,
				ranked,
				{
					revision,
					isShallow,
					beyond,
					unusedLastGood: request.lastGood && !window ? request.lastGood : undefined,
				},
			),
		),
		locations: mapped.locations,
		unresolved: mapped.unresolved,
	};
}

/** What evidence is gathered from: where the frames are at the deployed revision, and what bounds the search. */
export async function subjectOf(
	printed: readonly Trace[],
	request: Omit<AnalyzeRequest, 'text'>,
	report: Report,
	signal: AbortSignal,
) {
	const { repository, startedAt, inApp = noRules } = request;
	report(l10n.t('Looking for the files of the stack trace'));
	const revision = await deployedRevision(repository, request.revision, request.tagPatterns ?? [], signal);
	const [{ tree }, isShallow, ignored, commits, window] = await Promise.all([
		snapshotAt(repository, revision, request.openRepository, signal),
		repository.isShallow(signal),
		repository.ignoredRevisions(revision, signal),
		repository.commits([revision], signal),
		windowOf(request, revision, signal),
	]);
	const mapped = await mappedTraces(printed, request, revision, tree, signal);
	const { traces, locations } = mapped;
	const subject: Case = {
		repository,
		revision,
		startedAt: startedAt ?? commits.get(revision)?.date ?? 0,
		isStartKnown: startedAt !== undefined,
		frames: keyFrames(traces, locations, inApp),
		messages: messagesOf(traces),
		elsewhere: functionsElsewhere(traces, locations),
		tree,
		window,
		packages: vendorPackages(mapped.unresolved),
		earlier: request.earlier ?? [],
		index: request.index,
	};
	return { subject, mapped, isShallow, ignored };
}

/** Packages of frames that are in none of the repository's files. */
function vendorPackages(unresolved: Located['unresolved']): readonly string[] {
	const names = unresolved.flat(2).flatMap((why) => (why?.code === 'vendor' ? why.package : []));
	return [...new Set(names)];
}

/** Functions of frames that no file of the repository was found for. */
function functionsElsewhere(traces: readonly Trace[], locations: Located['locations']): readonly string[] {
	return traces.flatMap((trace, t) =>
		trace.exceptions.flatMap((exception, e) =>
			exception.frames.flatMap((frame, f) => (locations[t]?.[e]?.[f] ? [] : (frame.function ?? []))),
		),
	);
}

/** The traces as their sources' own, where source maps know them, and where their frames are in the repository. */
export async function mappedTraces(
	printed: readonly Trace[],
	request: Omit<AnalyzeRequest, 'text'>,
	revision: string,
	tree: TreeIndex,
	signal: AbortSignal,
): Promise<Pick<Mapped, 'problems'> & Partial<Pick<Mapped, 'originals'>> & { traces: readonly Trace[] } & Located> {
	const { maps, repository } = request;
	const settled = async (mapped: Mapped) => {
		const traces = withOriginals(printed, mapped.originals);
		return { ...mapped, traces, ...(await locateFrames(traces, { ...request, revision }, signal)) };
	};
	const first = maps && (await mapTraces(printed, maps, repository, revision, tree, signal));
	if (!first) {
		return { traces: printed, ...(await locateFrames(printed, { ...request, revision }, signal)), problems: [] };
	}
	const mapped = await settled(first);
	const held = await withoutOtherBuilds(printed, first, mapped.locations, { ...request, revision }, signal);
	return held ? settled(held) : mapped;
}

/** What is new since the last good revision, or date, that the person names. */
async function windowOf(
	{ repository, lastGood }: Omit<AnalyzeRequest, 'text'>,
	revision: string,
	signal: AbortSignal,
): Promise<Window | undefined> {
	const isGiven = lastGood !== undefined && lastGood !== '';
	const from = isGiven ? await goodRevision(repository, revision, lastGood, signal) : undefined;
	if (from === undefined || (await repository.mergeBase(from, revision, signal)) === undefined) {
		return undefined;
	}
	const { shas, isComplete } = await repository.between(from, revision, MAX_WINDOW, signal);
	return isComplete ? { shas, from, name: lastGood ?? from } : undefined;
}
