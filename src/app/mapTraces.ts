import * as l10n from '@vscode/l10n';
import { assertNever } from '../base/assertNever';
import { type GeneratedFrame, type MapAnswer, mappedFrames } from '../core/frames/mappedFrames';
import type { Locations } from '../core/frames/resolve';
import type { MapRefusal } from '../core/frames/sourceMap';
import type { TreeIndex } from '../core/frames/treeIndex';
import type { BuiltFiles } from '../core/ports/builtFiles';
import type { Repository } from '../core/ports/repository';
import type { SourceMaps } from '../core/ports/sourceMaps';
import type { AnalysisProblem, FrameLocation } from '../core/suspects/model';
import type { Original, Originals } from '../core/suspects/originals';
import type { Frame, Trace } from '../core/trace/model';
import type { LocateRequest } from './locateFrames';

/** Where source maps are looked for. */
export interface MapPlaces {
	readonly maps: SourceMaps;
	/** Folders that the person named, absolute. */
	readonly chosen: readonly string[];
	/** Other folders, absolute: those of the workspace. */
	readonly folders: readonly string[];
}

export interface Mapped {
	readonly originals: Originals;
	readonly problems: readonly AnalysisProblem[];
	/** What each mapped frame's line is in the map's own sources, by the key of `frameKey`. */
	readonly texts: ReadonlyMap<string, string>;
}

/** Larger maps of the repository are not read here, where the editor waits; in a folder they are read beside it. Bytes. */
const MAX_TREE_MAP = 4 * 1024 * 1024;

/** Frames that are mapped; a trace of more repeats them. */
const MAX_FRAMES = 5000;

