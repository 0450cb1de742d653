import * as l10n from '@vscode/l10n';

/** Something an incident is filed under: what is stored, and how it is called. */
export interface Filing {
	readonly id: string;
	readonly name: string;
}

export interface Category extends Filing {
	readonly subcategories: readonly Filing[];
}

/** What an incident of unknown kind is filed under: a stack trace tells of something that does not work. */
export const DEFAULT_CATEGORY = 'functionality';

/** The categories an incident is filed under, where nothing else is configured; named when asked, in the person's language. */
export function categories(): Category[] {
	return [
		category('availability', l10n.t('Availability'), [
			['outage', l10n.t('Outage')],
			['partialOutage', l10n.t('Partial Outage')],
			['crash', l10n.t('Crash or Restart')],
		]),
		category('performance', l10n.t('Performance'), [
			['latency', l10n.t('Latency')],
			['throughput', l10n.t('Throughput')],
			['resources', l10n.t('Memory or CPU')],
		]),
		category('functionality', l10n.t('Functionality'), [
			['error', l10n.t('Unhandled Error')],
			['wrongResult', l10n.t('Wrong Result')],
			['userInterface', l10n.t('User Interface')],
		]),
		category('data', l10n.t('Data'), [
			['loss', l10n.t('Loss')],
			['corruption', l10n.t('Corruption')],
			['migration', l10n.t('Migration')],
		]),
		category('security', l10n.t('Security'), [
			['access', l10n.t('Access Control')],
			['exposure', l10n.t('Exposed Data')],
			['vulnerability', l10n.t('Vulnerability')],
		]),
		category('infrastructure', l10n.t('Infrastructure'), [
			['network', l10n.t('Network')],
			['storage', l10n.t('Storage')],
			['configuration', l10n.t('Configuration')],
			['deployment', l10n.t('Deployment')],
		]),
		category('dependency', l10n.t('Dependency'), [
			['library', l10n.t('Library')],
			['thirdParty', l10n.t('Third-Party Service')],
			['internalService', l10n.t('Internal Service')],
		]),
	];
}

function category(id: string, name: string, subcategories: readonly (readonly [string, string])[]): Category {
	return { id, name, subcategories: subcategories.map(([subId, subName]) => ({ id: subId, name: subName })) };
}
