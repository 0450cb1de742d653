import * as l10n from '@vscode/l10n';
import type { FollowedStates } from '../../app/followedPullRequests';
import type { Deployed, PullRequests } from '../../app/suspectOrigins';
import { monitorOf } from '../../core/alerts/kinds';
import { alertId, isOn } from '../../core/alerts/model';
import type { SyncMode } from '../../core/github/sync';
import { ACTION_KINDS, actionKindName, byDue, isOverdue } from '../../core/incident/actions';
import { CHECKS, type ClosureRules, checkName, gatesOf } from '../../core/incident/closure';
import { LINK_KINDS, linkKindName } from '../../core/incident/links';
import { isMajor, nextUpdateDue } from '../../core/incident/major';
import { stateNow } from '../../core/incident/messages';
import type { Priority } from '../../core/incident/priority';
import type { Incident, TimelineEntry } from '../../core/incident/record';
import { ROLES, roleName } from '../../core/incident/roles';
import { isReviewDue, type Need, nextStatuses, STATUSES, type Status, transition } from '../../core/incident/status';
import { summaryOf } from '../../core/incident/summary';
import type { WorkingTime } from '../../core/incident/targets';
import { type ClockRules, clockOf, type TargetState, type Targets } from '../../core/incident/targets';
import type { Category } from '../../core/incident/taxonomy';
import { lastChangeOf } from '../../core/incident/undo';
import { noteKindName, placeOf } from '../../core/notes/note';
import type { RedactionOptions } from '../../core/redaction/model';
import { readFrontMatter } from '../../core/review/frontMatter';
import { reviewState } from '../../core/review/state';
import type { Analysis } from '../../core/suspects/model';
import type { InAppRules } from '../../core/trace/inAppRules';
import type { ParsedText } from '../../core/trace/model';
import type { Clock, Delivery, Entry, Major, PageContent, Step, Target, TimelineGroup } from '../../protocol/page';
import { dueWords, localDay, reviewStateName } from '../actionWords';
import { alertFacts } from '../alertWords';
import { deployedFacts } from '../deploymentWords';
import { syncRule } from '../issueWords';
import { pullRequestFacts } from '../pullRequestWords';
import type { IncidentNode } from '../views/nodeTypes';
import { needQuestion, statusName } from '../words';
import { suspectsSection, traceSection } from './pageEvidence';

