import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ROLES, roleName } from '../roles';
import { defineEvent } from './define';

/** Who has a role; `null` leaves it to nobody. */
export const roleAssigned = defineEvent(
	'role.assigned',
	v.object({ role: v.picklist(ROLES), person: v.nullable(v.string()) }),
	{
		apply: (state, { payload: { role, person } }) => {
			const { [role]: _, ...others } = state.roles ?? {};
			return { ...state, roles: person === null ? others : { ...others, [role]: person } };
		},
		describe: ({ payload: { role, person } }) =>
			person === null ? l10n.t('{0}: nobody', roleName(role)) : l10n.t('{0}: {1}', roleName(role), person),
		provenance: 'reported',
		words: ({ person }) => (person === null ? [] : [person]),
	},
);
