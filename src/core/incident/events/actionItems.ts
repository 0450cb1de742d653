// What the events of action items have in common.
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ACTION_KINDS, type ActionItem, isDay } from '../actions';
import { isWebAddress } from '../links';
import type { Earlier, IncidentState } from './define';

export const ActionIdSchema = v.pipe(v.string(), v.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/));
export const ActionTextSchema = v.pipe(v.string(), v.nonEmpty(), v.maxLength(10_000));
export const ActionKindSchema = v.picklist(ACTION_KINDS);
export const OwnerSchema = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
export const DaySchema = v.pipe(v.string(), v.check(isDay, 'no day'));
export const IssueSchema = v.pipe(v.string(), v.maxLength(2000), v.check(isWebAddress, 'no http or https address'));

/** The state with one of its action items changed; the same where there is none of that id. */
export function withAction(
	state: IncidentState,
	id: string,
	change: (action: ActionItem) => ActionItem,
): IncidentState {
	const { actions = [] } = state;
	return actions.some((action) => action.id === id)
		? { ...state, actions: actions.map((action) => (action.id === id ? change(action) : action)) }
		: state;
}

/** An action item as the timeline names it, by the event that added it. */
export function actionName(id: string, earlier: Earlier): string {
	const payload = earlier(id)?.event.payload;
	const text = typeof payload === 'object' && payload !== null && 'text' in payload ? payload.text : undefined;
	return typeof text === 'string' ? `“${text}”` : l10n.t('one that is not there');
}
