import * as l10n from '@vscode/l10n';

/** What an action item is to do about incidents like this one. */
export const ACTION_KINDS = ['prevent', 'detect', 'mitigate', 'process'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** A kind of action item as it is called, in the person's language. */
export function actionKindName(kind: ActionKind): string {
	return {
		prevent: l10n.t('Prevent'),
		detect: l10n.t('Detect'),
		mitigate: l10n.t('Mitigate'),
		process: l10n.t('Process'),
	}[kind];
}

/** What an action item says. */
export interface ActionFields {
	readonly text: string;
	readonly kind: ActionKind;
	/** A person or a team, as people say it. */
	readonly owner?: string;
	/** A day, `2026-12-01`. */
	readonly due?: string;
	/** Address of its issue. */
	readonly issue?: string;
}

/** Something that is to be done so that it does not happen again, or is seen sooner, or hurts less. Times are epoch milliseconds. */
export interface ActionItem extends ActionFields {
	/** ULID of the event that added it. */
	readonly id: string;
	readonly at: number;
	/** By whom it was done, and whether that was said by the issue's end. */
	readonly done?: { readonly at: number; readonly actor: string; readonly by: 'person' | 'issue' };
}

/** Whether a text is a day, `2026-12-01`. */
export function isDay(text: string): boolean {
	const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Whether its day is over. @param today in the person's calendar, `2026-12-01` */
export const isOverdue = ({ due, done }: Pick<ActionItem, 'due' | 'done'>, today: string): boolean =>
	done === undefined && due !== undefined && due < today;

/** Those that are to be done first: overdue and due ones by their days, then those without one, in the order in which they were added. */
export function byDue(one: Pick<ActionItem, 'due' | 'id'>, other: Pick<ActionItem, 'due' | 'id'>): number {
	const days = (one.due ?? '9999-99-99').localeCompare(other.due ?? '9999-99-99');
	return days || (one.id < other.id ? -1 : 1);
}
