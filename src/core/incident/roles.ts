import * as l10n from '@vscode/l10n';

/** Who does what in an incident. */
export const ROLES = ['assignee', 'commander', 'communications', 'operations'] as const;
export type Role = (typeof ROLES)[number];

/** A role as it is called, in the person's language. */
export function roleName(role: Role): string {
	return {
		assignee: l10n.t('Assignee'),
		commander: l10n.t('Incident Commander'),
		communications: l10n.t('Communications Lead'),
		operations: l10n.t('Operations Lead'),
	}[role];
}
