import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server for the bare repositories in a folder, by git's own `git http-backend`. */
export interface GitHttp {
	readonly origin: string;
	close(): Promise<void>;
}

/** @param refuses whether a request is answered with 403, by its path */
export async function gitHttp(folder: string, refuses: (path: string) => boolean = () => false): Promise<GitHttp> {
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
		if (refuses(request.url ?? '')) {
			response.writeHead(403).end();
			return;
		}
		const backend = spawn('git', ['-c', 'http.receivepack=true', 'http-backend'], {
			stdio: ['pipe', 'pipe', 'inherit'],
			env: {
				PATH: process.env.PATH,
				GIT_PROJECT_ROOT: folder,
				GIT_HTTP_EXPORT_ALL: '1',
				GIT_CONFIG_NOSYSTEM: '1',
				PATH_INFO: pathname,
				QUERY_STRING: searchParams.toString(),
				REQUEST_METHOD: request.method,
				CONTENT_TYPE: request.headers['content-type'] ?? '',
				REMOTE_USER: 'robin',
				REMOTE_ADDR: '127.0.0.1',
				...(request.headers['content-encoding'] === 'gzip' && { HTTP_CONTENT_ENCODING: 'gzip' }),
				...(typeof request.headers['git-protocol'] === 'string' && { GIT_PROTOCOL: request.headers['git-protocol'] }),
			},
		});
		request.pipe(backend.stdin);
		const chunks: Buffer[] = [];
		backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
		backend.on('close', () => {
			const all = Buffer.concat(chunks);
			const end = all.indexOf('\r\n\r\n');
			const headers = all.toString('latin1', 0, Math.max(end, 0)).split('\r\n');
			const named = headers.map((line) => line.split(': ') as [string, string]);
			const status = Number(named.find(([name]) => name === 'Status')?.[1]?.slice(0, 3) ?? 200);
			response.writeHead(status, Object.fromEntries(named.filter(([name]) => name !== 'Status' && name !== '')));
			response.end(all.subarray(end + 4));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://127.0.0.1:${port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
