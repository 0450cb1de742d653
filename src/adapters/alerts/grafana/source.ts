import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { AlertSource } from '../../../core/ports/alertSource';
import { alertmanagerApi, byName } from '../alertmanagerApi';
import { checked, needing, type SourceNeeds } from '../needs';
import { prometheusRules } from '../prometheusRules';
import { grafanaAnnotating } from './annotating';

const PREFIX = '/api/alertmanager/grafana';

/** @see grafana/grafana, pkg/services/accesscontrol/models.go */
const PERMISSIONS = {
	alerts: 'alert.instances:read',
	silences: 'alert.silences:read',
	silence: 'alert.silences:create',
};

const Health = v.object({ version: v.optional(v.string()) });

/** Grafana's own alerting, which speaks Alertmanager's API. @see https://grafana.com/docs/grafana/latest/developers/http_api/ */
export function grafana(needs: SourceNeeds): AlertSource {
	const { http, base, name } = needs;
	const page = (alertname: string) => `${base}/alerting/list?search=${encodeURIComponent(alertname)}`;
	const source = alertmanagerApi(needs, {
		kind: 'grafana',
		prefix: PREFIX,
		permissions: PERMISSIONS,
		page: byName((_base, alertname) => page(alertname)),
		check: async (signal) => {
			const { version } = checked(name, Health, await http.json({ path: '/api/health' }, signal));
			const ask = (path: string, permission: string) =>
				needing(name, permission, http.json({ path: `${PREFIX}/api/v2/${path}` }, signal));
			await ask('alerts', PERMISSIONS.alerts);
			await ask('silences', PERMISSIONS.silences);
			return l10n.t('Grafana {0}', version ?? '');
		},
	});
	return {
		...source,
		annotating: grafanaAnnotating(needs),
		rules: (signal) =>
			needing(
				name,
				'alert.rules:read',
				prometheusRules(http, name, '/api/prometheus/grafana/api/v1/rules', page, signal),
			),
	};
}
