// Alerts of Opsgenie and of its successor in Jira Service Management, as their APIs and webhooks have them.
import * as v from 'valibot';
import type { AlertState } from '../model';
import type { RawAlert } from '../raw';
import { Count, fitting, Id, Text, Time, tagLabels } from './fields';

/** @see https://github.com/opsgenie/opsgenie-oas: Alert */
export const OpsgenieAlert = v.object({
	id: v.optional(Id),
	/** In webhooks. */
	alertId: v.optional(Id),
	message: v.string(),
	description: Text,
	status: Text,
	acknowledged: v.fallback(v.optional(v.boolean()), undefined),
	snoozed: v.fallback(v.optional(v.boolean()), undefined),
	tags: v.fallback(v.optional(v.array(v.unknown())), undefined),
	details: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
	extraProperties: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
	priority: Text,
	entity: Text,
	count: Count,
	createdAt: Time,
	updatedAt: Time,
});

/** @param action of a webhook: what has just happened @param url page of an alert, by its id */
export function opsgenieAlert(item: unknown, action?: string, url?: (id: string) => string): RawAlert | undefined {
	const alert = fitting(OpsgenieAlert, item);
	const id = alert?.id ?? alert?.alertId;
	if (!alert || id === undefined) {
		return undefined;
	}
	const { message, description, tags = [], priority, entity, count, createdAt, updatedAt } = alert;
	const details = { ...alert.extraProperties, ...alert.details };
	return {
		...{ key: id, title: message, description, count },
		state: stateOf(alert, action),
		severity: priority,
		labels: { ...tagLabels(tags), ...details, ...(entity && { entity }) },
		texts: [description, ...Object.values(details).map((value) => (typeof value === 'string' ? value : undefined))],
		startsAt: createdAt,
		endsAt: updatedAt,
		url: url?.(id),
	};
}

function stateOf({ status, acknowledged, snoozed }: v.InferOutput<typeof OpsgenieAlert>, action = ''): AlertState {
	if (status === 'closed' || /^(?:close|delete)$/i.test(action)) {
		return 'resolved';
	}
	if (acknowledged === true || /^acknowledge$/i.test(action)) {
		return 'acknowledged';
	}
	return snoozed === true || /^snooze$/i.test(action) ? 'suppressed' : 'firing';
}
