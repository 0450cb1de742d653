// What an incident takes from the issue that it is linked to, and what is remembered of that.
import * as l10n from '@vscode/l10n';
import {
	type Followed,
	fieldsOf,
	type IssueSync,
	isSameSync,
	type Outgoing,
	planSync,
	type SyncPlan,
	settled,
	type There,
} from '../../core/github/sync';
import { incidentEdited } from '../../core/incident/events/incidentEdited';
import { issueSynced } from '../../core/incident/events/issueSynced';
import { noteAdded } from '../../core/incident/events/noteAdded';
import { priorityOverridden } from '../../core/incident/events/priorityOverridden';
import { statusChanged } from '../../core/incident/events/statusChanged';
import { isPriority } from '../../core/incident/priority';
import type { Incident } from '../../core/incident/record';
import { hashOf } from '../../core/trace/hash';
import type { NewEvent } from './newEvent';

/** An issue, as the link of an incident names it. */
export interface IssueRef {
	readonly url: string;
	readonly number: number;
}

/** Takes in what is new on an issue, in one append with what is remembered of it. */
export function followed(incident: Incident, ref: IssueRef, there: There): readonly NewEvent[] {
	if (!incident.links?.some(({ url }) => url === ref.url)) {
		return []; // it was taken off meanwhile
	}
	const plan = planSync(incident, there, ref.url);
	const before = incident.synced?.find(({ url }) => url === ref.url);
	const isNew = !isSameSync(before, plan.next) || plan.conflicts.length > 0;
	return [
		...taken(incident, ref, plan.take),
		...plan.comments.map((comment) => ({
			...noteAdded.of({ text: comment.text || '…', happenedAt: comment.at, from: ref.url }),
			actor: comment.author,
			id: noteIdOf(incident.id, ref.url, comment),
		})),
		...(isNew ? [synced(ref, before, plan.next, plan.conflicts, [])] : []),
	];
}

/** Remembers that some of what waited was sent, or is to stay here. @param sent how each is called; nothing where it stays */
export function sentToIssue(
	incident: Incident,
	ref: IssueRef,
	done: readonly Outgoing[],
	sent: readonly string[],
	told = fieldsOf(incident),
): readonly NewEvent[] {
	const before = incident.synced?.find(({ url }) => url === ref.url);
	return before ? [synced(ref, before, settled(before, done, told, sent.length > 0), [], sent)] : [];
}

function synced(
	{ url, number }: IssueRef,
	before: IssueSync | undefined,
	{ base, seen, kept, mayClose }: IssueSync,
	conflicts: SyncPlan['conflicts'],
	sent: readonly string[],
): NewEvent {
	return issueSynced.of({
		...{ url, number, base, mayClose, conflicts: [...conflicts], sent: [...sent] },
		seen: seen.filter((one) => !before?.seen.includes(one)),
		kept: kept.filter((one) => !before?.kept.includes(one)),
	});
}

function taken(incident: Followed, { number }: IssueRef, take: SyncPlan['take']): readonly NewEvent[] {
	const { title, isDone, priority, category } = take;
	const actor = l10n.t('Issue #{0}', number);
	const edits = { ...(title !== undefined && { title }), ...(category && { category, subcategory: null }) };
	const events: readonly NewEvent[] = [
		...(Object.keys(edits).length > 0 ? [incidentEdited.of(edits)] : []),
		...(priority && isPriority(priority)
			? [priorityOverridden.of({ priority, reason: l10n.t('A label of issue #{0}', number) })]
			: []),
		...(isDone === undefined
			? []
			: [
					statusChanged.of({
						from: incident.status,
						to: isDone ? 'resolved' : 'investigating',
						note: isDone ? l10n.t('Issue #{0} was closed.', number) : l10n.t('Issue #{0} was reopened.', number),
					}),
				]),
	];
	return events.map((event) => ({ ...event, actor }));
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID that is the same in whichever window the comment is taken in: then it is one note. */
function noteIdOf(incident: string, url: string, { at, mark }: { readonly at: number; readonly mark: string }): string {
	let time = '';
	for (let left = Math.max(0, at), place = 0; place < 10; place++, left = Math.floor(left / 32)) {
		time = `${ALPHABET[left % 32]}${time}`;
	}
	const digits = [...`${hashOf(`${incident} ${url} ${mark}`)}`];
	const random = digits.map((digit) => ALPHABET[Number.parseInt(digit, 16)]).join('');
	return `${time}${random}`;
}
