import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

/** Hides the incident; nothing leaves the log, so it can be restored. */
export const incidentDeleted = defineEvent('incident.deleted', v.object({}), {
	apply: (state) => ({ ...state, isDeleted: true }),
	describe: () => l10n.t('Deleted'),
	provenance: 'reported',
});
