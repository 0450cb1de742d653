import assert from 'node:assert/strict';
import fc from 'fast-check';
import { takeAlerts } from '../../../src/app/takeAlerts';
import type { Memory } from '../../../src/core/alerts/intake';
import type { Alert } from '../../../src/core/alerts/model';
import type { RawAlert } from '../../../src/core/alerts/raw';
import { anAlert, ORIGIN, takingInto } from '../../support/alerts';
import { aClock, memoryHome, NOON, someIncidents } from '../../support/incidents';

const never = new AbortController().signal;
const MINUTE = 60_000;

/** A window that polls: what it remembers, and its clock. */
async function aWindow(events = memoryHome().open(), more: Parameters<typeof takingInto>[1] = {}) {
	const clock = aClock();
	const incidents = someIncidents({ clock, events });
	await incidents.load(never);
	let memory: Memory = new Map();
	const poll = async (alerts: readonly Alert[], minutes = 0, isWhole = true) => {
		clock.set(NOON + minutes * MINUTE);
		const needs = takingInto(incidents, { now: clock.now(), ...more });
		const taken = await takeAlerts({ source: ORIGIN.source, alerts, isWhole }, memory, needs, never);
		({ memory } = taken);
		return taken;
	};
	const only = async () => {
		assert.equal(incidents.list().length, 1);
		return (await incidents.get(incidents.list()[0]?.id ?? ''))!;
	};
	return { incidents, poll, only, said: async () => (await only()).timeline.map(({ sentence }) => sentence) };
}

const at = (minutes: number, more: Partial<RawAlert> = {}) =>
	anAlert({ startsAt: NOON + minutes * MINUTE, ...more }, NOON + minutes * MINUTE);

