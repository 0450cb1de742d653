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
import type { PostgresState } from './adapters/store/postgres/eventLog';
import { assertNever } from './base/assertNever';
import type { EventLog } from './core/ports/eventLog';
import type { Log } from './core/ports/log';
import type { HomeNews, StoreHome } from './core/ports/storeHome';

const { home, snapshot, matrix, strings }: WorkerOptions = workerData;
if (strings !== '') {
	l10n.config({ contents: strings });
}
if (parentPort) {
	void serveStore(parentPort, async (log, news) =>
		openIncidentStore({
			events: await eventLogOf(home, log, news),
			log,
			snapshot,
			...(matrix && { matrix }),
			wasmFile: join(__dirname, 'sql-wasm.wasm'),
			// Other code may fold the same events to something else.
			build: crc32(readFileSync(__filename)).toString(16),
		}),
	);
}

async function eventLogOf(where: StoreHome, log: Log, { onState, onDamage }: HomeNews): Promise<EventLog> {
	switch (where.kind) {
		case 'user': {
			const { openUserEventLog } = await import('./adapters/store/user/eventLog');
			return openUserEventLog(where.folder, log, { onDamage });
		}
		case 'repository': {
			const { openRepositoryEventLog } = await import('./adapters/store/repository/eventLog');
			const { workTree, isTrusted } = where;
			return openRepositoryEventLog({ workTree, isTrusted: () => isTrusted, onDamage }, log);
		}
		case 'postgres': {
			const { openPostgresEventLog } = await import('./adapters/store/postgres/eventLog');
			const { connectionString, queueFolder } = where;
			const events = openPostgresEventLog({ connectionString, queueFolder, onDamage }, log);
			const tell = (state: PostgresState) => {
				const problem = state.kind === 'offline' ? { problem: state.problem.message } : {};
				onState({ kind: state.kind, queued: state.queued, ...problem });
			};
			events.onDidChangeState(tell);
			tell(events.state());
			return events;
		}
		default:
			return assertNever(where);
	}
}
