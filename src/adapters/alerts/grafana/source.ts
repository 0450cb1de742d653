import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { AlertSource } from '../../../core/ports/alertSource';
import { alertmanagerApi, byName } from '../alertmanagerApi';
import { checked, needing, type SourceNeeds } from '../needs';

const PREFIX = '/api/alertmanager/grafana';

const Health = v.object({ version: v.optional(v.string()) });

/** Grafana's own alerting, which speaks Alertmanager's API. @see https://grafana.com/docs/grafana/latest/developers/http_api/ */
export function grafana(needs: SourceNeeds): AlertSource {
	const { http, name } = needs;
	return alertmanagerApi(needs, {
		kind: 'grafana',
		prefix: PREFIX,
		page: byName((base, alertname) => `${base}/alerting/list?search=${encodeURIComponent(alertname)}`),
		check: async (signal) => {
			const { version } = checked(name, Health, await http.json({ path: '/api/health' }, signal));
			const ask = (path: string, permission: string) =>
				needing(name, permission, http.json({ path: `${PREFIX}/api/v2/${path}` }, signal));
			await ask('alerts', 'alert.instances:read');
			await ask('silences', 'alert.silences:read');
			return l10n.t('Grafana {0}', version ?? '');
		},
	});
}
