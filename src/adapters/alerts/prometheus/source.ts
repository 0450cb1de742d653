import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { labelledAlert, labelsKey } from '../../../core/alerts/payloads/labelled';
import type { AlertSource } from '../../../core/ports/alertSource';
import { malformed } from '../../http/errors';
import { cannot, listReader, type SourceNeeds } from '../needs';

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#alerts */
const Alert = v.object({
	labels: v.record(v.string(), v.string()),
	annotations: v.optional(v.record(v.string(), v.string())),
	state: v.string(),
	activeAt: v.optional(v.string()),
	value: v.optional(v.string()),
});
const Rules = v.object({
	data: v.object({
		groups: v.array(v.object({ rules: v.array(v.object({ health: v.optional(v.string()), type: v.string() })) })),
	}),
});
const Build = v.object({ data: v.object({ version: v.string() }) });

/** Prometheus's own alerts; it takes no word of anybody, so there is nothing to acknowledge or resolve. */
export function prometheus(needs: SourceNeeds): AlertSource {
	const { http, base, name } = needs;
	const origin = { source: `prometheus ${base}`, name };
	const link = (alertname: string | undefined) =>
		`${base}/alerts${alertname === undefined ? '' : `?search=${encodeURIComponent(alertname)}`}`;
	const read = listReader(needs, origin, ['data', 'alerts'], (item) => {
		const alert = v.safeParse(Alert, item);
		if (!alert.success) {
			return undefined;
		}
		if (alert.output.state !== 'firing') {
			return 'none';
		}
		const { labels, annotations, activeAt } = alert.output;
		return labelledAlert(
			{ labels, annotations, startsAt: activeAt, fingerprint: labelsKey(labels) },
			'firing',
			link(labels.alertname),
		);
	});
	const checked = <T>(schema: v.GenericSchema<unknown, T>, value: unknown): T => {
		const result = v.safeParse(schema, value);
		if (!result.success) {
			throw malformed(name, new Error(v.summarize(result.issues)));
		}
		return result.output;
	};
	return {
		identity: origin.source,
		capabilities: { acknowledge: 'none', resolve: false },
		list: (signal) => read({ path: '/api/v1/alerts' }, signal),
		acknowledge: async () => {
			throw cannot(name);
		},
		resolve: async () => {
			throw cannot(name);
		},
		link: ({ labels }) => link(labels.alertname),
		check: async (signal) => {
			const { version } = checked(Build, await http.json({ path: '/api/v1/status/buildinfo' }, signal)).data;
			const { groups } = checked(
				Rules,
				await http.json({ path: '/api/v1/rules', query: { type: 'alert' } }, signal),
			).data;
			const rules = groups.flatMap((group) => group.rules).filter(({ type }) => type === 'alerting');
			const broken = rules.filter(({ health }) => health === 'err').length;
			return broken > 0
				? l10n.t('Prometheus {0}, {1} alerting rules, {2} of which cannot be evaluated', version, rules.length, broken)
				: l10n.t('Prometheus {0}, {1} alerting rules', version, rules.length);
		},
	};
}
