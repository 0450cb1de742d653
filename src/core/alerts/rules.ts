import * as v from 'valibot';
import type { Priority } from '../incident/priority';
import { PRIORITIES } from '../incident/priority';
import { globTest } from '../trace/glob';
import { fittingItems } from './fittingItems';
import { type Alert, SEVERITIES, type Severity } from './model';

const Text = v.pipe(v.string(), v.maxLength(200));

/** What a person says of some alerts. A field that is absent fits all. */
const Rule = v.object({
	/** Name of the source; `*` and `?` stand for any. */
	source: v.optional(Text),
	severity: v.optional(v.array(v.picklist(SEVERITIES))),
	service: v.optional(Text),
	title: v.optional(Text),
	labels: v.optional(v.record(Text, Text)),
	/** `false`: they open no incident. */
	open: v.optional(v.boolean()),
	priority: v.optional(v.picklist(PRIORITIES)),
	category: v.optional(Text),
	/** What the incident's service is called. */
	setService: v.optional(Text),
	/** Folder of the repository that is deployed, or how it is called in the workspace. */
	repository: v.optional(v.pipe(v.string(), v.maxLength(1000))),
});
export type AlertRule = v.InferOutput<typeof Rule>;

export const AlertRulesSchema = fittingItems(Rule, 200);

/** What becomes of an alert. */
export interface Decision {
	readonly opens: boolean;
	readonly priority: Priority;
	readonly category?: string;
	readonly service?: string;
	readonly repository?: string;
}

const USUAL: Readonly<Record<Severity, Priority>> = { critical: 'P1', error: 'P2', warning: 'P3', info: 'P4' };

/** Alerts that say only that alerting works, by the rules that everybody's Prometheus comes with. */
const HEARTBEATS: ReadonlySet<string> = new Set(['Watchdog', 'InfoInhibitor', 'DeadMansSwitch']);

/**
 * Decides by the first rule that fits. Without one, all but what is merely for information opens an incident, with the priority that its
 * severity says.
 */
export function decider(rules: readonly AlertRule[]): (alert: Alert) => Decision {
	const tests = rules.map((rule) => ({ rule, fits: testOf(rule) }));
	return (alert) => {
		const rule = tests.find(({ fits }) => fits(alert))?.rule;
		const isWorth = alert.severity !== 'info' && !HEARTBEATS.has(alert.labels.alertname ?? '');
		return {
			opens: rule?.open ?? (rule !== undefined || isWorth),
			priority: rule?.priority ?? USUAL[alert.severity],
			...(rule?.category !== undefined && { category: rule.category }),
			...(rule?.setService !== undefined && { service: rule.setService }),
			...(rule?.repository !== undefined && { repository: rule.repository }),
		};
	};
}

function testOf({ source, severity, service, title, labels = {} }: AlertRule): (alert: Alert) => boolean {
	const wanted: ((alert: Alert) => boolean)[] = [];
	const glob = (pattern: string | undefined, of: (alert: Alert) => string | undefined) => {
		if (pattern !== undefined) {
			const fits = globTest(pattern);
			wanted.push((alert) => {
				const value = of(alert);
				return value !== undefined && (value === pattern || fits(value));
			});
		}
	};
	glob(source, (alert) => alert.sourceName);
	glob(service, (alert) => alert.service);
	glob(title, (alert) => alert.title);
	for (const [name, pattern] of Object.entries(labels)) {
		glob(pattern, (alert) => alert.labels[name]);
	}
	if (severity) {
		wanted.push((alert) => severity.includes(alert.severity));
	}
	return (alert) => wanted.every((fits) => fits(alert));
}
