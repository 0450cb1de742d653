import * as l10n from '@vscode/l10n';
import { text } from '../incident/exchange/markdownText';
import type { Incident, TimelineEntry } from '../incident/record';
import type { ReviewMoment } from './model';

/** So many events of a record are in a draft; a person chooses others. */
const CHOSEN = 40;

/** What the story of an incident is told by, the smallest number first; what is not here is work on the record, and may be added by hand. */
const IMPORTANCE: Readonly<Record<string, number>> = {
	'incident.created': 1,
	'status.changed': 1,
	'major.declared': 1,
	'major.stoodDown': 1,
	'suspect.confirmed': 1,
	'bisection.finished': 2,
	'pullRequest.opened': 2,
	'branch.pushed': 2,
	'update.written': 2,
	'escalation.raised': 2,
	'note.added': 3,
	'priority.overridden': 3,
	'branch.prepared': 4,
	'suspect.dismissed': 5,
	'evidence.added': 5,
};
const MARKS = ['acknowledgedAt', 'mitigatedAt', 'resolvedAt', 'closedAt'] as const;

/** A line that the record offers to the timeline. */
export interface OfferedMoment extends Required<ReviewMoment> {
	/** 1 for what tells the story; 9 for what is work on the record. */
	readonly importance: number;
}

/** The events of a record as lines of a timeline, in order; what was taken back and what is of the review itself left out. Names no person. */
export function offeredMoments(incident: Incident): readonly OfferedMoment[] {
	const { startedAt, createdAt, timeline } = incident;
	const events = timeline
		.filter(({ type, isUndone }) => !isUndone && !/^(?:review|action|check|rootCauseNote|change|role)\./.test(type))
		.map((entry) => ({
			at: wholeSecond(timeOf(entry, incident)),
			text: text(sentenceOf(entry, incident)),
			importance: IMPORTANCE[entry.type] ?? 9,
		}));
	const start =
		startedAt < createdAt ? [{ at: wholeSecond(startedAt), text: l10n.t('The incident began'), importance: 1 }] : [];
	return [...start, ...events].sort((one, other) => one.at - other.at);
}

/** Those that tell the story: the most important ones, in order. */
export function chosenMoments(incident: Incident): readonly ReviewMoment[] {
	const offered = offeredMoments(incident).filter(({ importance }) => importance <= 4);
	const best = [...offered].sort((one, other) => one.importance - other.importance || one.at - other.at);
	const chosen = new Set(best.slice(0, CHOSEN));
	return offered.filter((one) => chosen.has(one)).map(({ at, text: said }) => ({ at, text: said }));
}

const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000;

/** When it really was, where somebody corrected the time that a status left behind. */
function timeOf({ at, type }: TimelineEntry, incident: Incident): number {
	const mark = type === 'status.changed' ? MARKS.find((one) => incident.recorded?.[one] === at) : undefined;
	return (mark && incident[mark]) ?? at;
}

function sentenceOf({ at, type, sentence }: TimelineEntry, { escalations = [] }: Incident): string {
	const raised = type === 'escalation.raised' ? escalations.find((one) => one.at === at) : undefined;
	return raised ? l10n.t('Escalated to level {0}: {1}', raised.level, raised.reason) : sentence;
}