/** What the page of an incident is made of. */
export interface Shown {
	readonly incident: Incident;
	/** The same with its frames placed anew, by what the person said since the analysis. */
	readonly shown: Incident;
	readonly parsed: ParsedText;
	readonly isAnalyzing: boolean;
	/** The suspects that an analysis which is still going points at by now. */
	readonly soFar?: Pick<Analysis, 'commits' | 'files'> | undefined;
	/** How an issue is followed, in words; empty where it is not. */
	readonly issueState?: (url: string) => string;
	readonly sync?: SyncMode;
	/** Of suspects, as far as they are known. */
	readonly pullRequests?: PullRequests;
	readonly deployed?: Deployed;
	/** How the pull requests stand that it is linked to, as far as that is known. */
	readonly followed?: FollowedStates;
	/** As VS Code has it: `de`, `en-US`. */
	readonly locale?: string;
	/** Git may be started here. */
	readonly isTrusted: boolean;
	/** Who writes here. */
	readonly me: string;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** What a person configured that the page shows. */
export interface Configured {
	readonly categories: readonly Category[];
	readonly targets: Targets;
	readonly working: (priority: Priority) => WorkingTime;
	readonly warnShare: number;
	readonly levels: readonly string[];
	readonly rules: InAppRules;
	readonly redaction: RedactionOptions;
	readonly closure: ClosureRules;
	readonly wording: { readonly isChecked: boolean; readonly phrases: readonly string[] };
}

/** Which entries of the timeline a filter shows; those of types that are not here show only unfiltered. */
const GROUPS: Readonly<Record<string, readonly TimelineGroup[]>> = {
	'incident.created': ['status'],
	'incident.edited': ['status'],
	'incident.deleted': ['status'],
	'incident.restored': ['status'],
	'status.changed': ['status'],
	'priority.overridden': ['status'],
	'times.corrected': ['status'],
	'note.added': ['notes'],
	'review.written': ['notes'],
	'action.added': ['notes'],
	'action.edited': ['notes'],
	'action.linked': ['notes'],
	'action.done': ['notes'],
	'action.reopened': ['notes'],
	'action.removed': ['notes'],
	'check.recorded': ['status'],
	'evidence.added': ['notes'],
	'suspects.analyzed': ['suspects'],
	'suspect.confirmed': ['suspects'],
	'suspect.dismissed': ['suspects'],
	'verdict.withdrawn': ['suspects'],
	'bisection.finished': ['suspects'],
	'frame.chosen': ['suspects'],
	'update.written': ['updates', 'communication'],
	'update.snoozed': ['updates', 'communication'],
	'message.composed': ['updates', 'communication'],
	'message.claimed': ['communication'],
	'message.sent': ['communication'],
	'message.failed': ['communication'],
	'message.discarded': ['communication'],
	'major.declared': ['status', 'communication'],
	'major.stoodDown': ['status', 'communication'],
	'escalation.raised': ['communication'],
	'role.assigned': ['communication'],
	'rootCauseNote.added': ['notes'],
	'rootCauseNote.edited': ['notes'],
	'rootCauseNote.replied': ['notes'],
	'rootCauseNote.resolved': ['notes'],
	'rootCauseNote.reopened': ['notes'],
	'rootCauseNote.deleted': ['notes'],
	'link.added': ['notes'],
	'link.removed': ['notes'],
	'issue.synced': ['communication'],
	'alerts.seen': ['status'],
	'file.attached': ['notes'],
	'file.detached': ['notes'],
};

/** An incident as its page shows it. */
export function pageContent(shown: Shown, configured: Configured): PageContent {
	const {
		incident,
		parsed,
		isAnalyzing,
		soFar,
		isTrusted,
		me,
		pullRequests,
		deployed,
		followed,
		now,
		locale = 'en',
	} = shown;
	const { id, key, title, description, priority, status, priorityOverride, links = [], files = [], review } = incident;
	const node: IncidentNode = { kind: 'incident', id, incidentId: id, summary: summaryOf(incident) };
	const last = lastChangeOf(incident);
	return {
		...{ id, key, title, description, priority, status },
		...(priorityOverride && { priorityReason: priorityOverride.reason }),
		statusName: statusName(status),
		facts: factsOf(incident, configured.categories),
		steps: stepsOf(incident, configured.closure),
		...(last && { undo: { eventId: last.eventId, sentence: last.sentence } }),
		clock: clockFor(incident, configured, shown.now),
		major: majorOf(incident, configured.targets),
		trace: traceSection(node, shown, configured.rules),
		suspects: suspectsSection({
			...{ incident, isAnalyzing, soFar, isTrusted },
			hasTrace: parsed.traces.length > 0,
			pullRequestsOf: (sha) =>
				(pullRequests?.get(sha) ?? []).map((pull) => ({
					...{ number: pull.number, title: pull.title },
					facts: pullRequestFacts(pull, now, locale),
				})),
			deployedOf: (sha) =>
				(deployed?.get(sha) ?? []).map((one) => ({
					environment: one.environment,
					facts: deployedFacts(one, now, locale),
				})),
		}),
		timeline: incident.timeline.map((entry) => entryOf(entry, deliveriesOf(incident, entry.eventId, now))),
		me,
		roles: ROLES.map((role) => ({ role, name: roleName(role), person: incident.roles?.[role] ?? '' })),
		people: peopleOf(incident, me),
		levels: [...configured.levels],
		escalations: (incident.escalations ?? []).map((one) => ({
			...one,
			name: configured.levels[one.level - 1] ?? l10n.t('Level {0}', one.level),
		})),
		alerts: (incident.alerts ?? []).map((alert) => ({
			...{ id: alertId(alert), title: alert.title, state: alert.state },
			facts: alertFacts(alert, now, locale),
			hasPage: alert.url !== undefined,
			canEscalate: isOn(alert) && monitorOf(alert.source)?.escalates === true,
		})),
		moreAlerts: incident.moreAlerts ?? 0,
		links: links.map((link) => {
			const state = shown.issueState?.(link.url) ?? '';
			const pull = followed?.get(link.url);
			return {
				...link,
				kindName: linkKindName(link.kind),
				facts: pull ? pullRequestFacts(pull, now, locale) : '',
				state,
				rule: state === '' ? '' : syncRule(shown.sync ?? 'ask'),
			};
		}),
		linkKinds: LINK_KINDS.map((kind) => ({ id: kind, name: linkKindName(kind) })),
		files: files.map((file) => ({ ...file })),
		notes: (incident.rootCauseNotes ?? []).map(({ id, kind, text, anchor, actor, at, resolved, replies }) => ({
			...{ id, text, actor, at, kindName: noteKindName(kind), place: placeOf(anchor) },
			isResolved: resolved !== undefined,
			replies: replies.map((reply) => ({ ...reply })),
		})),
		review: {
			text: review ? shownText(review.text) : '',
			state: reviewState(incident),
			stateName: reviewStateName(reviewState(incident)),
			actor: review?.actor ?? '',
			at: review?.at,
			isDue: isReviewDue(incident) && ['none', 'draft'].includes(reviewState(incident)),
		},
		...(configured.wording.isChecked && {
			wording: { names: namesIn(incident, me), phrases: [...configured.wording.phrases] },
		}),
		actions: actionsOf(incident, now, locale),
		actionKinds: ACTION_KINDS.map((kind) => ({ id: kind, name: actionKindName(kind) })),
		checks: checksOf(incident, configured.closure),
		redaction: { emailAddresses: configured.redaction.emailAddresses, keys: configured.redaction.keys },
	};
}

function factsOf(incident: Incident, categories: readonly Category[]): PageContent['facts'] {
	const { service, environment, release, lastGood } = incident;
	const category = categories.find(({ id }) => id === incident.category);
	const subcategory = category?.subcategories.find(({ id }) => id === incident.subcategory);
	const filed = [category?.name ?? incident.category, subcategory?.name ?? incident.subcategory ?? ''];
	const facts = [
		{ label: l10n.t('Category'), value: filed.filter((part) => part !== '').join(' › '), isCode: false },
		{ label: l10n.t('Service'), value: service ?? '', isCode: false },
		{ label: l10n.t('Environment'), value: environment ?? '', isCode: false },
		{ label: l10n.t('Deployed revision'), value: release ?? '', isCode: true },
		{ label: l10n.t('Last good'), value: lastGood ?? '', isCode: true },
	];
	return facts.filter(({ value }) => value !== '');
}

/** Without what stands in front of the text for programs. */
const shownText = (markdown: string) => markdown.slice(readFrontMatter(markdown).end).trim();

/** The open ones first, those that are due first before the others. */
function actionsOf({ actions = [] }: Incident, now: number, locale: string): PageContent['actions'] {
	const order = [...actions].sort((one, other) => Number(!!one.done) - Number(!!other.done) || byDue(one, other));
	return order.map((action) => ({
		...{ id: action.id, text: action.text, kindName: actionKindName(action.kind), owner: action.owner ?? '' },
		due: dueWords(action, now, locale),
		isOverdue: isOverdue(action, localDay(now)),
		isDone: action.done !== undefined,
		issue: action.issue ?? '',
	}));
}

function checksOf(incident: Incident, closure: ClosureRules): PageContent['checks'] {
	const gates = gatesOf(incident, closure);
	return CHECKS.map((check) => {
		const verified = incident.checks?.find((one) => one.check === check);
		return {
			...{ id: check, name: checkName(check, closure), isDone: verified !== undefined },
			...(verified && { said: { at: verified.at, actor: verified.actor } }),
			isNeeded: gates.includes(check),
		};
	});
}

/** The legal next steps, the usual one first: the nearest forward, then those further on, then back. */
function stepsOf(incident: Incident, closure: ClosureRules): Step[] {
	const place = STATUSES.indexOf(incident.status);
	const steps = nextStatuses(incident.status).map((to): Step => {
		const step = transition(incident, to, closure);
		const needs = step.allowed ? step.needs.flatMap((need) => askedFor(need, incident)) : [];
		return {
			to,
			title: stepTitle(incident.status, to),
			isBack: STATUSES.indexOf(to) < place,
			needs: step.allowed && step.needs.includes('checks') ? [] : needs, // it is refused, in a sentence that says what is missing
		};
	});
	return [...steps.filter(({ isBack }) => !isBack), ...steps.filter(({ isBack }) => isBack)];
}

/** What a form asks for; a review that was begun is completed elsewhere. */
function askedFor(need: Need, { review }: Incident): Step['needs'] {
	switch (need) {
		case 'checks':
			return [];
		case 'review':
			return review ? [] : [{ id: 'review', question: needQuestion(need) }];
		default:
			return [{ id: 'note', question: needQuestion(need) }];
	}
}

function stepTitle(from: Status, to: Status): string {
	const isReopening = to === 'investigating' && ['mitigated', 'resolved', 'closed'].includes(from);
	return {
		new: l10n.t('Back to New'),
		acknowledged: from === 'new' ? l10n.t('Acknowledge') : l10n.t('Back to Acknowledged'),
		investigating: isReopening ? l10n.t('Reopen') : l10n.t('Investigate'),
		mitigated: l10n.t('Mark Mitigated'),
		resolved: l10n.t('Resolve'),
		closed: l10n.t('Close'),
	}[to];
}

function clockFor(incident: Incident, rules: ClockRules, now: number): Clock {
	const { startedAt, detectedAt, acknowledgedAt, resolvedAt } = incident;
	const { acknowledge, resolve } = clockOf(summaryOf(incident), rules, now);
	const target = ({ dueAt, warnAt }: TargetState, doneAt: number | undefined): Target => ({ dueAt, warnAt, doneAt });
	return {
		...{ startedAt, detectedAt, resolvedAt },
		...(acknowledge && { acknowledge: target(acknowledge, acknowledgedAt) }),
		...(resolve && { resolve: target(resolve, resolvedAt) }),
	};
}

function majorOf(incident: Incident, targets: Targets): Major {
	const { major, updates = [], priority } = incident;
	return {
		isOn: isMajor(incident),
		...(major && {
			declared: {
				reason: major.reason,
				audience: major.audience,
				updateMinutes: major.updateMinutes,
				at: major.declaredAt,
				...(major.stoodDown && { stoodDown: { ...major.stoodDown } }),
			},
		}),
		nextUpdateDue: nextUpdateDue(incident),
		usualMinutes: targets[priority].update,
		updates: updates.map((update) => ({ ...update })),
	};
}

function entryOf(
	{ eventId, at, recordedAt, actor, type, provenance, sentence, isUndone }: TimelineEntry,
	deliveries: Delivery[] | undefined,
): Entry {
	return {
		...{ id: eventId, at, recordedAt, actor, provenance, sentence },
		groups: [...(GROUPS[type] ?? [])],
		isUndone: isUndone ?? false,
		...(deliveries && { deliveries }),
	};
}

/** How a message stands in its channels; undefined for what is no message. */
function deliveriesOf({ messages = [] }: Incident, eventId: string, now: number): Delivery[] | undefined {
	const message = messages.find(({ id }) => id === eventId);
	return message?.deliveries.map((delivery) => {
		const state = message.isDiscarded && delivery.state !== 'sent' ? 'discarded' : stateNow(delivery, now);
		return { channel: delivery.channel.name, state, words: deliveryWords(state, delivery.why) };
	});
}

function deliveryWords(state: Delivery['state'], why = ''): string {
	const words = {
		queued: l10n.t('not sent yet'),
		sending: l10n.t('being sent'),
		sent: l10n.t('sent'),
		failed: l10n.t('not sent'),
		unknown: l10n.t('not known whether it arrived'),
		discarded: l10n.t('discarded'),
	}[state];
	return why !== '' && (state === 'failed' || state === 'unknown') ? `${words}: ${why}` : words;
}

/** Everybody the incident names, to choose from. */
function peopleOf({ roles = {}, escalations = [], timeline }: Incident, me: string): string[] {
	const named = [...Object.values(roles), ...escalations.map(({ to }) => to), ...timeline.map(({ actor }) => actor)];
	return [...new Set([me, ...named])].filter((name) => name !== '').slice(0, 50);
}

/** Everybody it names or whose changes it suspects: whom its texts may be about. */
function namesIn(incident: Incident, me: string): string[] {
	const authors = incident.analysis?.commits.map(({ author }) => author) ?? [];
	return [...new Set([...peopleOf(incident, me), ...authors])];
}
