// Every kind of monitor: its double, how it is let in, and what it says of what is not allowed.
import assert from 'node:assert/strict';
import { credentialsFor } from '../../../src/adapters/alerts/credentials';
import { apiOf, loadSource, type MakeSource } from '../../../src/adapters/alerts/sources';
import * as library from '../../../src/adapters/http/axios';
import { type HttpNeeds, httpClient } from '../../../src/adapters/http/client';
import type { DatadogPartName, SourceKind } from '../../../src/core/alerts/kinds';
import type { AlertSource } from '../../../src/core/ports/alertSource';
import { breather, silentLog } from '../incidents';
import { datadogRoutes } from './datadog';
import type { Routes, VendorDouble } from './double';
import type { VendorState } from './guard';
import { jsmRoutes, opsgenieRoutes } from './ops';
import { alertmanagerRoutes, prometheusRoutes } from './prometheus';
import { grafanaRoutes, pagerDutyRoutes, sentryRoutes } from './vendors';

export interface Vendor {
	readonly kind: SourceKind;
	readonly routes: (state: VendorState) => Routes;
	/** Behind the double's address. */
	readonly path?: string;
	/** How a token is given. */
	readonly token?: (token: string) => string;
	readonly parts?: readonly DatadogPartName[];
	/** What a set-up names when it is missing. */
	readonly needed: readonly string[];
	/** What is named where it may only read, and somebody wants a change. */
	readonly lacks: RegExp;
	/** What it says of itself. */
	readonly about: RegExp;
	/** A list of what is no alert. */
	readonly odd: object;
	/** `GET /alerts`: what it lists alerts by. */
	readonly list: string;
}

const datadog = { kind: 'datadog', routes: datadogRoutes, token: (token: string) => `key:${token}` } as const;
const O = '/api/0/organizations/{organization}';

export const VENDORS: readonly Vendor[] = [
	{
		...{ kind: 'alertmanager', routes: alertmanagerRoutes, needed: [], lacks: /may not do this/ },
		...{ about: /^Alertmanager 0/, odd: [{}], list: 'GET /api/v2/alerts' },
	},
	{
		...{ kind: 'prometheus', routes: prometheusRoutes, needed: [], lacks: /resolves its alerts itself/ },
		...{
			about: /^Prometheus 3.*rules: 2, of which cannot be evaluated: 1$/,
			odd: { data: { alerts: [{}] } },
			list: 'GET /api/v1/alerts',
		},
	},
	{
		...{ kind: 'grafana', routes: grafanaRoutes, needed: ['alert.instances:read', 'alert.silences:read'] },
		...{ lacks: /“alert\.silences:create”/, about: /^Grafana 12/, odd: [{}] },
		list: 'GET /api/alertmanager/grafana/api/v2/alerts',
	},
	{
		...{ kind: 'pagerduty', routes: pagerDutyRoutes, needed: ['incidents.read', 'incidents.write'] },
		...{ lacks: /“incidents\.write”/, about: /as Ada/, odd: { incidents: [{}], more: false }, list: 'GET /incidents' },
	},
	{
		...{ kind: 'sentry', routes: sentryRoutes, path: '/organizations/shop' },
		...{ needed: ['org:read', 'event:read', 'event:write'], lacks: /“event:write”/ },
		...{ about: /organization Shop/, odd: [{}], list: `GET ${O}/issues/` },
	},
	{
		...{ ...datadog, needed: ['monitors_read', 'monitors_downtime'], lacks: /“monitors_downtime”/ },
		...{ about: /^Datadog/, odd: [{}], list: 'GET /api/v1/monitor' },
	},
	{
		...{ ...datadog, parts: ['incidents'], needed: ['incident_read'], lacks: /“incident_write”/, about: /^Datadog/ },
		odd: { data: { attributes: { facets: {}, incidents: [{ data: {} }], total: 1 } } },
		list: 'GET /api/v2/incidents/search',
	},
	{
		...{ ...datadog, parts: ['errors'], needed: ['error_tracking_read'], lacks: /“error_tracking_write”/ },
		...{ about: /^Datadog/, odd: { data: [{ id: 'x', attributes: {} }], included: [] } },
		list: 'POST /api/v2/error-tracking/issues/search',
	},
	{
		...{ kind: 'jsm', routes: jsmRoutes, path: '/jsm/ops/api/c1', token: (token) => `ada@example.com:${token}` },
		...{ needed: ['read:ops-alert:jira-service-management'], lacks: /“write:ops-alert:jira-service-management”/ },
		...{ about: /^Jira Service Management$/, odd: { values: [{}], count: 1 } },
		list: 'GET /jsm/ops/api/{cloud}/v1/alerts',
	},
	{
		...{ kind: 'opsgenie', routes: opsgenieRoutes, needed: ['Read'], lacks: /“Create and update”/ },
		...{ about: /^Opsgenie$/, odd: { data: [{}], took: 0.1, requestId: 'r' }, list: 'GET /v2/alerts' },
	},
];

/** How it is called in names of tests. */
export const vendorName = ({ kind, parts }: Vendor): string => [kind, ...(parts ?? [])].join(' ');

const made = new Map<SourceKind, MakeSource>();

/** Loads the adapters of all kinds, which `sourceBy` takes its own from. */
export async function loadAdapters(): Promise<void> {
	for (const { kind } of VENDORS) {
		made.set(kind, await loadSource(kind));
	}
}

/** The adapter of a kind, asking its double. @param waits gets how long it waited */
export function sourceBy(
	{ kind, path = '', token: as = (token) => token, parts }: Vendor,
	double: Pick<VendorDouble, 'base'>,
	token: string,
	{
		waits = [],
		now = Date.now,
		account,
		...needs
	}: { waits?: number[]; now?: () => number; account?: string } & Partial<HttpNeeds> = {},
): AlertSource {
	const base = `${double.base}${path}`;
	const wait = async (ms: number) => {
		waits.push(ms);
	};
	const clock = { now };
	const http = httpClient(
		library,
		{ name: 'Monitor', base: apiOf(kind, base), credentials: credentialsFor(kind, as(token)) },
		{ log: silentLog, clock, random: () => 0.5, wait, ...needs },
	);
	const make = made.get(kind);
	assert.ok(make, 'loadAdapters() comes first');
	return make({ http, base, name: 'Monitor', clock, breather, log: silentLog, wait, parts, account });
}
