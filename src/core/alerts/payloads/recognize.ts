// Whose alert a saved payload is: bodies of webhooks, and answers of APIs. Told by what is in it, since it has no name.
import * as v from 'valibot';
import type { Alert } from '../model';
import { alertOf, type RawAlert } from '../raw';
import { datadogAlert, datadogIncident, datadogIssue, datadogWebhook } from './datadog';
import { fitting, Text } from './fields';
import { Labelled, labelledAlert } from './labelled';
import { opsgenieAlert } from './opsgenie';
import { pagerDutyAlert } from './pagerduty';
import { sentryAlert, sentryEvent, sentryWebhook } from './sentry';

/** What a payload says. */
export interface Payload {
	/** The monitor's name. */
	readonly monitor: string;
	readonly alerts: readonly Alert[];
}

interface Reading {
	readonly monitor: string;
	readonly source: string;
	readonly raws: readonly RawAlert[];
}

/** More alerts than this are in no payload that a person saved. */
const MOST = 20_000;

const raws = (items: readonly unknown[], read: (item: unknown) => RawAlert | undefined): readonly RawAlert[] =>
	items.slice(0, MOST).flatMap((item) => read(item) ?? []);

const isSome = ({ raws: all }: Reading) => all.length > 0;

const LabelledHook = v.object({
	alerts: v.array(v.unknown()),
	externalURL: Text,
	orgId: v.optional(v.unknown()),
	version: Text,
	receiver: v.string(),
	status: v.string(),
});
const HookAlert = v.object({
	...Labelled.entries,
	status: v.string(),
	panelURL: Text,
	dashboardURL: Text,
	valueString: Text,
});

function labelled(json: unknown): Reading | undefined {
	const hook = fitting(LabelledHook, json);
	if (!hook) {
		return undefined;
	}
	const monitor = hook.orgId === undefined ? 'Alertmanager' : 'Grafana';
	const base = (hook.externalURL ?? '').replace(/\/+$/, '');
	return {
		monitor,
		source: `${monitor.toLowerCase()} ${base}`,
		raws: raws(hook.alerts, (item) => {
			const alert = fitting(HookAlert, item);
			const page = alert && (alert.panelURL || alert.dashboardURL || undefined);
			return alert && labelledAlert(alert, alert.status === 'resolved' ? 'resolved' : 'firing', page);
		}),
	};
}

const GettableAlert = v.object({ ...Labelled.entries, status: v.object({ state: v.string() }) });
const PrometheusAlert = v.object({ ...Labelled.entries, state: v.string(), activeAt: Text });

/** What has an id and a message may be a line of anybody's log: its alerts have these as well. @see https://github.com/opsgenie/opsgenie-oas: BaseAlert */
const isOpsgenies = (item: unknown) =>
	fitting(v.object({ tinyId: v.string() }), item) !== undefined ||
	fitting(v.object({ alias: v.string() }), item) !== undefined;

/** The same of Sentry: problem details of any API (RFC 9457) have a title and a status. */
const isSentrys = (item: unknown) =>
	(['culprit', 'permalink', 'shortId'] as const).some(
		(name) => fitting(v.object({ [name]: v.string() }), item) !== undefined,
	);

/** Its alerts are Opsgenie's, in an envelope of its own. */
const JIRA = { monitor: 'Jira Service Management', source: 'jsm' } as const;

/** Answers of APIs: lists, bare or in an envelope. */
function listed(json: unknown): Reading | undefined {
	const inside = (name: string) => fitting(v.object({ [name]: v.array(v.unknown()) }), json)?.[name];
	const items: readonly unknown[] = Array.isArray(json)
		? json
		: (inside('incidents') ??
			fitting(v.object({ data: v.object({ alerts: v.array(v.unknown()) }) }), json)?.data.alerts ??
			inside('data') ??
			inside('values') ??
			[]);
	const isJira = !Array.isArray(json) && inside('values') !== undefined;
	const readings: readonly Reading[] = [
		{
			...{ monitor: 'Alertmanager', source: 'alertmanager' },
			raws: raws(items, (item) => {
				const alert = fitting(GettableAlert, item);
				return alert && labelledAlert(alert, alert.status.state === 'suppressed' ? 'suppressed' : 'firing');
			}),
		},
		{
			...{ monitor: 'Prometheus', source: 'prometheus' },
			raws: raws(items, (item) => {
				const alert = fitting(PrometheusAlert, item);
				return alert?.state === 'firing' ? labelledAlert({ ...alert, startsAt: alert.activeAt }, 'firing') : undefined;
			}),
		},
		{
			...(isJira ? JIRA : { monitor: 'Opsgenie', source: 'opsgenie' }),
			raws: raws(items, (item) => (isOpsgenies(item) ? opsgenieAlert(item) : undefined)),
		},
		{
			monitor: 'Datadog',
			source: 'datadog',
			raws: raws(items, (item) => datadogAlert(item, DATADOG_SITE)),
		},
		{
			...{ monitor: 'Sentry', source: 'sentry' },
			raws: raws(items, (item) => (fitting(v.object({ culprit: v.unknown() }), item) ? sentryAlert(item) : undefined)),
		},
		{
			...{ monitor: 'PagerDuty', source: 'pagerduty' },
			raws: raws(items, (item) =>
				fitting(v.object({ html_url: v.string() }), item) ? pagerDutyAlert(item) : undefined,
			),
		},
	];
	return readings.find(isSome);
}

