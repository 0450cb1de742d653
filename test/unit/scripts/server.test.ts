import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { startServer, workbenchUrl } from '../../../scripts/vscode/server.mjs';

describe('the VS Code in the browser', () => {
	it('is found in folders whose names mean something in addresses', () => {
		const folder = resolve('/shops/C# & 50% off?');
		const server = { origin: 'http://127.0.0.1:1', port: 1, token: 't' };
		const url = new URL(workbenchUrl(server, { folder, payload: [['openFile', folder]] }));
		const file = new URL(JSON.parse(url.searchParams.get('payload') ?? '')[0][1]);
		for (const path of [url.searchParams.get('folder'), decodeURIComponent(file.pathname)]) {
			assert.equal(path?.replace(/^\/[A-Za-z]:/, ''), '/shops/C# & 50% off?');
		}
		assert.equal(file.hash + file.search, '');
		assert.equal(url.searchParams.get('tkn'), 't');
	});

	it('says that a port is taken, whoever answers there', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;
		try {
			await assert.rejects(startServer({ port }), { message: new RegExp(`^Port ${port} cannot be used`) });
		} finally {
			other.close();
		}
	});
});
