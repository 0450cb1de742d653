// What is to be done about incidents like this one, and what is verified before it is closed.
import type { ActionFields, ActionItem } from '../../core/incident/actions';
import { type Check, type ClosureRules, quietFrom } from '../../core/incident/closure';
import { actionAdded } from '../../core/incident/events/actionAdded';
import { actionDone } from '../../core/incident/events/actionDone';
import { actionEdited } from '../../core/incident/events/actionEdited';
import { actionLinked } from '../../core/incident/events/actionLinked';
import { actionRemoved } from '../../core/incident/events/actionRemoved';
import { actionReopened } from '../../core/incident/events/actionReopened';
import { checkRecorded } from '../../core/incident/events/checkRecorded';
import { reviewWritten } from '../../core/incident/events/reviewWritten';
import type { Incident } from '../../core/incident/record';
import { type ActionChanges, actionChanges, withActions } from '../../core/review/actionDiff';
import { hashOf } from '../../core/trace/hash';
import { actionGone, badAction, reviewChanged, textMissing, tooSoon } from '../incidentErrors';
import type { NewEvent } from './newEvent';

/** What is changed of an action item; `null` empties a field, what is absent stays. */
export interface ActionEdit extends Partial<Pick<ActionFields, 'text' | 'kind'>> {
	readonly owner?: string | null;
	readonly due?: string | null;
	readonly issue?: string | null;
}

/** What a review was begun with. */
export interface ReviewBase {
	/** The incident's review as it was then; empty where there was none. */
	readonly review: string;
	/** What the person was shown of it. */
	readonly shown: string;
	/** Nobody is there to be asked: a review that was written meanwhile is remembered beside it. */
	readonly isBeside?: boolean;
}

/** @throws FaultlineError `incident.textMissing`, `incident.badAction` */
export function withNewAction({ key }: Incident, fields: ActionFields, id?: string): readonly NewEvent[] {
	const clean = cleanOf(key, fields);
	const event = actionAdded.of(clean);
	if (actionAdded.faultOf(clean) !== undefined) {
		throw badAction(key);
	}
	return [{ ...event, ...(id !== undefined && { id }) }];
}

/** @throws FaultlineError `incident.actionGone`, `incident.textMissing`, `incident.badAction` */
export function actionChanged(incident: Incident, id: string, edit: ActionEdit): readonly NewEvent[] {
	const { key } = incident;
	const before = actionOf(incident, id);
	if (edit.text?.trim() === '') {
		throw textMissing(key, 'action');
	}
	const [text, owner, due, issue] = [edit.text?.trim(), trimmed(edit.owner), trimmed(edit.due), trimmed(edit.issue)];
	const said = {
		...(text !== undefined && text !== before.text && { text }),
		...(edit.kind !== undefined && edit.kind !== before.kind && { kind: edit.kind }),
		...(owner !== undefined && owner !== (before.owner ?? null) && { owner }),
		...(due !== undefined && due !== (before.due ?? null) && { due }),
	};
	const edited = Object.keys(said).length > 0 ? [actionEdited.of({ action: id, ...said })] : [];
	const linked =
		issue !== undefined && issue !== (before.issue ?? null) ? [actionLinked.of({ action: id, issue })] : [];
	if (
		edited.some(({ payload }) => actionEdited.faultOf(payload) !== undefined) ||
		linked.some(({ payload }) => actionLinked.faultOf(payload) !== undefined)
	) {
		throw badAction(key);
	}
	return [...edited, ...linked];
}

/** @throws FaultlineError `incident.actionGone` */
export function actionSettled(
	incident: Incident,
	id: string,
	isDone: boolean,
	by: 'person' | 'issue',
): readonly NewEvent[] {
	const { done } = actionOf(incident, id);
	if ((done !== undefined) === isDone) {
		return [];
	}
	return [isDone ? actionDone.of({ action: id, by }) : actionReopened.of({ action: id, by })];
}

/** @throws FaultlineError `incident.actionGone` */
export function withoutAction(incident: Incident, id: string): readonly NewEvent[] {
	return [actionRemoved.of({ action: actionOf(incident, id).id })];
}

/**
 * A review in place of the one that its writer began with, with what its list of action items says.
 *
 * @param base what the writer began with; anything where absent
 * @throws FaultlineError `incident.textMissing`, `incident.reviewChanged`, `incident.badAction`; then nothing is written
 */
export function reviewed(
	incident: Incident,
	written: string,
	base: ReviewBase | undefined,
	newId: () => string,
): readonly NewEvent[] {
	const { key, review, actions = [] } = incident;
	const now = review?.text ?? '';
	if (written.trim() === '') {
		throw textMissing(key, 'review');
	}
	const isOther = base !== undefined && base.review !== now;
	if (isOther && !base.isBeside) {
		throw reviewChanged(key);
	}
	const { changes, text } = actionChanges(base?.shown ?? withActions(now, actions), written, actions, newId);
	const isNew = text !== now;
	const seen = isOther ? base.review : now;
	return [
		...eventsOf(incident, changes),
		...(isNew ? [reviewWritten.of({ text, base: seen === '' ? '' : hashOf(seen) })] : []),
	];
}

function eventsOf(incident: Incident, { added, changed, removed }: ActionChanges): readonly NewEvent[] {
	return [
		...added.flatMap(({ id, isDone, ...fields }) => [
			...withNewAction(incident, fields, id),
			...(isDone ? [actionDone.of({ action: id, by: 'person' as const })] : []),
		]),
		...changed.flatMap(({ before, line: { isDone, text, kind, owner = null, due = null, issue = null } }) => [
			...actionChanged(incident, before.id, { text, kind, owner, due, issue }),
			...actionSettled(incident, before.id, isDone, 'person'),
		]),
		...removed.map((action) => actionRemoved.of({ action })),
	];
}

/** @throws FaultlineError `incident.tooSoon` */
export function checked(
	incident: Incident,
	check: Check,
	isDone: boolean,
	rules: ClosureRules,
	now: number,
): readonly NewEvent[] {
	if ((incident.checks ?? []).some((one) => one.check === check) === isDone) {
		return [];
	}
	const quiet = quietFrom(incident, rules);
	if (isDone && check === 'alertQuiet' && (quiet === undefined || now < quiet)) {
		throw tooSoon(incident.key, quiet, rules.quietMinutes);
	}
	return [checkRecorded.of({ check, isDone })];
}

function actionOf({ key, actions = [] }: Incident, id: string): ActionItem {
	const found = actions.find((action) => action.id === id);
	if (!found) {
		throw actionGone(key);
	}
	return found;
}

/** Without blanks; `null` for what is empty, `undefined` for what is not said. */
const trimmed = (text: string | null | undefined) => (text === undefined ? undefined : text?.trim() || null);

function cleanOf(key: string, { text, kind, owner, due, issue }: ActionFields) {
	if (text.trim() === '') {
		throw textMissing(key, 'action');
	}
	const [by, on, at] = [trimmed(owner), trimmed(due), trimmed(issue)];
	return { text: text.trim(), kind, ...(by && { owner: by }), ...(on && { due: on }), ...(at && { issue: at }) };
}