function pagerDuty(json: unknown): Reading | undefined {
	const hook = fitting(v.object({ event: v.object({ event_type: v.string(), data: v.unknown() }) }), json);
	const data =
		hook?.event.data ?? fitting(v.object({ incident: v.looseObject({ html_url: v.string() }) }), json)?.incident;
	const alert = data === undefined ? undefined : pagerDutyAlert(data);
	return alert && { monitor: 'PagerDuty', source: 'pagerduty', raws: [alert] };
}

function opsgenie(json: unknown): Reading | undefined {
	const hook = fitting(v.object({ action: v.string(), alert: v.unknown() }), json);
	const alert = hook && opsgenieAlert(hook.alert, hook.action);
	return alert && { monitor: 'Opsgenie', source: 'opsgenie', raws: [alert] };
}

function sentry(json: unknown): Reading | undefined {
	const alert = sentryWebhook(json);
	return alert && { monitor: 'Sentry', source: 'sentry', raws: [alert] };
}

const DATADOG_SITE = 'https://app.datadoghq.com';
const FoundIncidents = v.object({
	data: v.object({ attributes: v.object({ incidents: v.array(v.object({ data: v.unknown() })) }) }),
});
const FoundIssues = v.object({
	data: v.array(v.object({ id: v.string(), attributes: v.optional(v.unknown()) })),
	included: v.array(v.unknown()),
});

/** Incidents and errors, as the API has them: one, or what was searched for. */
function datadogFound(json: unknown): Reading | undefined {
	const one = fitting(v.object({ data: v.looseObject({ id: v.string() }) }), json)?.data;
	const incidents = fitting(FoundIncidents, json)?.data.attributes.incidents.map(({ data }) => data) ?? [one];
	const issues = fitting(FoundIssues, json);
	const counts = new Map(issues?.data.map(({ id, attributes }) => [id, attributes]));
	const all = [
		...raws(incidents, (item) => datadogIncident(item, DATADOG_SITE)),
		...raws(issues?.included ?? [one], (item) =>
			datadogIssue(item, counts.get(fitting(v.object({ id: v.string() }), item)?.id ?? ''), DATADOG_SITE),
		),
	];
	return { monitor: 'Datadog', source: 'datadog', raws: all };
}

function datadog(json: unknown): Reading | undefined {
	const alert = datadogWebhook(json) ?? datadogAlert(json, DATADOG_SITE);
	return alert && { monitor: 'Datadog', source: 'datadog', raws: [alert] };
}

/** A single thing, as an API gives it. */
function single(json: unknown): Reading | undefined {
	const inside = fitting(v.object({ data: v.looseObject({}) }), json)?.data ?? json;
	const event = fitting(v.looseObject({ groupID: v.unknown() }), json);
	const issue = sentryEvent(event)
		? sentryWebhook({ data: { event } })
		: isSentrys(json)
			? sentryAlert(json)
			: undefined;
	if (issue) {
		return { monitor: 'Sentry', source: 'sentry', raws: [issue] };
	}
	const opened = isOpsgenies(inside) ? opsgenieAlert(inside) : undefined;
	return opened && { monitor: 'Opsgenie', source: 'opsgenie', raws: [opened] };
}

/** The most telling first. */
const READERS: readonly ((json: unknown) => Reading | undefined)[] = [
	...[labelled, pagerDuty, opsgenie, sentry, datadog, datadogFound, listed, single],
];

/** Names of the monitors whose payloads are known. */
export const KNOWN_PAYLOADS = [
	'Alertmanager',
	'Prometheus',
	'Grafana',
	'PagerDuty',
	'Sentry',
	'Datadog',
	'Opsgenie',
	JIRA.monitor,
] as const;

/** @param json as it was parsed @returns undefined where it is no alert of a monitor that is known */
export function recognizePayload(json: unknown, now: number): Payload | undefined {
	for (const read of READERS) {
		const reading = read(json);
		if (reading && isSome(reading)) {
			const { monitor, source, raws: all } = reading;
			return { monitor, alerts: all.map((raw) => alertOf(raw, { source, name: monitor }, now)) };
		}
	}
	return undefined;
}
