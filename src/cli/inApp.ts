import { type InAppRules, inAppRules } from '../core/trace/inAppRules';

/** `--in-app GLOB` and `--not-in-app GLOB`, each as often as wanted. */
export const inAppOptions = {
	'in-app': { type: 'string', multiple: true },
	'not-in-app': { type: 'string', multiple: true },
} as const;

export interface InAppOptions {
	readonly 'in-app'?: readonly string[];
	readonly 'not-in-app'?: readonly string[];
}

export function rulesOf(options: InAppOptions): InAppRules {
	return inAppRules(options['in-app'] ?? [], options['not-in-app'] ?? []);
}
