import * as l10n from '@vscode/l10n';
import { ageInWords, DAY_MS } from '../age';
import type { Evidence, Signal } from '../evidence';

/** Commits looked at; a file changed more often than this recently tells little by each. */
const MAX_COMMITS = 60;

/** Frames whose files are asked about. */
const MAX_FRAMES = 16;

/** After this time a change counts for a third of what it did when new. */
const FADE_DAYS = 45;

/** Recent changes to the files of the trace, on whatever line: the newer before the start, the stronger. */
export const recent: Signal = {
	kind: 'recent',
	doing: () => l10n.t('Looking at recent changes to the files of the stack trace'),
	gather: async ({ repository, revision, startedAt, isStartKnown, frames }, signal) => {
		const weights = new Map<string, number>();
		for (const { location, weight } of frames.slice(0, MAX_FRAMES)) {
			weights.set(location.path, Math.max(weight, weights.get(location.path) ?? 0));
		}
		const changes = await repository.history(
			revision,
			{ paths: [...weights.keys()], limit: MAX_COMMITS, ...(isStartKnown && { until: startedAt }) },
			signal,
		);
		const seen = new Set<string>();
		return changes.flatMap(({ commit, paths }): Evidence[] => {
			const age = Math.max(0, startedAt - commit.date);
			const fresh = Math.exp(-age / (FADE_DAYS * DAY_MS));
			const own = paths.filter((path) => weights.has(path));
			const nearest = own.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0))[0];
			if (nearest === undefined || fresh < 0.01) {
				return [];
			}
			const first = own.filter((path) => !seen.has(path)); // a file counts by its newest change
			for (const path of first) {
				seen.add(path);
			}
			const isItself = !isStartKnown && commit.date >= startedAt;
			const detail = isItself
				? l10n.t('changed {0} in the deployed revision itself', nearest)
				: isStartKnown
					? l10n.t('changed {0} {1} before the start', nearest, ageInWords(age))
					: l10n.t('changed {0} {1} before the deployed revision', nearest, ageInWords(age));
			const fileDetail = isItself
				? l10n.t('was changed in the deployed revision itself')
				: isStartKnown
					? l10n.t('was changed {0} before the start', ageInWords(age))
					: l10n.t('was changed {0} before the deployed revision', ageInWords(age));
			return [
				{ on: 'commit', commit, kind: 'recent', detail, strength: fresh * (weights.get(nearest) ?? 0) },
				...first.map((path): Evidence => {
					const strength = fresh * Math.sqrt(weights.get(path) ?? 0);
					return { on: 'file', path, kind: 'recent', detail: fileDetail, strength };
				}),
			];
		});
	},
};
