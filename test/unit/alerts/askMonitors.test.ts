import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { refusalError } from '../../../src/adapters/http/errors';
import { askMonitors } from '../../../src/app/askMonitors';
import type { Answer } from '../../../src/core/alerts/intake';
import type { SourceSetting } from '../../../src/core/alerts/kinds';
import { NOTHING, type Remembered } from '../../../src/core/alerts/memoryText';
import type { AlertSource } from '../../../src/core/ports/alertSource';
import { anAlert, ORIGIN, takingInto } from '../../support/alerts';
import { aClock, NOON, silentLog, someIncidents } from '../../support/incidents';

const MINUTE = 60_000;
const [first, second]: readonly SourceSetting[] = ['first', 'second'].map((id) => ({
	...{ id, name: id, kind: 'alertmanager', url: `https://${id}.example` },
}));

/** A window that asks monitors, each minute. */
async function aWindow(monitors: Readonly<Record<string, AlertSource['list']>>) {
	const clock = aClock();
	const incidents = someIncidents({ clock });
	await incidents.load(new AbortController().signal);
	let remembered: Remembered = NOTHING;
	const answers = new Map<string, Answer>();
	const asked: string[] = [];
	const round = async (minutes: number, signal = new AbortController().signal, isAsked = false) => {
		clock.set(NOON + minutes * MINUTE);
		asked.length = 0;
		const { next, news } = await askMonitors(
			remembered,
			{
				...{ settings: [first!, second!], answers, everyMs: MINUTE, isAsked, clock, log: silentLog },
				report: (name) => asked.push(name),
				open: async ({ id }) => ({ list: monitors[id] ?? (async () => ({ source: id, alerts: [], isWhole: true })) }),
				taking: async () => takingInto(incidents, { now: clock.now() }),
			},
			signal,
		);
		remembered = next;
		return { news, asked: [...asked], state: next.sources };
	};
	return { round, incidents };
}

describe('asking monitors', () => {
	it('remembers what came before it was cancelled, so that what becomes of it is told', async () => {
		const abort = new AbortController();
		let alerts = [anAlert()];
		let answer = { source: ORIGIN.source, alerts, isWhole: true };
		const { round, incidents } = await aWindow({
			first: async () => answer,
			second: async (signal) => {
				while (incidents.list().length === 0) {
					await setImmediate();
				}
				await setImmediate();
				abort.abort();
				signal.throwIfAborted();
				return { source: 'second', alerts: [], isWhole: true };
			},
		});
		const { news, state } = await round(0, abort.signal, true);
		assert.deepEqual([news.opened.length, state.first?.on, state.second], [1, 1, {}]);
		await round(1);
		alerts = [anAlert({ state: 'resolved', endsAt: NOON + MINUTE })];
		answer = { ...answer, alerts };
		assert.equal((await round(2)).news.settled.length, 1);
	});

	it('leaves a monitor alone for as long as it says, but not for ever, and not where a person asks', async () => {
		let seconds = 600;
		const { round } = await aWindow({
			first: async () => {
				const now = Date.now();
				throw refusalError('first', { status: 429, said: '', request: 'GET /' }, now, NOON + seconds * 1000);
			},
		});
		assert.deepEqual((await round(0)).asked, ['first', 'second']);
		assert.deepEqual((await round(9)).asked, ['second']);
		assert.deepEqual((await round(9, undefined, true)).asked, ['first', 'second']);
		assert.deepEqual((await round(13)).asked, ['first', 'second']);
		seconds = 1e9;
		assert.deepEqual((await round(30)).asked, ['first', 'second']);
		assert.deepEqual((await round(60)).asked, ['second']);
		assert.deepEqual((await round(91)).asked, ['first', 'second']);
	});

	it('takes in what one answers though another does not', async () => {
		let give: (answer: Answer) => void = () => {};
		const { round, incidents } = await aWindow({
			first: () =>
				new Promise((resolve) => {
					give = resolve;
				}),
			second: async () => ({ source: ORIGIN.source, alerts: [anAlert()], isWhole: true }),
		});
		const asking = round(0);
		while (incidents.list().length === 0) {
			await setImmediate();
		}
		give({ source: 'first', alerts: [], isWhole: true });
		const { news, state } = await asking;
		assert.deepEqual([news.opened.length, state.first?.on, state.second?.on], [1, 0, 1]);
		assert.deepEqual(Object.keys(state), ['first', 'second']);
	});

	it('asks one that fails ever less often, and the others as before', async () => {
		const { round } = await aWindow({
			first: async () => {
				throw new TypeError('what nobody expected');
			},
		});
		const asked: number[] = [];
		for (let minute = 0; minute < 60; minute++) {
			const { asked: now, state } = await round(minute);
			assert.ok(now.includes('second'));
			if (now.includes('first')) {
				asked.push(minute);
			}
			assert.match(state.first?.trouble ?? '', /the log says why/);
		}
		assert.deepEqual(asked, [0, 1, 4, 11, 26, 41, 56]);
	});
});
