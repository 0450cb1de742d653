// Incidents of PagerDuty: as its REST API and its webhooks (v3) have them.
import * as v from 'valibot';
import type { AlertState } from '../model';
import type { RawAlert } from '../raw';
import { Count, fitting, Id, Text, Time } from './fields';

const Reference = v.fallback(v.optional(v.nullable(v.object({ summary: Text }))), undefined);

/** @see https://github.com/PagerDuty/api-schema: Incident */
export const PagerDutyIncident = v.object({
	id: Id,
	title: Text,
	description: Text,
	status: v.string(),
	urgency: Text,
	created_at: Time,
	last_status_change_at: Time,
	resolved_at: Time,
	html_url: Text,
	service: Reference,
	priority: Reference,
	alert_counts: v.fallback(v.optional(v.object({ all: Count })), undefined),
});

/** An incident as PagerDuty's REST API and its webhooks have it. @returns undefined where it is none */
export function pagerDutyAlert(item: unknown): RawAlert | undefined {
	const incident = fitting(PagerDutyIncident, item);
	if (!incident) {
		return undefined;
	}
	const { id, title, status, urgency, html_url, service, priority, alert_counts } = incident;
	return {
		...{ key: id, title: title ?? '', state: stateOf(status), description: incident.description },
		severity: priority?.summary ?? urgency,
		service: service?.summary,
		texts: [incident.description, title],
		startsAt: incident.created_at,
		endsAt: incident.resolved_at ?? incident.last_status_change_at,
		url: html_url,
		count: alert_counts?.all,
	};
}

function stateOf(status: string): AlertState {
	return status === 'resolved' ? 'resolved' : status === 'acknowledged' ? 'acknowledged' : 'firing';
}
