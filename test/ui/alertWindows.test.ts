import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { shopWindow } from './shopWindow';

/** Process that holds the other end of a connection to a port of this machine; undefined where it is gone by now. */
function processAt(port: number): string | undefined {
	const hex = port.toString(16).toUpperCase().padStart(4, '0');
	const line = readFileSync('/proc/net/tcp', 'utf8')
		.split('\n')
		.find((one) => one.trim().split(/\s+/)[1]?.endsWith(`:${hex}`));
	const inode = line?.trim().split(/\s+/)[9];
	return readdirSync('/proc').find((pid) => {
		try {
			return (
				/^\d+$/.test(pid) &&
				readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`)
			);
		} catch {
			return false; // it has ended, or is somebody else's
		}
	});
}

describe('two windows of a machine', function () {
	this.timeout(180_000);
	/** Processes that asked for alerts, and when. */
	const asked: { readonly by: string | undefined; readonly at: number }[] = [];
	const monitor = createServer((request, response) => {
		if (request.url?.startsWith('/api/v2/alerts')) {
			asked.push({ by: processAt(request.socket.remotePort ?? 0), at: Date.now() });
		}
		response.end('[]');
	});
	before(() => new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve)));
	after(() => {
		monitor.closeAllConnections();
		monitor.close();
	});
	const window = shopWindow({
		get settings() {
			const address = monitor.address();
			const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
			return {
				'faultline.alerts.pollSeconds': 5,
				'faultline.alerts.sources': [{ id: 'am-1', kind: 'alertmanager', name: 'Alerts', url }],
			};
		},
	});
	const until = async (fits: () => boolean, seconds: number) => {
		for (const end = Date.now() + seconds * 1000; !fits(); ) {
			assert.ok(Date.now() < end, `it did not happen within ${seconds} seconds: ${JSON.stringify(asked)}`);
			await pause(100);
		}
	};

	it('have one of them ask monitors, and the other one go on where that is closed', async () => {
		const { app } = window;
		await app.workbench.openView('Faultline');
		await until(() => asked.length > 0, 60);
		const other = await app.newWindow();
		await other.openView('Faultline');
		const from = asked.length;
		await until(() => asked.length >= from + 4, 60);
		const [first] = asked;
		assert.ok(first?.by !== undefined);
		assert.deepEqual([...new Set(asked.map(({ by }) => by))], [first.by], 'one process asks');
		const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));
		assert.ok(
			gaps.every((ms) => ms > 3000),
			`no more often than one would: ${gaps}`,
		);

		await app.workbench.page.close();
		await until(() => asked.at(-1)?.by !== first.by, 60);
		const next = asked.at(-1)?.by;
		const before = asked.length;
		await until(() => asked.length >= before + 2, 60);
		assert.deepEqual([...new Set(asked.slice(before).map(({ by }) => by))], [next]);
	});
});
