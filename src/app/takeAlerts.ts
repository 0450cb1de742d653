import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import { type Breather, runAtOnce, runInSlices } from '../base/slices';
import {
	type Answer,
	type Intake,
	intakeSteps,
	type Known,
	type Memory,
	type Opening,
	recordOf,
	rememberSteps,
} from '../core/alerts/intake';
import { alertMark } from '../core/alerts/mark';
import { type Alert, alertId, nameOf, saidStart } from '../core/alerts/model';
import { type AlertRule, decider } from '../core/alerts/rules';
import { ALERTS_KEPT } from '../core/incident/events/alertsSeen';
import { idFrom } from '../core/incident/idFrom';
import { type Priority, type PriorityMatrix, priorityOf } from '../core/incident/priority';
import type { IncidentSummary } from '../core/incident/summary';
import { isOver } from '../core/incident/triage/groups';
import type { TextDraft } from './draft';
import type { NewIncident } from './incidentChanges';
import { levelsFor } from './incidentFromIssue';
import type { Incidents } from './incidents';

export interface TakeAlertsNeeds {
	readonly incidents: Pick<Incidents, 'find' | 'get' | 'withFingerprint' | 'create' | 'noteAlerts'>;
	/** What a text says of an incident, without its secrets. */
	readonly draft: (text: string, signal: AbortSignal) => Promise<TextDraft>;
	readonly rules: readonly AlertRule[];
	readonly matrix: PriorityMatrix;
	/** Ids of the categories that incidents are filed under; and the one for what says none. */
	readonly categories: readonly string[];
	readonly defaultCategory: string;
	/** Absolute path of a repository that a rule names; undefined where there is none. */
	readonly repositoryOf: (name: string) => string | undefined;
	/** A person took them in, so whatever they are they open incidents. */
	readonly isAsked?: boolean;
	readonly breather: Breather;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** What became of an answer. */
export interface TakenAlerts {
	readonly memory: Memory;
	/** Ids of incidents that were opened. */
	readonly opened: readonly string[];
	/** Ids of incidents that were told something. */
	readonly changed: readonly string[];
	/** Ids of incidents all of whose alerts are over by now. */
	readonly settled: readonly string[];
}

/** Alerts of a group that are looked for among the incidents of others. */
const LOOKED_FOR = 3;
/** Texts of a group that are searched for traces, and how much of them. */
const TEXTS = 20;
/** Incidents of alerts that began at the same time, before something else is wrong. */
const MOST_AGAIN = 1000;
const TEXT_LIMIT = 400_000;

/**
 * Takes in what a monitor answered: alerts open incidents, or are told to those that have them already, whoever opened these.
 *
 * @throws `signal.reason` when cancelled; what was written stays
 */
export async function takeAlerts(
	answer: Answer,
	before: Memory,
	needs: TakeAlertsNeeds,
	signal: AbortSignal,
): Promise<TakenAlerts> {
	const { incidents } = needs;
	const decide = decider(needs.rules);
	const rules = {
		decide: needs.isAsked ? (alert: Alert) => ({ ...decide(alert), opens: true }) : decide,
		isOpen: (id: string) => isOpen(incidents.find(id)),
		now: needs.now,
	};
	const run = (memory: Memory) => runInSlices(intakeSteps(memory, answer, rules), needs.breather, signal);
	let known = needs.isAsked ? withoutDeleted(before, answer.alerts, needs) : before;
	let intake = await run(known);
	const others = await openedByOthers(intake.openings, needs, signal);
	if (others.size > 0) {
		known = new Map([...known, ...others]);
		intake = await run(known);
	}
	const memory = intake.openings.length > 0 ? new Map(intake.memory) : intake.memory;
	const opened: string[] = [];
	for (const opening of intake.openings) {
		signal.throwIfAborted();
		const id = await open(opening, needs, signal);
		if (memory instanceof Map) {
			await runInSlices(rememberSteps(memory, id, opening.alerts), needs.breather, signal);
		}
		opened.push(id);
	}
	const changed = await tell(intake, needs, signal);
	return { memory, opened, changed, settled: intake.settled };
}

const isOpen = (incident: IncidentSummary | undefined): boolean =>
	incident !== undefined && !incident.isDeleted && !isOver(incident);

/** What a person takes in once more, though the incident of it was deleted, is meant to be one. */
function withoutDeleted(before: Memory, alerts: readonly Alert[], { incidents }: TakeAlertsNeeds): Memory {
	const memory = new Map(before);
	for (const id of alerts.map(alertId)) {
		const known = memory.get(id);
		if (known && incidents.find(known.incident)?.isDeleted !== false) {
			memory.delete(id);
		}
	}
	return memory;
}

/** What another window, or another person, has made of the alerts: their incidents are ours. */
async function openedByOthers(
	openings: readonly Opening[],
	{ incidents }: TakeAlertsNeeds,
	signal: AbortSignal,
): Promise<Memory> {
	const memory = new Map<string, Known>();
	for (const { alerts } of openings) {
		for (const alert of alerts.slice(0, LOOKED_FOR)) {
			signal.throwIfAborted();
			for (const found of await incidents.withFingerprint(alertMark(alert))) {
				const whole = isOpen(found) ? await incidents.get(found.id) : undefined;
				const mine = new Map(alerts.map((one) => [one.key, one.fingerprint]));
				const records = (whole?.alerts ?? []).map((one) => ({ ...one, fingerprint: mine.get(one.key) ?? '' }));
				runAtOnce(rememberSteps(memory, found.id, records));
			}
		}
	}
	return memory;
}

/** @returns ids of those that were told: not of incidents that were deleted meanwhile, which nobody misses */
async function tell(
	{ told, joined }: Intake,
	{ incidents }: TakeAlertsNeeds,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const changed: string[] = [];
	for (const [id, alerts] of told) {
		signal.throwIfAborted();
		try {
			await incidents.noteAlerts(id, { alerts, joined });
			changed.push(id);
		} catch (error) {
			if (!FaultlineError.is(error, 'incident.unknown')) {
				throw error;
			}
		}
	}
	return changed;
}

/** @returns the incident's id */
async function open(opening: Opening, needs: TakeAlertsNeeds, signal: AbortSignal): Promise<string> {
	const { alerts, decision } = opening;
	const [worst] = alerts as readonly [Alert];
	const first = alerts.reduce((earliest, alert) => (isBefore(alert, earliest) ? alert : earliest), worst);
	const began = saidStart(first) || first.startsAt; // the same on machines whose clocks differ
	const found = await evidenceIn(alerts, needs, signal);
	const { priority, category, service = common(alerts, 'service') } = decision;
	const levels = levelsFor(priority, needs.matrix);
	const repository = decision.repository === undefined ? undefined : needs.repositoryOf(decision.repository);
	const said = (field: 'environment' | 'release') => common(alerts, field);
	const incident = {
		title: titleOf(opening, worst),
		description: alerts.length === 1 ? worst.description : descriptionOf(alerts),
		category: category !== undefined && needs.categories.includes(category) ? category : needs.defaultCategory,
		...(levels ?? { impact: 2, urgency: 2 }),
		...present('service', service),
		...present('environment', said('environment')),
		...present('release', said('release')),
		evidence: found,
	};
	const opens = {
		began,
		news: { alerts: alerts.slice(0, ALERTS_KEPT).map(recordOf), more: Math.max(0, alerts.length - ALERTS_KEPT) },
		...present('repository', repository),
		...unlessLevels(priority, levels, needs.matrix),
	};
	const name = `${first.source}\n${opening.by}\n${opening.group}\n${first.key}\n${began}`;
	for (let again = 0; ; again++) {
		const id = idFrom(began, again === 0 ? name : `${name}\n${again}`);
		const there = needs.incidents.find(id);
		if (there && !isOpen(there)) {
			continue; // over, or deleted: this is another one, though its monitor says that it began when that did
		}
		const startedAt = again === 0 ? first.startsAt : needs.now;
		try {
			return (await needs.incidents.create({ ...incident, startedAt, alerts: { id, ...opens } })).id;
		} catch (error) {
			if (!FaultlineError.is(error, 'incident.unknown') || again > MOST_AGAIN) {
				throw error;
			}
			// deleted permanently
		}
	}
}

/** The same one whichever order they come in. */
const isBefore = (one: Alert, other: Alert) =>
	one.startsAt < other.startsAt || (one.startsAt === other.startsAt && one.key < other.key);

/** A priority that no levels give is said by itself. */
function unlessLevels(priority: Priority, levels: ReturnType<typeof levelsFor>, matrix: PriorityMatrix) {
	const isGiven = levels !== undefined && priorityOf(levels.impact, levels.urgency, matrix) === priority;
	return isGiven ? {} : { priority: { priority, reason: l10n.t('A rule for alerts') } };
}

const present = <K extends string, T>(field: K, value: T | undefined): { readonly [F in K]?: T } =>
	(value === undefined ? {} : { [field]: value }) as { readonly [F in K]?: T };

/** What all alerts say, where they say the same. */
function common(alerts: readonly Alert[], field: 'service' | 'environment' | 'release'): string | undefined {
	const value = alerts[0]?.[field];
	return alerts.every((alert) => alert[field] === value) ? value : undefined;
}

function titleOf({ by, alerts }: Opening, worst: Alert): string {
	if (alerts.length === 1) {
		return worst.title;
	}
	const name = nameOf(worst);
	const isSame = alerts.every((alert) => nameOf(alert) === name);
	if (by === 'storm' || (by === 'service' && !isSame)) {
		return worst.service !== undefined && by === 'service'
			? l10n.t('{0} alerts of {1}, “{2}” and others', alerts.length, worst.service, name)
			: l10n.t('{0} alerts of {1}, “{2}” and others', alerts.length, worst.sourceName, name);
	}
	return l10n.t('{0} ({1} alerts)', name, alerts.length);
}

const LISTED = 20;

/** Markdown; what monitors say is code in it, so that nothing of it becomes Markdown. */
function descriptionOf(alerts: readonly Alert[]): string {
	const lines = alerts.slice(0, LISTED).map(({ title, labels }) => {
		const where = labels.instance ?? labels.pod ?? labels.host ?? '';
		return `- ${code(where === '' ? title : `${title} · ${where}`)}`;
	});
	const more = alerts.length - lines.length;
	return [...lines, ...(more > 0 ? [`- ${l10n.t('{0} more', more)}`] : [])].join('\n');
}

const code = (text: string) => `\`${text.replaceAll('`', 'ʼ')}\``;

/** What of the alerts' texts has a stack trace in it, each text once. */
async function evidenceIn(
	alerts: readonly Alert[],
	{ draft }: TakeAlertsNeeds,
	signal: AbortSignal,
): Promise<NewIncident['evidence']> {
	const texts = new Set<string>();
	let length = 0;
	for (const { text } of alerts) {
		if (texts.size === TEXTS || length > TEXT_LIMIT) {
			break;
		}
		if (text !== '' && !texts.has(text)) {
			texts.add(text);
			length += text.length;
		}
	}
	if (texts.size === 0) {
		return [];
	}
	const { incident, hasTrace } = await draft([...texts].join('\n\n'), signal);
	return hasTrace ? incident.evidence : [];
}
