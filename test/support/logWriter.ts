import { writeSync } from 'node:fs';
import { ulid } from 'ulid';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { FaultlineError } from '../../src/base/errors';
import { anEvent, silentLog } from './incidents';

/**
 * A process of its own that appends to a log: `logWriter FOLDER COUNT BYTES [AT_ONCE] [SEGMENT_LIMIT]`. It writes the id of each event on standard output once
 * the event was acknowledged, and at the end the code of the error that stopped it, if one did.
 */
const [folder = '', count = '', bytes = '', atOnce = '1', limit] = process.argv.slice(2);
process.on('SIGXFSZ', () => {}); // a file at its size limit is an error of the write, not the end of the process

async function write(): Promise<void> {
	const log = openUserEventLog(folder, silentLog, limit === undefined ? {} : { segmentLimit: Number(limit) });
	try {
		for (let written = 0; written < Number(count); written += Number(atOnce)) {
			const events = Array.from({ length: Number(atOnce) }, () =>
				anEvent({ id: ulid(), payload: { text: 'x'.repeat(Math.floor(Math.random() * Number(bytes))) } }),
			);
			await log.append(events);
			writeSync(1, events.map(({ id }) => `${id}\n`).join(''));
		}
	} catch (error) {
		writeSync(1, `! ${FaultlineError.is(error) ? error.code : String(error)}\n`);
	} finally {
		log.dispose();
	}
}

void write();
