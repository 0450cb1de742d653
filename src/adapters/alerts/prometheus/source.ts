import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { labelledAlert, labelsKey } from '../../../core/alerts/payloads/labelled';
import type { AlertSource } from '../../../core/ports/alertSource';
import { cannot, checked, listReader, originOf, type SourceNeeds } from '../needs';
import { prometheusRules } from '../prometheusRules';

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#alerts */
const Alert = v.object({
	labels: v.record(v.string(), v.string()),
	annotations: v.optional(v.record(v.string(), v.string())),
	state: v.string(),
	activeAt: v.optional(v.string()),
	value: v.optional(v.string()),
});
const Build = v.object({ data: v.object({ version: v.string() }) });

/** Prometheus's own alerts; it takes no word of anybody, so there is nothing to acknowledge or resolve. */
export function prometheus(needs: SourceNeeds): AlertSource {
	const { http, base, name } = needs;
	const origin = originOf('prometheus', needs);
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
	const rules = (signal: AbortSignal) => prometheusRules(http, name, '/api/v1/rules', link, signal);
	return {
		identity: origin.source,
		can: () => ({ acknowledge: 'none', resolve: false }),
		list: (signal) => read({ path: '/api/v1/alerts' }, signal),
		acknowledge: async () => {
			throw cannot(name);
		},
		resolve: async () => {
			throw cannot(name);
		},
		link: ({ labels }) => link(labels.alertname),
		rules,
		check: async (signal) => {
			const build = await http.json({ path: '/api/v1/status/buildinfo' }, signal);
			const { version } = checked(name, Build, build).data;
			const all = await rules(signal);
			const broken = all.filter(({ fault }) => fault !== undefined).length;
			return broken > 0
				? l10n.t('Prometheus {0}, alerting rules: {1}, of which cannot be evaluated: {2}', version, all.length, broken)
				: l10n.t('Prometheus {0}, alerting rules: {1}', version, all.length);
		},
	};
}
