// What each vendor remembers: one alert that people can do something with.
import type { Asked, Reply, Routes } from './double';

export const TOKEN = 's3cr3t-token';
export const READ_ONLY = 'read-only-token';

/** The state of a vendor's double. */
export interface VendorState {
	isAcknowledged: boolean;
	isResolved: boolean;
	/** How often it was told something. */
	told: number;
}

const TIME = '2026-11-23T11:58:00Z';

/** @param authorization of those who may do all, and of those who may only read */
function guarded(state: VendorState, allows: (asked: Asked) => 'all' | 'read' | 'none', routes: Routes): Routes {
	return Object.fromEntries(
		Object.entries(routes).map(([name, route]) => [
			name,
			(asked: Asked): Reply => {
				const may = allows(asked);
				if (may === 'none') {
					return { status: 401, body: { message: 'Unauthorized' } };
				}
				if (may === 'read' && asked.method !== 'GET') {
					return { status: 403, body: { message: 'Forbidden' } };
				}
				if (asked.method !== 'GET') {
					state.told++;
				}
				return route(asked);
			},
		]),
	);
}

const byToken =
	(header = 'authorization') =>
	(asked: Asked): 'all' | 'read' | 'none' => {
		const said = String(asked.headers[header] ?? '');
		return said.includes(TOKEN) ? 'all' : said.includes(READ_ONLY) ? 'read' : 'none';
	};

export function pagerDutyRoutes(state: VendorState): Routes {
	const incident = () => ({
		...{
			id: 'PGR0VU2',
			type: 'incident',
			title: 'Checkout fails',
			urgency: 'high',
			created_at: '2026-09-01T08:00:00Z',
		},
		status: state.isResolved ? 'resolved' : state.isAcknowledged ? 'acknowledged' : 'triggered',
		html_url: 'https://shop.pagerduty.com/incidents/PGR0VU2',
		service: { id: 'PF9KMXH', summary: 'checkout' },
		priority: null,
	});
	return guarded(state, byToken(), {
		'GET /incidents': ({ query }) => ({
			body: {
				// It began more than a month ago: PagerDuty lists such only where no range of dates is wanted.
				incidents:
					query.getAll('statuses[]').includes(incident().status) && query.get('date_range') === 'all'
						? [incident()]
						: [],
				...{ limit: 100, offset: 0, more: false },
			},
		}),
		'PUT /incidents/{id}': ({ ids, body }) => {
			if (ids.id !== 'PGR0VU2') {
				return { status: 404, body: { error: { message: 'Not Found', code: 2100 } } };
			}
			const { status } = (body as { incident: { status: string } }).incident;
			state.isAcknowledged ||= status === 'acknowledged';
			state.isResolved ||= status === 'resolved';
			return { body: { incident: incident() } };
		},
		'GET /users/me': () => ({ body: { user: { id: 'U1', name: 'Ada', email: 'ada@example.com' } } }),
	});
}

export function sentryRoutes(state: VendorState): Routes {
	const issue = (id: string) => ({
		...{
			id,
			shortId: 'CHECKOUT-1',
			title: 'TypeError: x is undefined',
			culprit: 'priceOf(src/price.js)',
			level: 'fatal',
		},
		...{
			permalink: 'https://sentry.example/organizations/shop/issues/1/',
			count: '12',
			firstSeen: TIME,
			lastSeen: TIME,
		},
		status: state.isResolved ? 'resolved' : 'unresolved',
		project: { id: '1', slug: 'checkout', name: 'Checkout' },
	});
	const frames = [{ filename: '/srv/shop/src/price.js', function: 'priceOf', lineNo: 4, colNo: 48, inApp: true }];
	return guarded(state, byToken(), {
		'GET /api/0/organizations/{organization}/': () => ({ body: { id: '1', slug: 'shop', name: 'Shop' } }),
		'GET /api/0/organizations/{organization}/issues/': ({ query }) =>
			query.get('cursor') === '0:100:0'
				? { body: [issue('2')] }
				: {
						body: state.isResolved ? [] : [issue('1')],
						headers: {
							link: '<https://x/>; rel="previous"; results="false"; cursor="0:0:1", <https://x/>; rel="next"; results="true"; cursor="0:100:0"',
						},
					},
		'GET /api/0/organizations/{organization}/issues/{id}/events/latest/': ({ ids }) => ({
			body: {
				...{
					id: 'e1',
					eventID: 'e1',
					groupID: ids.id,
					title: 'TypeError: x is undefined',
					platform: 'node',
					dateCreated: TIME,
				},
				tags: [
					{ key: 'environment', value: 'production' },
					{ key: 'release', value: 'v1.4.0' },
				],
				entries: [
					{
						type: 'exception',
						data: { values: [{ type: 'TypeError', value: 'x is undefined', stacktrace: { frames } }] },
					},
				],
			},
		}),
		'PUT /api/0/organizations/{organization}/issues/{id}/': ({ ids, body }) => {
			if (ids.id !== '1') {
				return { status: 404, body: { detail: 'The requested resource does not exist' } };
			}
			state.isResolved ||= (body as { status: string }).status === 'resolved';
			return { body: issue('1') };
		},
	});
}

