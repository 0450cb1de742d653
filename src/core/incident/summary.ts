import { plainText } from '../../base/plainText';
import { type ReviewState, reviewState } from '../review/state';
import type { ActionItem } from './actions';
import { isMajor, nextUpdateDue } from './major';
import type { Incident, IncidentFacts } from './record';

/** Fields of an incident that are shown as they are, and may be absent. */
const OPTIONAL_TEXTS = ['subcategory', 'service', 'environment', 'release', 'repository'] as const;
const OPTIONAL_TIMES = ['acknowledgedAt', 'mitigatedAt', 'resolvedAt', 'closedAt'] as const;

/**
 * What lists, clocks and charts show of an incident: small, so that all of them can be held at once. The rest is read when one is opened.
 * Times are epoch milliseconds.
 */
export interface IncidentSummary
	extends Pick<
		Incident,
		| 'id'
		| 'key'
		| 'title'
		| 'category'
		| 'impact'
		| 'urgency'
		| 'priority'
		| 'status'
		| 'createdAt'
		| 'startedAt'
		| 'detectedAt'
		| 'lastChangeAt'
		| 'isDeleted'
		| (typeof OPTIONAL_TEXTS)[number]
		| (typeof OPTIONAL_TIMES)[number]
	> {
	readonly assignee?: string;
	/** It is one now. */
	readonly isMajor: boolean;
	/** Of the last escalation; 0 where there was none. */
	readonly escalationLevel: number;
	/** As `nextUpdateDue` says. */
	readonly nextUpdateDue?: number;
	/** Action items that are not done; absent where there are none. */
	readonly openActions?: readonly OpenAction[];
	/** How far its review has come; absent where it was not begun. */
	readonly reviewState?: Exclude<ReviewState, 'none'>;
}

/** An action item that is not done, as lists show it. */
export type OpenAction = Pick<ActionItem, 'id' | 'text' | 'kind' | 'owner' | 'due' | 'issue'>;

/** So many open ones of an incident are in lists, their texts so long. */
const ACTIONS = 50;
const ACTION_LENGTH = 200;

/** Lists of 10,000 incidents are made of these at a start, so each field is set by itself: objects spread into one another cost several times as much. */
export function summaryOf(incident: IncidentFacts): IncidentSummary {
	const { id, key, title, category, impact, urgency, priority, status, createdAt, startedAt, isDeleted } = incident;
	const { detectedAt, lastChangeAt, roles, escalations } = incident;
	const summary: { -readonly [Field in keyof IncidentSummary]: IncidentSummary[Field] } = {
		id,
		key,
		impact,
		urgency,
		priority,
		status,
		createdAt,
		startedAt,
		detectedAt,
		lastChangeAt,
		isDeleted,
		title: shown(title),
		category: shown(category),
		isMajor: isMajor(incident),
		escalationLevel: escalations?.at(-1)?.level ?? 0,
	};
	for (const field of OPTIONAL_TEXTS) {
		const text = incident[field];
		if (text !== undefined) {
			summary[field] = shown(text);
		}
	}
	for (const field of OPTIONAL_TIMES) {
		const time = incident[field];
		if (time !== undefined) {
			summary[field] = time;
		}
	}
	if (roles?.assignee !== undefined) {
		summary.assignee = shown(roles.assignee);
	}
	const due = nextUpdateDue(incident);
	if (due !== undefined) {
		summary.nextUpdateDue = due;
	}
	const open = openActions(incident);
	if (open.length > 0) {
		summary.openActions = open;
	}
	const state = reviewState(incident);
	if (state !== 'none') {
		summary.reviewState = state;
	}
	return summary;
}

function openActions({ actions = [] }: IncidentFacts): readonly OpenAction[] {
	return actions
		.filter(({ done }) => done === undefined)
		.slice(0, ACTIONS)
		.map(({ id, text, kind, owner, due, issue }) => ({
			...{ id, kind, text: plainText(text.length > ACTION_LENGTH ? `${text.slice(0, ACTION_LENGTH)}…` : text) },
			...(owner !== undefined && { owner: plainText(owner) }),
			...(due !== undefined && { due }),
			...(issue !== undefined && { issue }),
		}));
}

/** No title or path is longer; a list of texts of megabytes, which a repository may hold, would hold its window up. */
const LONGEST = 4096;

function shown(text: string): string {
	return plainText(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
