import * as l10n from '@vscode/l10n';
import { FileSchema, isSameFile } from '../links';
import { defineEvent } from './define';

export const fileDetached = defineEvent('file.detached', FileSchema, {
	apply: (state, { payload }) => ({
		...state,
		files: (state.files ?? []).filter((file) => !isSameFile(file, payload)),
	}),
	describe: ({ payload: { path } }) => l10n.t('File detached: {0}', path),
	provenance: 'reported',
});