export function datadogRoutes(state: VendorState): Routes {
	const downtimes: object[] = [];
	return guarded(state, byToken('dd-application-key'), {
		'GET /api/v1/validate': () => ({ body: { valid: true } }),
		'GET /api/v1/monitor': () => ({
			body: [
				{
					...{
						id: 99,
						name: 'Checkout fails',
						type: 'metric alert',
						query: 'avg(last_5m):x > 1',
						message: 'Nobody can pay',
					},
					...{ overall_state: state.isResolved ? 'OK' : 'Alert', priority: 1, created: TIME, modified: TIME },
					tags: ['service:checkout', 'env:production', 'version:v1.4.0'],
					options: { silenced: {} }, // which shows downtimes of API v1 only
				},
			],
		}),
		'GET /api/v2/downtime': () => ({ body: { data: downtimes } }),
		'POST /api/v2/downtime': ({ body }) => {
			const { attributes } = (body as { data: { attributes: object } }).data;
			const made = { id: 'd1', type: 'downtime', attributes: { ...attributes, status: 'active' } };
			downtimes.push(made);
			state.isAcknowledged = true;
			return { body: { data: made } };
		},
	});
}

/** What is the same in Opsgenie and in its successor. */
function opsRoutes(
	state: VendorState,
	prefix: string,
	/** How it wraps what it answers. */
	{ list, one }: { readonly list: (items: readonly object[]) => object; readonly one: (item: object) => object },
	allows = byToken(),
): Routes {
	let isWrong = false;
	const alert = () => ({
		...{
			id: 'a-1',
			message: 'Checkout fails',
			acknowledged: state.isAcknowledged,
			count: 3,
			createdAt: TIME,
			updatedAt: TIME,
		},
		...{ status: state.isResolved ? 'closed' : 'open', tags: ['service:checkout'], priority: 'P1' },
	});
	const done = (ids: Asked['ids'], change: () => void): Reply => {
		isWrong = ids.id !== 'a-1';
		if (!isWrong) {
			change();
		}
		return { status: 202, body: { result: 'Request will be processed', took: 0.1, requestId: 'r-1' } };
	};
	return guarded(state, allows, {
		[`GET ${prefix}/alerts`]: () => ({ body: list(state.isResolved ? [] : [alert()]) }),
		[`GET ${prefix}/alerts/{id}`]: () => ({
			body: one({ ...alert(), description: 'Error\n    at priceOf (/srv/shop/src/price.js:4:48)' }),
		}),
		[`GET ${prefix}/alerts/requests/{id}`]: () => ({
			body: one({
				...{ success: !isWrong, isSuccess: !isWrong },
				status: isWrong ? 'Alert does not exist' : 'Acknowledged',
			}),
		}),
		[`POST ${prefix}/alerts/{id}/acknowledge`]: ({ ids }) =>
			done(ids, () => {
				state.isAcknowledged = true;
			}),
		[`POST ${prefix}/alerts/{id}/close`]: ({ ids }) =>
			done(ids, () => {
				state.isResolved = true;
			}),
	});
}

export const opsgenieRoutes = (state: VendorState): Routes =>
	opsRoutes(state, '/v2', { list: (data) => ({ data, took: 0.1, requestId: 'r' }), one: (data) => ({ data }) });

/** Lets in by an address and a token, as Atlassian does. */
const byBasic = ({ headers, ...asked }: Asked): 'all' | 'read' | 'none' =>
	byToken()({
		...asked,
		headers: { authorization: Buffer.from(String(headers.authorization).replace('Basic ', ''), 'base64').toString() },
	});

export const jsmRoutes = (state: VendorState): Routes =>
	opsRoutes(
		state,
		'/jsm/ops/api/{cloud}/v1',
		{ list: (values) => ({ values, count: values.length, links: {} }), one: (item) => item },
		byBasic,
	);

export function grafanaRoutes(state: VendorState): Routes {
	const silences: object[] = [];
	const labels = { alertname: 'CheckoutFails', grafana_folder: 'Shop', severity: 'critical', service: 'checkout' };
	const P = '/api/alertmanager/grafana/api/v2';
	return guarded(state, byToken(), {
		'GET /api/health': () => ({ body: { database: 'ok', version: '12.3.0' } }),
		[`GET ${P}/alerts`]: () => ({
			body: state.isResolved
				? []
				: [
						{
							...{ labels, annotations: { summary: 'Checkout fails' }, startsAt: TIME, endsAt: TIME, updatedAt: TIME },
							...{
								fingerprint: 'f-1',
								receivers: [{ name: 'team' }],
								generatorURL: 'https://grafana.example/alerting/grafana/1/view',
							},
							status: { state: state.isAcknowledged ? 'suppressed' : 'active', silencedBy: [], inhibitedBy: [] },
						},
					],
		}),
		[`GET ${P}/silences`]: () => ({ body: silences }),
		[`POST ${P}/silences`]: ({ body }) => {
			silences.push({ ...(body as object), id: 's-1', status: { state: 'active' } });
			state.isAcknowledged = true;
			return { status: 202, body: { silenceID: 's-1' } };
		},
	});
}
