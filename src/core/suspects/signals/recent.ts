import * as l10n from '@vscode/l10n';
import { ageInWords, DAY_MS } from '../age';
import type { Evidence, Signal } from '../evidence';

/** Commits looked at; a file changed more often than this recently tells little by each. */
const MAX_COMMITS = 60;

/** After this time a change counts for a third of what it did when new. */
const FADE_DAYS = 45;

/** Recent changes to the files of the trace, on whatever line: the newer before the start, the stronger. */
export const recent: Signal = {
	kind: 'recent',
	doing: () => l10n.t('Looking at recent changes to the files of the stack trace'),
	gather: async ({ repository, revision, startedAt, frames }, signal) => {
		const weights = new Map<string, number>();
		for (const { location, weight } of frames) {
			weights.set(location.path, Math.max(weight, weights.get(location.path) ?? 0));
		}
		const changes = await repository.history(revision, { paths: [...weights.keys()], limit: MAX_COMMITS }, signal);
		return changes.flatMap(({ commit, paths }): Evidence[] => {
			const age = Math.max(0, startedAt - commit.date);
			const path = paths
				.filter((own) => weights.has(own))
				.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0))[0];
			if (path === undefined) {
				return [];
			}
			const fresh = Math.exp(-age / (FADE_DAYS * DAY_MS));
			const strength = fresh * (weights.get(path) ?? 0);
			if (strength < 0.01) {
				return [];
			}
			const detail = l10n.t('changed {0} {1} before the start', path, ageInWords(age));
			return [
				{ on: 'commit', commit, kind: 'recent', detail, strength },
				{
					on: 'file',
					path,
					kind: 'recent',
					detail: l10n.t('was changed {0} before the start', ageInWords(age)),
					strength: fresh,
				},
			];
		});
	},
};
