import * as l10n from '@vscode/l10n';
import type { Evidence, Signal } from '../evidence';

/** Files that stand in the trace: the nearer to the failure and the more often, the stronger. */
export const inTrace: Signal = {
	kind: 'inTrace',
	doing: () => l10n.t('Reading the stack trace'),
	gather: async ({ frames }) =>
		frames.map(({ location, line, label, weight }): Evidence => {
			const detail = line === undefined ? l10n.t('holds {0}', label) : l10n.t('holds {0}, at line {1}', label, line);
			return { on: 'file', path: location.path, kind: 'inTrace', detail, strength: weight };
		}),
};
