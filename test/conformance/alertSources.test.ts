import assert from 'node:assert/strict';
import { credentialsFor } from '../../src/adapters/alerts/credentials';
import { answering } from '../../src/adapters/alerts/needs';
import { apiOf, sourceOf } from '../../src/adapters/alerts/sources';
import * as library from '../../src/adapters/http/axios';
import { httpClient } from '../../src/adapters/http/client';
import { FaultlineError } from '../../src/base/errors';
import { recordOf } from '../../src/core/alerts/intake';
import { isSafeForToken, KINDS, type SourceKind, sourceAddress } from '../../src/core/alerts/kinds';
import { breather, silentLog } from '../support/incidents';
import { type Routes, VendorDouble } from '../support/vendors/double';
import {
	datadogRoutes,
	grafanaRoutes,
	jsmRoutes,
	opsgenieRoutes,
	pagerDutyRoutes,
	READ_ONLY,
	sentryRoutes,
	TOKEN,
	type VendorState,
} from '../support/vendors/vendors';

const never = new AbortController().signal;
const word = { who: 'Ada', note: 'INC-7F3KQ: looking at it' };
const isCode = (code: string) => (error: unknown) => {
	assert.ok(FaultlineError.is(error), String(error));
	assert.equal(error.code, code);
	assert.ok(!`${error.message} ${String(error.cause)}`.includes(TOKEN), 'no token is told');
	return true;
};

const VENDORS: readonly {
	readonly kind: SourceKind;
	readonly routes: (state: VendorState) => Routes;
	readonly path?: string;
	readonly token?: (token: string) => string;
	/** What is named where it may only read. */
	readonly lacks: RegExp;
	readonly about: RegExp;
	/** A list of what is no alert. */
	readonly odd: object;
}[] = [
	{ kind: 'grafana', routes: grafanaRoutes, lacks: /Forbidden|silences:create/, about: /^Grafana 12/, odd: [{}] },
	{
		...{ kind: 'pagerduty', routes: pagerDutyRoutes, lacks: /incidents\.write/, about: /as Ada/ },
		odd: { incidents: [{}], more: false },
	},
	{
		kind: 'sentry',
		routes: sentryRoutes,
		path: '/organizations/shop',
		lacks: /event:write/,
		about: /organization Shop/,
		odd: [{}],
	},
	{
		kind: 'datadog',
		routes: datadogRoutes,
		token: (token) => `key:${token}`,
		lacks: /monitors_downtime/,
		about: /^Datadog/,
		odd: [{}],
	},
	{
		...{
			kind: 'jsm',
			routes: jsmRoutes,
			path: '/jsm/ops/api/c1',
			token: (token: string) => `ada@example.com:${token}`,
		},
		...{ lacks: /write:ops-alert/, about: /^Jira Service Management$/, odd: { values: [{}], count: 1 } },
	},
	{
		...{ kind: 'opsgenie', routes: opsgenieRoutes, lacks: /Create and update/, about: /^Opsgenie$/ },
		odd: { data: [{}] },
	},
];

describe('what monitors answered', () => {
	it('becomes alerts in slices, however many they are', async () => {
		let [now, pauses] = [0, 0];
		const slow = {
			now: () => now++,
			pause: async () => {
				pauses++;
			},
		};
		const needs = { clock: { now: () => 0 }, breather: slow } as unknown as Parameters<typeof answering>[0];
		const answer = answering(needs, { source: 's', name: 'S' });
		const raws = Array.from({ length: 2000 }, (_, index) => ({
			...{ key: `${index}`, title: 'x', state: 'firing' as const, startsAt: undefined },
		}));
		const first = await answer(raws, true, never);
		assert.deepEqual([first.alerts.length, pauses > 3], [2000, true]);
		assert.equal(await answer(raws, true, never), first);
		assert.notEqual(await answer(raws, false, never), first);
	});
});

