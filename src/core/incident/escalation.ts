import * as l10n from '@vscode/l10n';

/** How the levels of escalation are called where nothing else is configured, the lowest, which is 1, first; in the person's language. */
export function escalationLevels(): readonly string[] {
	return [l10n.t('Team on Call'), l10n.t('Specialist'), l10n.t('Management')];
}
