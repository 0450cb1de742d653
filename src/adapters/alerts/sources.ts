import type { SourceKind } from '../../core/alerts/kinds';
import type { AlertSource } from '../../core/ports/alertSource';
import type { SourceNeeds } from './needs';
import { apiAddress } from './sentry/address';

/** Makes a source of a monitor. */
export type MakeSource = (needs: SourceNeeds) => AlertSource;

/** Every kind of monitor, each loaded when one of its kind is first asked; a new one is a folder and a line here. */
const LOAD: Readonly<Record<SourceKind, () => Promise<MakeSource>>> = {
	alertmanager: async () => (await import('./alertmanager/source')).alertmanager,
	prometheus: async () => (await import('./prometheus/source')).prometheus,
	grafana: async () => (await import('./grafana/source')).grafana,
	sentry: async () => (await import('./sentry/source')).sentry,
	datadog: async () => (await import('./datadog/source')).datadog,
	opsgenie: async () => (await import('./opsgenie/source')).opsgenie,
	jsm: async () => (await import('./opsgenie/source')).jsm,
	pagerduty: async () => (await import('./pagerduty/source')).pagerDuty,
};

export const loadSource = (kind: SourceKind): Promise<MakeSource> => LOAD[kind]();

/** Where the API is, by the address that a person gave. */
export const apiOf = (kind: SourceKind, address: string): string => (kind === 'sentry' ? apiAddress(address) : address);
