import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ALERT_STATES, type AlertRecord, alertId, SEVERITIES } from '../../alerts/model';
import { isWebAddress } from '../links';
import { defineEvent } from './define';
import { TimeSchema } from './schemas';

/** So many alerts are kept with an incident; of more, how many they are. */
export const ALERTS_KEPT = 100;

const SeenAlert = v.object({
	source: v.string(),
	sourceName: v.string(),
	key: v.string(),
	title: v.string(),
	state: v.picklist(ALERT_STATES),
	severity: v.picklist(SEVERITIES),
	labels: v.record(v.string(), v.string()),
	startsAt: TimeSchema,
	endsAt: v.optional(TimeSchema),
	url: v.optional(v.pipe(v.string(), v.check(isWebAddress, 'no http or https address'))),
	count: v.pipe(v.number(), v.integer(), v.minValue(1)),
	isFlapping: v.optional(v.boolean()),
});

const Seen = v.object({
	alerts: v.pipe(v.array(SeenAlert), v.minLength(1), v.maxLength(ALERTS_KEPT)),
	/** Alerts beside these, of which only the number is kept. */
	more: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
	/** So many of all these were told before, and are among the incident's alerts of which only the number is kept. */
	again: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
	/** A person did it from here, such as acknowledging them at their source. */
	by: v.optional(v.literal('person')),
});
export type AlertsSeen = v.InferOutput<typeof Seen>;

/** Alerts of monitors came, changed or went. What repeats is counted, and told only now and then. */
export const alertsSeen = defineEvent('alerts.seen', Seen, {
	apply: (state, { payload: { alerts, more = 0, again = 0 } }) => {
		const byId = new Map((state.alerts ?? []).map((alert) => [alertId(alert), alert]));
		let moreAlerts = (state.moreAlerts ?? 0) + more - again;
		for (const alert of alerts) {
			const id = alertId(alert);
			if (byId.has(id) || byId.size < ALERTS_KEPT) {
				byId.set(id, alert);
			} else {
				moreAlerts++;
			}
		}
		return { ...state, alerts: [...byId.values()], ...(moreAlerts > 0 && { moreAlerts }) };
	},
	describe: ({ payload: { alerts, more = 0, by } }) => {
		const [first] = alerts;
		const count = alerts.length + more;
		if (!first) {
			return '';
		}
		return count === 1 ? oneSentence(first, by === 'person') : manySentence(first, count, by === 'person');
	},
	provenance: ({ by }) => (by === 'person' ? 'reported' : 'observed'),
	words: ({ alerts }) => alerts.map(({ title }) => title),
	happenedAt: ({ alerts: [first], more = 0, by }) =>
		first && more === 0 && by === undefined && first.count === 1 && first.state !== 'suppressed'
			? first.state === 'resolved'
				? first.endsAt
				: first.state === 'firing'
					? first.startsAt
					: undefined
			: undefined,
	isFinal: true, // the monitor said it
});

function oneSentence({ title, sourceName, state, count, isFlapping }: AlertRecord, isByPerson: boolean): string {
	if (isByPerson) {
		return {
			firing: l10n.t('Alert “{0}” was made to fire again in {1}', title, sourceName),
			acknowledged: l10n.t('Alert “{0}” was acknowledged in {1}', title, sourceName),
			suppressed: l10n.t('Alert “{0}” was silenced in {1}', title, sourceName),
			resolved: l10n.t('Alert “{0}” was resolved in {1}', title, sourceName),
		}[state];
	}
	if (isFlapping && state !== 'resolved') {
		return l10n.t('Alert “{0}” of {1} comes and goes: {2} times by now', title, sourceName, count);
	}
	switch (state) {
		case 'acknowledged':
			return l10n.t('{1} says that alert “{0}” is acknowledged', title, sourceName);
		case 'suppressed':
			return l10n.t('{1} says that alert “{0}” is silenced', title, sourceName);
		case 'resolved':
			return l10n.t('Alert “{0}” of {1} is resolved', title, sourceName);
		default:
			return count > 1
				? l10n.t('Alert “{0}” of {1} fires again: {2} times by now', title, sourceName, count)
				: l10n.t('Alert “{0}” of {1} fires', title, sourceName);
	}
}

function manySentence({ title, sourceName, state }: AlertRecord, count: number, isByPerson: boolean): string {
	switch (state) {
		case 'acknowledged':
			return isByPerson
				? l10n.t('{0} alerts were acknowledged in {1}, “{2}” and others', count, sourceName, title)
				: l10n.t('{1} says that {0} alerts are acknowledged, “{2}” and others', count, sourceName, title);
		case 'suppressed':
			return isByPerson
				? l10n.t('{0} alerts were silenced in {1}, “{2}” and others', count, sourceName, title)
				: l10n.t('{1} says that {0} alerts are silenced, “{2}” and others', count, sourceName, title);
		case 'resolved':
			return l10n.t('{0} alerts of {1} are resolved, “{2}” and others', count, sourceName, title);
		default:
			return l10n.t('{0} alerts of {1} fire, “{2}” and others', count, sourceName, title);
	}
}
