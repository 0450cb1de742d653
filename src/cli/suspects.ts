import { resolve } from 'node:path';
import { analyzeTraces } from '../app/analyzeSuspects';
import { isoTime } from '../base/isoTime';
import { printable } from '../base/printable';
import { type Breather, runInSlices } from '../base/slices';
import { isInApp } from '../core/frames/inApp';
import type { Repository } from '../core/ports/repository';
import type { SourceMaps } from '../core/ports/sourceMaps';
import type { Analysis } from '../core/suspects/model';
import type { Original } from '../core/suspects/originals';
import { fingerprintOf } from '../core/trace/fingerprint';
import type { InAppRules } from '../core/trace/inAppRules';
import type { Trace } from '../core/trace/model';
import { parseSteps } from '../core/trace/parse';
import { type InAppOptions, rulesOf } from './inApp';
import { type CliIo, UsageError } from './io';

export interface SuspectsOptions extends InAppOptions {
	readonly repo?: string;
	readonly at?: string;
	readonly 'tag-pattern'?: readonly string[];
	readonly 'last-good'?: string;
	readonly started?: string;
	readonly limit?: string;
	readonly maps?: readonly string[];
	readonly json?: boolean;
}

export interface SuspectsDependencies {
	readonly io: CliIo;
	readonly breather: Breather;
	readonly openRepository: (folder: string, signal: AbortSignal) => Promise<Repository>;
	readonly maps: SourceMaps;
	readonly cwd: string;
}

/** `faultline suspects`: the files and commits behind a trace, as JSON or as text for people. */
export async function suspectsCommand(
	files: readonly string[],
	options: SuspectsOptions,
	{ io, breather, openRepository, maps, cwd }: SuspectsDependencies,
	signal: AbortSignal,
): Promise<void> {
	const [file = '-', ...more] = files;
	if (more.length > 0) {
		throw new UsageError('faultline suspects reads one file at a time.');
	}
	if (!options.at || options.repo === '') {
		throw new UsageError('faultline suspects needs --at REV, the deployed revision, and --repo DIR names a folder.');
	}
	const limit = limitOf(options.limit);
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
		limit,
		openRepository,
		maps: { maps, chosen: (options.maps ?? []).map((folder) => resolve(cwd, folder)), folders: [] },
	};
	const found = await analyzeTraces(traces, request, () => undefined, signal);
	const analysis = { ...found, problems: [...problems, ...found.problems] };
	await io.write(
		options.json ? `${JSON.stringify(report(traces, analysis, rules), undefined, '\t')}\n` : forPeople(analysis),
	);
}

/** The JSON of `faultline suspects`: the analysis, and the traces it read with each frame's location put in. */
function report(traces: readonly Trace[], analysis: Analysis, rules: InAppRules): unknown {
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
	return { ...rest, traces: located };
}

/** Without what only the map itself understands. */
const withoutKey = ({ key: _, ...original }: Original) => original;

function forPeople({ revision, commits, files, problems }: Analysis): string {
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
