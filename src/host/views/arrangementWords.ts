// How an arrangement of incidents is called.
import * as l10n from '@vscode/l10n';
import type { Filter, Grouping, Sorting } from '../../core/incident/triage/arrangement';
import { isFiltering } from '../../core/incident/triage/filter';
import { statusName } from '../words';

export function groupingName(grouping: Grouping): string {
	return {
		none: l10n.t('None'),
		status: l10n.t('Status'),
		priority: l10n.t('Priority'),
		service: l10n.t('Service'),
		assignee: l10n.t('Assignee'),
	}[grouping];
}

export function sortingName(sorting: Sorting): string {
	return {
		priority: l10n.t('Priority'),
		newest: l10n.t('Age, Newest First'),
		oldest: l10n.t('Age, Oldest First'),
		lastChange: l10n.t('Last Change'),
	}[sorting];
}

/** What a filter leaves in, part by part: `“payment”`, `New or Acknowledged`, `mine`. */
export function filterParts({ text, statuses, isMine, isHere }: Filter): readonly string[] {
	const oneOf = new Intl.ListFormat(undefined, { type: 'disjunction' });
	return [
		text.trim() === '' ? '' : l10n.t('“{0}”', text.trim()),
		statuses.length === 0 ? '' : oneOf.format(statuses.map(statusName)),
		isMine ? l10n.t('assigned to me') : '',
		isHere ? l10n.t('of this repository') : '',
	].filter((part) => part !== '');
}

/** What the view says above the incidents: nothing where all are shown. */
export function filterSentence(filter: Filter, shown: number, all: number): string | undefined {
	return isFiltering(filter) ? l10n.t('{0} of {1}: {2}', shown, all, filterParts(filter).join(' · ')) : undefined;
}
