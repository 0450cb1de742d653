import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import * as library from '../../../src/adapters/http/axios';
import { type Endpoint, type HttpNeeds, httpClient } from '../../../src/adapters/http/client';
import { limitOver, retryAt, waitBefore } from '../../../src/adapters/http/retry';
import { FaultlineError } from '../../../src/base/errors';
import { untrustedCertificate } from '../../support/certificate';
import { silentLog } from '../../support/incidents';
import { aProxy } from '../../support/proxy';

const NOW = Date.UTC(2026, 10, 27, 12);

describe('the HTTP adapter', () => {
	const closing: (() => void)[] = [];
	afterEach(() => {
		for (const close of closing.splice(0)) {
			close();
		}
	});

	/** @returns its address */
	const serving = async (answer: RequestListener): Promise<string> => {
		const server = createServer(answer);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		closing.push(() => {
			server.closeAllConnections();
			server.close();
		});
		const address = server.address();
		return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
	};
	const never = new AbortController().signal;
	const waits: number[] = [];
	const clientOf = (base: string, more: Partial<Endpoint> = {}, needs: Partial<HttpNeeds> = {}) => {
		waits.length = 0;
		return httpClient(
			library,
			{ name: 'Monitor', base, ...more },
			{
				log: silentLog,
				clock: { now: () => NOW },
				random: () => 0.5,
				wait: async (ms) => {
					waits.push(ms);
				},
				...needs,
			},
		);
	};
	const secret = { credentials: { authorization: 'Bearer s3cr3t' } };
	const codeOf = async (work: Promise<unknown>): Promise<string> => {
		try {
			await work;
			return 'none';
		} catch (error) {
			assert.ok(FaultlineError.is(error), String(error));
			assert.ok(!`${error.message} ${error.cause instanceof Error ? error.cause.stack : ''}`.includes('s3cr3t'));
			return error.code;
		}
	};
	const text = (response: ServerResponse, status: number, body: string, headers = {}) =>
		response.writeHead(status, headers).end(body);

	it('sends a query, a body and what lets us in, and gives the JSON', async () => {
		const seen: unknown[] = [];
		const base = await serving(async (request, response) => {
			let body = '';
			for await (const part of request) {
				body += part;
			}
			seen.push([request.method, request.url, request.headers.authorization, body]);
			text(response, 200, '{"a":[1]}');
		});
		const http = clientOf(`${base}/sub`, secret);
		const query = { q: 'a b&c', state: ['x', 'y'], none: undefined };
		assert.deepEqual(await http.json({ method: 'PUT', path: '/do', query, body: { b: 'ü' } }, never), { a: [1] });
		assert.deepEqual(seen, [['PUT', '/sub/do?q=a+b%26c&state=x&state=y', 'Bearer s3cr3t', '{"b":"ü"}']]);
	});

	it('says of each refusal what it is, and does not send again what another try does not change', async () => {
		let status = 0;
		let count = 0;
		const base = await serving((_request, response) => {
			count++;
			text(response, status, '{"message":"no\\u202e way"}');
		});
		const http = clientOf(base, secret);
		for (const [given, code] of [
			[401, 'unauthorized'],
			[403, 'forbidden'],
			[404, 'notFound'],
			[400, 'refused'],
			[500, 'unavailable'],
		] as const) {
			[status, count] = [given, 0];
			assert.deepEqual([await codeOf(http.json({ path: '/' }, never)), count], [`http.${code}`, 1]);
		}
	});

	it('comes through a burst of trouble by asking again, ever later', async () => {
		let count = 0;
		const base = await serving((_request, response) => {
			count++;
			text(response, count < 3 ? 503 : 200, '{}');
		});
		await clientOf(base).json({ path: '/' }, never);
		assert.deepEqual(waits, [500, 1000]);
	});

	it('gives up after three tries', async () => {
		let count = 0;
		const base = await serving((_request, response) => {
			count++;
			text(response, 502, '<html>Bad gateway</html>');
		});
		assert.deepEqual([await codeOf(clientOf(base).json({ path: '/' }, never)), count], ['http.unavailable', 3]);
	});

	it('waits as long as a limit asks for, in seconds or by a date of the server’s own clock, and tells of longer ones', async () => {
		let header: Record<string, string> = {};
		let count = 0;
		const base = await serving((_request, response) => {
			count++;
			text(response, count === 1 ? 429 : 200, '{}', header);
		});
		const http = clientOf(base);
		const skewed = NOW - 7 * 3_600_000;
		for (const [given, wait] of [
			[{ 'retry-after': '2' }, 2125],
			[{ 'retry-after': new Date(skewed + 3000).toUTCString(), date: new Date(skewed).toUTCString() }, 3125],
			[{}, 500],
		] as const) {
			[header, count] = [given, 0];
			waits.length = 0;
			await http.json({ path: '/' }, never);
			assert.deepEqual(waits, [wait]);
		}
		[header, count] = [{ 'retry-after': '600' }, 0];
		await assert.rejects(http.json({ path: '/' }, never), /10 minutes/);
	});

	it('reads Retry-After however it is written', () => {
		assert.equal(retryAt({}, NOW), undefined);
		assert.equal(retryAt({ 'retry-after': 'soon' }, NOW), undefined);
		assert.equal(retryAt({ 'retry-after': '-5' }, NOW), undefined);
		assert.equal(retryAt({ 'retry-after': '0' }, NOW), NOW);
		assert.equal(waitBefore(3, undefined, NOW, 1), undefined);
	});

	it('reads when a limit is over where no Retry-After says so, in seconds from now or since 1970', () => {
		for (const [name, value, ms] of [
			['ratelimit-reset', '7', 7000],
			['x-ratelimit-reset', '3', 3000],
			['x-ratelimit-period-in-sec', '60', 60_000],
			['x-sentry-rate-limit-reset', String(NOW / 1000 + 5), 5000],
			['x-ratelimit-reset', String(NOW / 1000 - 5), 0],
			['x-ratelimit-reset', 'soon', undefined],
		] as const) {
			assert.equal(limitOver({ [name]: value }, NOW), ms === undefined ? undefined : NOW + ms, `${name}: ${value}`);
		}
		assert.equal(limitOver({ 'retry-after': '1', 'ratelimit-reset': '9' }, NOW), NOW + 1000);
		assert.equal(limitOver({}, NOW), undefined);
	});

	it('does not send a change twice where nobody knows whether it was done', async () => {
		let count = 0;
		const base = await serving((request) => {
			count++;
			request.socket.destroy();
		});
		const http = clientOf(base);
		assert.deepEqual(
			[await codeOf(http.send({ method: 'POST', path: '/', body: {} }, never)), count],
			['http.unclear', 1],
		);
		count = 0;
		assert.deepEqual([await codeOf(http.send({ path: '/' }, never)), count], ['http.offline', 3]);
	});

	it('hears of a cut between what was sent and its answer', async () => {
		let count = 0;
		const base = await serving((_request, response) => {
			count++;
			text(response, 200, '{}');
		});
		const network = await aProxy(Number(new URL(base).port));
		closing.push(() => network.close());
		network.mode = 'deaf';
		const http = clientOf(`http://127.0.0.1:${network.port}`, {}, { timeoutMs: 300 });
		assert.equal(await codeOf(http.send({ method: 'POST', path: '/', body: {} }, never)), 'http.unclear');
		assert.equal(count, 1);
	});

	it('sends nothing on to where a redirect leads, with what lets us in; and without, only within the server', async () => {
		let stolen = 0;
		const thief = await serving((_request, response) => {
			stolen++;
			text(response, 200, '{}');
		});
		let to = thief;
		const base = await serving((request, response) => {
			if (request.url === '/there') {
				text(response, 200, '{"there":true}');
			} else {
				text(response, 302, '', { location: to });
			}
		});
		assert.equal(await codeOf(clientOf(base, secret).json({ path: '/' }, never)), 'http.redirected');
		for (to of [thief, 'http://169.254.169.254/latest', 'file:///etc/passwd', 'http://[::1]/', '//localhost/', '']) {
			assert.equal(await codeOf(clientOf(base).json({ path: '/' }, never)), 'http.redirected', to);
		}
		to = '/there';
		assert.equal(await codeOf(clientOf(base, secret).json({ path: '/' }, never)), 'http.redirected');
		assert.deepEqual(await clientOf(base).json({ path: '/' }, never), { there: true });
		assert.equal(stolen, 0);
	});

	it('stops reading a body that has no end, compressed ones too', async () => {
		const base = await serving((_request, response) => {
			const chunk = Buffer.alloc(64 * 1024, 'x');
			const more = () => {
				while (!response.destroyed && response.write(chunk)) {}
			};
			response.on('drain', more);
			more();
		});
		assert.equal(await codeOf(clientOf(base, {}, { limitMb: 1 }).send({ path: '/' }, never)), 'http.tooLarge');
		const { gzipSync } = await import('node:zlib');
		const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
		const packed = await serving((_request, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
		});
		assert.equal(await codeOf(clientOf(packed, {}, { limitMb: 1 }).send({ path: '/' }, never)), 'http.tooLarge');
	});

	it('reads no more of a refusal than a sentence needs, and says whose it is all the same', async () => {
		let sent = 0;
		const base = await serving((_request, response) => {
			response.writeHead(403);
			const more = () => {
				while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 'x'))) {
					sent++;
				}
			};
			response.on('drain', more);
			more();
		});
		assert.equal(await codeOf(clientOf(base).send({ path: '/' }, never)), 'http.forbidden');
		assert.ok(sent < 16 * 16, `${sent} pieces were sent`);
	});

	it('repeats no secret that a server repeats in a refusal, be it a token or an address', async () => {
		const base = await serving((request, response) => {
			const said = `Cannot POST ${request.url} as ${request.headers.authorization ?? request.headers['dd-api-key']}`;
			const basic = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString();
			text(response, 400, JSON.stringify({ message: `${said}, password ${basic.split(':')[1]}` }));
		});
		const address = `${base}/services/T0000001/s3cr3tpath?sig=s3cr3t%2Bsig`;
		for (const [http, path] of [
			[clientOf(base, { credentials: { authorization: 'Token token=s3cr3tword' } }), '/a'],
			[clientOf(base, { credentials: { 'dd-api-key': 's3cr3tkey' } }), '/a'],
			[clientOf(base, { credentials: { authorization: `Basic ${btoa('ann:s3cr3tpass')}` } }), '/a'],
			[clientOf(address, { isSecretAddress: true }), ''],
		] as const) {
			assert.equal(await codeOf(http.send({ method: 'POST', path }, never)), 'http.refused');
			await assert.rejects(http.send({ method: 'POST', path }, never), /Cannot POST/);
		}
	});

	it('gives up on a body that drips, and on a server that says nothing', async () => {
		const base = await serving((request, response) => {
			if (request.url === '/drip') {
				response.write('{');
				const drip = setInterval(() => response.write(' '), 20);
				response.on('close', () => clearInterval(drip));
			}
		});
		const http = clientOf(base, {}, { timeoutMs: 200 });
		assert.equal(await codeOf(http.send({ path: '/drip' }, never)), 'http.timeout');
		assert.equal(await codeOf(http.send({ path: '/silent' }, never)), 'http.timeout');
	});

	it('ends at once when it is cancelled, whatever it waits for', async () => {
		const base = await serving((request: IncomingMessage, response) => {
			if (request.url === '/limited') {
				text(response, 429, '', { 'retry-after': '5' });
			} else {
				response.write('{');
			}
		});
		for (const path of ['/limited', '/body']) {
			const abort = new AbortController();
			const http = clientOf(base, {}, { wait: (ms, signal) => pause(ms, undefined, { signal }) });
			const work = http.send({ path }, abort.signal);
			setTimeout(() => abort.abort(), 50);
			await assert.rejects(work, { name: 'AbortError' });
		}
	});

	it('says in a sentence that what came is no JSON', async () => {
		const base = await serving((_request, response) => text(response, 200, '<script>alert(1)</script>'));
		assert.equal(await codeOf(clientOf(base).json({ path: '/' }, never)), 'http.malformed');
	});

	it('knows by ETag that nothing is new', async () => {
		const base = await serving((request, response) =>
			request.headers['if-none-match'] === '"1"' ? text(response, 304, '') : text(response, 200, '{}', { etag: '"1"' }),
		);
		const http = clientOf(base);
		const { headers } = await http.send({ path: '/' }, never);
		assert.equal((await http.send({ path: '/', etag: headers.etag }, never)).status, 304);
	});

	it('trusts no certificate that the system does not, and says so', async () => {
		let count = 0;
		const server = createSecureServer(untrustedCertificate(), (_request, response) => {
			count++;
			response.end('{}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		closing.push(() => server.close());
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : 0;
		const http = clientOf(`https://127.0.0.1:${port}`, secret);
		assert.equal(await codeOf(http.send({ method: 'POST', path: '/' }, never)), 'http.tls');
		assert.equal(count, 0);
	});

	it('says that nobody is there, and reads no proxy out of the environment', async () => {
		const base = await serving((_request, response) => text(response, 200, '{}'));
		const before = process.env.HTTP_PROXY;
		process.env.HTTP_PROXY = 'http://127.0.0.1:1';
		try {
			assert.deepEqual(await clientOf(base).json({ path: '/' }, never), {});
		} finally {
			if (before === undefined) {
				delete process.env.HTTP_PROXY;
			} else {
				process.env.HTTP_PROXY = before;
			}
		}
		assert.equal(await codeOf(clientOf('http://127.0.0.1:1').json({ path: '/' }, never)), 'http.offline');
	});
});
