// Prometheus, and what speaks the language of its Alertmanager; the real ones are in other tests.
import type { Asked, Routes } from './double';
import { guarded, type Permissions, type Refusals, tokenIn, type VendorState } from './guard';

const TIME = '2026-11-23T11:58:00Z';
const labels = { alertname: 'CheckoutFails', grafana_folder: 'Shop', severity: 'critical', service: 'checkout' };
const annotations = { summary: 'Checkout fails' };

/** Rules as Prometheus has them; one cannot be evaluated. @param broken how that is called */
export const rulesAnswer = (broken: 'err' | 'error') => ({
	status: 'success',
	data: {
		groups: [
			{
				...{ name: 'shop', file: 'shop.yml' },
				rules: [
					{ name: 'shop:rate', query: 'rate(shop[5m])', health: 'ok', type: 'recording' },
					{ name: 'CheckoutFails', query: 'shop_failing > 0', state: 'firing', health: 'ok', type: 'alerting' },
					{
						name: 'DiskFills',
						query: 'disk',
						state: 'inactive',
						health: broken,
						lastError: 'no disk',
						type: 'alerting',
					},
				],
			},
		],
	},
});

/** What Alertmanager's API v2 has. @param silenced status of the answer to a silence */
export function alertmanagerPaths(state: VendorState, prefix: string, silenced: number): Routes {
	const silences: object[] = [];
	return {
		[`GET ${prefix}/alerts`]: () => ({
			body: state.isResolved
				? []
				: [
						{
							...{ labels, annotations, startsAt: TIME, endsAt: TIME, updatedAt: TIME, fingerprint: 'f-1' },
							...{ receivers: [{ name: 'team' }], generatorURL: 'https://monitor.example/alerting/1/view' },
							status: {
								state: state.isAcknowledged ? 'suppressed' : 'active',
								...{ silencedBy: [], inhibitedBy: [], mutedBy: [] },
							},
						},
					],
		}),
		[`GET ${prefix}/silences`]: () => ({ body: silences }),
		[`POST ${prefix}/silences`]: ({ body }) => {
			silences.push({ ...(body as object), id: 's-1', updatedAt: TIME, status: { state: 'active' } });
			state.isAcknowledged = true;
			return { status: silenced, body: { silenceID: 's-1' } };
		},
	};
}

/** As a proxy before it refuses: the monitor itself asks for nothing. */
const PROXY: Refusals = {
	unknown: { status: 401, body: 'Unauthorized' },
	lacking: () => ({ status: 403, body: 'Forbidden' }),
};

const behindProxy = (state: VendorState, needs: Permissions, routes: Routes): Routes =>
	guarded(state, (asked: Asked) => tokenIn()(asked), PROXY, needs, ['writing'], routes);

export const alertmanagerRoutes = (state: VendorState): Routes =>
	behindProxy(
		state,
		{ 'GET /api/v2/alerts': 'reading', 'POST /api/v2/silences': 'writing' },
		{
			...alertmanagerPaths(state, '/api/v2', 200),
			'GET /api/v2/status': () => ({
				body: {
					...{ cluster: { status: 'ready' }, config: { original: '' }, uptime: TIME },
					versionInfo: { version: '0.28.0', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' },
				},
			}),
		},
	);

export const prometheusRoutes = (state: VendorState): Routes =>
	behindProxy(
		state,
		{ 'GET /api/v1/alerts': 'reading' },
		{
			'GET /api/v1/alerts': () => ({
				body: {
					status: 'success',
					data: { alerts: [{ labels, annotations, state: 'firing', activeAt: TIME, value: '1e+00' }] },
				},
			}),
			'GET /api/v1/rules': () => ({ body: rulesAnswer('err') }),
			'GET /api/v1/status/buildinfo': () => ({ body: { status: 'success', data: { version: '3.5.0' } } }),
		},
	);
