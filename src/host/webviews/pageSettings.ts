import { workingTimes } from '../../app/workingTimes';
import { settings } from '../settings';
import type { Configured } from './pageContent';

/** Settings that say what the page shows. */
export const PAGE_SETTINGS = [
	'targets',
	'targetWarningPercent',
	'businessHours',
	'categories',
	'escalationLevels',
	'inApp',
	'pathMappings',
	'redact',
	'wording',
	'github.sync',
	'closure',
];

/** What a person configured, as it is now. */
export async function configuredNow(): Promise<Configured> {
	return {
		categories: settings.categories(),
		targets: settings.targets(),
		working: await workingTimes(settings.businessHours()),
		warnShare: settings.targetWarningShare(),
		levels: settings.escalationLevels(),
		rules: settings.inAppRules(),
		redaction: settings.redaction(),
		closure: settings.closure(),
		wording: settings.wording(),
	};
}
