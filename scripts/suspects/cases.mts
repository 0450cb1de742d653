// Development incidents: a cases file, the texts that its own extractor reads, and the repositories they are about.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Repository } from '../../src/core/ports/repository';

export interface IncidentCase {
	readonly id: string;
	/** owner/name */
	readonly repo: string;
	/** The state of the code in the incident, a full object name. */
	readonly at: string;
	readonly lang: string;
	readonly truth_files: readonly string[];
	readonly truth_commits: readonly string[];
	readonly truth_kind: 'explicit' | 'szz' | 'szz-context' | 'none';
	readonly primary_age_days: number;
	readonly truth_in_trace: boolean;
}

export interface CaseOptions {
	readonly cases: string;
	readonly mirrors: string;
	readonly out: string;
	readonly only: string | undefined;
	readonly jobs: number;
	/** Commits on the first-parent line since the one that is called good; 0: none is. */
	readonly window: number;
}

/** `--cases FILE --mirrors FOLDER [--out FOLDER] [--only TEXT] [--jobs N] [--window N]` */
export function caseOptions(): CaseOptions {
	const { values } = parseArgs({
		options: {
			cases: { type: 'string', default: process.env.FAULTLINE_BENCH_CASES ?? '' },
			mirrors: { type: 'string', default: process.env.FAULTLINE_BENCH_MIRRORS ?? '' },
			out: { type: 'string', default: '' },
			only: { type: 'string' },
			jobs: { type: 'string', default: '2' },
			window: { type: 'string', default: '0' },
		},
	});
	if (values.cases === '' || values.mirrors === '') {
		throw new Error(
			'Name the cases file and the folder of the repositories: --cases FILE --mirrors FOLDER (or FAULTLINE_BENCH_CASES, FAULTLINE_BENCH_MIRRORS).',
		);
	}
	return { ...values, only: values.only, jobs: Number(values.jobs), window: Number(values.window) };
}

/** The cases whose repositories are here. */
export function readCases({ cases, mirrors, only }: CaseOptions): readonly IncidentCase[] {
	return readFileSync(cases, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as IncidentCase)
		.filter(({ id, repo }) => (only === undefined || id.includes(only)) && existsSync(mirrorOf(mirrors, repo)));
}

/** A bare mirror is kept as `OWNER+NAME/repo`. */
export const mirrorOf = (mirrors: string, repo: string) => join(mirrors, repo.replace('/', '+'), 'repo');

/** What a monitor would have sent: the trace and the error beside it, as the extractor beside the cases file prints them. */
export async function textOf(
	{ cases, mirrors }: Pick<CaseOptions, 'cases' | 'mirrors'>,
	{ id }: Pick<IncidentCase, 'id'>,
): Promise<string> {
	const { stdout } = await promisify(execFile)(process.execPath, [join(dirname(cases), 'extract.mjs'), id, '--trace'], {
		env: { ...process.env, MIRROR: mirrors },
		maxBuffer: 1 << 28,
	});
	return stdout;
}

/** Does `work` for each item, so many at a time; what fails is told and left out. */
export async function each<T extends { readonly id: string }>(
	items: readonly T[],
	jobs: number,
	work: (item: T, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const one = async () => {
		while (next < items.length) {
			const index = next++;
			const item = items[index] as T;
			try {
				await work(item, index);
			} catch (error) {
				process.stderr.write(`${item.id}: ${error instanceof Error ? error.message : error}\n`);
			}
		}
	};
	await Promise.all(Array.from({ length: jobs }, one));
}

/** Whether a case says which commit it was, surely enough to learn from and to be scored. */
export const hasCommit = ({ truth_kind }: IncidentCase) => truth_kind === 'explicit' || truth_kind === 'szz';

/**
 * The commit that would be called good, so many before the incident on the first-parent line.
 *
 * @returns undefined where the commit that it was is not new since then, is not known, or the history is shorter; and for a window of 0
 */
export async function lastGoodOf(
	repository: Repository,
	incident: IncidentCase,
	window: number,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (window === 0 || !hasCommit(incident)) {
		return undefined;
	}
	const good = await repository.resolve(`${incident.at}~${window}`, signal).catch(() => undefined);
	if (good === undefined) {
		return undefined;
	}
	const { shas } = await repository.between(good, incident.at, 200_000, signal);
	return incident.truth_commits.some((sha) => shas.has(sha)) ? good : undefined;
}
