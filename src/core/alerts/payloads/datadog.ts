// Monitors and events of Datadog.
import * as v from 'valibot';
import type { AlertState } from '../model';
import type { RawAlert } from '../raw';
import { fitting, Id, Text, Time, tagLabels } from './fields';

/** @see @datadog/datadog-api-client, v1: Monitor */
export const DatadogMonitor = v.object({
	id: Id,
	name: v.string(),
	type: v.string(),
	message: Text,
	query: Text,
	overall_state: v.string(),
	overall_state_modified: Time,
	modified: Time,
	priority: v.fallback(v.optional(v.nullable(v.number())), undefined),
	tags: v.fallback(v.optional(v.array(v.unknown())), undefined),
	options: v.fallback(v.optional(v.object({ silenced: v.optional(v.record(v.string(), v.unknown())) })), undefined),
});

/** A monitor that is not well; the others are no alerts. @param site address of the web application */
export function datadogAlert(item: unknown, site: string): RawAlert | undefined {
	const monitor = fitting(DatadogMonitor, item);
	if (!monitor) {
		return undefined;
	}
	const { id, name, message, query, overall_state: state, priority, tags = [], options } = monitor;
	const isSilenced = Object.keys(options?.silenced ?? {}).includes('*');
	return {
		...{ key: id, title: name, description: message },
		state:
			state === 'OK' || state === 'Ignored' || state === 'Skipped' ? 'resolved' : isSilenced ? 'suppressed' : 'firing',
		severity: priority ? `p${priority}` : state === 'Alert' ? 'error' : state === 'Warn' ? 'warning' : 'info',
		labels: { ...tagLabels(tags), ...(query && { query }) },
		texts: [message],
		startsAt: monitor.overall_state_modified ?? monitor.modified,
		url: `${site}/monitors/${encodeURIComponent(id)}`,
	};
}

/** The body that the integration of webhooks has by itself, and what teams usually add to it. */
const Webhook = v.object({
	id: Id,
	title: v.string(),
	body: Text,
	event_type: v.string(),
	date: Time,
	last_updated: Time,
	org: v.optional(v.unknown()),
	alert_id: v.fallback(v.optional(Id), undefined),
	alert_transition: Text,
	priority: Text,
	alert_type: Text,
	link: Text,
	tags: v.fallback(v.optional(v.union([v.string(), v.array(v.unknown())])), undefined),
});

/** The body of a Datadog webhook, by the variables of its default template. @returns undefined where it is none */
export function datadogWebhook(body: unknown): RawAlert | undefined {
	const event = fitting(Webhook, body);
	if (!event) {
		return undefined;
	}
	const { id, title, alert_id, alert_transition, priority, alert_type, link, tags = [] } = event;
	const [, said = '', name = title] = /^\[([^\]]{1,200})\]\s*(.*)$/s.exec(title) ?? [];
	const transition = alert_transition ?? said;
	return {
		...{ key: alert_id ?? id, title: name || title, description: event.body },
		state: stateOf(transition),
		severity: /^p\d$/i.test(priority ?? '')
			? priority
			: (alert_type ?? (/warn/i.test(transition) ? 'warning' : 'error')),
		labels: tagLabels(typeof tags === 'string' ? tags.split(',') : tags),
		texts: [event.body],
		startsAt: event.date,
		endsAt: event.last_updated,
		url: link,
	};
}

const stateOf = (transition: string): AlertState =>
	/recover|resolved|\bok\b|success/i.test(transition) ? 'resolved' : 'firing';
