import type { LogReading } from '../../../core/ports/eventLog';
import type { Log } from '../../../core/ports/log';
import { openRepositoryEventLog } from './eventLog';

/**
 * All that is kept in a work tree's `.faultline`, read once, for who asked for it on a command line and so trusts it. Nothing of it is run or changed;
 * lines that cannot be read are copied to a file beside.
 *
 * @throws FaultlineError `store.*`; `signal.reason` when cancelled
 */
export async function readRepositoryHome(workTree: string, log: Log, signal: AbortSignal): Promise<LogReading> {
	const home = openRepositoryEventLog({ workTree, isTrusted: () => true }, log);
	try {
		return await home.read(undefined, signal);
	} finally {
		home.dispose();
	}
}
