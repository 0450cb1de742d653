// The alerts of Prometheus, Alertmanager and Grafana: labels and annotations.
import * as v from 'valibot';
import { hashOf } from '../../trace/hash';
import type { AlertState } from '../model';
import { plainValues, type RawAlert } from '../raw';

const Labels = v.record(v.string(), v.unknown());

/** What they all have. */
export const Labelled = v.object({
	labels: Labels,
	annotations: v.optional(v.nullable(Labels)),
	startsAt: v.optional(v.nullable(v.string())),
	endsAt: v.optional(v.nullable(v.string())),
	fingerprint: v.optional(v.nullable(v.string())),
	generatorURL: v.optional(v.nullable(v.string())),
});
export type LabelledAlert = v.InferOutput<typeof Labelled>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Annotations that only lead elsewhere. */
const isAddress = (value: string) => /^https?:\/\/\S+$/.test(value.trim());

/** @param url where the alert is shown, where that is known better than by what generated it */
export function labelledAlert(alert: LabelledAlert, state: AlertState, url?: string): RawAlert {
	const { labels, startsAt, endsAt, fingerprint, generatorURL } = alert;
	const annotations = alert.annotations ?? {};
	const summary = text(annotations.summary) ?? text(annotations.title) ?? text(annotations.message);
	const texts = Object.values(annotations).flatMap((value) => text(value) ?? []);
	return {
		key: fingerprint || labelsKey(labels),
		title: summary ?? text(labels.alertname) ?? '',
		name: text(labels.alertname),
		description: text(annotations.description) ?? '',
		...{ state, labels },
		texts: texts.filter((one) => !isAddress(one)),
		startsAt: startsAt ?? undefined,
		endsAt: endsAt ?? undefined,
		url: url ?? generatorURL ?? undefined,
	};
}

/** What tells an alert from others of the monitor, which gives it no key. */
export const labelsKey = (labels: Readonly<Record<string, unknown>>): string =>
	hashOf(JSON.stringify(Object.entries(plainValues(labels)).sort(([one], [other]) => (one < other ? -1 : 1))));
