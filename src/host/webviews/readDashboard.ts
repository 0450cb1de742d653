import * as vscode from 'vscode';
import type { Incidents } from '../../app/incidents';
import { workingTimes } from '../../app/workingTimes';
import { isAbort } from '../../base/errors';
import { grouped } from '../../base/grouped';
import { type Breather, runInSlices } from '../../base/slices';
import { causePlacesSteps, hotFilesSteps } from '../../core/incident/metrics/causes';
import { metricsSteps } from '../../core/incident/metrics/metrics';
import type { Calendar } from '../../core/incident/metrics/periods';
import type { ConfirmedCause, Recurring } from '../../core/incident/selection';
import type { Clock } from '../../core/ports/clock';
import type { View } from '../../protocol/dashboard';
import type { App } from '../app';
import { settings } from '../settings';
import type { Known } from './dashboardFigures';

/** Of so many confirmed causes, the latest, git is asked which files they changed. */
const CAUSES_READ = 500;

/** The calendar of this machine. */
export const calendar: Calendar = {
	dayOf: (ms) => {
		const date = new Date(ms);
		return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
	},
	startOf: (day) => {
		const date = new Date(day * 86_400_000);
		return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime();
	},
};

/**
 * Reads what a dashboard shows: counts summaries in slices, and asks the store for the rest.
 *
 * @param filesOf the files of a commit, as far as they were read
 */
export async function readDashboard(
	incidents: Incidents,
	{ period, service }: View,
	{ breather, clock }: Reading & { readonly clock: Clock },
	filesOf: ChangedFiles,
	signal: AbortSignal,
): Promise<Known> {
	const rules = {
		targets: settings.targets(),
		working: await workingTimes(settings.businessHours()),
		warnShare: settings.targetWarningShare(),
	};
	const request = { period, service, rules, calendar, now: clock.now() };
	const metrics = await runInSlices(metricsSteps(incidents.list(), request), breather, signal);
	const recurring = await incidents.recurring({ from: metrics.from, service });
	await breather.pause(); // taking it from the store was a piece of work by itself
	const files = await filesAmong(recurring, filesOf, { breather }, signal);
	const places = await runInSlices(causePlacesSteps(recurring.confirmed), breather, signal);
	return { metrics, recurring, places, files };
}

/** With the files of those commits that were read meanwhile. */
export function filesAmong(
	{ files, confirmed }: Recurring,
	filesOf: ChangedFiles,
	{ breather }: Reading,
	signal: AbortSignal,
): Promise<Known['files']> {
	const steps = hotFilesSteps(files, confirmed, (repository, sha) => filesOf.get(repository, sha));
	return runInSlices(steps, breather, signal);
}

interface Reading {
	readonly breather: Breather;
}

/** Which files commits changed: read from the repositories that are open in this window, and from no other folder that an incident names. */
export class ChangedFiles {
	private readonly paths = new Map<string, readonly string[]>();

	constructor(private readonly app: Pick<App, 'openRepository' | 'log'>) {}

	get(repository: string, sha: string): readonly string[] | undefined {
		return this.paths.get(`${repository}\0${sha}`);
	}

	/** @returns whether something is known that was not */
	async read(causes: readonly ConfirmedCause[], signal: AbortSignal): Promise<boolean> {
		const latest = [...causes].sort((a, b) => (a.incident < b.incident ? 1 : -1)).slice(0, CAUSES_READ);
		const unread = latest.filter(({ repository, sha }) => repository !== undefined && !this.get(repository, sha));
		const before = this.paths.size;
		for (const [root, own] of grouped(unread, ({ repository }) => repository)) {
			await this.readIn(root, [...new Set(own.map(({ sha }) => sha))], signal);
		}
		return this.paths.size > before;
	}

	private async readIn(root: string, shas: readonly string[], signal: AbortSignal): Promise<void> {
		const isOpenHere = (vscode.workspace.workspaceFolders ?? []).some(
			({ uri }) => uri.scheme === 'file' && uri.fsPath === root,
		);
		if (!isOpenHere || !vscode.workspace.isTrusted) {
			return;
		}
		try {
			const repository = await this.app.openRepository(root, signal);
			const changes = await repository.changes(shas, signal);
			for (const sha of shas) {
				this.paths.set(`${root}\0${sha}`, changes.get(sha)?.paths ?? []);
			}
		} catch (error) {
			if (isAbort(error)) {
				throw error;
			}
			this.app.log.warn('The files of confirmed causes could not be read; the dashboard does without.', error);
		}
	}
}
