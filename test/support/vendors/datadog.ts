// Monitors, incidents and errors of Datadog.
import type { Reply, Routes } from './double';
import { guarded, tokenIn, type VendorState } from './guard';

const TIME = '2026-11-23T11:58:00Z';

export function datadogRoutes(state: VendorState): Routes {
	const downtimes: object[] = [];
	const incident = () => ({
		...{ id: 'i-1', type: 'incidents' },
		attributes: {
			...{ title: 'Checkout is down', public_id: 7, state: isDeclared ? 'active' : 'resolved', severity: 'SEV-1' },
			...{ created: TIME, detected: TIME, customer_impact_start: null, resolved: null },
			fields: { services: { type: 'autocomplete', value: ['checkout'] }, summary: { type: 'textbox', value: null } },
		},
	});
	const issue = () => ({
		...{ id: 'e-1', type: 'issue' },
		attributes: {
			...{
				error_type: 'TypeError',
				error_message: 'x is undefined',
				file_path: 'src/price.js',
				function_name: 'priceOf',
			},
			...{ first_seen: Date.parse(TIME), first_seen_version: 'v1.4.0', last_seen: Date.parse(TIME), is_crash: true },
			...{ platform: 'BACKEND', service: 'checkout', state: errorState },
		},
	});
	let isDeclared = true;
	let errorState = 'OPEN';
	const needs = {
		'GET /api/v1/monitor': 'monitors_read',
		'GET /api/v2/downtime': 'monitors_downtime',
		'POST /api/v2/downtime': 'monitors_downtime',
		'GET /api/v2/incidents/search': 'incident_read',
		'PATCH /api/v2/incidents/{id}': 'incident_write',
		'POST /api/v2/error-tracking/issues/search': 'error_tracking_read',
		'PUT /api/v2/error-tracking/issues/{id}/state': 'error_tracking_write',
	};
	const forbidden: Reply = { status: 403, body: { errors: ['Forbidden'] } };
	const said = { unknown: forbidden, lacking: () => forbidden };
	const writing = ['monitors_downtime', 'incident_write', 'error_tracking_write'];
	const guardedRoutes = guarded(state, tokenIn('dd-application-key'), said, needs, writing, {
		'GET /api/v2/validate_keys': () => ({ body: { status: 'ok' } }),
		'GET /api/v2/incidents/search': ({ query }) => ({
			body: {
				data: {
					type: 'incidents_search_results',
					attributes: {
						...{ facets: {}, total: isDeclared ? 1 : 0 },
						incidents: isDeclared && query.get('query') === 'state:(active OR stable)' ? [{ data: incident() }] : [],
					},
				},
			},
		}),
		'PATCH /api/v2/incidents/{id}': ({ ids, body }) => {
			if (ids.id !== 'i-1') {
				return { status: 404, body: { errors: ['Incident not found'] } };
			}
			const { fields } = (body as { data: { attributes: { fields: { state: { value: string } } } } }).data.attributes;
			isDeclared = fields.state.value !== 'resolved';
			return { body: { data: incident() } };
		},
		'POST /api/v2/error-tracking/issues/search': ({ body }) => {
			const { states } = (body as { data: { attributes: { states: string[] } } }).data.attributes;
			const found = states.includes(errorState) ? [issue()] : [];
			const data = found.map(({ id }) => ({
				id,
				type: 'error_tracking_search_result',
				attributes: { total_count: 12 },
			}));
			return { body: { data, included: found } };
		},
		'PUT /api/v2/error-tracking/issues/{id}/state': ({ ids, body }) => {
			if (ids.id !== 'e-1') {
				return { status: 404, body: { errors: ['Issue not found'] } };
			}
			errorState = (body as { data: { attributes: { state: string } } }).data.attributes.state;
			return { body: { data: issue() } };
		},
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
	// Which looks at the API key alone.
	return {
		...guardedRoutes,
		'GET /api/v1/validate': ({ headers }) => (headers['dd-api-key'] === 'key' ? { body: { valid: true } } : forbidden),
	};
}
