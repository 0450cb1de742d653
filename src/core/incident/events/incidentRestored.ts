import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

/** Brings a deleted incident back as it was. */
export const incidentRestored = defineEvent('incident.restored', v.object({}), {
	apply: (state) => ({ ...state, isDeleted: false }),
	describe: () => l10n.t('Restored'),
	provenance: 'reported',
});