describe('taking alerts in', () => {
	it('opens an incident as the rule says, with what the labels say and the traces of the annotations', async () => {
		const { poll, only } = await aWindow(undefined, {
			rules: [
				{ service: 'checkout', priority: 'P2', category: 'availability', setService: 'shop', repository: 'shop' },
			],
		});
		const trace =
			"TypeError: Cannot read properties of undefined (reading 'country')\n    at add (/srv/shop/src/pricing.js:6:33)";
		const labels = { alertname: 'HighErrorRate', service: 'checkout', env: 'production', release: 'v1.4.0' };
		await poll([
			anAlert({ labels, description: 'Orders **fail**', texts: ['noise', trace], url: 'https://am.example/#1' }),
		]);
		const { id: _, key: __, timeline, evidence, alerts, ...rest } = await only();
		assert.deepEqual(
			[rest.title, rest.priority, rest.category, rest.service, rest.environment, rest.release, rest.repository],
			['HighErrorRate', 'P2', 'availability', 'shop', 'production', 'v1.4.0', '/home/ann/shop'],
		);
		assert.deepEqual([rest.startedAt, rest.detectedAt, rest.status], [NOON - MINUTE, NOON, 'new']);
		assert.match(evidence[0]?.text ?? '', /pricing\.js:6:33/);
		assert.equal(alerts?.[0]?.url, 'https://am.example/#1');
		const seen = timeline.find(({ type }) => type === 'alerts.seen');
		assert.deepEqual(
			[seen?.sentence, seen?.actor, seen?.provenance, seen?.at],
			['Alert “HighErrorRate” of Alerts fires', 'Alerts', 'observed', NOON - MINUTE],
		);
	});

	it('says nothing anew while nothing is new', async () => {
		const { poll, incidents, said } = await aWindow();
		await poll([anAlert()]);
		const before = await said();
		const { opened, changed } = await poll([anAlert()], 1);
		assert.deepEqual([opened, changed, incidents.list().length, await said()], [[], [], 1, before]);
	});

	it('counts what comes again, and says so when it has doubled', async () => {
		const { poll, only } = await aWindow();
		await poll([anAlert({ count: 3 })]);
		const counts: (number | undefined)[] = [];
		for (const count of [4, 5, 6, 11, 12, 13]) {
			await poll([anAlert({ count })], 1);
			counts.push((await only()).alerts?.[0]?.count);
		}
		assert.deepEqual(counts, [3, 3, 6, 6, 12, 12]);
	});

	it('tells the incident that an alert is resolved, and that all of its alerts are', async () => {
		const { poll, said, only } = await aWindow();
		await poll([anAlert(), anAlert({ key: 'a2' })]);
		const one = await poll([anAlert({ state: 'resolved', endsAt: NOON + MINUTE }), anAlert({ key: 'a2' })], 2);
		assert.deepEqual(one.settled, []);
		const both = await poll([anAlert({ key: 'a2', state: 'resolved', endsAt: NOON + 3 * MINUTE })], 4);
		assert.deepEqual(both.settled, [(await only()).id]);
		assert.deepEqual(
			(await said()).filter((sentence) => !sentence.startsWith('Created')),
			[
				'2 alerts of Alerts fire, “HighErrorRate” and others',
				'Alert “HighErrorRate” of Alerts is resolved',
				'Alert “HighErrorRate” of Alerts is resolved',
			],
		);
	});

	it('takes what a whole answer lacks twice for resolved, and what it lacks once for a monitor that starts anew', async () => {
		const { poll, only } = await aWindow();
		await poll([anAlert()]);
		await poll([], 1);
		await poll([anAlert()], 2);
		assert.equal((await only()).alerts?.[0]?.state, 'firing');
		await poll([], 3);
		const { settled } = await poll([], 4);
		assert.equal(settled.length, 1);
		const [alert] = (await only()).alerts ?? [];
		assert.deepEqual([alert?.state, alert?.endsAt], ['resolved', NOON + 3 * MINUTE]);
		await poll([anAlert({ key: 'b' })], 5);
		assert.deepEqual((await poll([], 5, false)).changed, [], 'what is asked for in part lacks most');
	});

	it('makes no twin of an alert that comes back, and says in the end that it comes and goes', async () => {
		const { poll, said, only } = await aWindow();
		await poll([at(0)]);
		for (let minute = 1; minute <= 16; minute += 2) {
			await poll([at(0, { state: 'resolved', endsAt: NOON + minute * MINUTE })], minute);
			await poll([at(minute + 1)], minute + 1);
		}
		const told = (await said()).filter((sentence) => sentence.startsWith('Alert'));
		assert.ok(told.length <= 8, told.join('\n'));
		assert.ok(told.some((sentence) => /comes and goes/.test(sentence)));
		assert.equal((await only()).alerts?.[0]?.state, 'firing');
		await poll([at(16, { state: 'resolved' })], 18);
		assert.equal((await only()).alerts?.[0]?.state, 'firing', 'it may be back at once');
		const { settled } = await poll([at(16, { state: 'resolved' })], 30);
		assert.deepEqual([settled.length, (await only()).alerts?.[0]?.state], [1, 'resolved']);
	});

	it('opens another incident when an alert comes back to one that is over', async () => {
		const { poll, incidents, only } = await aWindow();
		await poll([at(0)]);
		await incidents.setStatus((await only()).id, 'resolved');
		await poll([at(0)], 1);
		assert.equal(incidents.list().length, 1, 'it is still the same');
		await poll([at(0, { state: 'resolved' })], 2);
		await poll([at(3)], 3);
		assert.equal(incidents.list().length, 2);
	});

	it('opens another one, too, where a monitor says that it began when it did before: such as for a regression', async () => {
		const { poll, incidents, only } = await aWindow();
		await poll([at(0)]);
		const { id } = await only();
		const comeBack = async (minute: number) => {
			await poll([anAlert({ startsAt: NOON, state: 'resolved' }, NOON + minute * MINUTE)], minute);
			const { opened } = await poll([anAlert({ startsAt: NOON }, NOON + minute * MINUTE)], minute + 1);
			assert.equal(opened.length, 1);
			const [one = ''] = opened;
			assert.deepEqual(
				[incidents.find(one)?.status, incidents.find(one)?.startedAt],
				['new', NOON + (minute + 1) * MINUTE],
			);
			return one;
		};
		await incidents.setStatus(id, 'resolved');
		const second = await comeBack(2);
		await incidents.delete(second);
		const third = await comeBack(4);
		await incidents.erase(third);
		const fourth = await comeBack(6);
		assert.equal(new Set([id, second, third, fourth]).size, 4);
		assert.deepEqual(new Set(incidents.list().map((one) => one.id)), new Set([id, fourth]));
		assert.deepEqual((await poll([anAlert({ startsAt: NOON }, NOON + 8 * MINUTE)], 8)).opened, []);
	});

	it('opens another one for what a person takes in again, the incident of which was deleted', async () => {
		const { poll, incidents, only } = await aWindow(undefined, { isAsked: true });
		await poll([at(0)], 0, false);
		assert.deepEqual((await poll([at(0)], 1, false)).opened, []);
		await incidents.delete((await only()).id);
		assert.equal((await poll([at(0)], 2, false)).opened.length, 1);
		assert.equal(incidents.list().length, 1);
	});

	it('makes no twin of an alert whose monitor is ahead of the clock here, or does not say when it began', async () => {
		for (const startsAt of [NOON + 5 * MINUTE, undefined]) {
			const { poll, incidents, only } = await aWindow();
			const again = (minute: number) => poll([anAlert({ startsAt }, NOON + minute * MINUTE)], minute);
			await again(0);
			await incidents.setStatus((await only()).id, 'resolved');
			for (const minute of [1, 2, 6, 7]) {
				assert.deepEqual((await again(minute)).changed, []);
			}
			assert.equal((await only()).alerts?.[0]?.count, 1);
		}
	});

	it('makes one incident on two machines whose clocks differ', async () => {
		const home = memoryHome();
		const [one, other] = [await aWindow(home.open()), await aWindow(home.open())];
		const said = { startsAt: NOON + MINUTE };
		await Promise.all([one.poll([anAlert(said, NOON)]), other.poll([anAlert(said, NOON + 10_000)])]);
		assert.deepEqual([one.incidents.list().length, other.incidents.list().length], [1, 1]);
	});

	it('gives what two monitors say of one failure to one incident', async () => {
		const { poll, only } = await aWindow();
		await poll([anAlert()]);
		const other = { ...anAlert({ key: 'p' }), source: 'prometheus http://p', sourceName: 'Prometheus' };
		await poll([anAlert(), other]);
		assert.deepEqual(
			(await only()).alerts?.map(({ sourceName }) => sourceName),
			['Alerts', 'Prometheus'],
		);
	});

	it('opens none for what was silenced or resolved before anybody heard of it', async () => {
		const { poll, incidents } = await aWindow();
		await poll([anAlert({ state: 'suppressed' }), anAlert({ key: 'b', state: 'resolved' })]);
		assert.deepEqual(incidents.list(), []);
	});

	it('makes a storm a few incidents', async () => {
		const storm = (of: number) =>
			Array.from({ length: 500 }, (_, index) => {
				const labels = {
					alertname: `Alert${String.fromCharCode(97 + (index % 26))}`,
					service: `service-${index % of}`,
				};
				return anAlert({ key: `k${index}`, title: labels.alertname, labels: { ...labels, severity: 'error' } });
			});
		for (const [of, count] of [
			[5, 5],
			[300, 1],
		] as const) {
			const { poll, incidents } = await aWindow();
			const { opened } = await poll(storm(of));
			assert.equal(opened.length, count);
			assert.equal((await poll(storm(of), 1)).opened.length, 0);
			assert.equal((await poll(storm(of), 1)).changed.length, 0);
			const whole = await Promise.all(incidents.list().map(({ id }) => incidents.get(id)));
			const kept = whole.reduce((sum, one) => sum + (one?.alerts?.length ?? 0) + (one?.moreAlerts ?? 0), 0);
			assert.equal(kept, 500);
		}
	});

	it('has each alert of a storm resolved that it keeps, in whichever order, and counts none of the others twice', async () => {
		const { poll, only } = await aWindow();
		const storm = (count: number, more: Partial<RawAlert> = {}) =>
			Array.from({ length: count }, (_, index) => anAlert({ key: `k${index}`, ...more }));
		await poll(storm(300));
		await poll(storm(300, { state: 'acknowledged' }).reverse(), 1);
		await poll(storm(350, { state: 'acknowledged' }).reverse(), 2);
		const { settled } = await poll(storm(350, { state: 'resolved', endsAt: NOON + 3 * MINUTE }).reverse(), 3);
		const { alerts = [], moreAlerts, timeline } = await only();
		assert.equal(settled.length, 1);
		assert.deepEqual([alerts.length, alerts.filter(({ state }) => state !== 'resolved').length], [100, 0]);
		assert.equal(moreAlerts, 250);
		assert.equal(timeline.at(-1)?.sentence, '350 alerts of Alerts are resolved, “HighErrorRate” and others');
	});

	it('takes an alert that an answer has twice for one', async () => {
		const { poll, only, said } = await aWindow();
		await poll([anAlert(), anAlert({ state: 'suppressed' })]);
		const before = await said();
		assert.equal((await only()).title, 'HighErrorRate');
		await poll([anAlert(), anAlert({ state: 'suppressed' })], 1);
		assert.deepEqual(await said(), before);
	});

	it('does not take for over what came and went and was silenced then', async () => {
		const { poll, only } = await aWindow();
		await poll([at(0)]);
		for (let minute = 1; minute <= 9; minute += 2) {
			await poll([at(0, { state: 'resolved', endsAt: NOON + minute * MINUTE })], minute);
			await poll([at(minute + 1)], minute + 1);
		}
		for (const [minute, state] of [
			[11, 'suppressed'],
			[30, 'suppressed'],
		] as const) {
			const { settled } = await poll([at(10, { state })], minute);
			assert.deepEqual([settled, (await only()).alerts?.[0]?.state], [[], 'suppressed']);
		}
	});

	it('leaves every alert as its monitor says it, in one incident, whatever comes and goes', async () => {
		const states = fc.constantFrom('firing', 'acknowledged', 'suppressed', 'resolved', 'absent');
		const rounds = fc.array(fc.array(fc.tuple(states, fc.boolean()), { minLength: 3, maxLength: 3 }), {
			maxLength: 12,
		});
		await fc.assert(
			fc.asyncProperty(rounds, fc.boolean(), async (all, areOne) => {
				const { poll, incidents } = await aWindow();
				const began = [0, 0, 0];
				let [minute, answer]: [number, readonly Alert[]] = [0, []];
				for (const round of all) {
					minute += 2;
					answer = round.flatMap(([state, isAnew], index) => {
						began[index] = isAnew ? minute : (began[index] ?? 0);
						const labels = { alertname: areOne ? 'One' : `Alert${'abc'[index]}` };
						return state === 'absent'
							? []
							: [at(began[index], { key: `k${index}`, state: state as RawAlert['state'], labels })];
					});
					await poll(answer, minute);
				}
				for (const later of [1, 2, 13, 40]) {
					await poll(answer, minute + later);
				}
				const kept = await Promise.all(incidents.list().map(async ({ id }) => (await incidents.get(id))?.alerts ?? []));
				for (const [index] of began.entries()) {
					const now = answer.find(({ key }) => key === `k${index}`)?.state ?? 'resolved';
					const mine = kept.flat().filter(({ key }) => key === `k${index}`);
					assert.ok(mine.length <= 1, 'it is in one incident');
					assert.ok(now !== 'firing' || mine.length === 1, 'what fires is in one');
					assert.ok(
						mine.every(({ state }) => state === now),
						`${mine[0]?.state} is ${now}`,
					);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('makes one incident in two windows that poll at once, and in one that has forgotten', async () => {
		const home = memoryHome();
		const [one, other] = [await aWindow(home.open()), await aWindow(home.open())];
		await Promise.all([one.poll([anAlert()]), other.poll([anAlert()])]);
		assert.deepEqual([one.incidents.list().length, other.incidents.list().length], [1, 1]);
		assert.deepEqual(await one.said(), await other.said());
		assert.equal((await one.said()).length, 2);
		const third = await aWindow(home.open());
		const later = anAlert({ startsAt: NOON - 30_000 });
		assert.deepEqual((await third.poll([later])).opened, [], 'found by the alert, though it began at another time');
	});

	it('keeps secrets out of what it writes, and the key that the monitor knows it by', async () => {
		const { redactIncidents } = await import('../../../src/app/redactIncidents');
		const { DEFAULT_REDACTION } = await import('../../../src/core/redaction/model');
		const { breather } = await import('../../support/incidents');
		const plain = someIncidents();
		await plain.load(never);
		const incidents = redactIncidents(plain, () => DEFAULT_REDACTION, breather);
		const key = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
		const alert = anAlert({ key, labels: { service: 's', auth: key } });
		await takeAlerts(
			{ source: ORIGIN.source, alerts: [alert], isWhole: true },
			new Map(),
			takingInto(incidents),
			never,
		);
		const [record] = (await plain.get(plain.list()[0]?.id ?? ''))?.alerts ?? [];
		assert.equal(record?.key, key);
		assert.ok(!JSON.stringify(record?.labels).includes(key));
	});
});
