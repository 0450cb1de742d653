// Runs a revision of the demo's service as it runs in production, sends it requests, and keeps its log.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const HOME = '/srv/checkout';
const PORT = '8080';
const HOUR_MS = 3_600_000;

const item = (cart, sku, quantity) => ['POST', `/carts/${cart}/items`, { sku, quantity }];
const checkout = (cart, customer) => ['POST', `/carts/${cart}/checkout`, { customer }];

/** k-1004 and guests are in no loyalty tier. */
const REQUESTS = [
	['GET', '/health'],
	item('c-4417', 'mug-blue', 2),
	item('c-4417', 'tea-earl', 1),
	['GET', '/carts/c-4417'],
	item('c-4418', 'filter-4', 4),
	checkout('c-4417', 'k-1001'),
	checkout('c-4418', 'k-1003'),
	item('c-4419', 'pot-cast', 40),
	checkout('c-4419', 'k-1002'),
	['GET', '/health'],
	item('c-4420', 'tea-earl', 2),
	item('c-4421', 'pot-cast', 1),
	checkout('c-4420', 'k-1004'),
	['GET', '/carts/c-4421'],
	checkout('c-4421', 'k-1002'),
	['GET', '/favicon.ico'],
	item('c-4422', 'mug-blue', 1),
	checkout('c-4420', 'k-1004'),
	checkout('c-4422', 'guest-83'),
	['GET', '/health'],
	item('c-4423', 'filter-4', 1),
	checkout('c-4423', 'k-1001'),
];

/** Milliseconds between one line and the next, in turn. */
const PAUSES = [812, 2_340, 95, 4_120, 1_467, 633, 7_905, 318];

/**
 * @param {string} repository folder of the demo repository
 * @param {string} revision what is deployed
 * @param {{ now: number }} options epoch milliseconds; the log begins three hours before
 * @returns {Promise<string>} the log, with the paths and times it would have in production
 */
export async function productionLog(repository, revision, { now }) {
	const machine = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-demo-')));
	try {
		const home = path.join(machine, HOME);
		fs.mkdirSync(home, { recursive: true });
		const git = (...args) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' });
		for (const name of git('ls-tree', '-r', '-z', '--name-only', revision).split('\0').filter(Boolean)) {
			fs.mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
			fs.writeFileSync(path.join(home, name), git('show', `${revision}:${name}`));
		}
		const lines = (await run(home)).map((line) => line.replaceAll(home, HOME));
		return `${inProductionsWords(lines, now - 3 * HOUR_MS)}\n`;
	} finally {
		fs.rmSync(machine, { recursive: true, force: true });
	}
}

/** The lines that the service logs while it gets the requests. */
async function run(home) {
	const service = spawn(process.execPath, [path.join(home, 'src/server.js')], {
		cwd: home,
		env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	try {
		const lines = [];
		const log = createInterface({ input: service.stdout }).on('line', (line) => lines.push(line));
		const ended = once(log, 'close');
		await Promise.race([once(log, 'line'), ended]);
		const port = /on port (\d+)/.exec(lines[0] ?? '')?.[1];
		if (port === undefined) {
			throw new Error('The service of the demo did not start');
		}
		for (const [method, url, body] of REQUESTS) {
			const answer = await fetch(`http://127.0.0.1:${port}${url}`, { method, body: body && JSON.stringify(body) });
			await answer.text();
		}
		service.kill();
		await ended;
		return lines;
	} finally {
		service.kill();
	}
}

/** Gives each entry the time, the port and the slashes that it would have in production. */
function inProductionsWords(lines, start) {
	let time = start;
	let answers = 0;
	return lines
		.map((line) =>
			line
				.replace(/^\d{4}-\S+Z (\w+)/, (_, level) => {
					const at = new Date(time).toISOString();
					time += level === 'info' ? PAUSES[answers++ % PAUSES.length] : 2; // an answer follows what went wrong at once
					return `${at} ${level}`;
				})
				.replace(/(?<=listens on port )\d+/, PORT)
				.replace(/\/srv\/checkout[^\s:)]*/g, (file) => file.replaceAll('\\', '/')),
		)
		.join('\n');
}
