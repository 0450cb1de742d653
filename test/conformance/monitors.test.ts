import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { alertmanager } from '../../src/adapters/alerts/alertmanager/source';
import { prometheus } from '../../src/adapters/alerts/prometheus/source';
import * as library from '../../src/adapters/http/axios';
import { httpClient } from '../../src/adapters/http/client';
import { takeAlerts } from '../../src/app/takeAlerts';
import { FaultlineError } from '../../src/base/errors';
import type { Memory } from '../../src/core/alerts/intake';
import type { Alert } from '../../src/core/alerts/model';
import type { AlertSource } from '../../src/core/ports/alertSource';
import { takingInto } from '../support/alerts';
import { breather, silentLog, someIncidents } from '../support/incidents';
import { type Monitors, startMonitors } from '../support/monitors';

const never = new AbortController().signal;
const clock = { now: () => Date.now() };
const TRACE =
	"TypeError: Cannot read properties of undefined (reading 'country')\n    at priceOf (/srv/shop/src/price.js:4:48)";

describe('real Prometheus and Alertmanager', () => {
	let monitors: Monitors;
	before(async () => {
		monitors = await startMonitors({ stacktrace: TRACE });
	});
	after(async () => {
		await monitors.close();
	});
	const needsFor = (base: string, name: string) => ({
		http: httpClient(
			library,
			{ name, base },
			{ log: silentLog, clock, random: Math.random, wait: (ms, signal) => pause(ms, undefined, { signal }) },
		),
		...{ base, name, clock, breather, log: silentLog, wait: (ms: number) => pause(ms) },
	});
	/** Asks until what it says fits. */
	const until = async (source: AlertSource, fits: (alerts: readonly Alert[]) => boolean) => {
		for (let tries = 0; tries < 300; tries++) {
			const answer = await source.list(never);
			if (fits(answer.alerts)) {
				return answer;
			}
			await pause(100);
		}
		throw new Error('It did not happen within 30 seconds');
	};

	it('say what they are', async () => {
		assert.match(
			await prometheus(needsFor(monitors.prometheus, 'P')).check(never),
			/^Prometheus \d.*, alerting rules: 1$/,
		);
		assert.match(await alertmanager(needsFor(monitors.alertmanager, 'A')).check(never), /^Alertmanager \d/);
		const wrong = alertmanager(needsFor(monitors.prometheus, 'A'));
		await assert.rejects(wrong.check(never), (error) => FaultlineError.is(error, 'http.notFound'));
	});

	it('tell what they watch, and how it stands', async () => {
		const rules = await prometheus(needsFor(monitors.prometheus, 'P')).rules?.(never);
		const url = `${monitors.prometheus}/alerts?search=CheckoutFails`;
		assert.deepEqual(rules, [
			{ ...{ name: 'CheckoutFails', group: 'shop', query: 'shop_failing > 0' }, state: 'inactive', url },
		]);
	});

	it('tell of an alert that fires, take a silence, and tell of its end: one incident from both, offered to be mitigated', async () => {
		const sources = [
			alertmanager(needsFor(monitors.alertmanager, 'Alerts')),
			prometheus(needsFor(monitors.prometheus, 'Metrics')),
		];
		const incidents = someIncidents({ clock });
		await incidents.load(never);
		let memory: Memory = new Map();
		const take = async (answer: Awaited<ReturnType<AlertSource['list']>>, more = 0) => {
			const taken = await takeAlerts(answer, memory, takingInto(incidents, { now: Date.now() + more }), never);
			({ memory } = taken);
			return taken;
		};
		monitors.break(true);
		for (const source of sources) {
			await take(await until(source, (alerts) => alerts.length === 1));
		}
		assert.equal(incidents.list().length, 1);
		const { id } = incidents.list()[0]!;
		const opened = (await incidents.get(id))!;
		assert.deepEqual(
			[opened.title, opened.priority, opened.service, opened.environment, opened.release],
			['Checkout fails', 'P1', 'checkout', 'production', 'v1.4.0'],
		);
		assert.match(opened.evidence[0]?.text ?? '', /price\.js:4:48/);
		assert.deepEqual(
			opened.alerts?.map(({ sourceName, state }) => [sourceName, state]),
			[
				['Alerts', 'firing'],
				['Metrics', 'firing'],
			],
		);

		const [alert] = opened.alerts ?? [];
		const word = { who: 'Ada', note: `${opened.key}: looking at it` };
		await sources[0]!.acknowledge(alert!, word, never);
		await sources[0]!.acknowledge(alert!, word, never);
		const silences = (await (await fetch(`${monitors.alertmanager}/api/v2/silences`)).json()) as Record<
			string,
			unknown
		>[];
		assert.equal(silences.length, 1, 'the second is the same');
		assert.deepEqual([silences[0]?.createdBy, String(silences[0]?.comment).split(' [')[0]], ['Ada', word.note]);
		await take(await until(sources[0]!, ([one]) => one?.state === 'suppressed'));
		assert.equal((await incidents.get(id))?.alerts?.[0]?.state, 'suppressed');

		monitors.break(false);
		const settled: string[] = [];
		for (const source of sources) {
			const empty = await until(source, (alerts) => alerts.length === 0);
			await take(empty);
			settled.push(...(await take(empty, 10_000)).settled);
		}
		assert.deepEqual(settled, [id]);
		await assert.rejects(sources[0]!.acknowledge(alert!, word, never), (error) =>
			FaultlineError.is(error, 'alerts.gone'),
		);
	});
});
