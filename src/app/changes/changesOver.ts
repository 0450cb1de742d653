import { FaultlineError } from '../../base/errors';
import type { ClosureRules } from '../../core/incident/closure';
import type { IncidentEvent } from '../../core/incident/event';
import { branchPushed } from '../../core/incident/events/branchPushed';
import { changeUndone } from '../../core/incident/events/changeUndone';
import { evidenceAdded } from '../../core/incident/events/evidenceAdded';
import { frameChosen } from '../../core/incident/events/frameChosen';
import { incidentCreated } from '../../core/incident/events/incidentCreated';
import { incidentDeleted } from '../../core/incident/events/incidentDeleted';
import { incidentErased } from '../../core/incident/events/incidentErased';
import { incidentRestored } from '../../core/incident/events/incidentRestored';
import { linkAdded } from '../../core/incident/events/linkAdded';
import { roleAssigned } from '../../core/incident/events/roleAssigned';
import { suspectsAnalyzed } from '../../core/incident/events/suspectsAnalyzed';
import type { Incident } from '../../core/incident/record';
import { ROLES } from '../../core/incident/roles';
import { lastChangeOf } from '../../core/incident/undo';
import type { NewId } from '../../core/ports/clock';
import type { IncidentStore } from '../../core/ports/incidentStore';
import type { IncidentChanges, StatusOutcome } from '../incidentChanges';
import { unknownIncident } from '../incidentErrors';
import { actionChanged, actionSettled, checked, reviewed, withNewAction, withoutAction } from './actions';
import { alerted, openedBy } from './alerts';
import { prepared, requested } from './branches';
import { edited, overridden } from './fields';
import { followed, sentToIssue } from './issues';
import { movedTo } from './lifecycle';
import { attached, detached, linked, unlinked } from './links';
import { claimedDelivery, composedMessage, deliveredAs, discardedMessage, settledDelivery, snoozed } from './messages';
import type { NewEvent } from './newEvent';
import { assigned, declared, escalated, noted, stoodDown, updated } from './response';
import { noteDeleted, notedAt, noteEdited, noteReplied, noteResolved } from './rootCauseNotes';
import { corrected } from './times';
import { toUndo } from './undo';
import { bisected, judged } from './verdicts';

export interface ChangeNeeds {
	readonly store: Pick<IncidentStore, 'append' | 'erase'>;
	readonly get: (id: string) => Promise<Incident | undefined>;
	/** Puts an event into its envelope. */
	readonly eventOn: (incident: string, event: NewEvent) => IncidentEvent;
	/** Does one thing after the other, once the store is open. */
	readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
	readonly newId: NewId;
	/** Epoch milliseconds. */
	readonly now: () => number;
	/** What has to be verified before an incident is closed. */
	readonly closure: () => ClosureRules;
}

