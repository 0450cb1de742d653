import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

/** Something an incident is filed under: what is stored, and how it is called. */
export interface Filing {
	readonly id: string;
	readonly name: string;
}

export interface Category extends Filing {
	readonly subcategories: readonly Filing[];
}

const Id = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(50));
const Name = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100));
const hasEachOnce = <T extends { readonly id: string }>(filings: T[]) =>
	new Set(filings.map(({ id }) => id)).size === filings.length;
const FilingsSchema = v.pipe(v.array(v.object({ id: Id, name: Name })), v.maxLength(100), v.check(hasEachOnce));

/** Categories that somebody configured; each id once. */
export const CategoriesSchema = v.pipe(
	v.array(v.object({ id: Id, name: Name, subcategories: v.optional(FilingsSchema, []) })),
	v.maxLength(100),
	v.check(hasEachOnce),
);

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

/** What an incident of unknown kind is filed under, where these are the categories. */
export function defaultCategory(configured: readonly Category[]): string {
	const [first] = configured;
	return !first || configured.some(({ id }) => id === DEFAULT_CATEGORY) ? DEFAULT_CATEGORY : first.id;
}
