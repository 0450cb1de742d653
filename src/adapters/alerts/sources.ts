import type { SourceKind } from '../../core/alerts/kinds';
import type { AlertSource } from '../../core/ports/alertSource';
import { alertmanager } from './alertmanager/source';
import { datadog } from './datadog/source';
import { grafana } from './grafana/source';
import type { SourceNeeds } from './needs';
import { jsm, opsgenie } from './opsgenie/source';
import { pagerDuty } from './pagerduty/source';
import { prometheus } from './prometheus/source';
import { sentry, sentryApi } from './sentry/source';

/** Every kind of monitor; a new one is a folder and a line here. */
export const sourceOf: Readonly<Record<SourceKind, (needs: SourceNeeds) => AlertSource>> = {
	...{ alertmanager, prometheus, grafana, sentry, datadog, opsgenie, jsm },
	pagerduty: pagerDuty,
};

/** Where the API is, by the address that a person gave. */
export const apiOf = (kind: SourceKind, address: string): string => (kind === 'sentry' ? sentryApi(address) : address);
