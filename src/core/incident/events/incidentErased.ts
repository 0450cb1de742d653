import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

/**
 * What is left of an incident that was deleted for good: the only event of it that stays. It counts whatever its clock says, so that events
 * that arrive later (from another branch, another window) bring nothing back.
 */
export const incidentErased = defineEvent('incident.erased', v.object({}), {
	apply: (state) => ({ ...state, isDeleted: true }),
	describe: () => l10n.t('Deleted permanently'),
	provenance: 'reported',
	isFinal: true,
});

/** Whether nothing may be kept of the event's incident. */
export const isTombstone = ({ type }: { readonly type: string }): boolean => type === incidentErased.type;
