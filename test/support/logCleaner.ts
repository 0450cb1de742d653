import fs, { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { openRepositoryEventLog } from '../../src/adapters/store/repository/eventLog';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { anEvent, silentLog } from './incidents';

/**
 * A process of its own that erases an incident from a log and is killed while it does: `logCleaner HOME FOLDER INCIDENT KILL_AT`. It dies right before its
 * change number KILL_AT to the disk, from 1; where there are fewer, it writes their number on standard output.
 */
const [home, folder = '', incident = '', killAt = ''] = process.argv.slice(2);
let changes = 0;
let isCounting = false;

function count(): void {
	if (isCounting && ++changes === Number(killAt)) {
		process.kill(process.pid, 'SIGKILL');
	}
}

/** Counts calls of methods that change something on disk. */
function watchCalls<T extends object>(target: T, names: readonly (keyof T)[]): void {
	for (const name of names) {
		const original = target[name];
		if (typeof original === 'function') {
			Object.assign(target, {
				[name](this: unknown, ...args: unknown[]) {
					count();
					return original.apply(this, args);
				},
			});
		}
	}
}

async function clean(): Promise<void> {
	watchCalls(fs.promises, ['open', 'rename', 'link', 'unlink', 'writeFile', 'mkdir']);
	const probe = await fs.promises.open(process.execPath, 'r');
	watchCalls(Object.getPrototypeOf(probe) as typeof probe, ['write', 'writeFile', 'sync', 'close']);
	await probe.close();
	syncBuiltinESMExports();

	const log =
		home === 'repository'
			? openRepositoryEventLog({ workTree: folder, isTrusted: () => true }, silentLog)
			: openUserEventLog(folder, silentLog, { segmentLimit: 1000 });
	await log.read(undefined, new AbortController().signal);
	isCounting = true;
	await log.erase(anEvent({ incident, type: 'incident.erased', payload: {} }));
	isCounting = false;
	log.dispose();
	writeSync(1, `${changes}\n`);
}

void clean();