for (const { kind, routes, path = '', token: as = (token: string) => token, lacks, about, odd } of VENDORS) {
	describe(`alerts of ${KINDS[kind].name}`, () => {
		let state: VendorState;
		let double: VendorDouble;
		beforeEach(async () => {
			state = { isAcknowledged: false, isResolved: false, told: 0 };
			double = await VendorDouble.start(kind, routes(state));
		});
		afterEach(() => {
			double.close();
			double.check();
		});
		const sourceBy = (token: string, waits: number[] = []) => {
			const base = `${double.base}${path}`;
			const wait = async (ms: number) => {
				waits.push(ms);
			};
			const clock = { now: () => Date.now() };
			const http = httpClient(
				library,
				{ name: 'Monitor', base: apiOf(kind, base), credentials: credentialsFor(kind, as(token)) },
				{ log: silentLog, clock, random: () => 0.5, wait },
			);
			return sourceOf[kind]({ http, base, name: 'Monitor', clock, breather, log: silentLog, wait });
		};

		it('are listed, acknowledged once however often, and resolved where that is possible', async () => {
			const source = sourceBy(TOKEN);
			assert.match(await source.check(never), about);
			const first = await source.list(never);
			const [alert] = first.alerts;
			assert.ok(alert && first.isWhole);
			assert.deepEqual(
				[alert.state, alert.severity === 'critical' || kind === 'pagerduty', alert.service],
				['firing', true, 'checkout'],
			);
			assert.equal(await source.list(never), first, 'nothing is new');
			const record = recordOf(alert);
			assert.match(source.link(record) ?? (kind === 'jsm' ? 'https:' : ''), /^https?:/); // which says none
			const { acknowledge, resolve } = source.capabilities;
			if (acknowledge !== 'none') {
				await source.acknowledge(record, word, never);
				await source.acknowledge(record, word, never);
				assert.ok(state.isAcknowledged);
				assert.ok(acknowledge === 'acknowledge' || state.told === 1, 'one silence');
				const after = (await source.list(never)).alerts[0]?.state;
				assert.equal(after, acknowledge === 'silence' ? 'suppressed' : 'acknowledged');
			} else {
				await assert.rejects(source.acknowledge(record, word, never), isCode('alerts.cannot'));
			}
			if (resolve) {
				await source.resolve(record, word, never);
				assert.ok(state.isResolved);
				assert.ok(
					(await source.list(never)).alerts.every(({ key, state: now }) => key !== record.key || now === 'resolved'),
				);
				await assert.rejects(source.resolve({ ...record, key: 'gone' }, word, never), isCode('alerts.gone'));
			} else {
				await assert.rejects(source.resolve(record, word, never), isCode('alerts.cannot'));
			}
		});

		it('say which token is wrong, and which permission is missing', async () => {
			await assert.rejects(sourceBy('wrong').check(never), isCode('http.unauthorized'));
			const source = sourceBy(READ_ONLY);
			const [alert] = (await source.list(never)).alerts;
			assert.ok(alert);
			const { acknowledge } = source.capabilities;
			await assert.rejects(
				acknowledge === 'none'
					? source.resolve(recordOf(alert), word, never)
					: source.acknowledge(recordOf(alert), word, never),
				lacks,
			);
			assert.equal(state.told, 0);
		});

		it('come through what networks and servers do', async () => {
			const waits: number[] = [];
			const source = sourceBy(TOKEN, waits);
			double.faults.push({ status: 503, body: 'busy' }, { status: 429, body: {}, headers: { 'retry-after': '1' } });
			assert.equal((await source.list(never)).alerts[0]?.state, 'firing');
			assert.equal(waits.length, 2);
			for (const [body, code] of [
				['<html>', 'http.malformed'],
				[{ error: 'this is 200 all the same' }, 'http.malformed'],
				['{"incidents":[', 'http.malformed'],
			] as const) {
				double.faults.push({ body });
				await assert.rejects(sourceBy(TOKEN).list(never), isCode(code));
			}
			double.faults.length = 0;
			double.faults.push({ status: 302, body: '', headers: { location: 'http://169.254.169.254/' } });
			await assert.rejects(sourceBy(TOKEN).list(never), isCode('http.redirected'));
		});

		it('are not taken for over where they cannot be read', async () => {
			double.faults.push({ body: odd });
			const { alerts, isWhole } = await sourceBy(TOKEN).list(never);
			assert.deepEqual([alerts, isWhole], [[], false]);
		});

		if (kind === 'opsgenie' || kind === 'jsm') {
			it('are asked for to the last page, however few a page has', async () => {
				const [list, next] = kind === 'jsm' ? ['values', 'links'] : ['data', 'paging'];
				const page = (id: string, more: object) => ({
					body: { [list]: [{ id, message: id, status: 'open' }], [next]: more },
				});
				const detail = { body: {} };
				double.faults.push(page('1', { next: `${double.base}/next` }), detail, page('2', {}), detail);
				const { alerts, isWhole } = await sourceBy(TOKEN).list(never);
				assert.deepEqual([alerts.map(({ key }) => key), isWhole], [['1', '2'], true]);
			});
		}

		it('are asked at addresses to which a token may go', () => {
			for (const address of KINDS[kind].addresses ?? []) {
				assert.equal(sourceAddress(address), address);
				assert.ok(isSafeForToken(address));
			}
			assert.ok(!isSafeForToken('http://monitor.example'));
			assert.equal(sourceAddress('https://user:password@monitor.example'), undefined);
		});
	});
}
