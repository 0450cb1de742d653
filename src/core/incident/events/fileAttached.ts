import * as l10n from '@vscode/l10n';
import { FileSchema, isSameFile } from '../links';
import { defineEvent } from './define';

/** A file of a repository that has to do with the incident, as a person says. */
export const fileAttached = defineEvent('file.attached', FileSchema, {
	apply: (state, { payload }) => ({
		...state,
		files: [...(state.files ?? []).filter((file) => !isSameFile(file, payload)), payload],
	}),
	describe: ({ payload: { path } }) => l10n.t('File attached: {0}', path),
	provenance: 'reported',
	words: ({ path }) => [path],
});
