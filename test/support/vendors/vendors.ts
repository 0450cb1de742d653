// What each vendor remembers: one alert that people can do something with.
import type { Routes } from './double';
import { guarded, lacks, type Refusals, tokenIn, type VendorState } from './guard';
import { alertmanagerPaths, rulesAnswer } from './prometheus';

const TIME = '2026-11-23T11:58:00Z';

/** Its own words, where the token is none and where it may not do something. */
const refusals = (body: (message: string) => object): Refusals => ({
	unknown: { status: 401, body: body('Unauthorized') },
	lacking: (permission) => ({ status: 403, body: body(`Forbidden without ${permission}`) }),
});

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
	const said = refusals((message) => ({ error: { message, code: 2010 } }));
	const needs = { 'GET /incidents': 'incidents.read', 'PUT /incidents/{id}': 'incidents.write' };
	return guarded(state, tokenIn(), said, needs, ['incidents.write'], {
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
		'GET /users/me': (asked) => ({
			body: {
				user: {
					...{ id: 'U1', name: 'Ada', email: 'ada@example.com' },
					role: lacks(tokenIn()(asked), 'incidents.write', ['incidents.write']) ? 'read_only_user' : 'user',
				},
			},
		}),
	});
}

const SCOPES = ['org:read', 'project:read', 'event:read', 'event:write'];
const COMMITTERS = 'GET /api/0/projects/{organization}/{project}/events/{id}/committers/';
/** What Sentry holds responsible. */
const SUSPECT = {
	...{ id: 'ABCDEF0123456789abcdef0123456789abcdef01', message: 'Price in cents\n\nAll of it.', dateCreated: TIME },
	...{ pullRequest: null, suspectCommitType: 'via SCM integration' },
};

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
	const O = '/api/0/organizations/{organization}';
	const needs = {
		[`GET ${O}/`]: 'org:read',
		[`GET ${O}/issues/`]: 'event:read',
		[`GET ${O}/issues/{id}/`]: 'event:read',
		[`GET ${O}/issues/{id}/events/latest/`]: 'event:read',
		[`PUT ${O}/issues/{id}/`]: 'event:write',
		[COMMITTERS]: 'event:read',
	};
	return guarded(
		state,
		tokenIn(),
		refusals((detail) => ({ detail })),
		needs,
		['event:write'],
		{
			[COMMITTERS]: ({ ids }) =>
				ids.id === 'e1'
					? {
							body: {
								committers: [
									{
										author: { name: 'Bob', email: 'bob@example.com' },
										commits: [{ ...SUSPECT, ...(state.suspect && { id: state.suspect }) }],
									},
								],
							},
						}
					: { status: 404, body: { detail: 'No committers found' } },
			'GET /api/0/organizations/{organization}/issues/{id}/': ({ ids }) =>
				ids.id === '1'
					? { body: issue('1') }
					: { status: 404, body: { detail: 'The requested resource does not exist' } },
			'GET /api/0/organizations/{organization}/': (asked) => ({
				body: {
					...{ id: '1', slug: 'shop', name: 'Shop' },
					access: SCOPES.filter((scope) => !lacks(tokenIn()(asked), scope, ['event:write'])),
				},
			}),
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
						projectID: '1',
						message: '',
						dateReceived: TIME,
						release: null,
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
		},
	);
}

export function grafanaRoutes(state: VendorState): Routes {
	const P = '/api/alertmanager/grafana/api/v2';
	const marks: { id: number; text: string; tags: string[]; time: number; timeEnd?: number }[] = [];
	const said = refusals((message) => ({ message, title: 'Access denied', accessErrorId: 'a-1' }));
	const needs = {
		[`GET ${P}/alerts`]: 'alert.instances:read',
		[`GET ${P}/silences`]: 'alert.silences:read',
		[`POST ${P}/silences`]: 'alert.silences:create',
		'GET /api/annotations': 'annotations:read',
		'POST /api/annotations': 'annotations:create',
		'PATCH /api/annotations/{id}': 'annotations:write',
		'GET /api/prometheus/grafana/api/v1/rules': 'alert.rules:read',
	};
	return guarded(state, tokenIn(), said, needs, ['alert.silences:create', 'annotations:create', 'annotations:write'], {
		'GET /api/annotations': ({ query }) => ({
			body: marks.filter(
				({ tags, time, timeEnd = time }) =>
					query.getAll('tags').every((tag) => tags.includes(tag)) &&
					timeEnd >= Number(query.get('from') ?? 0) &&
					time <= Number(query.get('to') ?? Number.MAX_SAFE_INTEGER),
			),
		}),
		'POST /api/annotations': ({ body }) => {
			const id = marks.length + 1;
			marks.push({ tags: [], time: Date.now(), ...(body as { text: string }), id });
			return { body: { message: 'Annotation added', id } };
		},
		'PATCH /api/annotations/{id}': ({ ids, body }) => {
			const mark = marks.find(({ id }) => String(id) === ids.id);
			if (!mark) {
				return { status: 403, body: { message: 'Forbidden' } };
			}
			Object.assign(mark, body);
			return { body: { message: 'Annotation patched' } };
		},
		'GET /api/prometheus/grafana/api/v1/rules': () => ({ body: rulesAnswer('error') }),
		'GET /api/health': () => ({ body: { database: 'ok', version: '12.3.0' } }),
		...alertmanagerPaths(state, P, 202),
	});
}
