// What networks, servers and clocks do to each monitor's adapter.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { FaultlineError } from '../../src/base/errors';
import { recordOf } from '../../src/core/alerts/intake';
import type { AlertSource } from '../../src/core/ports/alertSource';
import { untrustedCertificate } from '../support/certificate';
import { VendorDouble } from '../support/vendors/double';
import { TOKEN, type VendorState } from '../support/vendors/guard';
import { loadAdapters, sourceBy, VENDORS, vendorName } from '../support/vendors/table';

const never = new AbortController().signal;
const word = { who: 'Ada', note: 'INC-7F3KQ: looking at it' };
/** When the doubles' alerts began. */
const BEGAN = Date.UTC(2026, 10, 23, 11, 58);
const HOSTILE = '"><script>alert(1)</script>[x](command:evil)\u202e\n\u0000{{7*7}}';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
	try {
		await work;
		return 'none';
	} catch (error) {
		assert.ok(FaultlineError.is(error), String(error));
		assert.ok(!`${error.message} ${String(error.cause)}`.includes(TOKEN), 'no token is told');
		return error.code;
	}
};
const portOf = (server: Server) => {
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
};
const listening = (server: Server) =>
	new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve(portOf(server))));

/** Each text in JSON, but the names of fields, as something else. */
function changed(value: unknown, change: (text: string) => string): unknown {
	if (Array.isArray(value)) {
		return value.map((one) => changed(one, change));
	}
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one, change)]));
	}
	return typeof value === 'string' ? change(value) : value;
}

before(loadAdapters);

