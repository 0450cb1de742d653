import * as l10n from '@vscode/l10n';
import { assertNever } from '../base/assertNever';
import { type Breather, runInSlices } from '../base/slices';
import type { Change, Repository } from '../core/ports/repository';
import {
	type Clue,
	type ConfigurationKind,
	changedPackage,
	configurationKind,
	type EarlierCause,
	isDependencyFile,
	isReland,
} from '../core/suspects/clues';
import type { Case, Window } from '../core/suspects/evidence';

/** Commits that are read; a window of more is no clue, unless an index tells which of them are worth it. */
const MAX_COMMITS = 400;

/** Lock files that are compared. */
const MAX_LOCKS = 40;

/** A large change that has some configuration in it, too, is not a change of configuration. */
const MAX_PATHS = 12;

/**
 * Changes since the last good revision that can break a program without touching a line of the trace, and those that did so in earlier incidents.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function gatherClues(
	{
		repository,
		revision,
		window,
		packages,
		index,
		earlier,
	}: Pick<Case, 'repository' | 'revision' | 'window' | 'packages' | 'index' | 'earlier'>,
	breather: Breather,
	signal: AbortSignal,
): Promise<readonly Clue[]> {
	const shas = window ? await telling(window, revision, index, signal) : [];
	const all = [...(await repository.changes(shas, signal)).values()];
	const changes = all.filter(({ commit }) => commit.parents.length > 0); // where the history begins, all that there is would be a change
	const before = await earlierCauses(repository, revision, earlier, signal);
	const bumps = await dependencyBumps(repository, changes, packages, breather, signal);
	return [...before, ...bumps, ...changes.flatMap((change) => [...configuration(change), ...reland(change)])];
}

/** Commits of the window that are read; none where there are too many. */
async function telling(
	{ shas, from }: Window,
	revision: string,
	index: Case['index'],
	signal: AbortSignal,
): Promise<readonly string[]> {
	if (shas.size <= MAX_COMMITS) {
		return [...shas];
	}
	const found = await index?.telling(from, revision, MAX_COMMITS, signal).catch(() => undefined);
	signal.throwIfAborted();
	return found && found.length <= MAX_COMMITS ? found : [];
}

/** A cause that comes back is rarer than a new one, so that it raises a suspicion and seldom leads, however many incidents were of it. */
async function earlierCauses(
	repository: Repository,
	revision: string,
	earlier: readonly EarlierCause[],
	signal: AbortSignal,
): Promise<readonly Clue[]> {
	const strongest = new Map<string, EarlierCause>();
	for (const one of earlier) {
		const before = strongest.get(one.sha);
		if (!before || (one.hasSameFailure && !before.hasSameFailure)) {
			strongest.set(one.sha, one);
		}
	}
	const shas = [...strongest.keys()];
	if (shas.length === 0) {
		return [];
	}
	const [commits, contained] = await Promise.all([
		repository.commits(shas, signal),
		repository.containedIn([revision], shas, signal),
	]);
	const isDeployed = contained.get(revision);
	return [...strongest.values()].flatMap(({ sha, incident, hasSameFailure }): readonly Clue[] => {
		const commit = commits.get(sha);
		if (!commit || !isDeployed?.has(sha)) {
			return [];
		}
		const detail = hasSameFailure
			? l10n.t('was confirmed as the cause of {0}, which failed in the same way', incident)
			: l10n.t('was confirmed as the cause of {0}, which went through the same code', incident);
		return [{ commit, kind: 'earlier', detail, strength: hasSameFailure ? 0.3 : 0.1 }];
	});
}

async function dependencyBumps(
	repository: Repository,
	changes: readonly Change[],
	packages: readonly string[],
	breather: Breather,
	signal: AbortSignal,
): Promise<readonly Clue[]> {
	const asked = packages.length === 0 ? [] : changes.filter(({ paths }) => paths.some(isDependencyFile));
	const clues = await Promise.all(
		asked.slice(0, MAX_LOCKS).map(async ({ commit, paths }): Promise<readonly Clue[]> => {
			const locks = paths.filter(isDependencyFile);
			const [parent] = commit.parents;
			const [after, before] = await Promise.all([
				repository.readFiles(commit.sha, locks, signal),
				parent === undefined ? new Map<string, string>() : repository.readFiles(parent, locks, signal),
			]);
			for (const path of locks) {
				const steps = changedPackage(before.get(path) ?? '', after.get(path) ?? '', packages);
				const name = await runInSlices(steps, breather, signal);
				if (name !== undefined) {
					const detail = l10n.t(
						'changed the version of {0} in {1}, which frames of the stack trace are in',
						name,
						path,
					);
					return [{ commit, kind: 'dependency', detail, strength: name === packages[0] ? 0.5 : 0.25 }];
				}
			}
			return [];
		}),
	);
	return clues.flat();
}

function configuration({ commit, paths }: Change): readonly Clue[] {
	const path = paths.length > MAX_PATHS ? undefined : paths.find((one) => configurationKind(one) !== undefined);
	const kind = path === undefined ? undefined : configurationKind(path);
	return path === undefined || kind === undefined
		? []
		: [{ commit, kind: 'configuration', detail: configurationSentence(kind, path), strength: 0.06 }];
}

function configurationSentence(kind: ConfigurationKind, path: string): string {
	switch (kind) {
		case 'migration':
			return l10n.t('changed a migration, {0}', path);
		case 'workflow':
			return l10n.t('changed how it is built, {0}', path);
		case 'container':
			return l10n.t('changed how it is deployed, {0}', path);
		case 'flag':
			return l10n.t('changed feature flags, {0}', path);
		case 'settings':
			return l10n.t('changed the configuration, {0}', path);
		default:
			return assertNever(kind);
	}
}

function reland({ commit }: Change): readonly Clue[] {
	return isReland(commit)
		? [{ commit, kind: 'reland', detail: l10n.t('brings back a change that was reverted before'), strength: 0.15 }]
		: [];
}
