import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { analyzeTraces } from '../app/analyzeSuspects';
import { anchorTracker } from '../app/followAnchors';
import type { NotesSource } from '../app/gatherNotes';
import { type NamedOpinion, secondOpinions } from '../app/secondOpinion';
import { type WhyNot, whyNot } from '../app/whyNot';
import { isoTime } from '../base/isoTime';
import { printable } from '../base/printable';
import { type Breather, runInSlices } from '../base/slices';
import { isInApp } from '../core/frames/inApp';
import { aboutIncident } from '../core/incident/earlier';
import { isNoteOf } from '../core/notes/note';
import type { LogReading } from '../core/ports/eventLog';
import type { Commit, Repository } from '../core/ports/repository';
import type { SourceMaps } from '../core/ports/sourceMaps';
import type { Analysis } from '../core/suspects/model';
import { type Original, withOriginals } from '../core/suspects/originals';
import { fingerprintOf } from '../core/trace/fingerprint';
import { type InAppRules, noRules } from '../core/trace/inAppRules';
import type { Trace } from '../core/trace/model';
import { parseSteps } from '../core/trace/parse';
import { type InAppOptions, rulesOf } from './inApp';
import { type CliIo, UsageError } from './io';
import { notedIncidents } from './notes';

const DEFAULT_LIMIT = 10;
const ALL = 100_000;

export interface SuspectsOptions extends InAppOptions {
	readonly repo?: string;
	readonly at?: string;
	readonly 'tag-pattern'?: readonly string[];
	readonly 'last-good'?: string;
	readonly started?: string;
	readonly limit?: string;
	readonly maps?: readonly string[];
	readonly home?: string;
	readonly 'second-opinion'?: boolean;
	readonly 'why-not'?: string;
	readonly json?: boolean;
}

/** Answers beside the analysis, for who asked for them. */
interface Beside {
	readonly opinions?: readonly NamedOpinion[];
	readonly whyNot?: WhyNot;
}

export interface SuspectsDependencies {
	readonly io: CliIo;
	readonly breather: Breather;
	readonly openRepository: (folder: string, signal: AbortSignal) => Promise<Repository>;
	readonly maps: SourceMaps;
	/** What is kept in a work tree's `.faultline`. */
	readonly readHome: (workTree: string, signal: AbortSignal) => Promise<LogReading>;
	readonly cwd: string;
}

/** `faultline suspects`: the files and commits behind a trace, as JSON or as text for people. */
export async function suspectsCommand(
	files: readonly string[],
	options: SuspectsOptions,
	{ io, breather, openRepository, maps, readHome, cwd }: SuspectsDependencies,
	signal: AbortSignal,
): Promise<void> {
	const [file = '-', ...more] = files;
	if (more.length > 0) {
		throw new UsageError('faultline suspects reads one file at a time.');
	}
	if (!options.at || options.repo === '') {
		throw new UsageError('faultline suspects needs --at REV, the deployed revision, and --repo DIR names a folder.');
	}
	const limit = limitOf(options.limit) ?? DEFAULT_LIMIT;
	const rules = rulesOf(options);
	const startedAt = options.started === undefined ? undefined : timeOf(options.started);
	const text = await io.read(file);
	const repository = await openRepository(options.repo ?? cwd, signal);
	const { traces, problems } = await runInSlices(parseSteps(text), breather, signal);
	const request = {
		repository,
		revision: options.at,
		tagPatterns: options['tag-pattern'] ?? [],
		lastGood: options['last-good'],
		startedAt,
		inApp: rules,
		// Whoever asks why a commit is not among the first wants its place among all.
		limit: options['why-not'] === undefined ? limit : ALL,
		openRepository,
		...(options.home !== undefined && {
			notes: await notesIn(resolve(cwd, options.home), repository, { io, breather, readHome }, signal),
		}),
		maps: { maps, chosen: (options.maps ?? []).map((folder) => resolve(cwd, folder)), folders: [] },
	};
	const found = await analyzeTraces(traces, request, breather, () => undefined, signal);
	const beside = await answersBeside(traces, found, request, options, signal);
	const analysis = {
		...found,
		commits: found.commits.slice(0, limit),
		files: found.files.slice(0, limit),
		problems: [...problems, ...found.problems],
	};
	await io.write(
		options.json
			? `${JSON.stringify(report(traces, analysis, rules, beside), undefined, '\t')}\n`
			: forPeople(analysis, beside),
	);
}