const SCRIPT = /\.(?:[cm]?js|jsx|bundle|jsbundle)(?:[?#]|$)/;

/** A file whose name says that nobody wrote it. */
const BUNDLE =
	/(?:[.-]min\.[cm]?js|[._-](?=[\da-zA-Z_]*\d)[\da-zA-Z_]{8,}\.[cm]?js|\.bundle|\.jsbundle|\/_next\/static\/[^?#]*)(?:[?#]|$)/;

/**
 * What the frames of built files were in their sources: by maps in the folders named, in the workspace, and in the repository at the
 * deployed revision.
 *
 * @param tree of `revision`
 * @returns undefined where no frame is of a built file, or none has a map
 * @throws `signal.reason` when cancelled
 */
export async function mapTraces(
	traces: readonly Trace[],
	{ maps, chosen, folders }: MapPlaces,
	repository: Repository,
	revision: string,
	tree: TreeIndex,
	signal: AbortSignal,
): Promise<Mapped | undefined> {
	const asked = new Map<string, GeneratedFrame>();
	for (const frame of framesOf(traces)) {
		const { file, line, column } = frame;
		if (
			file !== undefined &&
			line !== undefined &&
			column !== undefined &&
			SCRIPT.test(file) &&
			asked.size < MAX_FRAMES
		) {
			asked.set(frameKey(frame), { file, line, column });
		}
	}
	if (asked.size === 0) {
		return undefined;
	}
	const frames = [...asked.values()];
	let unread: AnalysisProblem | undefined;
	const inFolders = await maps.lookUp(frames, { chosen, folders }, signal).catch((error: unknown) => {
		signal.throwIfAborted();
		unread = unreadMaps(error);
		return frames.map((): MapAnswer => ({ kind: 'none' }));
	});
	const open = frames.filter((_, i) => inFolders[i]?.kind === 'none');
	const inTree = await mappedFrames(open, [builtFilesAt(repository, revision, tree)], signal);
	const answers = new Map<string, MapAnswer>();
	for (const [i, key] of [...asked.keys()].entries()) {
		const frame = frames[i];
		const answer = inFolders[i];
		const other = frame && inTree[open.indexOf(frame)];
		answers.set(key, other && other.kind !== 'none' ? other : (answer ?? { kind: 'none' }));
	}
	const found = [...answers.values()];
	const problems = unread ? [unread] : problemsOf(frames, found);
	if (problems.length === 0 && !found.some(({ kind }) => kind === 'mapped')) {
		return undefined;
	}
	return {
		originals: originalsOf(traces, answers),
		problems,
		texts: new Map(
			[...answers].flatMap(([key, answer]) =>
				answer.kind === 'mapped' && answer.text !== undefined ? [[key, answer.text] as const] : [],
			),
		),
	};
}

/** One frame of a built file, as far as its map is concerned. */
export const frameKey = ({ file, line, column }: Frame) => `${file}:${line}:${column}`;

/**
 * Holds maps to the code at the deployed revision: where a source says something else in the map than there, on the lines of the trace, the
 * map is of another build, and the frames in that source are taken back.
 *
 * @param locations of the traces as their sources' own; a file may be in a submodule, or in a repository beside this one
 * @returns undefined where nothing is to be taken back
 */
export async function withoutOtherBuilds(
	traces: readonly Trace[],
	{ originals, problems, texts }: Mapped,
	locations: Locations,
	{ repository, revision, others = [], openRepository }: LocateRequest,
	signal: AbortSignal,
): Promise<Mapped | undefined> {
	const textAt = async ({ path, repository: root, revision: own = revision }: FrameLocation) => {
		const other = root !== undefined && others.find((one) => one.repository.root === root)?.repository;
		const home = root === undefined ? repository : other || (await openRepository?.(root, signal));
		return home?.readFile(own, path, signal);
	};
	const votes = new Map<string, Vote>();
	const seen = new Set<string>();
	for (const [t, trace] of traces.entries()) {
		for (const [e, exception] of trace.exceptions.entries()) {
			for (const [f, frame] of exception.frames.entries()) {
				const original = originals[t]?.[e]?.[f];
				const location = locations[t]?.[e]?.[f];
				const text = texts.get(frameKey(frame))?.trim() ?? '';
				if (!original || !location || text === '' || seen.has(frameKey(frame))) {
					continue;
				}
				seen.add(frameKey(frame));
				const file = await textAt(location);
				const isSame = file?.split('\n')[original.line - 1]?.trim().startsWith(text) === true;
				const { map, line } = original;
				const vote = votes.get(sourceKey(original)) ?? { map, path: location.path, line, same: 0, other: 0 };
				vote[isSame ? 'same' : 'other']++;
				votes.set(sourceKey(original), vote);
			}
		}
	}
	const refused = new Map([...votes].filter(([, { same, other }]) => other > 0 && other >= same));
	if (refused.size === 0) {
		return undefined;
	}
	const kept = (original: Original | null) => (original && refused.has(sourceKey(original)) ? null : original);
	return {
		texts,
		originals: originals.map((exceptions) => exceptions.map((frames) => frames.map(kept))),
		problems: [
			...problems,
			...[...refused.values()].map(({ map, path, line }) => refusal(map, { code: 'otherSources', file: path, line })),
		],
	};
}

interface Vote {
	readonly map: string;
	readonly path: string;
	readonly line: number;
	/** Lines that are the same in the map and at the deployed revision. */
	same: number;
	other: number;
}

const sourceKey = ({ map, key }: Original) => `${map}\n${key}`;

/** Source maps of the repository's own tree: of builds that are committed. */
function builtFilesAt(repository: Repository, revision: string, tree: TreeIndex): BuiltFiles {
	const maps = tree.ending('.map');
	const scripts = maps.map((path) => path.slice(0, -'.map'.length)).filter(tree.has);
	return {
		root: '',
		isChosen: false,
		list: async () => [...maps, ...scripts],
		readScript: async (path, signal) => {
			const text = await repository.readFile(revision, path, signal);
			return text === undefined || text.length > MAX_TREE_MAP ? undefined : text;
		},
		readMap: async (path, signal) => {
			const text = await repository.readFile(revision, path, signal);
			const map = text === undefined ? undefined : new TextEncoder().encode(text);
			return map && map.length > MAX_TREE_MAP ? { bytes: map.length, limit: MAX_TREE_MAP } : map;
		},
	};
}

function originalsOf(traces: readonly Trace[], answers: ReadonlyMap<string, MapAnswer>): Originals {
	return traces.map(({ exceptions }) =>
		exceptions.map(({ frames }) =>
			frames.map((frame, f): Original | null => {
				const answer = answers.get(frameKey(frame));
				if (answer?.kind !== 'mapped') {
					return null;
				}
				// A map names what is called at a place: so the caller's place names this frame's function.
				const caller = frames[f + 1];
				const called = caller && answers.get(frameKey(caller));
				const name = called?.kind === 'mapped' ? called.name : undefined;
				const { file: source, line, column, map, source: key } = answer;
				return { source, line, column, map, key, ...(name !== undefined && { function: name }) };
			}),
		),
	);
}

function problemsOf(frames: readonly GeneratedFrame[], answers: readonly MapAnswer[]): readonly AnalysisProblem[] {
	const refusals = new Map<string, AnalysisProblem>();
	const bundles = new Set<string>();
	for (const [i, answer] of answers.entries()) {
		const file = frames[i]?.file ?? '';
		if (answer.kind === 'refused') {
			refusals.set(answer.map, refusal(answer.map, answer.refusal));
		} else if (answer.kind === 'none' && BUNDLE.test(file)) {
			bundles.add(file.replace(/[?#].*$/s, '').replace(/^.*[\\/]/, ''));
		}
	}
	const [first, ...others] = bundles;
	return [
		...refusals.values(),
		...(first === undefined
			? []
			: [
					{
						code: 'noSourceMap' as const,
						message:
							others.length === 0
								? l10n.t(
										'{0} is a bundle, and no source map of it was found. Name the folder that has its maps.',
										first,
									)
								: l10n.t(
										'{0} and {1} more are bundles, and no source maps of them were found. Name the folder that has their maps.',
										first,
										others.length,
									),
					},
				]),
	];
}

/** Reading may end for want of memory: a trace is worth an answer without its maps. */
const unreadMaps = (error: unknown): AnalysisProblem => ({
	code: 'sourceMapRefused',
	message: l10n.t(
		'The source maps could not be read: {0} The frames are shown as they were printed.',
		error instanceof Error ? error.message : String(error),
	),
});

function refusal(map: string, why: MapRefusal): AnalysisProblem {
	return { code: 'sourceMapRefused', message: l10n.t('The source map {0} was not used: {1}.', map, reasonOf(why)) };
}

function reasonOf(why: MapRefusal): string {
	switch (why.code) {
		case 'notAMap':
			return l10n.t('it is no source map of version 3');
		case 'tooLarge':
			return why.isInTree
				? l10n.t(
						'it has {0} MB, and of a map in the repository at most {1} MB are read. Choose the folder that the build left it in, where maps may be larger',
						megabytes(why.bytes),
						megabytes(why.limit),
					)
				: l10n.t(
						'it has {0} MB, and at most {1} MB are read. Build it without the sources in it, or split the bundle',
						megabytes(why.bytes),
						megabytes(why.limit),
					);
		case 'malformed':
			return l10n.t('its mappings are not well-formed');
		case 'remoteSections':
			return l10n.t('its parts are elsewhere');
		case 'otherFile':
			return l10n.t('it says that it belongs to {0}', why.file);
		case 'otherBuild':
			return l10n.t('its debug id is not that of the file beside it');
		case 'beyondFile':
			return l10n.t(
				'the file beside it has no line {0} with a column {1}, so it is of another build',
				why.line,
				why.column,
			);
		case 'otherSources':
			return l10n.t(
				'line {0} of {1} is another one in it than at the deployed revision, so it is of another build',
				why.line,
				why.file,
			);
		case 'noMapping':
			return l10n.t('it knows {0} of the {1} places in the trace, so it is of another build', why.mapped, why.places);
		default:
			return assertNever(why);
	}
}

/** One decimal, up, so that what is over a limit also reads so. */
const megabytes = (bytes: number) => Math.ceil((bytes / 1024 / 1024) * 10) / 10;

function* framesOf(traces: readonly Trace[]): Generator<Frame> {
	for (const { exceptions } of traces) {
		for (const { frames } of exceptions) {
			yield* frames;
		}
	}
}