/** The ways to change incidents over a store: each decides on the state as it is when all earlier changes are done. */
export function changesOver({ store, get, eventOn, inTurn, newId, now, closure }: ChangeNeeds): IncidentChanges {
	/** What is decided is written together. */
	const change = (id: string, decide: (incident: Incident | undefined) => readonly NewEvent[]): Promise<Incident> =>
		inTurn(async () => {
			const written = decide(await get(id)).map((event) => eventOn(id, event));
			if (written.length > 0) {
				await store.append(written);
			}
			return existing(id, await get(id));
		});
	/** The same for an incident that is there and not deleted. */
	const on = (id: string, decide: (incident: Incident) => readonly NewEvent[]): Promise<Incident> =>
		change(id, (incident) => decide(current(id, incident)));

	return {
		create: ({ evidence, links = [], roles = {}, alerts, ...fields }) => {
			const events = [
				incidentCreated.of(fields),
				...evidence.map((one) => evidenceAdded.of({ ...one })),
				...ROLES.flatMap((role) => {
					const person = roles[role]?.trim();
					return person ? [roleAssigned.of({ role, person })] : [];
				}),
				...links.map((link) => linkAdded.of(link)),
			];
			return alerts
				? change(alerts.id, (incident) => (incident ? [] : openedBy(alerts, events)))
				: change(newId(), () => events);
		},
		noteAlerts: (id, news) => on(id, (incident) => alerted(incident, news)),
		edit: (id, changes) => on(id, (incident) => edited(incident, changes, now())),
		setStatus: (id, to, note, review) => on(id, (incident) => movedTo(incident, to, { note, review }, closure())),
		setStatusOf: (ids, to, note) =>
			inTurn(async () => {
				const written: IncidentEvent[] = [];
				const outcomes: StatusOutcome[] = [];
				for (const id of new Set(ids)) {
					const incident = await get(id);
					try {
						const events = movedTo(current(id, incident), to, { note }, closure());
						written.push(...events.map((event) => eventOn(id, event)));
						outcomes.push({ id, key: incident?.key ?? '' });
					} catch (error) {
						if (!FaultlineError.is(error)) {
							throw error;
						}
						outcomes.push({ id, key: incident?.key ?? '', refused: error });
					}
				}
				if (written.length > 0) {
					await store.append(written);
				}
				return outcomes;
			}),
		overridePriority: (id, priority, reason) => on(id, (incident) => overridden(incident, priority, reason)),
		correctTimes: (id, corrections) => on(id, (incident) => corrected(incident, corrections, now())),
		assign: (id, role, person) => on(id, (incident) => assigned(incident, role, person)),
		escalate: (id, escalation) => on(id, (incident) => escalated(incident, escalation)),
		declareMajor: (id, declaration) => on(id, (incident) => declared(incident, declaration)),
		standDown: (id, summary) => on(id, (incident) => stoodDown(incident, summary)),
		writeUpdate: (id, update) => on(id, (incident) => updated(incident, update)),
		composeMessage: (id, message, composed, update) =>
			on(id, (incident) => composedMessage(incident, message, composed, update)),
		claimDelivery: (id, ref, claim) => on(id, (incident) => claimedDelivery(incident, ref, claim)),
		recordDelivery: (id, ref, claim, result) => on(id, (incident) => deliveredAs(incident, ref, claim, result)),
		settleDelivery: (id, ref, isThere, why) =>
			on(id, (incident) => settledDelivery(incident, ref, isThere, why, now())),
		discardMessage: (id, message) => on(id, (incident) => discardedMessage(incident, message)),
		snoozeUpdate: (id, until, reason) => on(id, (incident) => snoozed(incident, until, reason, now())),
		addNote: (id, text, happenedAt) => on(id, (incident) => noted(incident, text, happenedAt, now())),
		addRootCauseNote: (id, note) => on(id, (incident) => notedAt(incident, note)),
		editRootCauseNote: (id, edit) => on(id, (incident) => noteEdited(incident, edit)),
		replyToRootCauseNote: (id, note, text) => on(id, (incident) => noteReplied(incident, note, text)),
		resolveRootCauseNote: (id, note, isResolved) => on(id, (incident) => noteResolved(incident, note, isResolved)),
		deleteRootCauseNote: (id, note, reply) => on(id, (incident) => noteDeleted(incident, note, reply)),
		addLink: (id, link) => on(id, (incident) => linked(incident, link)),
		removeLink: (id, url) => on(id, (incident) => unlinked(incident, url)),
		attachFile: (id, file) => on(id, (incident) => attached(incident, file)),
		detachFile: (id, file) => on(id, (incident) => detached(incident, file)),
		followIssue: (id, issue, there) => on(id, (incident) => followed(incident, issue, there)),
		recordSent: (id, issue, done, sent, told) => on(id, (incident) => sentToIssue(incident, issue, done, sent, told)),
		writeReview: (id, text, base) => on(id, (incident) => reviewed(incident, text, base, newId)),
		addAction: (id, action) => on(id, (incident) => withNewAction(incident, action)),
		editAction: (id, action, edit) => on(id, (incident) => actionChanged(incident, action, edit)),
		settleAction: (id, action, isDone, by = 'person') =>
			on(id, (incident) => actionSettled(incident, action, isDone, by)),
		removeAction: (id, action) => on(id, (incident) => withoutAction(incident, action)),
		recordCheck: (id, check, isDone) => on(id, (incident) => checked(incident, check, isDone, closure(), now())),
		lastChange: async (id) => lastChangeOf(existing(id, await get(id))),
		undo: (id, eventId) =>
			inTurn(async () => {
				const change = toUndo(existing(id, await get(id)), eventId);
				await store.append([eventOn(id, changeUndone.of({ event: change.eventId }))]);
				return { incident: existing(id, await get(id)), change };
			}),
		addEvidence: (id, evidence) => on(id, () => [evidenceAdded.of({ ...evidence })]),
		recordAnalysis: (id, analysis) => on(id, () => [suspectsAnalyzed.of(analysis)]),
		chooseFrame: (id, choice) => on(id, () => [frameChosen.of(choice)]),
		judge: (id, commit, verdict) => on(id, (incident) => judged(incident, commit, verdict)),
		recordBisection: (id, bisection) => on(id, (incident) => bisected(incident, bisection)),
		recordBranch: (id, branch) => on(id, (incident) => prepared(incident, branch)),
		recordPush: (id, push) => on(id, () => [branchPushed.of(push)]),
		recordPullRequest: (id, opened, link) => on(id, (incident) => requested(incident, opened, link)),
		delete: async (id) => {
			await on(id, () => [incidentDeleted.of({})]);
		},
		restore: (id) => change(id, (incident) => (existing(id, incident).isDeleted ? [incidentRestored.of({})] : [])),
		erase: (id) =>
			inTurn(async () => {
				existing(id, await get(id));
				await store.erase(eventOn(id, incidentErased.of({})));
			}),
	};
}

function existing(id: string, incident: Incident | undefined): Incident {
	if (!incident) {
		throw unknownIncident(id);
	}
	return incident;
}

/** There, and not deleted. */
function current(id: string, incident: Incident | undefined): Incident {
	const found = existing(id, incident);
	if (found.isDeleted) {
		throw unknownIncident(found.key);
	}
	return found;
}
