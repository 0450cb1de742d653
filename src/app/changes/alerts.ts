import { type AlertRecord, alertId } from '../../core/alerts/model';
import { ALERTS_KEPT, type AlertsSeen, alertsSeen } from '../../core/incident/events/alertsSeen';
import { incidentEdited } from '../../core/incident/events/incidentEdited';
import { priorityOverridden } from '../../core/incident/events/priorityOverridden';
import { idFrom } from '../../core/incident/idFrom';
import type { Incident } from '../../core/incident/record';
import type { NewIncident } from '../incidentChanges';
import type { NewEvent } from './newEvent';

/** What an incident is told of alerts. */
export interface AlertNews {
	readonly alerts: readonly AlertRecord[];
	/** How many there are beside those. */
	readonly more?: number;
	/** Those that the incident was not told of before, by `alertId`; where absent, all that it does not keep. */
	readonly joined?: ReadonlySet<string>;
	/** A person did it from here. */
	readonly isByPerson?: boolean;
}

/** The events of an incident that monitors opened, each with an id that is the same for everybody who opens it. */
export function openedBy(
	{ id, began, news, repository, priority }: NonNullable<NewIncident['alerts']>,
	created: readonly NewEvent[],
): readonly NewEvent[] {
	const actor = news.alerts[0]?.sourceName ?? '';
	const events = [
		...created,
		...(repository === undefined ? [] : [incidentEdited.of({ repository })]),
		...(priority ? [priorityOverridden.of(priority)] : []),
		...alerted(undefined, news),
	];
	return events.map((event, place) => ({ ...event, actor, id: idFrom(began, `${id} ${place}`) }));
}

/** Tells an incident of alerts, those of one state and one source together. What it has already is not told again. */
export function alerted(
	incident: Incident | undefined,
	{ alerts, more = 0, joined, isByPerson }: AlertNews,
): readonly NewEvent[] {
	const before = new Map((incident?.alerts ?? []).map((alert) => [alertId(alert), alert]));
	const groups = new Map<string, AlertRecord[]>();
	for (const alert of alerts) {
		const known = before.get(alertId(alert));
		if (known && isSame(known, alert)) {
			continue;
		}
		const name = `${alert.state} ${alert.source}`;
		const group = groups.get(name) ?? [];
		group.push(alert);
		groups.set(name, group);
	}
	const isKept = (alert: AlertRecord) => before.has(alertId(alert));
	const isAgain = (alert: AlertRecord) => joined !== undefined && !isKept(alert) && !joined.has(alertId(alert));
	let left = more;
	return [...groups.values()].map((group) => {
		// Those first that the incident keeps: else it would have them as they were before.
		const kept = [...group.filter(isKept), ...group.filter((alert) => !isKept(alert))].slice(0, ALERTS_KEPT);
		const beside = group.length - kept.length + left;
		const again = group.filter(isAgain).length;
		left = 0;
		const payload: AlertsSeen = {
			alerts: kept.map((alert) => ({ ...alert, labels: { ...alert.labels } })),
			...(beside > 0 && { more: beside }),
			...(again > 0 && { again }),
			...(isByPerson && { by: 'person' }),
		};
		return { ...alertsSeen.of(payload), ...(!isByPerson && { actor: group[0]?.sourceName ?? '' }) };
	});
}

const isSame = (one: AlertRecord, other: AlertRecord): boolean =>
	one.state === other.state &&
	one.count === other.count &&
	one.startsAt === other.startsAt &&
	(one.isFlapping ?? false) === (other.isFlapping ?? false);