/** What was learned about a repository's code in incidents that are kept in a folder. */
async function notesIn(
	home: string,
	repository: Repository,
	{ io, breather, readHome }: Pick<SuspectsDependencies, 'io' | 'breather' | 'readHome'>,
	signal: AbortSignal,
): Promise<NotesSource> {
	const incidents = await notedIncidents(home, { io, readHome }, signal);
	const tracker = anchorTracker(breather);
	const open = [...incidents.values()].flatMap(({ id, rootCauseNotes = [] }) =>
		rootCauseNotes.flatMap((note) => (note.resolved === undefined ? [{ incident: id, note }] : [])),
	);
	return {
		placed: async (_, revision, chosen, signal, enough) => {
			const known = await repository.named([...new Set(open.map(({ note }) => note.anchor.commit))], signal);
			const { root } = repository;
			const isHome = (await realpath(home)) === (await realpath(root));
			const some = chosen(
				open.filter(({ note }) => isNoteOf(note, { root, isHome, isKnown: (sha) => known.has(sha) })),
			);
			const anchors = some.map(({ note }) => note.anchor);
			const followed = await tracker.follow(repository, revision, anchors, signal, enough);
			return some.map((one, i) => ({ ...one, followed: followed[i] ?? { kind: 'unknown' } }));
		},
		about: async (id) => {
			const incident = incidents.get(id);
			return incident && aboutIncident(incident);
		},
		onError: (error) => {
			const why = error instanceof Error ? error.message : String(error);
			io.writeError(`faultline: ${printable(`Not all root-cause notes could be read: ${why}`)}\n`);
		},
	};
}

async function answersBeside(
	traces: readonly Trace[],
	analysis: Analysis,
	{ repository, startedAt, lastGood, inApp }: Parameters<typeof analyzeTraces>[1],
	options: SuspectsOptions,
	signal: AbortSignal,
): Promise<Beside> {
	const { revision, locations, originals } = analysis;
	const commit = options['why-not'];
	return {
		...(options['second-opinion'] && {
			opinions: await secondOpinions(
				{
					repository,
					revision,
					traces: withOriginals(traces, originals),
					locations,
					inApp: inApp ?? noRules,
					startedAt,
				},
				signal,
			),
		}),
		...(commit !== undefined && {
			whyNot: await whyNot({ repository, analysis, commit, startedAt, lastGood }, signal),
		}),
	};
}

/** The JSON of `faultline suspects`: the analysis, and the traces it read with each frame's location put in. */
function report(traces: readonly Trace[], analysis: Analysis, rules: InAppRules, beside: Beside): unknown {
	const { locations, unresolved, originals, ...rest } = analysis;
	const located = traces.map((trace, t) => ({
		...trace,
		fingerprint: fingerprintOf(trace),
		exceptions: trace.exceptions.map((exception, e) => ({
			...exception,
			frames: exception.frames.map((frame, f) => {
				const location = locations[t]?.[e]?.[f];
				const why = unresolved?.[t]?.[e]?.[f];
				const original = originals?.[t]?.[e]?.[f];
				const inApp = isInApp(original ? { ...frame, file: original.source } : frame, location, rules);
				return {
					...frame,
					inApp,
					...(original && { original: withoutKey(original) }),
					...(location && { resolved: location }),
					...(why && { unresolved: why }),
				};
			}),
		})),
	}));
	return {
		...rest,
		...(beside.opinions && {
			secondOpinion: beside.opinions.map(({ rule, about, detail, commit }) => ({
				...{ rule, about, detail },
				...(commit && { commit: named(commit) }),
			})),
		}),
		...(beside.whyNot && { whyNot: { ...beside.whyNot, commit: named(beside.whyNot.commit) } }),
		traces: located,
	};
}

const named = ({ sha, subject, author, date }: Commit) => ({
	...{ sha, subject, author },
	date: new Date(date).toISOString(),
});

/** Without what only the map itself understands. */
const withoutKey = ({ key: _, ...original }: Original) => original;

function forPeople({ revision, commits, files, problems }: Analysis, { opinions, whyNot: why }: Beside): string {
	const percent = (score: number) => `${Math.round(score * 100)} %`.padStart(5);
	const lines = [
		`Deployed revision ${revision}`,
		...problems.map(({ message }) => `! ${message}`),
		'',
		'Suspect commits',
		...commits.flatMap(({ sha, score, subject, author, date, reasons }) => [
			`${percent(score)}  ${sha.slice(0, 10)}  ${subject}  (${author}, ${date.slice(0, 10)})`,
			...reasons.map(({ detail }) => `           ${detail}`),
		]),
		'',
		'Suspect files',
		...files.flatMap(({ path, score, reasons }) => [
			`${percent(score)}  ${path}`,
			...reasons.map(({ detail }) => `           ${detail}`),
		]),
		...(opinions
			? [
					'',
					'Second opinion',
					...opinions.flatMap(({ about, detail, commit }) => [
						`       ${about}`,
						`           ${commit ? `${commit.sha.slice(0, 10)}  ${commit.subject}  ` : ''}${detail}`,
					]),
				]
			: []),
		...(why
			? [
					'',
					`Why not ${why.commit.sha.slice(0, 10)}  ${why.commit.subject}`,
					`       ${why.sentence}`,
					...(why.reasons ?? []).map(({ detail }) => `           ${detail}`),
				]
			: []),
	];
	return `${lines.map(printable).join('\n')}\n`;
}

function limitOf(text: string | undefined): number | undefined {
	if (text === undefined) {
		return undefined;
	}
	if (!/^[1-9]\d{0,3}$/.test(text)) {
		throw new UsageError('--limit takes a number from 1 to 9999.');
	}
	return Number(text);
}

function timeOf(text: string): number {
	const time = isoTime(text);
	if (time === undefined) {
		throw new UsageError('--started takes an ISO 8601 time, such as 2026-11-23T14:00:00Z.');
	}
	return time;
}
