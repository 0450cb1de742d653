import { FaultlineError } from '../base/errors';
import { isoTime } from '../base/isoTime';
import type { Repository } from '../core/ports/repository';

/**
 * What a person calls last good. A revision wins over a date of the same spelling; a date is the newest commit at that time on the deployed line.
 *
 * @param revision deployed revision, full object name
 * @returns a full object name; undefined where the history here begins after that date
 * @throws FaultlineError `git.unknownRevision` where it is neither, `git.*`; `signal.reason` when cancelled
 */
export async function goodRevision(
	repository: Repository,
	revision: string,
	lastGood: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		return await repository.resolve(lastGood, signal);
	} catch (error) {
		const date = isoTime(lastGood);
		if (!FaultlineError.is(error, 'git.unknownRevision') || date === undefined) {
			throw error;
		}
		return repository.commitBefore(revision, date, signal);
	}
}