for (const vendor of VENDORS) {
	describe(`${vendorName(vendor)} in trouble`, () => {
		let state: VendorState;
		let double: VendorDouble;
		beforeEach(async () => {
			state = { isAcknowledged: false, isResolved: false, told: 0 };
			double = await VendorDouble.start(vendor.kind, vendor.routes(state));
		});
		afterEach(() => {
			double.close();
			double.check();
		});
		const of = vendor.list;
		const by = (more: Parameters<typeof sourceBy>[3] = {}) => sourceBy(vendor, double, TOKEN, more);
		const firing = async (source: AlertSource) => (await source.list(never)).alerts[0]?.state;
		const asks = () => double.asked.filter((name) => name === of).length;

		it('waits as long as a limit asks for, and no longer than a person would', async () => {
			const waits: number[] = [];
			double.faults.push({ of, status: 429, body: {}, headers: { 'retry-after': '1' } });
			assert.equal(await firing(by({ waits })), 'firing');
			assert.equal(waits.length, 1);
			assert.ok((waits[0] ?? 0) >= 1000 && (waits[0] ?? 0) < 2000, String(waits));
			const before = asks();
			double.faults.push({ of, status: 429, body: {}, headers: { 'retry-after': '3600' } });
			await assert.rejects(by().list(never), /60 minutes/);
			assert.equal(asks(), before + 1, 'and it is not asked again meanwhile');
		});

		it('backs off where a limit says nothing, then gives up', async () => {
			const waits: number[] = [];
			double.faults.push({ of, status: 429, body: {} });
			assert.equal(await firing(by({ waits })), 'firing');
			double.faults.push(...Array.from({ length: 3 }, () => ({ of, status: 429, body: {} })));
			assert.equal(await codeOf(by({ waits }).list(never)), 'http.rateLimited');
			assert.deepEqual([waits.length, waits.every((ms) => ms > 0)], [3, true]);
		});

		it('comes through a burst of errors of the server, and says of a long one that it is the server', async () => {
			double.faults.push({ of, status: 503, body: 'busy' }, { of, status: 502, body: '<html>' });
			assert.equal(await firing(by()), 'firing');
			double.faults.push(...[500, 503, 503, 503].map((status) => ({ of, status, body: {} })));
			assert.equal(await codeOf(by().list(never)), 'http.unavailable');
			double.faults.length = 0;
		});

		it('gives up on what never comes, and on what never ends', async () => {
			for (const wire of ['silent', 'drip'] as const) {
				double.faults.push({ of, body: '', wire });
				assert.equal(await codeOf(by({ timeoutMs: 150 }).list(never)), 'http.timeout', wire);
			}
			double.faults.push({ of, body: '', wire: 'endless' });
			assert.equal(await codeOf(by({ limitMb: 1 }).list(never)), 'http.tooLarge');
		});

		it('takes nothing for alerts that are none: other pages, half an answer, an error that is called OK', async () => {
			for (const body of ['<html>Sign in</html>', '', 'null', '[[', '{"incidents":[', { error: 'nobody is there' }]) {
				double.faults.push({ of, body });
				assert.equal(await codeOf(by().list(never)), 'http.malformed', JSON.stringify(body));
			}
		});

		it('asks again where the connection was cut before an answer', async () => {
			double.faults.push({ of, body: '', wire: 'cut' }, { of, body: '', wire: 'cut' });
			assert.equal(await firing(by()), 'firing');
		});

		it('does a change once, or says that it may be done, where the connection was cut after it', async () => {
			const source = by();
			const [alert] = (await source.list(never)).alerts;
			assert.ok(alert);
			const record = recordOf(alert);
			const { acknowledge, resolve } = source.can(record);
			if (acknowledge !== 'none') {
				const before = double.asked.length;
				await source.acknowledge(record, word, never);
				const [change] = double.asked.slice(before).filter((name) => !name.startsWith('GET '));
				assert.ok(change);
				await again(() => source.acknowledge(record, word, never), change);
				assert.equal(acknowledge === 'silence' ? state.told : 1, 1, 'one silence');
			} else if (resolve) {
				const before = double.asked.length;
				await source.resolve(record, word, never);
				const [change] = double.asked.slice(before).filter((name) => !name.startsWith('GET '));
				assert.ok(change);
				await again(() => source.resolve(record, word, never), change);
			} else {
				assert.equal(await codeOf(source.acknowledge(record, word, never)), 'alerts.cannot');
			}
		});

		/** A change whose answer is lost, and the same once more. */
		async function again(change: () => Promise<void>, name: string) {
			double.faults.push({ of: name, body: '', wire: 'cutAfter' });
			assert.match(await codeOf(change()), /^(?:none|http\.unclear)$/);
			double.faults.length = 0;
			assert.equal(await codeOf(change()), 'none');
		}

		it('tells alerts by their start however wrong a clock is, and puts none into the future', async () => {
			for (const now of [BEGAN - 3_600_000, BEGAN + 3_600_000]) {
				const source = by({ now: () => now });
				const first = await source.list(never);
				assert.deepEqual(
					first.alerts
						.map(({ startsAt, saidAt }) => saidAt ?? startsAt)
						.every((at) => at === BEGAN || vendor.kind === 'pagerduty'),
					true,
				);
				assert.ok(first.alerts.every(({ startsAt }) => startsAt <= now));
				assert.equal(await source.list(never), first);
			}
		});

		if (vendor.kind === 'alertmanager' || vendor.kind === 'grafana') {
			for (const hours of [-6, 6]) {
				it(`is silenced at once, by the clock of the monitor, where the one here differs by ${hours} hours`, async () => {
					const bodies: { readonly startsAt?: string; readonly endsAt?: string }[] = [];
					double.onAsked = ({ method, body }) => method === 'POST' && bodies.push(body as object);
					const source = by({ now: () => Date.now() + hours * 3_600_000 });
					const [alert] = (await source.list(never)).alerts;
					assert.ok(alert);
					await source.acknowledge(recordOf(alert), word, never);
					const [{ startsAt = '', endsAt = '' } = {}] = bodies;
					const from = (time: string, ms: number) => Math.abs(Date.parse(time) - Date.now() - ms) < 60_000;
					assert.ok(from(startsAt, 0) && from(endsAt, 4 * 3_600_000), `${startsAt} to ${endsAt}`);
				});
			}
		}

		it('reads times of any zone, and with more digits than clocks have', async () => {
			const source = by({ now: () => BEGAN + 3_600_000 });
			const start = (await source.list(never)).alerts.map(({ startsAt }) => startsAt);
			const said = double.replies.splice(0);
			for (const written of [
				'2026-11-23T17:28:00+05:30',
				'2026-11-23T03:58:00.000000000-08:00',
				'2026-11-23T11:58:00Z',
			]) {
				const rewritten = (text: string) => (text === '2026-11-23T11:58:00Z' ? written : text);
				double.faults.push(...said.map((reply) => ({ ...reply, body: changed(reply.body, rewritten) })));
				const found = (await by({ now: () => BEGAN + 3_600_000 }).list(never)).alerts;
				double.faults.length = 0;
				assert.deepEqual(
					found.map(({ startsAt }) => startsAt),
					start,
					written,
				);
			}
		});

		it('sends nothing to where a redirect leads, a local address among these', async () => {
			let asked = 0;
			const inside = createServer((_request, response) => {
				asked++;
				response.end('[]');
			});
			const port = await listening(inside);
			try {
				for (const location of [
					`http://127.0.0.1:${port}/`,
					'http://169.254.169.254/latest/meta-data/',
					'file:///etc/passwd',
				]) {
					double.faults.push({ of, status: 302, body: '', headers: { location } });
					assert.equal(await codeOf(by().list(never)), 'http.redirected');
				}
				assert.equal(asked, 0);
			} finally {
				inside.close();
			}
		});

		it('gains nothing from scripts in every field', async () => {
			await by().list(never);
			const said = double.replies.splice(0);
			double.faults.push(...said.map((reply) => ({ ...reply, body: changed(reply.body, () => HOSTILE) })));
			const source = by();
			const { alerts } = await source.list(never).catch((error: unknown) => {
				assert.ok(FaultlineError.is(error), String(error));
				return { alerts: [] };
			});
			double.faults.length = 0;
			for (const alert of alerts) {
				assert.doesNotMatch(
					`${alert.title}${alert.service}${alert.release}${Object.values(alert.labels)}`,
					/[\p{Cc}\u202e]/u,
				);
				for (const url of [alert.url, source.link(recordOf(alert))]) {
					assert.ok(url === undefined || /^https?:\/\/[^\s"<>]+$/.test(url), url);
				}
			}
		});

		it('trusts no certificate that the system does not, and reads no proxy out of the environment', async () => {
			let asked = 0;
			const secure = createSecureServer(untrustedCertificate(), (_request, response) => {
				asked++;
				response.end('[]');
			});
			const port = await listening(secure);
			try {
				const base = `https://127.0.0.1:${port}`;
				assert.equal(await codeOf(sourceBy(vendor, { base }, TOKEN).list(never)), 'http.tls');
				assert.equal(asked, 0);
			} finally {
				secure.close();
			}
			const before = process.env.HTTP_PROXY;
			process.env.HTTP_PROXY = 'http://127.0.0.1:1';
			try {
				assert.equal(await firing(by()), 'firing');
			} finally {
				process.env.HTTP_PROXY = before;
				if (before === undefined) {
					delete process.env.HTTP_PROXY;
				}
			}
		});

		it('ends at once when it is cancelled', async () => {
			const stop = new AbortController();
			double.faults.push({ of, body: '', wire: 'silent' });
			const listed = by().list(stop.signal);
			while (asks() === 0) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			stop.abort();
			await assert.rejects(listed, { name: 'AbortError' });
		});
	});
}
