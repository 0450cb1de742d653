import * as l10n from '@vscode/l10n';
import type { Evidence, Signal } from '../evidence';

/** Files that stand in the trace; the nearer to the failure, the stronger. */
export const inTrace: Signal = {
	kind: 'inTrace',
	doing: () => l10n.t('Reading the stack trace'),
	gather: async ({ frames }) => {
		const seen = new Set<string>();
		return frames.flatMap((frame): Evidence[] => {
			if (seen.has(frame.location.path)) {
				return [];
			}
			seen.add(frame.location.path);
			const detail =
				frame.line === undefined
					? l10n.t('holds {0}', frame.label)
					: l10n.t('holds {0}, at line {1}', frame.label, frame.line);
			return [{ on: 'file', path: frame.location.path, kind: 'inTrace', detail, strength: frame.weight }];
		});
	},
};
