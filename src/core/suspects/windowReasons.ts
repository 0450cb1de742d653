// What is said of changes since the last good revision that own no line of the functions of the trace.
import * as l10n from '@vscode/l10n';
import type { FileCandidate } from './files';
import type { Reason } from './model';
import type { Bearing, WindowChange } from './windowChanges';

/** How a change bears on the failure, for people. */
export function bearingReason({ bearing, change }: WindowChange): Omit<Reason, 'weight'> | undefined {
	if (bearing && change.commit.parents.length === 0) {
		return rootReason(bearing); // git shows all that it has as new
	}
	switch (bearing?.by) {
		case 'name':
			return {
				kind: 'names',
				detail: l10n.t('changed lines with {0}, which the error or a frame names', bearing.name),
			};
		case 'led':
			return { kind: 'near', detail: ledSentence(bearing.file) };
		case 'trace':
			return { kind: 'near', detail: l10n.t('changed {0}, a file of the stack trace', bearing.path) };
		case 'folder':
			return { kind: 'near', detail: l10n.t('changed {0}, beside files of the stack trace', bearing.path) };
		default:
			return undefined;
	}
}

function ledSentence({ path, by, of = '' }: FileCandidate): string {
	switch (by) {
		case 'named':
			return l10n.t('changed {0}, which is called like {1}, which the error or a frame names', path, of);
		case 'mentioned':
			return l10n.t('changed {0}, which is called like {1}, which a function of the stack trace uses', path, of);
		case 'imported':
			return l10n.t('changed {0}, which is called like {1}, which a file of the stack trace imports', path, of);
		default:
			return l10n.t('changed {0}, which was changed together with {1}', path, of);
	}
}

function rootReason(bearing: Bearing): Omit<Reason, 'weight'> {
	return bearing.by === 'name'
		? {
				kind: 'names',
				detail: l10n.t(
					'has lines with {0}, which the error or a frame names, where the history here begins',
					bearing.name,
				),
			}
		: {
				kind: 'near',
				detail: l10n.t(
					'has {0}, where the history here begins',
					bearing.by === 'led' ? bearing.file.path : bearing.path,
				),
			};
}
