import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { monitorProgram } from '../../scripts/setup.mjs';

/** A Prometheus that watches a shop, and the Alertmanager that it tells: the real ones, on loopback. */
export interface Monitors {
	readonly prometheus: string;
	readonly alertmanager: string;
	/** Whether the shop fails. */
	break(isBroken: boolean): void;
	/** Ends Alertmanager's process, and starts another that remembers nothing. */
	restartAlertmanager(): Promise<void>;
	close(): Promise<void>;
}

/** @param annotations of the alert, beside its summary */
export async function startMonitors(annotations: Readonly<Record<string, string>> = {}): Promise<Monitors> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-monitors-'));
	const children = new Set<ChildProcess>();
	let isBroken = 0;
	const shop = createServer((_request, response) => response.end(`shop_failing ${isBroken}\n`));
	await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
	const [shopPort, prometheusPort, alertmanagerPort] = [portOf(shop.address()), await freePort(), await freePort()];
	const file = (name: string, content: unknown) => {
		writeFileSync(join(folder, name), JSON.stringify(content)); // which is YAML, too
		return join(folder, name);
	};
	const rules = file('rules.yml', {
		groups: [
			{
				name: 'shop',
				interval: '300ms',
				rules: [
					{
						alert: 'CheckoutFails',
						expr: 'shop_failing > 0',
						labels: { severity: 'critical', service: 'checkout', env: 'production', release: 'v1.4.0' },
						annotations: { summary: 'Checkout fails', description: 'Nobody can pay.', ...annotations },
					},
				],
			},
		],
	});
	const prometheusFile = file('prometheus.yml', {
		global: { scrape_interval: '300ms', scrape_timeout: '300ms', evaluation_interval: '300ms' },
		rule_files: [rules],
		alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
		scrape_configs: [{ job_name: 'shop', static_configs: [{ targets: [`127.0.0.1:${shopPort}`] }] }],
	});
	const alertmanagerFile = file('alertmanager.yml', {
		route: { receiver: 'none', group_wait: '1s', group_interval: '1s' },
		receivers: [{ name: 'none' }],
	});
	const start = async (name: string, address: string, args: readonly string[]): Promise<ChildProcess> => {
		const program = monitorProgram(name);
		if (program === undefined) {
			throw new Error(
				`${name} is needed for this test. \`npm test\` installs it where it can; else install it, and try again.`,
			);
		}
		const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
		let said = '';
		child.stderr?.setEncoding('utf8').on('data', (part: string) => {
			said = `${said}${part}`.slice(-4000);
		});
		children.add(child);
		child.once('exit', () => children.delete(child));
		for (let tries = 0; tries < 300; tries++) {
			if (child.exitCode !== null) {
				throw new Error(`${name} has ended: ${said}`);
			}
			if ((await fetch(`${address}/-/ready`).catch(() => undefined))?.ok) {
				return child;
			}
			await pause(100);
		}
		throw new Error(`${name} is not ready: ${said}`);
	};
	const [prometheus, alertmanager] = [`http://127.0.0.1:${prometheusPort}`, `http://127.0.0.1:${alertmanagerPort}`];
	let count = 0;
	const startAlertmanager = () => {
		count++;
		return start('alertmanager', alertmanager, [
			`--config.file=${alertmanagerFile}`,
			`--storage.path=${join(folder, `alertmanager${count}`)}`,
			`--web.listen-address=127.0.0.1:${alertmanagerPort}`,
			'--cluster.listen-address=',
		]);
	};
	const killAll = () => {
		for (const child of children) {
			child.kill('SIGKILL');
		}
	};
	process.once('exit', killAll);
	let running = await startAlertmanager();
	await start('prometheus', prometheus, [
		`--config.file=${prometheusFile}`,
		`--storage.tsdb.path=${join(folder, 'tsdb')}`,
		`--web.listen-address=127.0.0.1:${prometheusPort}`,
		'--rules.alert.resend-delay=1s', // else the first alert may be missed for a minute
	]);
	const ended = (child: ChildProcess) =>
		new Promise<void>((resolve) => {
			if (child.exitCode !== null || child.signalCode !== null) {
				resolve();
				return;
			}
			child.once('exit', () => resolve());
			child.kill('SIGKILL');
		});
	return {
		prometheus,
		alertmanager,
		break: (is) => {
			isBroken = is ? 1 : 0;
		},
		restartAlertmanager: async () => {
			await ended(running);
			running = await startAlertmanager();
		},
		close: async () => {
			process.off('exit', killAll);
			shop.closeAllConnections();
			shop.close();
			await Promise.all([...children].map(ended));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

const portOf = (address: unknown): number =>
	typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createSocket();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const port = portOf(probe.address());
			probe.close(() => resolve(port));
		});
	});
}
