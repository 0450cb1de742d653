import { ulid } from 'ulid';
import { openPostgresEventLog } from '../../src/adapters/store/postgres/eventLog';
import { anEvent, silentLog } from './incidents';

/** What a client tells the test that started it. */
export type ClientMessage =
	/** Events of its own, which were written together. */
	| { readonly kind: 'acknowledged'; readonly ids: readonly string[] }
	| { readonly kind: 'failed'; readonly message: string }
	| { readonly kind: 'state'; readonly state: string; readonly queued: number }
	/** Events of others, as they came. */
	| { readonly kind: 'heard'; readonly ids: readonly string[] };

/**
 * A window in a process of its own: `postgresClient CONNECTION_STRING QUEUE_FOLDER COUNT`. It reads, appends that many events, one
 * to four at a time, and stays until its parent is gone.
 */
const [connectionString = '', queueFolder = '', count = ''] = process.argv.slice(2);
const tell = (message: ClientMessage) => process.send?.(message);

async function work(): Promise<void> {
	const log = openPostgresEventLog({ connectionString, queueFolder }, silentLog);
	log.onDidChangeState(({ kind, queued }) => tell({ kind: 'state', state: kind, queued }));
	log.onDidAppend((events) => tell({ kind: 'heard', ids: events.map(({ id }) => id) }));
	const { events } = await log.read(undefined, new AbortController().signal);
	tell({ kind: 'heard', ids: events.map(({ id }) => id) });
	for (let left = Number(count); left > 0; ) {
		const together = Array.from({ length: Math.min(left, 1 + (left % 4)) }, () => anEvent({ id: ulid() }));
		await log.append(together);
		tell({ kind: 'acknowledged', ids: together.map(({ id }) => id) });
		left -= together.length;
	}
}

process.on('disconnect', () => process.exit());
work().catch((error: unknown) => tell({ kind: 'failed', message: String(error) }));
