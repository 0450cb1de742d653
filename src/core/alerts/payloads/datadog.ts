// Monitors and events of Datadog.
import * as v from 'valibot';
import type { AlertState } from '../model';
import type { RawAlert } from '../raw';
import { Count, fitting, Id, Text, Time, tagLabels } from './fields';

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

const Field = v.fallback(
	v.optional(v.object({ value: v.optional(v.nullable(v.union([v.string(), v.array(v.string())]))) })),
	undefined,
);

/** @see @datadog/datadog-api-client, v2: IncidentResponseData */
const Incident = v.object({
	id: Id,
	type: v.literal('incidents'),
	attributes: v.object({
		title: v.string(),
		public_id: v.fallback(v.optional(v.nullable(v.number())), undefined),
		state: Text,
		severity: Text,
		created: Time,
		detected: Time,
		customer_impact_start: Time,
		resolved: Time,
		customer_impact_scope: Text,
		fields: v.fallback(
			v.optional(v.object({ state: Field, severity: Field, services: Field, summary: Field, env: Field })),
			undefined,
		),
	}),
});

/** An incident that somebody declared in Datadog. @param site address of the web application */
export function datadogIncident(item: unknown, site: string): RawAlert | undefined {
	const incident = fitting(Incident, item);
	if (!incident) {
		return undefined;
	}
	const { id, attributes } = incident;
	const { title, public_id, customer_impact_start, detected, created, resolved, customer_impact_scope } = attributes;
	const said = (field: 'state' | 'severity' | 'services' | 'summary' | 'env') => {
		const value = attributes.fields?.[field]?.value ?? undefined;
		return typeof value === 'string' ? value : value?.[0];
	};
	const state = attributes.state ?? said('state') ?? '';
	return {
		...{ key: id, title, description: said('summary') ?? customer_impact_scope },
		state: state === 'resolved' || state === 'completed' ? 'resolved' : state === 'stable' ? 'acknowledged' : 'firing',
		severity: attributes.severity ?? said('severity'),
		...{ service: said('services'), environment: said('env') },
		labels: { ...(public_id && { incident: `#${public_id}` }), ...(state && { state }) },
		texts: [said('summary'), customer_impact_scope],
		startsAt: customer_impact_start ?? detected ?? created,
		endsAt: resolved,
		url: `${site}/incidents/${encodeURIComponent(public_id ?? id)}`,
	};
}

/** @see @datadog/datadog-api-client, v2: Issue */
const Issue = v.object({
	id: Id,
	type: v.literal('issue'),
	attributes: v.object({
		error_type: Text,
		error_message: Text,
		file_path: Text,
		function_name: Text,
		first_seen: Time,
		first_seen_version: Text,
		last_seen_version: Text,
		is_crash: v.fallback(v.optional(v.boolean()), undefined),
		platform: Text,
		service: Text,
		state: Text,
	}),
});
const Counted = v.object({ total_count: Count });

/** An issue of Error Tracking. @param counted what was found of it within the time that was asked for */
export function datadogIssue(item: unknown, counted: unknown, site: string): RawAlert | undefined {
	const issue = fitting(Issue, item);
	if (!issue) {
		return undefined;
	}
	const { id, attributes } = issue;
	const { error_type: type = '', error_message: message = '', file_path, function_name, platform } = attributes;
	const place = [function_name, file_path && `(${file_path})`].filter(Boolean).join(' ');
	return {
		...{ key: id, title: [type, message].filter(Boolean).join(': ') || place, description: place },
		name: `${type} ${place}`,
		state: issueState(attributes.state),
		severity: attributes.is_crash ? 'critical' : 'error',
		service: attributes.service,
		// Where it was seen first is where it came in.
		release: attributes.first_seen_version ?? attributes.last_seen_version,
		labels: {
			...(file_path && { file: file_path }),
			...(function_name && { function: function_name }),
			...(platform && { platform: platform.toLowerCase() }),
		},
		texts: [message],
		startsAt: attributes.first_seen,
		url: `${site}/error-tracking/issue/${encodeURIComponent(id)}`,
		count: fitting(Counted, counted)?.total_count,
	};
}

const issueState = (state = ''): AlertState =>
	state === 'RESOLVED'
		? 'resolved'
		: state === 'ACKNOWLEDGED'
			? 'acknowledged'
			: state === 'IGNORED' || state === 'EXCLUDED'
				? 'suppressed'
				: 'firing';

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
