// What the worker that keeps the incidents runs: built on its own, so that the editor's bundle holds neither sql.js nor the homes of the log.
// A composition root, as extension.ts: it alone knows which adapter is which home.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { openIncidentStore } from './adapters/projection/incidentStore';
import type { WorkerOptions } from './adapters/projection/protocol';
import { serveStore } from './adapters/projection/serve';
import { openUserEventLog } from './adapters/store/user/eventLog';
import type { EventLog } from './core/ports/eventLog';
import type { Log } from './core/ports/log';
import type { StoreHome } from './core/ports/storeHome';

const { home, snapshot, strings }: WorkerOptions = workerData;
if (strings !== '') {
	l10n.config({ contents: strings });
}
if (parentPort) {
	serveStore(parentPort, (log) =>
		openIncidentStore({
			events: eventLogOf(home, log),
			log,
			snapshot,
			wasmFile: join(__dirname, 'sql-wasm.wasm'),
			// Other code may fold the same events to something else.
			build: crc32(readFileSync(__filename)).toString(16),
		}),
	);
}

function eventLogOf({ folder }: StoreHome, log: Log): EventLog {
	return openUserEventLog(folder, log);
}
