import type { Incident, Update } from '../incident/record';
import type { Audience } from './model';

/** What a person writes of an incident. */
export type Words = Pick<Update, 'known' | 'impact' | 'doing'>;

/**
 * What an audience is told again until somebody writes anew: the words of the last update. Customers are told none but those that were written for
 * them.
 */
export function lastWords({ updates = [] }: Pick<Incident, 'updates'>, audience: Audience): Words {
	const last = updates.findLast((update) => audience !== 'customers' || update.audience === 'customers');
	return { known: last?.known ?? '', impact: last?.impact ?? '', doing: last?.doing ?? '' };
}
