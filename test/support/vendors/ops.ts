// Opsgenie, and its successor in Jira Service Management.
import type { Asked, Reply, Routes } from './double';
import { guarded, type Refusals, tokenIn, type VendorState } from './guard';

const TIME = '2026-11-23T11:58:00Z';

/** What is the same in Opsgenie and in its successor. */
function opsRoutes(
	state: VendorState,
	prefix: string,
	/** How it wraps what it answers. */
	{ list, one }: { readonly list: (items: readonly object[]) => object; readonly one: (item: object) => object },
	/** What only one of them has, and how each lets in. */
	own: {
		readonly token: (asked: Asked) => string;
		readonly said: Refusals;
		readonly names: { readonly read: string; readonly write: string; readonly config: string };
		readonly routes: Routes;
	},
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
		responders: [{ id: 't-1', type: 'team' }],
	});
	const done = (ids: Asked['ids'], change: () => void): Reply => {
		isWrong = ids.id !== 'a-1';
		if (!isWrong) {
			change();
		}
		return { status: 202, body: { result: 'Request will be processed', took: 0.1, requestId: 'r-1' } };
	};
	const { read, write, config } = own.names;
	const needs = {
		[`GET ${prefix}/alerts`]: read,
		[`GET ${prefix}/alerts/{id}`]: read,
		[`GET ${prefix}/alerts/requests/{id}`]: read,
		[`POST ${prefix}/alerts/{id}/acknowledge`]: write,
		[`POST ${prefix}/alerts/{id}/close`]: write,
		[`POST ${prefix}/alerts/{id}/escalate`]: write,
		...Object.fromEntries(Object.keys(own.routes).map((name) => [name, config])),
	};
	return guarded(state, own.token, own.said, needs, [write], {
		...own.routes,
		[`POST ${prefix}/alerts/{id}/escalate`]: ({ ids, body }) => {
			const said = body as { readonly escalationId?: string; readonly escalation?: { readonly id: string } };
			return done(ids, () => {
				state.escalatedTo = [...(state.escalatedTo ?? []), said.escalationId ?? said.escalation?.id ?? ''];
			});
		},
		[`GET ${prefix}/alerts`]: () => ({ body: list(state.isResolved ? [] : [alert()]) }),
		[`GET ${prefix}/alerts/{id}`]: () => ({
			body: one({ ...alert(), description: 'Error\n    at priceOf (/srv/shop/src/price.js:4:48)' }),
		}),
		[`GET ${prefix}/alerts/requests/{id}`]: () => ({
			body: one({
				...{ action: 'Acknowledge', processedAt: TIME, isSuccess: !isWrong },
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

const envelope = (data: unknown) => ({ data, took: 0.1, requestId: 'r' });

export const opsgenieRoutes = (state: VendorState): Routes =>
	opsRoutes(
		state,
		'/v2',
		{ list: envelope, one: envelope },
		{
			token: tokenIn(),
			said: {
				unknown: { status: 401, body: { message: 'Could not authenticate', took: 0.1, requestId: 'r' } },
				lacking: () => ({
					status: 403,
					body: { message: 'You are not allowed to do this', took: 0.1, requestId: 'r' },
				}),
			},
			names: { read: 'Read', write: 'Create and update', config: 'Configuration access' },
			routes: {
				'GET /v2/escalations': () => ({
					body: envelope([
						{ id: 'p-1', name: 'Shop', description: 'First the team', ownerTeam: { id: 't-1', name: 'Shop' } },
					]),
				}),
			},
		},
	);

const J = '/jsm/ops/api/{cloud}/v1';

/** Atlassian's gateway refuses a token without a scope as if it were none. */
export const jsmRoutes = (state: VendorState): Routes =>
	opsRoutes(
		state,
		J,
		{ list: (values) => ({ values, count: values.length, links: {} }), one: (item) => item },
		{
			token: ({ headers }) => Buffer.from(String(headers.authorization).replace('Basic ', ''), 'base64').toString(),
			said: {
				unknown: { status: 401, body: { code: 401, message: 'Unauthorized' } },
				lacking: (permission) =>
					permission.startsWith('write')
						? { status: 403, body: { code: 403, message: 'Forbidden' } }
						: { status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } },
			},
			names: {
				read: 'read:ops-alert:jira-service-management',
				write: 'write:ops-alert:jira-service-management',
				config: 'read:ops-config:jira-service-management',
			},
			routes: {
				[`GET ${J}/teams`]: () => ({
					body: { platformTeams: ['t-1', 't-2'].map((teamId) => ({ teamId, teamName: `Team ${teamId}` })) },
				}),
				[`GET ${J}/teams/{id}/escalations`]: ({ ids }) => ({
					body: {
						values: [
							{ id: ids.id === 't-1' ? 'p-1' : 'p-2', name: 'Shop', enabled: true },
							{ id: 'p-3', name: 'Old', enabled: false },
						],
						links: {},
					},
				}),
			},
		},
	);
