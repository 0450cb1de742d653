import * as l10n from '@vscode/l10n';
import { perLocale } from '../base/perLocale';
import { type ActionItem, isOverdue } from '../core/incident/actions';
import type { ReviewState } from '../core/review/state';

const days = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }));

/** A time's day in the person's calendar, `2026-12-01`. */
export function localDay(at: number): string {
	const date = new Date(at);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When an action item is due, in words; empty where no day is said. */
export function dueWords(action: Pick<ActionItem, 'due' | 'done'>, now: number, locale: string): string {
	if (action.due === undefined) {
		return '';
	}
	const day = days(locale).format(Date.parse(`${action.due}T00:00:00Z`));
	const today = localDay(now);
	if (isOverdue(action, today)) {
		return l10n.t('overdue since {0}', day);
	}
	return action.due === today && !action.done ? l10n.t('due today') : l10n.t('due {0}', day);
}

/** How far a review has come, in a word. */
export function reviewStateName(state: ReviewState): string {
	return {
		none: l10n.t('Not begun'),
		draft: l10n.t('Draft'),
		written: l10n.t('Complete'),
		held: l10n.t('Held'),
	}[state];
}
