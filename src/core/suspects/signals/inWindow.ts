import * as l10n from '@vscode/l10n';
import type { Evidence, Signal } from '../evidence';

/** Changes to the files of the trace that are new since the last known good revision, or since the release before. */
export const inWindow: Signal = {
	kind: 'inWindow',
	doing: () => l10n.t('Comparing with the last good revision'),
	gather: async ({ repository, revision, frames, startedAt, isStartKnown, window: opening }, signal) => {
		const window = await opening;
		if (!window) {
			return [];
		}
		const paths = [...new Set(frames.map(({ location }) => location.path))];
		const changes = await repository.history(
			revision,
			{ paths, except: window.from, limit: 200, ...(isStartKnown && { until: startedAt }) },
			signal,
		);
		const files = new Set<string>();
		return changes.flatMap(({ commit, paths: changed }): Evidence[] => {
			const strength = window.isStated ? 1 : 0.7;
			const detail = window.isStated
				? l10n.t('is new since {0}, the last good revision', window.name)
				: l10n.t('is new since {0}, the release before', window.name);
			const fresh = changed.filter((path) => paths.includes(path) && !files.has(path));
			for (const path of fresh) {
				files.add(path);
			}
			return [
				{ on: 'commit', commit, kind: 'inWindow', detail, strength },
				...fresh.map(
					(path): Evidence => ({
						on: 'file',
						path,
						kind: 'inWindow',
						detail: l10n.t('changed since {0}', window.name),
						strength,
					}),
				),
			];
		});
	},
};
