import { createServer, connect as dial, type Socket } from 'node:net';

/** Stands between a client and a server, and does what networks do. */
export interface NetworkBetween {
	readonly port: number;
	/** `silent`: nothing comes through any more, and nobody is told; `deaf`: the server hears, but its answers get lost. */
	mode: 'open' | 'silent' | 'deaf';
	/** Breaks all connections there are. */
	cut(): void;
	/** How many connections were made. */
	readonly count: () => number;
	close(): void;
}

export function aProxy(port: number): Promise<NetworkBetween> {
	const sockets = new Set<Socket>();
	let count = 0;
	const server = createServer((client) => {
		count++;
		const upstream = dial(port, '127.0.0.1');
		for (const [from, to, isAnswer] of [
			[client, upstream, false],
			[upstream, client, true],
		] as const) {
			sockets.add(from);
			from.on('data', (data) => {
				if (proxy.mode === 'open' || (proxy.mode === 'deaf' && !isAnswer)) {
					to.write(data);
				}
			});
			from.on('error', () => {});
			from.on('close', () => {
				sockets.delete(from);
				to.destroy();
			});
		}
	});
	const cut = () => {
		for (const socket of sockets) {
			socket.destroy();
		}
	};
	const proxy: NetworkBetween = {
		port: 0,
		mode: 'open',
		cut,
		count: () => count,
		close: () => {
			cut();
			server.close();
		},
	};
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(Object.assign(proxy, { port: typeof address === 'object' && address ? address.port : 0 }));
		});
	});
}
