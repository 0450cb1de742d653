import * as l10n from '@vscode/l10n';
import { assertNever } from '../base/assertNever';
import { type Breather, runInSlices } from '../base/slices';
import type { Change, Repository } from '../core/ports/repository';
import {
	type Clue,
	type ConfigurationKind,
	changedPackage,
	configurationKind,
	isDependencyFile,
	isReland,
} from '../core/suspects/clues';
import type { Window } from '../core/suspects/evidence';

/** A window of more commits is no clue. */
const MAX_COMMITS = 400;

/** Lock files that are compared. */
const MAX_LOCKS = 40;

/** A large change that has some configuration in it, too, is not a change of configuration. */
const MAX_PATHS = 12;

/**
 * Changes since the last good revision that can break a program without touching a line of the trace.
 *
 * @param packages that frames of the trace are in, nearest to the failure first
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function gatherClues(
	repository: Repository,
	window: Window | undefined,
	packages: readonly string[],
	breather: Breather,
	signal: AbortSignal,
): Promise<readonly Clue[]> {
	if (!window || window.shas.size > MAX_COMMITS) {
		return [];
	}
	const changes = [...(await repository.changes([...window.shas], signal)).values()];
	const bumps = await dependencyBumps(repository, changes, packages, breather, signal);
	return [...bumps, ...changes.flatMap((change) => [...configuration(change), ...reland(change)])];
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
