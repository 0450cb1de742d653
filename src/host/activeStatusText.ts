import * as l10n from '@vscode/l10n';
import { type Duty, dutiesOf } from '../core/incident/duties';
import type { IncidentSummary } from '../core/incident/summary';
import type { IncidentClock } from '../core/incident/targets';
import { isOver } from '../core/incident/triage/groups';
import { duration } from './clockWords';
import { countsSeconds, dutySentence, dutyWords } from './dutyWords';
import { statusName } from './words';

const SECOND = 1000;
/** Minutes are told; so no more than this is missed of one. */
const USUAL_MS = 10 * SECOND;

/** What the status bar says of the active incident. */
export interface ActiveStatusText {
	/** With codicons. */
	readonly text: string;
	/** For screen readers: sentences without seconds. */
	readonly spoken: string;
	readonly tone: 'usual' | 'warning' | 'error';
	readonly duties: readonly Duty[];
	/** When it says something else at the earliest. */
	readonly againInMs: number;
}

/** @param now epoch milliseconds */
export function activeStatusText(
	incident: IncidentSummary,
	clock: IncidentClock,
	now: number,
	locale: string,
): ActiveStatusText {
	const { key, title, isMajor, priority, status } = incident;
	const over = isOver(incident);
	const duties = over ? [] : dutiesOf(incident, clock, now);
	const next = mostPressing(duties, isMajor);
	const since = duration(clock.sinceStartMs, locale);
	const isMissed = duties.some(({ state }) => state === 'missed');
	const isPressing = duties.some(({ state }) => state === 'pressing');
	return {
		text: [
			`$(${isMajor ? 'megaphone' : 'pulse'}) ${key}`,
			over ? statusName(status) : since,
			...(next ? [dutyWords(next, locale)] : []),
		].join(' · '),
		spoken: [
			isMajor ? l10n.t('Major incident {0}', key) : l10n.t('Active incident {0}', key),
			l10n.t('{0}, priority {1}, {2}', title.slice(0, 200), priority, statusName(status)),
			over ? l10n.t('It took {0}', since) : l10n.t('Began {0} ago', since),
			...duties.map((duty) => dutySentence(duty, locale).replace(/\.$/, '')),
		].join('. '),
		tone: isMissed ? 'error' : isPressing ? 'warning' : 'usual',
		duties,
		againInMs: next && countsSeconds(next) ? SECOND : USUAL_MS,
	};
}

/** Of a major incident the update, else what is missed or presses first, else what comes first. */
function mostPressing(duties: readonly Duty[], isMajor: boolean): Duty | undefined {
	const [first] = duties;
	return isMajor && first?.of === 'update'
		? first
		: (duties.find(({ state }) => state === 'missed') ?? duties.find(({ state }) => state === 'pressing') ?? first);
}
