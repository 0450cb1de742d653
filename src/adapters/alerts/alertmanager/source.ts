import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { AlertSource } from '../../../core/ports/alertSource';
import { malformed } from '../../http/errors';
import { alertmanagerApi, byName, type Dialect, quoted } from '../alertmanagerApi';
import type { SourceNeeds } from '../needs';

const Status = v.object({ versionInfo: v.object({ version: v.string() }) });

/** Alertmanager by itself. */
export const alertmanager = (needs: SourceNeeds): AlertSource => alertmanagerApi(needs, ownDialect(needs));

const ownDialect = ({ http, name }: SourceNeeds): Dialect => ({
	kind: 'alertmanager',
	prefix: '',
	// By its name, which many share: an answer may have ten thousand alerts.
	page: byName(
		(base, alertname) => `${base}/#/alerts?filter=${encodeURIComponent(`{alertname=${quoted(alertname)}}`)}`,
	),
	check: async (signal) => {
		const status = v.safeParse(Status, await http.json({ path: '/api/v2/status' }, signal));
		if (!status.success) {
			throw malformed(name, new Error(v.summarize(status.issues)));
		}
		await http.json({ path: '/api/v2/silences' }, signal);
		return l10n.t('Alertmanager {0}', status.output.versionInfo.version);
	},
});
